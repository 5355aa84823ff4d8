"""How long the form and the request for a lost link take for new, unconfirmed, registered and waiting addresses.

Whoever measures the answers must not find out who is registered. ``python benchmarks/registration_timing.py [rounds]``
runs on the database of the settings, in a transaction that is rolled back, and prints medians in milliseconds.
"""

import json
import os
import statistics
import sys
import time
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")

import django

django.setup()

# ruff: noqa: E402 (Django is set up first)
from django.core import signing
from django.db import transaction
from django.test import Client
from django.utils import timezone

from events.registration.forms import new_form_key
from portal.core.models import OutgoingMail
from portal.core.web import rates
from tests.events.factories import coming_event, pending, registered


class RollbackError(Exception):
    """Ends the measurement without a trace."""


def form_key(event):
    """Key of a form that has been open for a minute."""
    now, clock = time.time(), signing.time.time
    signing.time.time = lambda: now - 60
    try:
        return new_form_key(event)
    finally:
        signing.time.time = clock


def milliseconds(send):
    """Duration of one request."""
    start = time.perf_counter()
    send()
    return 1000 * (time.perf_counter() - start)


def measure(rounds):
    """Medians by kind of address."""
    for name in ("REGISTER_NETWORK", "REGISTER_ADDRESS"):
        setattr(rates, name, replace(getattr(rates, name), limit=10**9))
    now, client = timezone.now(), Client()
    event = coming_event(capacity=rounds)
    known = {
        "confirmed": [registered(event, f"c{n}@example.org", now) for n in range(rounds)],
        "waiting": [registered(event, f"w{n}@example.org", now) for n in range(rounds)],
        "unconfirmed": [pending(event, f"u{n}@example.org", now) for n in range(rounds)],
    }
    OutgoingMail.objects.all().delete()
    addresses = {kind: [person.email for person in people] for kind, people in known.items()}
    addresses["new"] = [f"n{n}@example.org" for n in range(rounds)]
    path = f"/en/events/{event.texts.get(language='en').slug}/register/"
    times = {"form": {kind: [] for kind in addresses}, "lost link": {kind: [] for kind in addresses}}
    for number in range(rounds):
        for kind, people in addresses.items():
            data = {"name": "A", "email": people[number], "consent": "on", "form_key": form_key(event)}
            times["form"][kind].append(milliseconds(lambda data=data: client.post(path, data)))
            lost = {"email": people[number]}
            times["lost link"][kind].append(
                milliseconds(lambda lost=lost: client.post("/en/events/registration/link/", lost))
            )
    return {
        what: {kind: round(statistics.median(values), 2) for kind, values in kinds.items()}
        for what, kinds in times.items()
    }


if __name__ == "__main__":
    outer = transaction.atomic()
    outer._from_testcase = True  # as Django's own test cases mark theirs: durable transactions may run inside
    try:
        with outer:
            print(json.dumps(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 30), indent=2))
            raise RollbackError
    except RollbackError:
        pass

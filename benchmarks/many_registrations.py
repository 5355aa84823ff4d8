"""What do a hundred thousand registrations for one event cost at its desk, in exports, and in a message to all?

    python benchmarks/many_registrations.py [--people 1000,100000]

Makes plainly fictional people in a SQLite database in a temporary folder, then asks over the request handlers, without
a network, each time in a process of its own: queries, seconds of CPU, and by how many megabytes its memory grew.
"""

import argparse
import os
import resource
import sys
import tempfile
import time
from multiprocessing import get_context
from pathlib import Path

_FOLDER = tempfile.TemporaryDirectory(prefix="portal-registrations-")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.test"
os.environ["DATABASE_URL"] = f"sqlite:///{_FOLDER.name}/portal.sqlite3"

import django

django.setup()

# ruff: noqa: E402 (Django is set up first)
from django.core.management import call_command
from django.db import connection, connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.core.users.models import User
from tests.events.factories import coming_event, crowd

TYPED = {"states": ["confirmed"], "subject_en": "Bring a pen", "body_en": "Please.", "action": "send"}
NAMES = ("registration_desk", "registration_csv", "registration_xlsx", "registration_print", "registration_message")


def ask(name: str, event_id: int) -> tuple[int, float, float]:
    """Queries, seconds of CPU and megabytes of one request; a small one came before it."""
    client, asked = Client(), [0]
    client.force_login(User.objects.get())
    client.get(reverse("registration_desk", args=[event_id]), {"q": "nobody"})

    def count(execute: object, *arguments: object) -> object:
        asked[0] += 1
        return execute(*arguments)  # type: ignore[operator]

    memory, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    with connection.execute_wrapper(count):
        address = reverse(name, args=[event_id])
        answer = client.post(address, TYPED) if name == "registration_message" else client.get(address)
    if answer.status_code not in {200, 302}:
        sys.exit(f"{name} answers {answer.status_code}")
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory
    return asked[0], time.process_time() - start, grown / 1024


def main() -> None:
    """Make people, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", default="1000,100000")
    call_command("migrate", verbosity=0)
    User.objects.create_superuser("benchmark", "benchmark@example.org", "benchmark")
    print(f"{'people':>8} {'':22}{'queries':>8}{'CPU s':>8}{'MB':>8}")
    for people in map(int, parser.parse_args().people.split(",")):
        event = coming_event()
        crowd(event, people, timezone.now())
        for name in NAMES:
            connections.close_all()
            with get_context("fork").Pool(1) as pool:
                queries, cpu, grown = pool.apply(ask, (name, event.pk))
            print(f"{people:8} {name:22}{queries:8}{cpu:8.2f}{grown:8.1f}")


if __name__ == "__main__":
    main()

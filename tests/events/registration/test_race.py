"""Everybody at once. The controls switch off what protects and prove that the race is real."""

import multiprocessing
import random
import threading
from contextlib import suppress
from datetime import timedelta
from functools import partial

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone

from events.enums import PoolKind, Promotion, TokenPurpose
from events.models import Event, LogEntry, Registration
from events.privacy.audit_log import SELF
from events.publishing import set_capacity
from events.registration import actions, seats
from events.registration.queries import queue_of
from events.registration.seats import with_event_locked
from events.registration.tokens import find, issue
from portal.core.mail.outbox.delivery import send_due
from portal.core.models import OutgoingMail
from tests.drills import drilled
from tests.events.factories import coming_event, mail_kinds, many_seated, pending, registered
from tests.events.registration.race import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.sqlite_drill]
PEOPLE = 100


def last_seat(people: int = PEOPLE) -> tuple[Event, list[int]]:
    """One seat of ten is left, and so many people press the button at once. Returns the answers' status codes."""
    now = timezone.now()
    event = coming_event(capacity=10)
    many_seated(event, 9, now)
    links = [
        f"/en/events/registration/confirm/{issue(pending(event, now=now), TokenPurpose.CONFIRM, now)}/"
        for _ in range(people)
    ]

    def press(link: str) -> int:
        return Client(raise_request_exception=False).post(link).status_code

    return event, at_once([partial(press, link) for link in links])


def count(event: Event, state: str) -> int:
    return event.registrations.filter(state=state).count()


@pytest.fixture
def without_lock(monkeypatch):
    """The lock is off, and nobody takes a seat before a second one has chosen the same."""
    find_numbers = seats.free_numbers
    meeting = multiprocessing.get_context("fork").Barrier(2)

    def slowly(pool):
        for number in find_numbers(pool):
            with suppress(threading.BrokenBarrierError):
                meeting.wait(timeout=10)
            yield number

    monkeypatch.setattr(seats, "lock_event", lambda pk: Event.objects.get(pk=pk))
    monkeypatch.setattr(seats, "free_numbers", slowly)


@pytest.fixture
def without_index():
    """The database no longer refuses that two people hold the same seat."""
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX unique_seat")
    yield
    constraint = next(c for c in Registration._meta.constraints if c.name == "unique_seat")
    Registration.objects.all().update(seat_no=None)
    with connection.schema_editor() as editor:
        editor.add_constraint(Registration, constraint)


@pytest.mark.parametrize("people", drilled([20, PEOPLE], tested=20))
def test_last_seat_goes_to_one_of_many(people):
    event, answers = last_seat(people)

    assert set(answers) == {302}
    assert (count(event, "confirmed"), count(event, "waiting")) == (10, people - 1)
    OutgoingMail.objects.about("registration", Registration.objects.filter(email__startswith="seat")).delete()
    send_due()
    assert len(mail.outbox) == people
    places = [m.body for m in mail.outbox if "waiting list" in m.subject]
    assert len(places) == people - 1


@pytest.mark.postgresql
def test_control_without_lock_and_index_the_last_seat_is_sold_several_times(without_lock, without_index):
    event, _answers = last_seat(20)

    assert count(event, "confirmed") > 10


@pytest.mark.postgresql
def test_control_without_lock_the_database_refuses_to_sell_a_seat_twice(without_lock):
    event, answers = last_seat(20)

    assert count(event, "confirmed") == 10
    assert 500 in answers


def test_register_confirm_and_cancel_twice_at_once_have_one_effect():
    event = coming_event(capacity=5)
    now = timezone.now()
    registration = pending(event, now=now)
    token = find(issue(registration, TokenPurpose.CONFIRM, now), TokenPurpose.CONFIRM, now)

    confirmed = at_once([partial(actions.confirm, token, now)] * 8)
    cancelled = at_once([partial(actions.cancel, registration.pk, SELF, now)] * 8)

    assert sorted(outcome.name for outcome in confirmed) == ["DONE"] + ["UNCHANGED"] * 7
    assert sorted(outcome.name for outcome in cancelled) == ["DONE"] + ["UNCHANGED"] * 7
    assert sorted(mail_kinds(registration)) == ["cancelled_self", "confirmed", "opt_in"]


def test_offer_accepted_while_it_expires_has_one_outcome():
    now = timezone.now()
    event = coming_event(capacity=1, promotion=Promotion.OFFER)
    seated, first, second = (registered(event, now=now) for _ in range(3))
    actions.cancel(seated.pk, SELF, now)
    Registration.objects.filter(pk=first.pk).update(offer_until=now + timedelta(seconds=60))
    before, after = now + timedelta(seconds=59), now + timedelta(seconds=60)

    def sweep() -> None:
        with_event_locked(event.pk, lambda locked: seats.fill(locked, after))

    at_once([sweep, partial(actions.accept, first.pk, before)] * 4)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) in {("confirmed", "waiting"), ("lapsed", "offered")}
    assert event.registrations.filter(seat_no=1).count() == 1


def test_one_address_confirming_two_forms_at_once_is_registered_once():
    event = coming_event()
    now = timezone.now()
    tokens = [
        find(issue(pending(event, "same@example.org", now), TokenPurpose.CONFIRM, now), TokenPurpose.CONFIRM, now)
        for _ in range(6)
    ]

    at_once([partial(actions.confirm, token, now) for token in tokens])

    assert count(event, "confirmed") == 1


def one_round(event: Event, dice: random.Random, people: int, capacity_changes: int) -> None:
    """New registrations, cancellations and changes of capacity, all at once."""
    now = timezone.now()
    confirms = []
    for _ in range(people):
        registration = pending(event, now=now)
        confirms.append(find(issue(registration, TokenPurpose.CONFIRM, now), TokenPurpose.CONFIRM, now))
    live = list(event.registrations.filter(state__in=("confirmed", "waiting")).values_list("pk", flat=True))
    leaving = dice.sample(live, min(people, len(live)))

    def resize(capacity: int) -> None:
        def change(locked: Event) -> None:
            set_capacity(locked, PoolKind.ONLINE, capacity, True, timezone.now())
            seats.fill(locked, timezone.now())

        with_event_locked(event.pk, change)

    work = [lambda token=token: actions.confirm(token, timezone.now()).name for token in confirms]
    work += [lambda pk=pk: actions.cancel(pk, SELF, timezone.now()).name for pk in leaving]
    work += [partial(resize, dice.randint(20, 30)) for _ in range(capacity_changes)]
    dice.shuffle(work)
    assert set(at_once(work)) <= {"DONE", "UNCHANGED", None}


@pytest.mark.parametrize("rounds", drilled([1, 15], tested=1))
def test_rounds_of_registrations_cancellations_and_changes_of_capacity(rounds):
    event, dice = coming_event(capacity=25), random.Random(6)
    rounds, people = (rounds, 40) if connection.vendor == "postgresql" else (min(rounds, 3), 12)

    for _ in range(rounds):
        one_round(event, dice, people, 6)

        pool = event.pools.get()
        held, queue = count(event, "confirmed"), list(queue_of(pool))
        assert held <= 30
        assert held >= pool.capacity or not queue
        promoted = LogEntry.objects.filter(event=event, action="promote").values_list("registration_number", flat=True)
        assert len(promoted) == len(set(promoted))
        if queue:
            moved_up = event.registrations.filter(pk__in=promoted)
            assert all(person.queue_at <= queue[0].queue_at for person in moved_up)

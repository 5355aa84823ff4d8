"""Reminders and thanks: once per person and date, on the clock of the event."""

from datetime import date, time

import pytest

from events.dates.zones import days_before
from events.mail.reminders import due_reminder, queue_reminders, queue_thanks
from events.models import Event
from events.privacy.audit_log import SELF
from events.registration import actions
from portal.core.mail.outbox.delivery import send_due
from portal.core.models import OutgoingMail
from tests.events.factories import NOW, later, make_event, pending, registered

pytestmark = pytest.mark.django_db


def reminders(registration) -> list[str]:
    return [
        key.split(":")[2]
        for key in registration.mails.filter(kind="registration.reminder")
        .order_by("pk")
        .values_list("dedupe_key", flat=True)
    ]


def test_two_reminders_at_the_hour_of_the_event():
    event = make_event()
    registration = registered(event)
    week, day = (days_before(event.start_date, event.start_time, event.timezone, days) for days in (7, 1))

    for moment in (NOW, week, week, day, day, event.starts_at):
        queue_reminders(moment)

    assert reminders(registration) == ["7", "1"]
    assert week.hour == 12  # 13.00 in Copenhagen


def test_reminder_across_the_change_keeps_the_clock():
    event = make_event(start_date=date(2026, 10, 25), start_time=time(13), end_time=time(14))
    day_before = days_before(event.start_date, event.start_time, event.timezone, 1)

    assert due_reminder(event, day_before) == 1
    assert (event.starts_at - day_before).total_seconds() == 25 * 3600


def test_late_registrant_gets_the_last_reminder_only_and_nobody_gets_two():
    event = make_event()
    early = registered(event)
    day = days_before(event.start_date, event.start_time, event.timezone, 1)
    queue_reminders(days_before(event.start_date, event.start_time, event.timezone, 7))
    queue_reminders(day)
    late = registered(event, now=day)
    for _ in range(3):
        queue_reminders(day)

    assert (reminders(early), reminders(late)) == (["7", "1"], ["1"])


def test_moved_event_reminds_anew():
    event = make_event()
    registration = registered(event)
    day = days_before(event.start_date, event.start_time, event.timezone, 1)
    queue_reminders(day)
    Event.objects.filter(pk=event.pk).update(sequence=1)

    queue_reminders(day)

    assert reminders(registration) == ["1", "1"]


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "cancelled"},
        {"first_reminder_days": None, "last_reminder_days": None},
    ],
)
def test_no_reminder_for_cancelled_events_or_when_switched_off(fields):
    event = make_event()
    registration = registered(event)
    Event.objects.filter(pk=event.pk).update(**fields)

    queue_reminders(days_before(event.start_date, event.start_time, event.timezone, 1))

    assert reminders(registration) == []


def test_only_registered_people_are_reminded_and_cancelled_ones_get_nothing_that_was_queued():
    event = make_event(capacity=1)
    registration, waiting, unconfirmed = registered(event), registered(event), pending(event)
    day = days_before(event.start_date, event.start_time, event.timezone, 1)
    queue_reminders(day)
    actions.cancel(registration.pk, SELF, day)
    send_due(day)

    assert registration.mails.get(kind="registration.reminder").status == "dropped"
    assert reminders(waiting) == reminders(unconfirmed) == []


def test_thanks_once_recordings_are_there():
    event = make_event()
    registered(event)
    after = later(days=15)
    assert queue_thanks(after) == 0

    Event.objects.filter(pk=event.pk).update(recordings_link="https://media.example/recording")
    assert [queue_thanks(after), queue_thanks(after)] == [1, 0]
    send_due(after)
    assert OutgoingMail.objects.get(kind="registration.thanks").status == "sent"

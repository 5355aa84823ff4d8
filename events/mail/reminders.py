"""Scheduled mails: reminders before an event, thanks after it."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from events.dates.zones import days_before
from events.enums import EventStatus, MailKind, RegistrationState
from events.models import Event, Registration
from events.outbox import has_mail, queue_many

#: So long after an event recordings are still announced.
THANKS_WITHIN = timedelta(days=30)


def queue_reminders(now: datetime) -> int:
    """Queue what is due now, for everybody who has not had it; returns for how many.

    Each reminder is counted per person and per date of the event: who registers late still gets one, nobody gets
    two, and a moved event reminds anew. Of two reminders that are both due only the later one is sent.
    """
    queued = 0
    for event in Event.objects.filter(status=EventStatus.SCHEDULED, starts_at__gt=now):
        due = due_reminder(event, now)
        if due is not None:
            about = f"{due}:{event.sequence}"
            queued += queue_many(MailKind.REMINDER, _without(MailKind.REMINDER, event, about), now, about=about)
    return queued


def due_reminder(event: Event, now: datetime) -> int | None:
    """Number of days of the latest reminder that is due, on the clock of the event; None if none is."""
    days = sorted({day for day in (event.first_reminder_days, event.last_reminder_days) if day is not None})
    due = (day for day in days if days_before(event.start_date, event.start_time, event.timezone, day) <= now)
    return next(due, None)


def queue_thanks(now: datetime) -> int:
    """Thank everybody who was registered, once recordings are there; returns for how many."""
    over = Event.objects.filter(
        status=EventStatus.SCHEDULED, ends_at__lte=now, ends_at__gt=now - THANKS_WITHIN, anonymised_at__isnull=True
    ).exclude(recordings_link="")
    return sum(
        queue_many(MailKind.THANKS, _without(MailKind.THANKS, event, "thanks"), now, about="thanks") for event in over
    )


def _without(kind: MailKind, event: Event, about: str) -> QuerySet[Registration]:
    """Everybody who is registered and has not had this mail."""
    confirmed = event.registrations.filter(state=RegistrationState.CONFIRMED)
    return confirmed.exclude(has_mail(kind=kind, dedupe_key__endswith=f":{about}")).select_related("event")

"""Periodic jobs of the events; each is idempotent: it may be cut off or done twice."""

import logging
from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, Q
from django.utils import timezone

from events.enums import EventStatus, RegistrationState
from events.mail.messages import continue_messages
from events.mail.reminders import queue_reminders, queue_thanks
from events.models import Event, EventDraft, Registration
from events.privacy.integrity import violations
from events.privacy.retention import run_retention
from events.registration.crowds import continue_cancelling
from events.registration.seats import fill, with_event_locked
from portal.core.operations.metrics import gauges
from portal.core.operations.metrics.gauges import Sample
from portal.core.operations.periodic import register

logger = logging.getLogger(__name__)


def serve_queues() -> int:
    """Let overdue offers lapse and promote from the waiting lists; returns for how many events."""
    now = timezone.now()
    waiting = Q(registrations__state=RegistrationState.WAITING)
    overdue = Q(registrations__state=RegistrationState.OFFERED, registrations__offer_until__lte=now)
    events = Event.objects.filter(waiting | overdue, status=EventStatus.SCHEDULED, ends_at__gt=now).distinct()
    numbers = list(events.values_list("pk", flat=True))
    for pk in numbers:
        with_event_locked(pk, lambda event: fill(event, now))
    return len(numbers)


def send_reminders() -> int:
    """Queue reminders and thanks that are due."""
    now = timezone.now()
    return queue_reminders(now) + queue_thanks(now)


def delete_what_is_due() -> None:
    """Delete personal data and answers of the wizard whose retention period is over."""
    due = run_retention(timezone.now())
    logger.info(
        "Personal data deleted: %d unconfirmed, %d sensitive answers, %d registrations",
        due.unconfirmed,
        due.sensitive_answers,
        due.registrations,
    )
    EventDraft.objects.filter(updated_at__lt=timezone.now() - EventDraft.KEPT_FOR).delete()


def check() -> None:
    """The nightly integrity check; an error in the log for each violation."""
    for violation in violations(timezone.now()):
        logger.error("Registrations: %s", violation)


def _registrations() -> Iterator[Sample]:
    numbers = dict(Registration.objects.order_by().values_list("state").annotate(number=Count("pk")))
    for state in RegistrationState:
        yield (state.value,), numbers.get(state, 0)


def register_jobs() -> None:
    """Called when the app is ready."""
    register("events.serve_queues", timedelta(minutes=1), serve_queues)
    register("events.continue_messages", timedelta(minutes=1), continue_messages)
    register("events.continue_cancelling", timedelta(minutes=1), continue_cancelling)
    register("events.send_reminders", timedelta(minutes=10), send_reminders)
    register("events.delete_what_is_due", timedelta(hours=6), delete_what_is_due)
    register("events.check", timedelta(hours=24), check)
    gauges.register("registrations", "Registrations by their state.", ("state",), _registrations)

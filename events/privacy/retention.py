"""Retention: personal data is anonymised when its period is over, counts stay (docs/data-protection.md)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from events.enums import Action, MailKind, RegistrationState
from events.models import Answer, Event, Message, Registration, Token
from events.privacy.audit_log import SYSTEM, record
from portal.core.mail.outbox.queueing import forget
from portal.core.models import OutgoingMail
from portal.core.operations.retention import LOST_LINKS

#: People who are anonymised in one go.
SHARE = 1000


@dataclass(frozen=True)
class Due:
    """Numbers of a retention run: what it has deleted, or would delete."""

    unconfirmed: int
    sensitive_answers: int
    registrations: int
    events: tuple[str, ...]


def anonymise(registrations: Iterable[Registration], now: datetime) -> None:
    """Anonymise registrations: number, state, pool, language and times stay for counts, nothing leads to a person."""
    numbers = [registration.pk for registration in registrations]
    Answer.objects.filter(registration__in=numbers).delete()
    Token.objects.filter(registration__in=numbers).delete()
    forget(Registration.ABOUT, numbers)
    Registration.objects.filter(pk__in=numbers).update(
        name="", email="", email_key="", organisation="", form_key=None, anonymised_at=now
    )


def _anonymise_all(event: Event, now: datetime) -> None:
    """Anonymise everybody of an event, share by share: a hundred thousand people are never in memory at once."""
    people, last = event.registrations.order_by("pk").only("pk"), 0
    while share := list(people.filter(pk__gt=last)[:SHARE]):
        anonymise(share, now)
        last = share[-1].pk


def overdue_events(now: datetime) -> list[Event]:
    """Events whose registrations must be anonymised now. Every event has an end: it is derived."""
    waiting = Event.objects.filter(anonymised_at__isnull=True, ends_at__lte=now).order_by("ends_at")
    return [event for event in waiting if event.ends_at + timedelta(days=event.retention_days) <= now]


def run_retention(now: datetime, *, dry_run: bool = False) -> Due:
    """Delete what is due, in one transaction; idempotent.

    Parameters:
        dry_run: only count.
    """
    with transaction.atomic():
        expired = Registration.objects.filter(state=RegistrationState.UNCONFIRMED, expires_at__lte=now)
        sensitive = Answer.objects.filter(question__sensitive=True, registration__event__in=_sensitive_no_more(now))
        events = overdue_events(now)
        people = Registration.objects.filter(event__in=events, anonymised_at__isnull=True)
        due = Due(expired.count(), sensitive.count(), people.count(), tuple(str(event) for event in events))
        if dry_run:
            return due
        expired.delete()
        sensitive.delete()
        for event in events:
            _anonymise_all(event, now)
            Message.objects.filter(event=event).delete()
            Event.objects.filter(pk=event.pk).update(anonymised_at=now, join_link="")
            record(Action.ANONYMISE, SYSTEM, now, event=event, amount=event.registrations.count())
        lost_links = OutgoingMail.objects.filter(kind=MailKind.LINKS, about_key="")
        lost_links.filter(due_at__lte=now - LOST_LINKS.period).delete()
    return due


def _sensitive_no_more(now: datetime) -> list[int]:
    """Events whose answers to sensitive questions have to go."""
    asked = Event.objects.filter(questions__sensitive=True, ends_at__lte=now).distinct()
    return [event.pk for event in asked if event.ends_at + timedelta(days=event.sensitive_retention_days) <= now]

"""Plainly fictional events and registrations."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from uuid import uuid4

from django.utils import timezone

from events.enums import Action, PoolKind, RegistrationState, TokenPurpose
from events.models import Consent, ConsentText, Event, EventText, Registration, SeatPool, Token
from events.privacy.audit_log import SYSTEM
from events.registration.actions import Details, confirm, register
from events.registration.seats import move
from events.registration.tokens import find, issue

#: The event takes place on 16 November 2026, 13.00-15.30 in Copenhagen; this is a fortnight before.
NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
_numbers = count(1)


def make_event(*, capacity=None, pools=(PoolKind.ONLINE,), **fields) -> Event:
    """An online workshop that is open for registration."""
    number = next(_numbers)
    event = Event.objects.create(
        **{
            "start_date": date(2026, 11, 16),
            "start_time": time(13),
            "end_time": time(15, 30),
            "timezone": "Europe/Copenhagen",
            "takes_registrations": True,
            **fields,
        }
    )
    for language, title in (("en", "Test workshop"), ("da", "Testworkshop"), ("fi", "Testityöpaja")):
        slug = f"test-workshop-{number}"
        EventText.objects.create(
            event=event, language=language, title=title, slug=slug, url=f"/{language}/events/{slug}/"
        )
        ConsentText.objects.create(event=event, language=language, version=1, text=f"I agree ({language}).")
    for kind in pools:
        SeatPool.objects.create(event=event, kind=kind, capacity=capacity)
    return Event.objects.get(pk=event.pk)


def details(event: Event, email: str | None = None, **fields) -> Details:
    """What a fictional person types."""
    return Details(
        **{
            "name": "Test Person",
            "email": email or f"person{next(_numbers)}@example.org",
            "language": "en",
            "pool": event.pools.first(),
            "consent": event.consent_texts.get(language="en"),
            **fields,
        }
    )


def pending(event: Event, email: str | None = None, now: datetime = NOW, **fields) -> Registration:
    """A registration that waits for its confirmation."""
    register(event, details(event, email, **fields), nonce=str(uuid4()), now=now)
    return event.registrations.latest("pk")


def confirm_token(registration: Registration, now: datetime = NOW) -> Token:
    """The link of the opt-in mail."""
    return find(issue(registration, TokenPurpose.CONFIRM, now), TokenPurpose.CONFIRM, now)


def registered(event: Event, email: str | None = None, now: datetime = NOW, **fields) -> Registration:
    """A registration that has been confirmed by its link; the state depends on the seats."""
    registration = pending(event, email, now, **fields)
    confirm(confirm_token(registration, now), now)
    registration.refresh_from_db()
    return registration


def crowd(event: Event, people: int, now: datetime = NOW) -> None:
    """Confirmed people of an event without a limit, written at once: as many as a test or a benchmark wants."""
    pool, first = event.pools.get(), next(_numbers)
    Registration.objects.bulk_create(
        (
            Registration(
                event=event,
                pool=pool,
                state=RegistrationState.CONFIRMED,
                name=f"Test Person {number}",
                email=f"crowd{first}.{number}@example.org",
                email_key=f"crowd{first}.{number}@example.org",
                language="en",
                created_at=now - timedelta(minutes=number % 10_000),
                confirmed_at=now,
            )
            for number in range(people)
        ),
        batch_size=1000,
    )


def many_seated(event: Event, people: int, now: datetime = NOW) -> list[Registration]:
    """Confirmed registrations made without mails, for tests of many."""
    pool, made = event.pools.first(), []
    for number in range(1, people + 1):
        registration = Registration.objects.create(
            event=event,
            pool=pool,
            name="Test Person",
            email=f"seat{number}.{event.pk}@example.org",
            email_key=f"seat{number}.{event.pk}@example.org",
            language="en",
            created_at=now,
        )
        Consent.objects.create(registration=registration, text=event.consent_texts.first(), given_at=now)
        move(
            registration,
            RegistrationState.CONFIRMED,
            Action.CONFIRM,
            SYSTEM,
            now,
            seat=number if pool.capacity is not None else None,
        )
        made.append(registration)
    return made


def states(event: Event) -> list[str]:
    """States of all registrations in the order in which they were made."""
    return list(event.registrations.order_by("pk").values_list("state", flat=True))


def mail_kinds(registration: Registration) -> list[str]:
    """Kinds of the mails queued for somebody, in order."""
    return [kind for kind, _status in mail_states(registration)]


def mail_states(registration: Registration) -> list[tuple[str, str]]:
    """Kinds, without the name of the client, and what has become of the mails queued for somebody, in order."""
    mails = registration.mails.order_by("pk").values_list("kind", "status")
    return [(kind.removeprefix("registration."), status) for kind, status in mails]


def later(**delta) -> datetime:
    """``NOW`` and some more."""
    return NOW + timedelta(**delta)


def coming_event(**fields) -> Event:
    """A workshop in a fortnight by the real clock, for tests of pages."""
    return make_event(start_date=timezone.now().date() + timedelta(days=14), **fields)


def manage_token(registration: Registration) -> str:
    """The text of a link to manage a registration, as it stands in a mail."""
    return issue(registration, TokenPurpose.MANAGE, timezone.now())

"""Queries about registrations and seats, for pages, mails and the desk; nothing is changed here."""

from datetime import datetime
from typing import Any, Protocol

from django.db.models import Count, Max, OuterRef, Prefetch, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from events.enums import (
    LIVE_STATES,
    SEATED_STATES,
    RegistrationState,
)
from events.models import Event, EventPage, EventText, Registration, SeatPool
from events.queries import private_pages
from portal.core.i18n.languages import active_language
from portal.core.queries import read_at


def live_registration(event: Event, key: str) -> Registration | None:
    """The registration of an address that counts, if there is one."""
    return event.registrations.filter(email_key=key, state__in=LIVE_STATES).first()


def last_sequence(registration: Registration) -> int:
    """The last SEQUENCE (RFC 5545) that this address had: a new registration must outrank a cancelled one."""
    others = registration.event.registrations.filter(email_key=registration.email_key).exclude(pk=registration.pk)
    return int(others.aggregate(last=Max("sequence"))["last"] or 0)


def taken_seats(pool: SeatPool) -> int:
    """Seats held now. Exact only after :func:`fill`, which lets overdue offers lapse."""
    return pool.registrations.filter(state__in=SEATED_STATES).count()


def queue_of(pool: SeatPool) -> QuerySet[Registration]:
    """The waiting list of a pool, in order. Addresses that do not work wait no longer, since nobody could be told."""
    return queued(pool.registrations.all()).order_by("queue_at", "pk")


def queued(people: QuerySet[Registration]) -> QuerySet[Registration]:
    """Those of ``people`` who are on the waiting lists of their pools."""
    return people.filter(state=RegistrationState.WAITING, bounced_at__isnull=True).exclude(email_key="")


def position(registration: Registration) -> int:
    """Position on the waiting list, from 1."""
    ahead = queue_of(registration.pool).filter(queue_at__lt=registration.queue_at).count()
    tied = queue_of(registration.pool).filter(queue_at=registration.queue_at, pk__lt=registration.pk).count()
    return ahead + tied + 1


def visible_join_link(registration: Registration, now: datetime) -> str:
    """The link to take part, for confirmed people and from the set time on; empty otherwise."""
    event = registration.event
    visible = registration.state == RegistrationState.CONFIRMED and now >= event.join_link_visible_from()
    return event.join_link if visible and event.status == "scheduled" else ""


class CountedPool(Protocol):
    """A pool with its annotations: seats held now, and people on the waiting list."""

    kind: str
    capacity: int | None
    waiting_list: bool
    taken: int
    waiting: int


def numbered_pools(now: datetime) -> QuerySet[Any]:
    """Pools with the annotations of ``CountedPool``."""
    seated = Q(registrations__state=RegistrationState.CONFIRMED) | Q(
        registrations__state=RegistrationState.OFFERED, registrations__offer_until__gt=now
    )
    return SeatPool.objects.annotate(
        taken=Count("registrations", filter=seated),
        waiting=Count("registrations", filter=Q(registrations__state=RegistrationState.WAITING)),
    )


def event_by_slug(request: HttpRequest, slug: str) -> Event | None:
    """The event whose page in the active language has this slug; none whose page the visitor may not see."""
    private = private_pages().filter(
        translation_key=OuterRef("event__translation_key"), locale__language_code=active_language()
    )
    shown = ("event__texts", Prefetch("event__pools", numbered_pools(timezone.now())))
    texts = (
        EventText.objects.select_related("event").annotate(private=private.values("pk")[:1]).prefetch_related(*shown)
    )
    language = active_language()
    text = texts.filter(language=language, slug=slug, live=True).first()
    if text is None:
        # An event that is not translated is registered for in the reader's language all the same.
        keys = read_at(EventPage.objects.all(), f"/{language}/events/{slug}/", language).values("translation_key")[:1]
        text = texts.filter(event__translation_key__in=keys, live=True).first()
    if text and text.private:
        restrictions = EventPage.objects.get(pk=text.private).get_view_restrictions()
        if not all(restriction.accept_request(request) for restriction in restrictions):
            return None
    return text.event if text else None

"""Querysets of public events: each once, in the language version that visitors understand best."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, When
from django.utils import timezone

from events.enums import EventStatus
from events.models import Event, EventPage
from partners.involvement import PER_PAGE, Partner
from portal.core.pagecache.kept import kept
from portal.core.paging import Share, share_of
from portal.core.queries import as_rows, listed, restrictions_above


def private_pages() -> QuerySet:
    """Published event pages that not everybody may see. For conditions only, never to be shown."""
    return EventPage.objects.filter(restrictions_above(), live=True)


def events_for_everybody() -> QuerySet[Event]:
    """Events with a published page and without a private one: what a calendar may tell to everybody."""
    private = private_pages().filter(translation_key=OuterRef("translation_key"))
    return Event.objects.exclude(status=EventStatus.WITHDRAWN).filter(~Exists(private), texts__live=True).distinct()


def listed_events(language: str) -> QuerySet:
    """All public events, best version each. Everybody may see them."""
    return listed(EventPage.objects.all(), language)


def _original_pk(translation_key: OuterRef | UUID) -> Subquery:
    """Primary key of the oldest version of a page, as a subquery: the same in whatever language events are listed."""
    return Subquery(EventPage.objects.filter(translation_key=translation_key).order_by("pk").values("pk")[:1])


def _with_original(language: str) -> QuerySet:
    """``listed_events``, with ``original_pk``, which orders events that begin at the same moment."""
    return listed_events(language).annotate(original_pk=_original_pk(OuterRef("translation_key")))


def upcoming_events(language: str) -> QuerySet:
    """Events that are not over yet, soonest first."""
    return _with_original(language).filter(ends_at__gt=timezone.now()).order_by("starts_at", "original_pk")


def past_events(language: str) -> QuerySet:
    """Events that are over, latest first."""
    return _with_original(language).filter(ends_at__lte=timezone.now()).order_by("-starts_at", "-original_pk")


class Moment(NamedTuple):
    """When a public event is, in the version that a reader understands best."""

    pk: int
    translation_key: UUID
    starts_at: datetime
    #: Primary key of its oldest version: orders events that begin at the same moment.
    original_pk: int


@kept(32, shared=True)
def calendar_of(language: str) -> list[Moment]:
    """When all public events are, by start: two at the same moment in the same order in every language."""
    rows = _with_original(language).order_by("starts_at", "original_pk")
    return [Moment(*row) for row in rows.values_list(*Moment._fields)]


def next_or_latest_event(language: str) -> EventPage | None:
    """The next event; when none is coming, the latest one: one query a minute, since events end on whole minutes."""
    return _next_or_latest(language, timezone.now().replace(second=0, microsecond=0))


@kept(32)
def _next_or_latest(language: str, now: datetime) -> EventPage | None:
    is_over = Case(When(ends_at__lte=now, then=1), default=0)
    start_to_come = Case(When(is_over=0, then="starts_at"))
    events = _with_original(language).annotate(is_over=is_over)
    return events.order_by("is_over", start_to_come, "-starts_at", "-original_pk").first()


def neighbours(event: EventPage) -> tuple[EventPage | None, EventPage | None]:
    """The previous and the next event by start, the same two in every language."""
    return _neighbours(event.pk, event.translation_key, event.starts_at, event.reading_language)


@kept(500)
def _neighbours(pk: int, key: UUID, start: datetime, language: str) -> tuple[EventPage | None, EventPage | None]:
    calendar = calendar_of(language)
    others = [moment for moment in calendar if moment.translation_key != key]
    own = start, next((moment.original_pk for moment in calendar if moment.translation_key == key), pk)
    place = sum((moment.starts_at, moment.original_pk) < own for moment in others)
    wanted = [others[place - 1] if place else None, others[place] if place < len(others) else None]
    pages = as_rows(listed(EventPage.objects.all(), language)).in_bulk([moment.pk for moment in wanted if moment])
    previous, following = (pages.get(moment.pk) if moment else None for moment in wanted)
    return previous, following


@kept(200)
def events_of_partner(partner: Partner, number: int = 1) -> Share[EventPage]:
    """A page of the events that a partner organises or pays for, latest first."""
    key = partner.translation_key
    theirs = EventPage.objects.filter(
        Q(organisers__partner__translation_key=key)
        | Q(funder__translation_key=key)
        | Q(organisation_id=partner.organisation_id)
    ).values("pk")
    events = listed(EventPage.objects.filter(pk__in=theirs), partner.language)
    return share_of(as_rows(events).order_by("-starts_at", "-pk"), number, PER_PAGE)

"""Querysets of public events: each once, in the language version that visitors understand best."""

from uuid import UUID

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, When
from django.utils import timezone

from events.enums import EventStatus
from events.models import Event, EventPage
from partners.models import PartnerPage
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


def next_or_latest_event(language: str) -> EventPage | None:
    """The next event; when none is coming, the latest one: one query."""
    is_over = Case(When(ends_at__lte=timezone.now(), then=1), default=0)
    start_to_come = Case(When(is_over=0, then="starts_at"))
    events = _with_original(language).annotate(is_over=is_over)
    return events.order_by("is_over", start_to_come, "-starts_at", "-original_pk").first()


def neighbours(event: EventPage) -> tuple[EventPage | None, EventPage | None]:
    """The previous and the next event by start, the same two in every language."""
    others = as_rows(_with_original(event.reading_language).exclude(translation_key=event.translation_key))
    start, original = event.starts_at, _original_pk(event.translation_key)
    before = others.filter(Q(starts_at__lt=start) | Q(starts_at=start, original_pk__lt=original))
    after = others.filter(Q(starts_at__gt=start) | Q(starts_at=start, original_pk__gt=original))
    return (
        before.order_by("-starts_at", "-original_pk").first(),
        after.order_by("starts_at", "original_pk").first(),
    )


def events_of_partner(partner: PartnerPage) -> QuerySet:
    """Events that a partner organises or pays for, latest first."""
    key = partner.translation_key
    theirs = EventPage.objects.filter(
        Q(organisers__partner__translation_key=key)
        | Q(funder__translation_key=key)
        | Q(organisation_id=partner.organisation_id)
    ).values("pk")
    events = listed(EventPage.objects.filter(pk__in=theirs), partner.reading_language)
    return as_rows(events).order_by("-starts_at", "-pk")

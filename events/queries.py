"""Querysets of public events: each once, in the language version that visitors understand best."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from events.enums import EventStatus
from events.models import Event, EventPage
from partners.models import PartnerPage
from portal.core.queries import listed, restrictions_above


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


def upcoming_events(language: str) -> QuerySet:
    """Events that are not over yet, soonest first."""
    return listed_events(language).filter(ends_at__gt=timezone.now()).order_by("starts_at", "pk")


def past_events(language: str) -> QuerySet:
    """Events that are over, latest first."""
    return listed_events(language).filter(ends_at__lte=timezone.now()).order_by("-starts_at", "-pk")


def neighbours(event: EventPage) -> tuple[EventPage | None, EventPage | None]:
    """The event before and the event after ``event`` in the order of time; equal starts are ordered by id."""
    others = listed_events(event.locale_code).exclude(translation_key=event.translation_key)
    start, key = event.starts_at, event.translation_key
    before = others.filter(Q(starts_at__lt=start) | Q(starts_at=start, translation_key__lt=key))
    after = others.filter(Q(starts_at__gt=start) | Q(starts_at=start, translation_key__gt=key))
    return before.order_by("-starts_at", "-translation_key").first(), after.order_by(
        "starts_at", "translation_key"
    ).first()


def events_of_partner(partner: PartnerPage) -> QuerySet:
    """Events that a partner organises or pays for, latest first."""
    key = partner.translation_key
    theirs = EventPage.objects.filter(
        Q(organisers__partner__translation_key=key)
        | Q(funder__translation_key=key)
        | Q(organisation_id=partner.organisation_id)
    ).values("pk")
    return listed(EventPage.objects.filter(pk__in=theirs), partner.locale_code).order_by("-starts_at", "-pk")

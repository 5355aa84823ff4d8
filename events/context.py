"""Template variables of the page types of this app (see ``portal.core.hooks.context``)."""

from typing import Any

from django.http import HttpRequest

from events.models import EventIndexPage, EventPage
from events.queries import neighbours, past_events, upcoming_events
from events.registration.availability import registration_of
from portal.core.hooks.context import page_context
from portal.core.paging import paginate


@page_context.register
def index_context(page: EventIndexPage, request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """``upcoming`` (soonest first) and ``past`` (a page of the rest, latest first)."""
    return {
        "upcoming": list(upcoming_events(page.locale_code)[:50]),
        "past": paginate(request, past_events(page.locale_code), per_page=20),
    }


@page_context.register
def event_context(page: EventPage, request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """``registration`` (its state and address), organisers, funder, elements (entries of the frame), and neighbours."""
    frame = context["frame"]
    registration = registration_of(page)
    previous, following = neighbours(page)
    elements = page.event_elements.values_list("element__translation_key", flat=True)
    return {
        "registration": registration,
        "organisers": frame.entries("partners", page.organiser_keys),
        "funder": frame.entry("partners", page.funder.translation_key) if page.funder else None,
        "elements": frame.entries("elements", elements),
        "previous_event": previous,
        "next_event": following,
    }

"""Template variables of the page types of this app (see ``portal.core.hooks.context``)."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from events.models import EventIndexPage, EventPage
from events.queries import neighbours, past_events, upcoming_events
from events.registration.availability import registration_of
from portal.core.hooks.context import page_context
from portal.core.hooks.openings import NOTHING, Responses, opening, responses
from portal.core.hooks.shown import shown_at
from portal.core.paging import paginate
from portal.core.queries import as_rows, chosen_keys, key_of_page


@page_context.register
def index_context(page: EventIndexPage, request: HttpRequest, context: Mapping[str, object]) -> dict[str, object]:
    """``upcoming`` (soonest first) and ``past`` (a page of the rest, latest first)."""
    return {
        "upcoming": list(upcoming_events(page.reading_language)[:50]),
        "past": paginate(request, as_rows(past_events(page.reading_language)), per_page=20),
    }


@page_context.register
def event_context(page: EventPage, request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """``registration`` (its state and address), organisers, funder, elements (entries of the frame), and neighbours.

    Also ``opening``, what can be answered about the event, and ``statements`` with the responses to each; and
    ``shown``: cases that were or will be shown there.
    """
    frame = context["frame"]
    registration = registration_of(page)
    previous, following = neighbours(page)
    elements = chosen_keys(page, "event_elements", "element")
    return {
        "registration": registration,
        "organisers": frame.entries("partners", chosen_keys(page, "organisers", "partner")),
        "funder": frame.entry("partners", key_of_page(page.funder_id) or "") if page.funder_id else None,
        "elements": frame.entries("elements", elements),
        "opening": opening("page", page.translation_key, page.reading_language) if asks_people(page) else NOTHING,
        "statements": with_responses(page),
        "shown": shown_at(page.translation_key, page.reading_language),
        "previous_event": previous,
        "next_event": following,
    }


def asks_people(page: EventPage) -> bool:
    """Whether people can give input to the event, or ever could."""
    return page.takes_input or bool(page.input_questions)


def with_responses(page: EventPage) -> list[tuple[Any, Responses | None]]:
    """The comment statements of an event with the responses to each, if people could ever respond."""
    keys = [str(block.id) for block in page.statements] if asks_people(page) else []
    found = responses("statement", keys, page.reading_language)
    return [(block, found.get(str(block.id))) for block in page.statements]

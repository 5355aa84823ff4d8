"""Template variables of the page types of this app (see ``portal.core.hooks.context``)."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from events.dialogue.public.overview import waiting_question
from events.queries import next_or_latest_event
from home.models import HomePage, StandardPage
from home.queries import front_page_cases, newest
from portal.core.hooks.context import page_context
from portal.core.pictures.photos import attach_renditions
from projects.modeltext.public.cairn import draw
from projects.queries import number_of_cases


@page_context.register
def home_context(page: HomePage, request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """``event`` (the next one, else the latest), ``event_is_upcoming``, ``cases`` and the ``cairn`` of elements.

    Also ``question``, to which answers are missing most, and ``news``: what was published last.
    """
    event = next_or_latest_event(page.locale_code)
    return {
        "event": event,
        "event_is_upcoming": event is not None and not event.is_past,
        "question": waiting_question(page.locale_code),
        "news": newest(page.locale_code),
        "cases": front_page_cases(page.locale_code, context["frame"]),
        "cairn": draw(context["frame"].current_elements, number_of_cases()),
    }


@page_context.register
def text_page_context(page: StandardPage, request: HttpRequest, context: Mapping[str, object]) -> dict[str, object]:
    """Nothing more; the sizes of all pictures in the text are read at once."""
    attach_renditions(block.value["image"] for block in page.body if block.block_type == "figure")
    return {}

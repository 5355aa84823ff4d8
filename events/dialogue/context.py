"""Template variables of the page types of this app (see ``portal.core.hooks.context``)."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from events.dialogue.models import ConsultationPage, ReportPage, TakePartPage
from events.dialogue.public.overview import (
    current_occasions,
    latest_moderation,
    past_occasions,
    present,
    standing_questions,
)
from events.dialogue.reports.queries import report_view
from portal.core.hooks.context import page_context
from portal.core.hooks.openings import opening
from portal.core.i18n.languages import reading_order
from portal.core.paging import paginate

#: Closed occasions on one page of the overview.
PER_PAGE = 20


@page_context.register
def take_part_context(page: TakePartPage, request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """``open``, ``coming`` and ``closed`` occasions, ``standing`` questions by element, and ``moderation``."""
    now, language = timezone.now(), page.locale_code
    closed = paginate(request, past_occasions(now), per_page=PER_PAGE)
    current = list(current_occasions(now))
    listed = present([*current, *closed.object_list], language, now)
    keys = {occasion.page_key for occasion in current}
    closed.object_list = [one for one in listed if one.key not in keys]
    frame = context["frame"]
    standing = [(frame.entry("elements", one.element_key), one) for one in standing_questions()]
    return {
        "open": [one for one in listed if one.key in keys and one.is_open],
        "coming": [one for one in listed if one.key in keys and not one.is_open],
        "closed": closed,
        "live_url": reverse("dialogue:live"),
        "standing": [(element, one) for element, one in standing if element],
        "moderation": latest_moderation(now),
    }


@page_context.register
def consultation_context(
    page: ConsultationPage, request: HttpRequest, context: Mapping[str, object]
) -> dict[str, object]:
    """``opening``: what can be answered, until when, and the report."""
    return {"opening": opening("page", page.translation_key, page.locale_code)}


@page_context.register
def report_context(page: ReportPage, request: HttpRequest, context: Mapping[str, object]) -> dict[str, object]:
    """``report``: numbers, themes and replies; and ``about``, title, path and language of what it is about."""
    pages = page.occasion.pages
    code = next((code for code in reading_order(page.locale_code) if code in pages and pages[code]["live"]), "")
    return {
        "report": report_view(page, page.locale_code, timezone.now()),
        "about": {**pages[code], "language": code} if code else {},
        "is_draft": not page.numbers,
    }

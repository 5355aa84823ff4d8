"""Template variables of the page types of this app (see ``portal.core.hooks.context``)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from events.dialogue.models import ConsultationPage, Occasion, ReportPage, TakePartPage
from events.dialogue.public.comments import commented_paragraphs
from events.dialogue.public.overview import (
    current_occasions,
    latest_moderation,
    past_occasions,
    present,
    standing_questions,
)
from events.dialogue.reports.queries import report_view
from portal.core.hooks.comments import version_label, version_url
from portal.core.hooks.context import page_context
from portal.core.hooks.openings import opening
from portal.core.i18n.languages import reading_order
from portal.core.models.frame import Frame
from portal.core.paging import paginate

#: Closed occasions on one page of the overview.
PER_PAGE = 20


@page_context.register
def take_part_context(page: TakePartPage, request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """``open``, ``coming`` and ``closed`` occasions, ``standing`` questions by element, and ``moderation``."""
    now, language = timezone.now(), page.reading_language
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
    """``opening``: what can be answered, until when, and the report.

    Of a consultation about the model's text also ``text``, what it is about and what was said about which paragraphs.
    """
    found = opening("page", page.translation_key, page.reading_language)
    if not page.model_version:
        return {"opening": found}
    occasion = Occasion.objects.filter(page_key=page.translation_key).first()
    paragraphs = commented_paragraphs(occasion, page.reading_language) if occasion else []
    keys = occasion.model_elements if occasion else []
    is_open = occasion is not None and occasion.is_open()
    text = {
        "version": version_label(page.model_version),
        "url": version_url(page.model_version),
        "elements": cast("Frame", context["frame"]).entries("elements", keys),
        "paragraphs": paragraphs,
        "comments": sum(one.comments for one in paragraphs),
        "is_open": is_open,
    }
    return {"opening": replace(found, is_open=found.is_open or is_open), "text": text}


@page_context.register
def report_context(page: ReportPage, request: HttpRequest, context: Mapping[str, object]) -> dict[str, object]:
    """``report``: numbers, themes and replies; and ``about``, title, path and language of what it is about."""
    pages = page.occasion.pages
    code = next((code for code in reading_order(page.reading_language) if code in pages and pages[code]["live"]), "")
    return {
        "report": report_view(page, page.reading_language, timezone.now()),
        "about": {**pages[code], "language": code} if code else {},
        "is_draft": not page.numbers,
    }

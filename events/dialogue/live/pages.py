"""Rendering of the pages of live rooms, within the frame of the site."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from events.dialogue.models import Occasion
from events.registration.queries import active_language
from portal.core.hooks.openings import opening
from portal.core.models.frame import frame_for


def show(
    request: HttpRequest, template: str, context: dict[str, object] | None = None, status: int = 200
) -> HttpResponse:
    """A page of the live room."""
    shared = {"frame": frame_for(active_language())}
    return render(request, f"dialogue/live/{template}", {**shared, **(context or {})}, status=status)


def around_end(occasion: Occasion) -> dict[str, object]:
    """What pages of a room that is over show: the page of the workshop, its report, and the day it is due."""
    language = active_language()
    found = opening("page", occasion.page_key, language)
    return {
        "occasion": occasion,
        "page_url": occasion.page(language).get("url", ""),
        "report_url": found.report_url,
    }

"""What pages of the dialogue have in common: the frame of the site, and how long caches keep them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from portal.core.i18n.languages import active_language
from portal.core.models.frame import frame_for
from portal.core.web.etags import public_for

#: A view that everybody gets the same of: caches ask each time whether it still holds.
public = public_for(0)


def show(request: HttpRequest, template: str, context: dict[str, Any] | None = None, status: int = 200) -> HttpResponse:
    """A page within the frame of the site.

    Parameters:
        template: within the folder of the templates of the dialogue.
    """
    frame, context = frame_for(active_language()), context or {}
    question = context.get("question")
    element = frame.entry("elements", question.element_key) if question and question.element_key else None
    around = {"frame": frame, "element": element, "now": timezone.now()}
    return render(request, f"dialogue/{template}", {**around, **context}, status=status)


def unknown(request: HttpRequest) -> HttpResponse:
    """One page for personal URLs and mailed links that are unknown, expired, cut off or mistyped."""
    return show(request, "input/unknown_link.html", status=404)

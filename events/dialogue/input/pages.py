"""What pages of the dialogue have in common: the frame of the site, and how long caches keep them."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.core.i18n.languages import active_language
from portal.core.models.frame import frame_for
from portal.core.web.etags import unless_known

View = Callable[..., HttpResponse]


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


def public(view: View) -> View:
    """A view that everybody gets the same of: caches may keep it, and ask each time whether it still holds."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code != 200:
            return response
        response["Cache-Control"] = "public, max-age=0"
        return unless_known(request, response)

    return require_safe(wrapped)


def unknown(request: HttpRequest) -> HttpResponse:
    """One page for personal URLs and mailed links that are unknown, expired, cut off or mistyped."""
    return show(request, "input/unknown_link.html", status=404)

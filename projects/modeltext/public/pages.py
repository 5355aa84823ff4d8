"""What the public pages of the model text have in common: the frame of the site."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.core.i18n.languages import active_language
from portal.core.models.frame import Frame, frame_for


def show(
    request: HttpRequest, template: str, context: Mapping[str, object], frame: Frame | None = None, status: int = 200
) -> HttpResponse:
    """A page within the frame of the site, below the page of the model."""
    frame = frame or frame_for(active_language())
    above = frame.section("projects.elementindexpage")
    around = {"frame": frame, "breadcrumbs": [entry for entry in (frame.home, above) if entry]}
    return render(request, f"modeltext/{template}", {**around, **context}, status=status)

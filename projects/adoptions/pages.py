"""Pages of adoptions within the frame of the site."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.core.i18n.languages import active_language
from portal.core.models.frame import Frame, frame_for


def active_frame() -> Frame:
    """The frame in the language of the URL."""
    return frame_for(active_language())


def show(request: HttpRequest, template: str, status: int = 200, **context: object) -> HttpResponse:
    """A page with form, which nobody lists or keeps."""
    return render(request, f"projects/adoptions/{template}", {"frame": active_frame(), **context}, status=status)

"""The pages of the registration within the frame of the site."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.core.i18n.languages import active_language
from portal.core.models.frame import frame_for


def show(
    request: HttpRequest, template: str, context: dict[str, object] | None = None, status: int = 200
) -> HttpResponse:
    """A page of the registration within the frame of the site."""
    frame = frame_for(active_language())
    return render(request, f"events/registration/{template}", {"frame": frame, **(context or {})}, status=status)

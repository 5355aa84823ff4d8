"""What the public pages of the model text have in common: the frame of the site, and how long caches keep them."""

from collections.abc import Callable, Mapping
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.core.i18n.languages import active_language
from portal.core.models.frame import Frame, frame_for
from portal.core.web.etags import unless_known

View = Callable[..., HttpResponse]


def public(seconds: int) -> Callable[[View], View]:
    """A view of which everybody gets the same; caches may keep it for ``seconds``."""

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            response = view(request, *args, **kwargs)
            if response.status_code != 200:
                return response
            response["Cache-Control"] = f"public, max-age={seconds}"
            return unless_known(request, response)

        return require_safe(wrapped)

    return decorate


def show(
    request: HttpRequest, template: str, context: Mapping[str, object], frame: Frame | None = None, status: int = 200
) -> HttpResponse:
    """A page within the frame of the site, below the page of the model."""
    frame = frame or frame_for(active_language())
    above = frame.section("projects.elementindexpage")
    around = {"frame": frame, "breadcrumbs": [entry for entry in (frame.home, above) if entry]}
    return render(request, f"modeltext/{template}", {**around, **context}, status=status)

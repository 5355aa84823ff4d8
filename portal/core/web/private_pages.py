"""Headers of the pages of one person: Cache-Control, X-Robots-Tag, Referrer-Policy; they are kept nowhere."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

View = Callable[..., HttpResponse]


def uncached(view: View) -> View:
    """A view whose page no cache keeps and no search engine lists."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return wrapped


def by_token(view: View) -> View:
    """A view whose URL is a capability: it is told to nobody as a referrer.

    The token in the address takes the place of Django's CSRF token: who does not know it cannot forge a
    request, and browsers told to send no referrer send no origin either, which Django's own check would refuse.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = uncached(view)(request, *args, **kwargs)
        response["Referrer-Policy"] = "no-referrer"
        return response

    return csrf_exempt(wrapped)

"""Answers that need not be sent again to programs that have them."""

import hashlib
from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

View = Callable[..., HttpResponse]


def unless_known(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """``response`` with a tag of its content, also for HEAD and for people who are logged in; 304 if it is known."""
    tag = quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
    response.headers["ETag"] = tag
    return get_conditional_response(request, etag=tag, response=response) or response


def public_for(seconds: int) -> Callable[[View], View]:
    """A view of which everybody gets the same: caches may keep it for ``seconds``, and ask whether it still holds."""

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

"""Answers that need not be sent again to programs that have them."""

import hashlib

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag


def unless_known(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """``response`` with a tag of its content, also for HEAD and for people who are logged in; 304 if it is known."""
    tag = quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
    response.headers["ETag"] = tag
    return get_conditional_response(request, etag=tag, response=response) or response

"""Views behind links in mails: opening one changes nothing, its button does."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from events.dialogue.input import following
from events.dialogue.input.following import FOLLOWING
from events.dialogue.input.pages import show, unknown
from portal.core.operations.database import waits_briefly
from portal.core.web.private_pages import by_token


@by_token
@waits_briefly
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str = "") -> HttpResponse:
    """The page of the double opt-in; its button confirms. A link used before says that it is done."""
    follower = FOLLOWING.find(token, timezone.now())
    if follower is None:
        return unknown(request)
    if request.method == "POST":
        FOLLOWING.confirm(follower, timezone.now())
    done = request.method == "POST" or follower.confirmed_at is not None
    return show(request, "input/confirm.html", {"done": done, "stop_path": following.stop_path(follower)})


@by_token
@waits_briefly
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, signed: str = "") -> HttpResponse:
    """Ends all mails of its kind to an address (RFC 8058: mail programs post here too)."""
    address_hmac = FOLLOWING.read_end(signed)
    if address_hmac is None:
        return unknown(request)
    if request.method == "POST":
        following.stop(address_hmac)
    return show(request, "input/stop.html", {"done": request.method == "POST"})

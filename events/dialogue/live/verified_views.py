"""The page behind the link that registered people are mailed. Opening it changes nothing; the button joins."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from events.dialogue.input.pages import show
from events.dialogue.live import verified
from events.dialogue.live.entering_views import closed_room, see_other
from events.dialogue.live.rooms import normalised_code, rooms_with
from portal.core.i18n.languages import active_language
from portal.core.operations.database import waits_briefly
from portal.core.web.private_pages import by_token


@by_token
@waits_briefly
@require_http_methods(["GET", "HEAD", "POST"])
def join_verified(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """Join as one of those who registered."""
    now = timezone.now()
    if request.method == "POST":
        secret = verified.join_verified(token, code, active_language(), now)
        if secret:
            return see_other(redirect("dialogue:live_me", code=code, secret=secret))
    found = verified.token_of(token, code, now)
    if found is None:
        over = rooms_with(normalised_code(code)).filter(live_code=None).first()
        if over:
            return closed_room(request, over)
        return show(request, "live/unknown_address.html", {"code": normalised_code(code)}, status=404)
    occasion = rooms_with(code).get(live_code=code)
    used = found.used_at is not None
    return show(
        request, "live/verified.html", {"occasion": occasion, "code": code, "used": used}, status=409 if used else 200
    )

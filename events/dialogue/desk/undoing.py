"""The last decision of somebody at the desk, kept in the session while it can be taken back."""

from django.http import HttpRequest
from django.utils import timezone

from events.dialogue.models import Contribution
from events.dialogue.moderation.seals import UNDO_SECONDS

#: Token, public id, and the moment in seconds.
_KEY = "dialogue_undo"


def remember(request: HttpRequest, token: str, contribution: Contribution) -> None:
    """Keep how to take a decision back; one before it cannot be taken back then."""
    request.session[_KEY] = [token, contribution.public_id, timezone.now().timestamp()]


def forget(request: HttpRequest) -> tuple[str, str]:
    """The token and the public id that are kept, which are not kept any longer."""
    token, public_id, _at = request.session.pop(_KEY, ["", "", 0])
    return token, public_id


def offered(request: HttpRequest) -> dict[str, object] | None:
    """The decision that can be taken back now, for the button."""
    token, public_id, at = request.session.get(_KEY) or ["", "", 0]
    left = at + UNDO_SECONDS - timezone.now().timestamp()
    return {"public_id": public_id, "seconds": UNDO_SECONDS} if token and left > 0 else None

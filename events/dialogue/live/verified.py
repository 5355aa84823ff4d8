"""One-time links by which registered people join a live room: counted as verified, and known to nobody.

The token of the registration is used up, and a participant is made. Nothing joins the two: both keep the hour only, the
participant's number is random, and the personal URL is shown to the browser alone.
"""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import translation

from events.dialogue.live.joining import hour_of, join
from events.dialogue.models import Occasion
from events.enums import TokenPurpose
from events.models import Registration, Token
from events.registration.tokens import find, issue
from portal.core.hooks.site_url import absolute


def live_link(registration: Registration, now: datetime) -> str:
    """The absolute URL by which a registered person joins, once; empty while the event has no live room.

    A link that was sent before works no longer, unless it was used.
    """
    occasion = Occasion.objects.filter(event=registration.event_id).exclude(live_code=None).first()
    if occasion is None or has_joined(registration):
        return ""
    registration.tokens.filter(purpose=TokenPurpose.LIVE, used_at=None, revoked_at=None).update(revoked_at=now)
    token = issue(registration, TokenPurpose.LIVE, now)
    with translation.override(registration.language):
        return absolute(reverse("dialogue:live_verified", args=[occasion.live_code, token]))


def has_joined(registration: Registration) -> bool:
    """Whether the registered person has used the link."""
    return registration.tokens.filter(purpose=TokenPurpose.LIVE, used_at__isnull=False).exists()


def token_of(text: str, code: str, now: datetime) -> Token | None:
    """The token that joins the room with ``code``; None for any other, and for one of another event."""
    token = find(text, TokenPurpose.LIVE, now)
    if token is None or not Occasion.objects.filter(event=token.registration.event_id, live_code=code).exists():
        return None
    return token


def join_verified(text: str, code: str, language: str, now: datetime) -> str:
    """Use a link up and make a participant; returns the secret of the personal URL, empty if it was used before."""
    with transaction.atomic():
        token = token_of(text, code, now)
        if token is None:
            return ""
        # Of two clicks at once one finds it unused.
        if not Token.objects.filter(pk=token.pk, used_at=None).update(used_at=hour_of(now)):
            return ""
        occasion = Occasion.objects.get(live_code=code)
        return join(occasion, language, "", now, verified=True)

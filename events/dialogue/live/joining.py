"""Joining a live room: a secret personal URL for everybody who presses the button, and nothing else about them."""

import re
from datetime import datetime

from django.utils.crypto import salted_hmac

from events.dialogue.models import Occasion, Participant
from portal.core.web.tokens import fingerprint, new_token

#: The secret of a personal URL, wherever it stands in what somebody pasted.
_SECRET = re.compile(r"(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])")


def secret_in(typed: str) -> str:
    """The secret in a personal URL that somebody pasted; empty if there is none."""
    found = _SECRET.search(typed)
    return found[0] if found else ""


def network_hash(occasion: Occasion, address: str, now: datetime) -> str:
    """HMAC of a network address for one occasion and one day: equal ones can be seen, and no address be found."""
    return salted_hmac("dialogue.network", f"{occasion.pk} {now:%Y-%m-%d} {address}", algorithm="sha256").hexdigest()


def join(occasion: Occasion, language: str, address: str, now: datetime, *, verified: bool = False) -> str:
    """Make a participant; returns the secret of the personal URL, which is stored nowhere.

    Parameters:
        address: network address of the visitor, of which a hash is kept for a day; empty if it is not to be.
        verified: came by the link that a registered person was mailed.
    """
    secret = new_token()
    Participant.objects.create(
        occasion=occasion,
        key_sha256=fingerprint(secret),
        language=language,
        verified=verified,
        joined_hour=hour_of(now),
        network=network_hash(occasion, address, now) if address else "",
    )
    return secret


def enter(participant: Participant, now: datetime) -> None:
    """Let somebody in who answered before, with the personal URL of then."""
    if participant.joined_hour is None:
        Participant.objects.filter(pk=participant.pk, joined_hour=None).update(joined_hour=hour_of(now))


def hour_of(moment: datetime) -> datetime:
    """The hour of ``moment``: no row tells more about when somebody came."""
    return moment.replace(minute=0, second=0, microsecond=0)

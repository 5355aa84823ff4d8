"""Participants: made by the first answer, known by a capability URL whose secret is stored as SHA-256 only."""

import base64

from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import override

from events.dialogue.models import Occasion, Participant
from portal.core.web.tokens import fingerprint, is_token, new_token


def secret_of_form(form_key: str) -> str:
    """The secret that the form with this key leads to: the same form sent twice leads to the same personal URL."""
    digest = salted_hmac("dialogue.secret-of-form", form_key, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def create(occasion: Occasion | None, language: str, secret: str = "") -> tuple[Participant, str]:
    """A participant and the secret of the personal URL, which is known to nobody else from now on.

    Parameters:
        occasion: None for standing questions.
        secret: of a form; whoever has it already gets what is there.
    """
    secret = secret or new_token()
    participant, _created = Participant.objects.get_or_create(
        key_sha256=fingerprint(secret), defaults={"occasion": occasion, "language": language}
    )
    return participant, secret


def find(secret: str) -> Participant | None:
    """The participant with this personal URL; None for what is unknown, cut off or mistyped."""
    if not is_token(secret):
        return None
    return Participant.objects.select_related("occasion__event").filter(key_sha256=fingerprint(secret)).first()


def personal_path(secret: str, language: str, name: str = "mine") -> str:
    """The path of a participant's own page in ``language``."""
    with override(language):
        return reverse(f"dialogue:{name}", args=[secret])

"""Bearer tokens of registrations: mailed links with one purpose and an expiry date."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import translation

from events.enums import TokenPurpose
from events.models import Registration, Token
from portal.core.hooks.site_url import absolute
from portal.core.operations.retention import UNCONFIRMED
from portal.core.web.tokens import fingerprint, is_token, new_token

#: How long an unconfirmed registration waits for its confirmation.
CONFIRM_WITHIN = UNCONFIRMED.period


def issue(registration: Registration, purpose: TokenPurpose, now: datetime) -> str:
    """A new token for ``registration``; the only time that its text exists outside the mail."""
    text = new_token()
    event = registration.event
    if purpose == TokenPurpose.CONFIRM:
        expires = registration.expires_at or now + CONFIRM_WITHIN
    else:
        expires = event.ends_at + timedelta(days=event.retention_days)
    Token.objects.create(
        registration=registration,
        purpose=purpose,
        sha256=fingerprint(text),
        created_at=now,
        expires_at=expires,
    )
    return text


def find(text: str, purpose: TokenPurpose, now: datetime) -> Token | None:
    """The token, if it is genuine and serves ``purpose``.

    A used link to confirm stays genuine: whoever opens it again is told how things stand. Unknown, expired,
    revoked and foreign tokens are alike: None.
    """
    if not is_token(text):
        return None
    token = (
        Token.objects.select_related("registration__event", "registration__pool")
        .prefetch_related("registration__event__texts")
        .filter(sha256=fingerprint(text), purpose=purpose, revoked_at__isnull=True)
        .first()
    )
    if token is None or token.registration.anonymised_at:
        return None
    return token if token.used_at or now < token.expires_at else None


def revoke_all(registration: Registration, now: datetime) -> int:
    """Make all links of a registration worthless, for example after a mail went to the wrong person."""
    return registration.tokens.filter(revoked_at__isnull=True).update(revoked_at=now)


def link(registration: Registration, purpose: TokenPurpose, now: datetime) -> str:
    """The absolute address of a page for ``purpose`` with a new token, in the registrant's language."""
    with translation.override(registration.language):
        return absolute(reverse(f"events:{purpose}", args=[issue(registration, purpose, now)]))

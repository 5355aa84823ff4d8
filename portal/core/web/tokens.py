"""Bearer tokens in mailed links: 32 random bytes, of which only the SHA-256 is stored."""

import re
import secrets
from hashlib import sha256

#: 32 bytes in base64url.
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def new_token() -> str:
    """A new token; its text exists in the mail only."""
    return secrets.token_urlsafe(32)


def is_token(text: str) -> bool:
    """Whether ``text`` has the form of a token; a link that a mail program cut off has not."""
    return _TOKEN.fullmatch(text) is not None


def fingerprint(text: str) -> str:
    """The SHA-256 that is stored of a token. Without salt: 256 random bits cannot be guessed."""
    return sha256(text.encode()).hexdigest()

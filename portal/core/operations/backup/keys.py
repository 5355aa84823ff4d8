"""The keys behind a backup: their fingerprints, and the seal (HMAC) that only an owner of the key could have made."""

import hashlib
import hmac
from collections.abc import Iterable

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def fingerprint(secret: str) -> str:
    """A name for an encryption key by which nobody can guess it: 64 bits of HKDF."""
    return _derive(secret, b"portal.backup.fingerprint").hex()[:16]


def fingerprints() -> list[str]:
    """Those of the settings' keys, in their order."""
    return [fingerprint(secret) for secret in settings.ENCRYPTION_KEYS]


def missing(names: Iterable[str]) -> list[str]:
    """Fingerprints of keys that the settings do not have."""
    return sorted(set(names) - set(fingerprints()))


def seal(content: bytes) -> dict[str, str]:
    """The HMAC of ``content`` with the first key, and which key that is."""
    secret = settings.ENCRYPTION_KEYS[0]
    return {"key": fingerprint(secret), "hmac": _hmac(secret, content)}


def is_sealed(content: bytes, found: dict[str, str]) -> bool:
    """Whether ``found`` is the seal of ``content`` by one of the settings' keys."""
    return any(
        fingerprint(secret) == found.get("key") and hmac.compare_digest(_hmac(secret, content), found.get("hmac", ""))
        for secret in settings.ENCRYPTION_KEYS
    )


def _hmac(secret: str, content: bytes) -> str:
    return hmac.new(_derive(secret, b"portal.backup.seal"), content, hashlib.sha256).hexdigest()


def _derive(secret: str, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(secret.encode())

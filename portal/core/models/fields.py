"""Text that is encrypted at rest: links that only registered people may see.

The keys come from ``ENCRYPTION_KEYS``: the first one encrypts, all of them decrypt, so that a key can be
replaced without downtime (put the new one first, run ``manage.py rotate_encryption``, remove the old one).
"""

import base64
from collections.abc import Iterator

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.apps import apps
from django.conf import settings
from django.db import models


def box() -> MultiFernet:
    """The key ring of the settings; each key is derived by HKDF from a variable used for nothing else."""
    return MultiFernet([Fernet(_derive(secret)) for secret in settings.ENCRYPTION_KEYS])


def _derive(secret: str) -> bytes:
    kdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"portal.events.encryption")
    return base64.urlsafe_b64encode(kdf.derive(secret.encode()))


class EncryptedTextField(models.TextField):
    """A text that only the portal's processes can read; the database and its backups hold a Fernet token."""

    def get_prep_value(self, value: str | None) -> str | None:
        """Encrypt on the way to the database; an empty text stays empty."""
        return box().encrypt(value.encode()).decode() if value else value

    def from_db_value(self, value: str | None, expression: object, connection: object) -> str | None:
        """Decrypt on the way back.

        Raises:
            InvalidToken: none of the keys fits; the message says what to do.
        """
        if not value:
            return value
        try:
            return box().decrypt(value.encode()).decode()
        except InvalidToken as error:
            message = "No key in ENCRYPTION_KEYS opens a stored text. Was one removed too early?"
            raise InvalidToken(message) from error


def encrypted_fields() -> Iterator[tuple[type[models.Model], EncryptedTextField]]:
    """Every field of every model that is encrypted at rest."""
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, EncryptedTextField) and not model._meta.proxy:
                yield model, field

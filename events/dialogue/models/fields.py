"""Public ids: short, unguessable in number, readable over the phone."""

import secrets
from typing import Any

from django.db import models

#: Small letters and figures without those that look like others (0 o, 1 i l, u).
ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"
#: 30 to the power of 8: about 656 thousand million.
PUBLIC_ID_LENGTH = 8


def new_public_id() -> str:
    """A public id of eight characters, at random."""
    return random_code(PUBLIC_ID_LENGTH)


def random_code(length: int) -> str:
    """A code of ``length`` characters of the alphabet without look-alikes, at random."""
    return "".join(secrets.choice(ALPHABET) for _place in range(length))


class PublicIdField(models.CharField):
    """The id by which visitors and other programs name a thing, in every language."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        defaults = {"max_length": PUBLIC_ID_LENGTH, "unique": True, "default": new_public_id, "editable": False}
        super().__init__(*args, **{**defaults, **kwargs})

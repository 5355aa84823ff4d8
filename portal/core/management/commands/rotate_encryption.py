"""Encrypt everything that is encrypted with the first key of ENCRYPTION_KEYS, so that the older ones can be removed."""

from django.core.management.base import BaseCommand
from django.db import models, transaction

from portal.core.models.fields import encrypted_fields


class Command(BaseCommand):
    """Put the new key first, run this, then remove the old key."""

    help = "Encrypts links, addresses and whatever else is encrypted anew, with the first key of ENCRYPTION_KEYS."

    def handle(self, *args: object, **options: object) -> None:
        """Write every encrypted text again."""
        number = sum(
            _rotate(model, field.name, pk) for model, field in encrypted_fields() for pk in _filled(model, field.name)
        )
        self.stdout.write(f"{number} texts encrypted with the first key.")


def _filled(model: type[models.Model], name: str) -> list[object]:
    return list(model._base_manager.exclude(**{name: ""}).order_by("pk").values_list("pk", flat=True))


def _rotate(model: type[models.Model], name: str, pk: object) -> int:
    """Encrypt one text anew, unless it was emptied meanwhile: what was forgotten stays forgotten."""
    with transaction.atomic():
        row = model._base_manager.select_for_update(of=("self",), no_key=True).filter(pk=pk).only(name).first()
        if row is None or not getattr(row, name):
            return 0
        row.save(update_fields=[name])
        return 1

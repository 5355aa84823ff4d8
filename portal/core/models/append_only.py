"""Audit logs, append-only: entries are added and read, never changed or deleted."""

from typing import Any

from django.db import models


class AppendOnly(models.QuerySet):
    """An append-only queryset: rows are added and read, never changed or deleted."""

    def update(self, **kwargs: object) -> int:
        """Refused.

        Raises:
            TypeError: always.
        """
        raise TypeError("The log is append-only.")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refused.

        Raises:
            TypeError: always.
        """
        raise TypeError("The log is append-only.")


class AppendOnlyModel(models.Model):
    """An entry of an audit log."""

    objects = AppendOnly.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the entry.

        Raises:
            TypeError: the entry exists already.
        """
        if not self._state.adding:
            raise TypeError("The log is append-only.")
        super().save(*args, **kwargs)

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        """Refused.

        Raises:
            TypeError: always.
        """
        raise TypeError("The log is append-only.")

"""Moments at which something public changes by itself, because it begins, ends, opens or closes.

The rooms above name the columns; a page that is kept and has read their table is kept until the next of these moments.
"""

from django.db.models import Model

#: Columns of times, by table.
_columns: dict[str, tuple[str, ...]] = {}


def register(model: type[Model], *fields: str) -> None:
    """Name the times of a model, columns of its table; to be called in an ``AppConfig.ready``."""
    _columns[model._meta.db_table] = fields


def columns() -> dict[str, tuple[str, ...]]:
    """The columns that were registered, by table."""
    return dict(_columns)

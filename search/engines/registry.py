"""Which engines there are, and which one answers."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from search.engines.base import Engine
from search.engines.sql import SqlEngine
from search.engines.sqlite import SqliteEngine
from search.engines.vocabulary import Vocabulary

ENGINES = ("elasticsearch", "postgresql", "sqlite")
_SQL: dict[str, type[SqlEngine]] = {"sqlite": SqliteEngine}


class UnknownEngineError(Exception):
    """The engine asked for cannot run here."""


def embedded(table: str = "search_index") -> SqlEngine:
    """The engine of the portal's database."""
    return _SQL[connection.vendor](connection, table)


@contextmanager
def scratch(table: str, name: str | None = None) -> Iterator[tuple[Engine, Vocabulary]]:
    """An empty index of its own with its vocabulary, removed at the end.

    Raises:
        UnknownEngineError: a database engine other than the database in use.
    """
    database = embedded(table)
    if name not in {None, database.name}:
        raise UnknownEngineError(f"{name} needs that database; this portal runs on {database.name}.")
    database.create()
    try:
        yield database, database.vocabulary
    finally:
        database.drop()

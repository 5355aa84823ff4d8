"""The registry of engines: which there are, and which one answers."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

from search.engines.base import Engine, EngineUnavailableError, ExternalEngine
from search.engines.elasticsearch import WRITE_SECONDS, ElasticsearchEngine
from search.engines.postgresql import PostgresqlEngine
from search.engines.sql import SqlEngine
from search.engines.sqlite import SqliteEngine

_SQL: dict[str, type[SqlEngine]] = {"postgresql": PostgresqlEngine, "sqlite": SqliteEngine}
_EXTERNAL = ElasticsearchEngine.name
ENGINES = (_EXTERNAL, *_SQL)


class UnknownEngineError(Exception):
    """The engine asked for cannot run here."""


def database_engine(table: str = "search_index") -> SqlEngine:
    """The engine of the portal's database."""
    return _SQL[connection.vendor](connection, table)


def configured_engine() -> Engine:
    """The engine of the settings."""
    return external_engine() or database_engine()


def external_engine() -> ExternalEngine | None:
    """The engine outside the database, if the settings name one."""
    return ElasticsearchEngine(settings.ELASTICSEARCH_INDEX) if settings.SEARCH_ENGINE == _EXTERNAL else None


def engine_health() -> str:
    """Which engine answers, and its state: ``sqlite: ok``, ``elasticsearch: ConnectionError, sqlite answers``."""
    engine = configured_engine()
    health = engine.health()
    instead = "" if health == "ok" or engine.name == connection.vendor else f", {connection.vendor} answers"
    return f"{engine.name}: {health}{instead}"


@contextmanager
def temporary_index(table: str, name: str | None = None) -> Iterator[tuple[Engine, SqlEngine]]:
    """An empty index of its own, and the database's part of it, which holds the vocabulary; removed at the end.

    Parameters:
        table: name of the index, letters and underscores.
        name: which engine; that of the settings when None.

    Raises:
        UnknownEngineError: a database engine other than the database in use, or Elasticsearch without an address.
        EngineUnavailableError: Elasticsearch does not answer.
    """
    name = name or settings.SEARCH_ENGINE or connection.vendor
    database = database_engine(table)
    if name not in {_EXTERNAL, database.name}:
        raise UnknownEngineError(f"{name} needs that database; this portal runs on {database.name}.")
    if name == _EXTERNAL and not settings.ELASTICSEARCH_URL:
        raise UnknownEngineError("Elasticsearch needs its address in ELASTICSEARCH_URL.")
    engine: Engine = ElasticsearchEngine(table, WRITE_SECONDS) if name == _EXTERNAL else database
    database.create()
    try:
        engine.create()
        yield engine, database
    finally:
        engine.drop()
        database.drop()


__all__ = [
    "ENGINES",
    "EngineUnavailableError",
    "UnknownEngineError",
    "configured_engine",
    "database_engine",
    "engine_health",
    "external_engine",
    "temporary_index",
]

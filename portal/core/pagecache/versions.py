"""Versions of tables: a counter per table, written by the transaction that writes to it, read by every process.

A wrapper on the connection sees INSERT, UPDATE and DELETE, whoever sends them: models, ``bulk_create``, ``update``,
commands, the worker. The tables are counted up right before the commit, each once, in the order of their names: their
rows are locked until then, for a moment only, and two transactions never wait for each other. Whoever knows the
versions of before knows that nothing changed while they are the same. What changes the database by other ways (SQL by
hand) is followed by ``manage.py forget_pages``.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.backends.utils import CursorWrapper

from portal.core.pagecache.memory import memory
from portal.core.pagecache.noise import NOISE
from portal.core.pagecache.recording import Context, Execute

TABLE = "core_tableversion"
#: Counted up by ``manage.py forget_pages``: everything that is kept anywhere depends on it.
EVERYTHING = "*"
_READS = ("SELECT", "SAVEPO", "RELEAS", "ROLLBA", "BEGIN", "COMMIT", "PRAGMA", "SET ", "SHOW ")
_SHAPES = ("CREATE", "DROP T", "DROP D", "ALTER ")
_WRITTEN = re.compile(
    r"\b(?:(?:INSERT|REPLACE|MERGE)\s+(?:OR\s+\w+\s+)?INTO|UPDATE(?:\s+OR\s+\w+)?|DELETE\s+FROM|TRUNCATE(?:\s+TABLE)?|"
    r'COPY)\s+(?:ONLY\s+)?(?!SET\b|OF\b|SKIP\b|NOWAIT\b)"?(\w+)"?((?:\s*,\s*"\w+")*)',
    re.IGNORECASE,
)
#: Databases, by their names, that are known to have the table; not so in the midst of their first migrations.
_have_table: set[str] = set()


def written(sql: str) -> set[str]:
    """The tables that a statement writes to, but for those that no kept page reads."""
    if sql[:6].upper().startswith(_READS):
        return set()
    found = set()
    for name, more in _WRITTEN.findall(sql):
        # (SQLite alters a table by filling a new one.)
        found |= {name.removeprefix("new__"), *re.findall(r"\w+", more)}
    return found - NOISE


Row = tuple[Any, ...]


class FetchedAhead:
    """A cursor of SQLite whose rows are fetched: a transaction cannot end while a statement has some left."""

    def __init__(self, cursor: CursorWrapper) -> None:
        self.cursor = cursor
        self.rows: Iterator[Row] = iter(cursor.fetchall())

    def __getattr__(self, name: str) -> object:
        return getattr(self.cursor, name)

    def __iter__(self) -> Iterator[Row]:
        return self.rows

    def fetchone(self) -> object:
        """The next row, or None."""
        return next(self.rows, None)

    def fetchmany(self, size: int = 1) -> list[Row]:
        """The next rows."""
        return list(islice(self.rows, size))

    def fetchall(self) -> list[Row]:
        """The rows that are left."""
        return list(self.rows)


class Writes:
    """What the open transaction of a connection has written to; counts it up before the commit."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.connection = connection
        self.tables: set[str] = set()
        self._commit, self._rollback = connection.commit, connection.rollback
        connection.commit, connection.rollback = self.commit, self.rollback  # type: ignore[method-assign]
        # Around all others: whoever wraps for a while takes the last one away again.
        connection.execute_wrappers.insert(0, self)

    def __call__(self, execute: Execute, sql: str, params: object, many: bool, context: Context) -> object:
        """Wrap the execution of a statement (a database instrumentation of Django)."""
        cursor = context["cursor"]
        if isinstance(cursor.cursor, FetchedAhead):
            cursor.cursor = cursor.cursor.cursor
        if not isinstance(sql, str):
            sql = sql.as_string(self.connection.connection)
        tables = written(sql)
        if sql[:6].upper().startswith(_SHAPES):
            _have_table.clear()
        if not tables or not self.connection.autocommit or connections[self.connection.alias] is not self.connection:
            self.tables |= tables
            return execute(sql, params, many, context)
        with transaction.atomic(using=self.connection.alias):
            self.tables |= tables
            result = execute(sql, params, many, context)
            if self.connection.vendor == "sqlite" and cursor.cursor.description:
                cursor.cursor = FetchedAhead(cursor.cursor)
        return result

    def commit(self) -> None:
        """Count the tables up, and commit."""
        tables, self.tables = self.tables, set()
        counted = count_up(self.connection, tables) if tables else {}
        self._commit()
        memory.note(counted)

    def rollback(self) -> None:
        """Roll back: nothing was written."""
        self.tables = set()
        self._rollback()


def count_up(connection: BaseDatabaseWrapper, tables: Iterable[str]) -> dict[str, int]:
    """Count up the versions of ``tables`` in one statement; returns them."""
    names = sorted(tables)
    if not _has_table(connection):
        return {}
    sql = (
        f"INSERT INTO {TABLE} (name, n) VALUES {', '.join(['(%s, 1)'] * len(names))} "  # noqa: S608 (our own names)
        f"ON CONFLICT (name) DO UPDATE SET n = {TABLE}.n + 1 RETURNING name, n"
    )
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Foreign keys are looked at first: it may have to wait for others, who may wait for our rows.
            cursor.execute(f"SET CONSTRAINTS ALL IMMEDIATE; {sql}", names)
            cursor.nextset()
        else:
            cursor.execute(sql, names)
        return dict(cursor.fetchall())


def _has_table(connection: BaseDatabaseWrapper) -> bool:
    name = str(connection.settings_dict["NAME"])
    if name not in _have_table and TABLE in connection.introspection.table_names():
        _have_table.add(name)
    return name in _have_table


def of(tables: Iterable[str]) -> tuple[int, ...] | None:
    """The versions of ``tables`` as this process knows them; None if it does not follow them.

    None too within a transaction that has written to one of them: others do not see that yet, and may never.
    """
    names = tuple(tables)
    own = next((wrapper for wrapper in connection.execute_wrappers if isinstance(wrapper, Writes)), None)
    if own is not None and not own.tables.isdisjoint(names):
        return None
    return memory.of(names)


def forget_everything() -> None:
    """Let every process forget the pages that it keeps, and whatever else it keeps until tables change."""
    with transaction.atomic():
        connection.ensure_connection()
        memory.note(count_up(connection, [EVERYTHING]))


def _watch(connection: BaseDatabaseWrapper, **kwargs: object) -> None:
    if connection.alias != DEFAULT_DB_ALIAS:
        return
    watching = next((wrapper for wrapper in connection.execute_wrappers if isinstance(wrapper, Writes)), None)
    if watching is None:
        Writes(connection)
    else:  # What another connection to the server had written is rolled back.
        watching.tables = set()


def connect_receivers() -> None:
    """Watch every connection from now on; called when the app is ready."""
    connection_created.connect(_watch, dispatch_uid="portal-table-versions")

"""What a database holds, in numbers: rows of each table and hashes of them, and whether its secrets can be read."""

import hashlib
import sqlite3
from collections.abc import Iterator

import psycopg
from cryptography.fernet import InvalidToken
from psycopg import sql

from portal.core.models.fields import box, encrypted_fields
from portal.core.operations.backup.archive import Contents
from portal.core.operations.backup.errors import BackupError

#: A connection to the database that is looked at, which need not be the portal's own.
Session = psycopg.Connection | sqlite3.Connection
#: How values are written as text, whatever the server's settings.
PLAIN_TEXT = (
    "SET TimeZone = 'UTC'",
    "SET DateStyle = 'ISO'",
    "SET IntervalStyle = 'postgres'",
    "SET bytea_output = 'hex'",
    "SET extra_float_digits = 1",
)
#: The sum of the hashes of all rows does not depend on their order, and takes no memory.
ROWS = "SELECT count(*), coalesce(sum({hash}), 0)::text FROM {table} AS one"
HASH = "('x' || left(encode(sha256(convert_to(one::text, 'UTF8')), 'hex'), 15))::bit(60)::bigint"


def tables(session: Session) -> dict[str, Contents]:
    """Each table with the number of its rows and a digest of them."""
    return dict(_of_sqlite(session) if isinstance(session, sqlite3.Connection) else _of_postgresql(session))


def migrations(session: Session) -> list[str]:
    """What was applied, as ``app.name``."""
    return sorted(f"{app}.{name}" for app, name in _rows(session, "SELECT app, name FROM django_migrations"))


def decrypt_all(session: Session, known: dict[str, Contents]) -> int:
    """Decrypt every encrypted text; returns how many there are.

    Raises:
        BackupError: one cannot be read.
    """
    number = 0
    for model, field in encrypted_fields():
        table, column = model._meta.db_table, field.column
        # An archive of an older version may lack what this one has.
        if table not in known or column not in _columns(session, table):
            continue
        for (text,) in _rows(session, f'SELECT "{column}" FROM "{table}" WHERE "{column}" <> \'\''):  # noqa: S608
            try:
                box().decrypt(str(text).encode())
            except InvalidToken as error:
                raise BackupError(f"No key in ENCRYPTION_KEYS opens a text in {table}.{column}.") from error
            number += 1
    return number


def differences(expected: dict[str, Contents], found: dict[str, Contents]) -> list[str]:
    """Names of tables that hold something else, or are there only once."""
    return sorted(name for name in {*expected, *found} if expected.get(name) != found.get(name))


def _rows(session: Session, statement: str) -> Iterator[tuple[object, ...]]:
    yield from _execute(session, statement)


def _columns(session: Session, table: str) -> set[str]:
    return {column[0] for column in _execute(session, f'SELECT * FROM "{table}" LIMIT 0').description or ()}  # noqa: S608


def _execute(session: Session, statement: str) -> sqlite3.Cursor | psycopg.Cursor:
    """A statement of this module's own, without parameters."""
    return (
        session.execute(statement) if isinstance(session, sqlite3.Connection) else session.execute(statement.encode())
    )


def _of_postgresql(session: psycopg.Connection) -> Iterator[tuple[str, Contents]]:
    for statement in PLAIN_TEXT:
        session.execute(statement.encode())
    found = session.execute(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace ORDER BY 1"
    )
    for (name,) in found.fetchall():
        statement_of = sql.SQL(ROWS).format(hash=sql.SQL(HASH), table=sql.Identifier(name))
        row = session.execute(statement_of).fetchone()
        if row:
            yield name, Contents(*row)


def _of_sqlite(session: sqlite3.Connection) -> Iterator[tuple[str, Contents]]:
    found = session.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite|_%' ESCAPE '|'"
        " AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
    )
    for (name,) in found.fetchall():
        rows, total = 0, 0
        for row in session.execute(f'SELECT * FROM "{name}"'):  # noqa: S608 (a name out of the database itself)
            rows += 1
            total += int.from_bytes(hashlib.sha256(repr(row).encode()).digest()[:8])
        yield name, Contents(rows, str(total))


def is_empty(session: Session) -> bool:
    """Whether the database has no tables of anybody."""
    if isinstance(session, sqlite3.Connection):
        return not session.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    row = session.execute(
        "SELECT count(*) FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace"
        " WHERE relkind IN ('r', 'p') AND nspname <> 'information_schema' AND nspname NOT LIKE 'pg|_%' ESCAPE '|'"
    ).fetchone()
    return row is not None and row[0] == 0

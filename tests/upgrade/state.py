"""The database as a release left it: its schema in SQL for SQLite and PostgreSQL, its rows in JSON for both.

Indexes of the search are not among the rows: each database has its own, and they are built anew from the pages.
"""

import json
from pathlib import Path
from typing import Any

from django.db import connection, transaction

#: The oldest release whose databases can be migrated, and what it left.
RELEASE = "0.9.0"
FOLDER = Path(__file__).with_name(RELEASE)
ROWS = FOLDER / "rows.json"
NOT_KEPT = ("search_index", "wagtailsearch_", "sqlite_")


def schema_file(vendor: str) -> Path:
    """Where the schema of one kind of database lies."""
    return FOLDER / f"{vendor}.sql"


def load() -> None:
    """Fill the present, empty database."""
    schema = schema_file(connection.vendor).read_text()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executescript(schema)
        else:
            cursor.execute(schema)
        with transaction.atomic():
            for table, kept in json.loads(ROWS.read_text()).items():
                columns = ", ".join(map(connection.ops.quote_name, kept["columns"]))
                places = ", ".join(["%s"] * len(kept["columns"]))
                rows = [list(map(_value, row)) for row in kept["rows"]]
                cursor.executemany(f'INSERT INTO "{table}" ({columns}) VALUES ({places})', rows)
            if connection.vendor == "postgresql":
                _count_on(cursor)


def _value(stored: Any) -> Any:
    """Texts suit both: each database turns them into the type of the column."""
    if isinstance(stored, dict):
        return bytes.fromhex(stored["hex"])
    return stored if stored is None else str(stored)


def _count_on(cursor: Any) -> None:
    """Let the sequences of PostgreSQL go on behind the rows."""
    cursor.execute(
        "SELECT table_name, column_name FROM information_schema.columns"
        " WHERE is_identity = 'YES' AND table_schema = 'public'"
    )
    for table, column in cursor.fetchall():
        cursor.execute(
            f'SELECT setval(pg_get_serial_sequence(%s, %s), max("{column}")) FROM "{table}" HAVING max("{column}") > 0',
            [f'"{table}"', column],
        )

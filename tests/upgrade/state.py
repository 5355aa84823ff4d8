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
#: Kind, address, the rest of the key, status, attempts, error, refusal, and whether it is about the registration.
MAILS = (
    ("waiting", "", "1:0", "sent", 1, "", "", True),
    ("offered", "", "1:7", "failed", 8, "SMTPRecipientsRefused 550", "open", True),
    ("event_moved", "", "1:3", "sending", 1, "", "", True),
    ("lapsed", "", "1:8", "dropped", 2, "SMTPDataError 451", "own", True),
    ("message", "", "1:message-1", "queued", 0, "", "", True),
    ("links", "person@example.org", "5f0c", "queued", 0, "", "", False),
)
#: What later migrations took away or renamed, and why the former version cannot do without a gap.
CONTRACTED = {
    "events_outgoingmail": "all mails moved to one outbox, core_outgoingmail",
    "partners_team.trusted": "renamed to can_publish",
    "projects_elementindexpage.versions": "versions of the model are rows of their own",
}
NOT_KEPT = ("search_index", "wagtailsearch_", "sqlite_")


def schema_file(vendor: str) -> Path:
    """Where the schema of one kind of database lies."""
    return FOLDER / f"{vendor}.sql"


def columns() -> set[tuple[str, str]]:
    """Tables and columns of the present database, but for the indexes of the search."""
    sqlite = "SELECT m.name, p.name FROM sqlite_master m, pragma_table_info(m.name) p WHERE m.type = 'table'"
    others = "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema()"
    with connection.cursor() as cursor:
        cursor.execute(sqlite if connection.vendor == "sqlite" else others)
        return {(table, column) for table, column in cursor.fetchall() if not table.startswith(NOT_KEPT)}


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


def add_mails() -> None:
    """Mails in every state and of every sort, as that release wrote them, besides the two that wait."""
    columns = (
        "kind, address, language, dedupe_key, event_sequence, status, message_uuid, due_at, attempts, error, refusal,"
        " event_id, registration_id, message_id"
    )
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute(
            "INSERT INTO events_message (states, pool, created_at, event_id) VALUES (%s, '', %s, 1)",
            ['["confirmed"]', "2026-11-03 09:00:00"],
        )
        for number, (kind, address, news, status, attempts, error, refusal, belongs) in enumerate(MAILS):
            message = "(SELECT max(id) FROM events_message)" if kind == "message" else "NULL"
            links = f"1, 1, {message}" if belongs else "NULL, NULL, NULL"
            cursor.execute(
                f"INSERT INTO events_outgoingmail ({columns})"
                f" VALUES (%s, %s, 'da', %s, 3, %s, %s, '2026-11-03 09:00:00', %s, %s, %s, {links})",
                [kind, address, f"{kind}:{news}", status, f"{number:032x}", attempts, error, refusal],
            )


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

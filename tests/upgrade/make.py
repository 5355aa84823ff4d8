"""Writes the state that later releases are upgraded from: ``python -m tests.upgrade.make``, on the day of a release.

It migrates an empty SQLite database, fills it with a few plainly fictional pages and a registration, and an empty
PostgreSQL one (of a server that it starts) for its schema.
"""

import json
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from datetime import date, time
from pathlib import Path
from typing import Any

import django
from django.core.management import call_command

from tests.services.postgresql import find_binaries, postgresql

#: What ``pg_dump`` says about itself and its session instead of the schema.
NOT_SCHEMA = re.compile(r"^(--.*|\\.*|SET .*|SELECT pg_catalog\..*|)\n", re.MULTILINE)


def make_content() -> None:
    """Two languages, a page of each kind, a case in both languages, and an event with one registration."""
    from events.models import Event
    from tests.events.factories import registered
    from tests.sites import add_case, add_element, add_event, add_partner, add_standard, make_site

    make_site("en", "da")
    add_standard(title="About Testland", slug="about")
    partner = add_partner(title="Municipality of Testby", slug="testby")
    element = add_element(title="Common data", slug="common-data")
    story = {"elements": [element], "partners": [partner]}
    case = add_case(title="Snow ploughs that talk", slug="snow-ploughs", **story)
    add_case("da", case, title="Sneplove der taler", slug="sneplove", **story)
    add_event(
        title="Workshop in Testby",
        slug="workshop",
        start_date=date(2031, 11, 16),
        start_time=time(13),
        organisers=[partner],
        takes_registrations=True,
        online_places=5,
        format="online",
    )
    registered(Event.objects.get(), "person@example.org")


def schema_of_sqlite(database: sqlite3.Connection) -> str:
    """All tables, then their indexes and triggers, in the order of their names; virtual tables make their own."""
    found = database.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%'"
        " ORDER BY type = 'table' DESC, name"
    ).fetchall()
    virtual = tuple(f"{name}_" for _kind, name, sql in found if sql.startswith("CREATE VIRTUAL"))
    return "".join(f"{sql};\n" for kind, name, sql in found if kind != "table" or not name.startswith(virtual))


def rows_of_sqlite(database: sqlite3.Connection, not_kept: tuple[str, ...]) -> dict[str, Any]:
    """Columns and rows of every table that has any."""
    tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    kept = {}
    for table in (name for (name,) in tables if not name.startswith(not_kept)):
        found = database.execute(f'SELECT * FROM "{table}" ORDER BY 1')
        columns = [column[0] for column in found.description]
        rows = [[{"hex": v.hex()} if isinstance(v, bytes) else v for v in row] for row in found]
        if rows:
            kept[table] = {"columns": columns, "rows": rows}
    return kept


def schema_of_postgresql() -> str:
    """The schema that ``pg_dump`` writes, without settings of its session."""
    with postgresql() as service:
        url = service.variables["POSTGRESQL_URL"]
        migrate = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
        subprocess.run(migrate, check=True, env={**os.environ, "DATABASE_URL": url})
        dump = [find_binaries() / "pg_dump", "--schema-only", "--no-owner", "--no-privileges", "--no-comments", url]
        return NOT_SCHEMA.sub("", subprocess.check_output(dump, text=True))


def main() -> None:
    """Write the three files."""
    from tests.upgrade import state

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "state.sqlite3"
        os.environ |= {"DJANGO_SETTINGS_MODULE": "portal.settings.test", "DATABASE_URL": f"sqlite:///{file}"}
        django.setup()
        call_command("migrate", verbosity=0)
        make_content()
        with closing(sqlite3.connect(file)) as database:
            schema, rows = schema_of_sqlite(database), rows_of_sqlite(database, state.NOT_KEPT)
    state.FOLDER.mkdir(exist_ok=True)
    state.schema_file("sqlite").write_text(schema)
    state.schema_file("postgresql").write_text(schema_of_postgresql())
    # One row a line, so that a difference can be read.
    tables = (
        f'"{table}": {{"columns": {json.dumps(kept["columns"])}, "rows": [\n'
        + ",\n".join(json.dumps(row, ensure_ascii=False) for row in kept["rows"])
        for table, kept in rows.items()
    )
    state.ROWS.write_text("{\n" + "]},\n".join(tables) + "]}\n}\n")


if __name__ == "__main__":
    main()

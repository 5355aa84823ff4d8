"""Schema snapshot: what all migrations together leave in an empty SQLite database, as statements of SQL.

Django renders the state of every model anew for each of hundreds of migrations: half a minute for tables that are made
in half a second. An empty SQLite database begins with the snapshot instead, and goes on with the migrations that the
snapshot does not have. PostgreSQL, the database of production, is always migrated.
"""

import hashlib
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader

SNAPSHOT = Path(__file__).with_name("snapshot.sql")
#: The first line says of which texts of migrations the snapshot was made, and with which language as the first one.
HEAD = "-- Made by manage.py write_snapshot of the migrations {digest}, first language {language}\n"
#: Tables without their rows: how often each table was written to is counted from the first start on.
NOT_IN_IT = {"core_tableversion"}
_APPLIED = re.compile(r"^INSERT INTO \"django_migrations\" VALUES\(\d+,'([^']+)','([^']+)'", re.MULTILINE)
#: Values that are others in every database: moments, and random keys, as long as nothing refers to them.
_MOMENT, _NOW = re.compile(r"'\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?'"), "strftime('%Y-%m-%d %H:%M:%f','now')"
_KEY, _RANDOM = re.compile(r"'[0-9a-f]{32}'"), "lower(hex(randomblob(16)))"


def digest_of(paths: Iterable[Path]) -> str:
    """Changes with the name or content of any of the files, wherever the repository and the libraries lie."""
    root = Path(settings.BASE_DIR)
    digest = hashlib.sha256()
    for path in sorted(paths):
        named = path.relative_to(root) if root in path.parents else Path(*path.parts[-3:])
        digest.update(f"{named}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:20]


def migrations_digest() -> str:
    """Changes with the text of any migration of any app."""
    return digest_of(path for app in apps.get_app_configs() for path in Path(app.path, "migrations").glob("*.py"))


def head() -> str:
    """The first line of a snapshot of the migrations of today."""
    return HEAD.format(digest=migrations_digest(), language=settings.LANGUAGE_CODE)


def is_current() -> bool:
    """Whether the snapshot has all migrations as they are today."""
    with SNAPSHOT.open(encoding="utf-8") as file:
        return file.readline() == head()


def begin_with_snapshot(connection: BaseDatabaseWrapper) -> bool:
    """Make the tables of an empty SQLite database, with what migrations put into them; False where it must migrate.

    It must where the snapshot has a migration that is not there any more, or another first language, which is in a row.
    """
    if connection.vendor != "sqlite" or connection.introspection.table_names() or not SNAPSHOT.exists():
        return False
    text = SNAPSHOT.read_text(encoding="utf-8")
    known = MigrationLoader(None).disk_migrations
    if not text.startswith(HEAD.split("{", maxsplit=1)[0]) or any(key not in known for key in _APPLIED.findall(text)):
        return False
    if not text.partition("\n")[0].endswith(f" {settings.LANGUAGE_CODE}"):
        return False
    connection.ensure_connection()
    connection.connection.executescript(f"BEGIN IMMEDIATE; PRAGMA defer_foreign_keys = ON;\n{text}COMMIT;")
    return True


def statements(database: sqlite3.Connection) -> Iterator[str]:
    """What makes tables, rows, indexes and triggers of a database anew, in an order that does not change."""
    made = database.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY name"
    ).fetchall()
    virtual = [name for _type, name, sql in made if sql.upper().startswith("CREATE VIRTUAL TABLE")]
    own = [row for row in made if not any(row[1].startswith(f"{name}_") for name in virtual)]
    tables = [name for kind, name, _sql in own if kind == "table"]
    yield from (f"{sql};\n" for kind, _name, sql in own if kind == "table")
    for table in tables:
        if table not in virtual and table not in NOT_IN_IT:
            yield from rows(database, table)
    yield from (f"{sql};\n" for kind, _name, sql in own if kind != "table")


def rows(database: sqlite3.Connection, table: str) -> Iterator[str]:
    """The rows of a table."""
    columns = [column[1] for column in database.execute(f'PRAGMA table_info("{table}")')]
    values = " || ',' || ".join(f'quote("{column}")' for column in columns)
    for (row,) in database.execute(f'SELECT {values} FROM "{table}" ORDER BY rowid'):  # noqa: S608 (our own names)
        yield f'INSERT INTO "{table}" VALUES({row});\n'


def without_chance(text: str) -> str:
    """Statements in which moments and random keys are made when they are carried out.

    Raises:
        ValueError: two rows share a random key.
    """
    keys = _KEY.findall(text)
    if len(keys) != len(set(keys)):
        raise ValueError("Two rows of the migrated database share a random key: the snapshot cannot make it anew.")
    return _KEY.sub(_RANDOM, _MOMENT.sub(_NOW, text))


def make_snapshot() -> str:
    """Migrate an empty database from the first migration on, and return what makes it anew."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder, "migrated.sqlite3")
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
            "VAR_DIR": folder,
            "DATABASE_URL": f"sqlite:///{database}",
            "BASE_URL": "http://localhost",
        }
        command = [sys.executable, "manage.py", "migrate", "--from-nothing", "--verbosity=0"]
        subprocess.run(command, cwd=settings.BASE_DIR, env=environment, check=True)  # noqa: S603 (our own command)
        with closing(sqlite3.connect(database)) as migrated:
            return head() + without_chance("".join(statements(migrated)))

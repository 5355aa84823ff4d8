"""States of the database that tests start from: made once, then copied as long as nothing changes that makes them.

SQLite keeps a state as a file, PostgreSQL as a template database in the cluster and as a dump that outlives it.
"""

import gc
import os
import shutil
import sqlite3
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.utils import IntegrityError, ProgrammingError
from psycopg.errors import DuplicateDatabase, UniqueViolation

from portal.core.i18n.locales import forget_locales
from portal.snapshot import digest_of, migrations_digest
from tests.services.postgresql import find_binaries

ROOT = Path(settings.BASE_DIR)
KEPT = ROOT / "var" / "tests"
#: What neither migrating nor loading reads.
NOT_READ = {"__pycache__", "static"}
#: Where tasks are stored.
TASKS = "django_tasks_database.DBTaskResult"


@cache
def content_digest() -> str:
    """Changes with any file of our apps (code, content, templates, catalogues) and with the libraries."""
    ours = [Path(app.path) for app in apps.get_app_configs() if ROOT in Path(app.path).parents]
    files = [
        path
        for folder in ours
        if ".venv" not in folder.parts
        for path in folder.rglob("*")
        if path.is_file() and not NOT_READ.intersection(path.parts) and path.suffix != ".mo"
    ]
    files += [ROOT / "requirements" / "production.txt", ROOT / "tests" / "small_content.py"]
    return digest_of(files) + migrations_digest()[:8]


@dataclass(frozen=True)
class State:
    """A state of the database, by what was done to it and by a digest of all that did it."""

    name: str
    digest: str

    @property
    def file(self) -> Path:
        """Where the database is kept between runs; without a suffix, the folder of its media files."""
        return KEPT / f"{self.name}-{self.digest}"

    def forget_older(self) -> None:
        """Remove what earlier code made, and make room for ours."""
        KEPT.mkdir(parents=True, exist_ok=True)
        for old in KEPT.glob(f"{self.name}-*"):
            if old.stem != self.file.name:
                shutil.rmtree(old, ignore_errors=True) if old.is_dir() else old.unlink(missing_ok=True)

    def keep_media(self, folder: Path) -> None:
        """Keep the files that belong to the database."""
        if folder.exists():
            shutil.copytree(folder, self.file, dirs_exist_ok=True)

    def lay_out_media(self, folder: Path) -> None:
        """Put the files that belong to the database where the portal looks for them."""
        if self.file.exists():
            shutil.copytree(self.file, folder, dirs_exist_ok=True)


def migrated() -> State:
    """All tables, and what migrations put into them."""
    return State("migrated", migrations_digest())


def loaded() -> State:
    """The initial content in all languages, loaded with the settings of the tests; not drawn."""
    return State("loaded", content_digest())


def first_started(*, small: bool) -> State:
    """The same with the settings of development, as ``make run`` makes it before the first account; not to be drawn.

    Args:
        small: with a few records of the content only.
    """
    return State("small-start" if small else "first-started", content_digest())


class SQLite:
    """Databases are files, and copies of files."""

    suffix = ".sqlite3"

    def has(self, state: State) -> bool:
        """Whether the state is kept."""
        return state.file.with_suffix(self.suffix).exists()

    def lay_out(self, state: State, target: str | Path) -> bool:
        """Make ``target`` a copy of the kept state; False if none is kept."""
        kept = state.file.with_suffix(self.suffix)
        if not kept.exists():
            return False
        shutil.copyfile(kept, target)
        return True

    def keep(self, state: State) -> None:
        """Keep the present database as that state, unless it is kept already."""
        kept = state.file.with_suffix(self.suffix)
        if kept.exists():
            return
        state.forget_older()
        # Test workers arrive here at the same time: each writes a file of its own, the last one stays.
        fresh = kept.with_suffix(f".{os.getpid()}")
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(fresh)])
        fresh.replace(kept)

    def keep_file(self, state: State, database: Path) -> None:
        """Keep the database of a file, whole even if its last changes stand in a log beside it."""
        state.forget_older()
        fresh = state.file.with_suffix(f".{os.getpid()}")
        with closing(sqlite3.connect(database)) as source:
            source.execute("VACUUM INTO ?", [str(fresh)])
        fresh.replace(state.file.with_suffix(self.suffix))

    def make_empty(self, target: str | Path) -> None:
        """Make ``target`` a database without tables."""
        self.remove(target)

    def remove(self, target: str | Path) -> None:
        """Remove a database that ``lay_out`` or ``make_empty`` made."""
        Path(target).unlink(missing_ok=True)

    def beside(self, name: str) -> str:
        """Where a second database of this process lies."""
        return str(Path(connection.settings_dict["NAME"]).with_name(f"{name}.sqlite3"))


class PostgreSQL:
    """Databases are clones of templates; a template that the cluster lacks is restored from its dump."""

    suffix = ".dump"

    def has(self, state: State) -> bool:
        """Whether the state is kept."""
        return self.template(state) is not None

    def template(self, state: State) -> str | None:
        """The name of the template that holds the state; None if it is kept neither here nor as a dump."""
        name = self._name(state)
        dump = state.file.with_suffix(self.suffix)
        with connection._nodb_cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if cursor.fetchone():
                return name
            if not dump.exists():
                return None
            with self._unfinished(cursor, name, "template0") as unfinished:
                self._run("pg_restore", "--no-owner", "--exit-on-error", "--dbname", unfinished, str(dump))
        return name

    def lay_out(self, state: State, target: str) -> bool:
        """Make ``target`` a clone of the kept state; False if none is kept."""
        template = self.template(state)
        if template is None:
            return False
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{target}"')
            cursor.execute(f'CREATE DATABASE "{target}" TEMPLATE "{template}"')
        return True

    def keep(self, state: State) -> None:
        """Keep the present database as that state, unless it is kept already."""
        if self.template(state):
            return
        state.forget_older()
        here, dump = connection.settings_dict["NAME"], state.file.with_suffix(self.suffix)
        fresh = dump.with_suffix(f".{os.getpid()}")
        connection.close()  # What is cloned may not be in use.
        with connection._nodb_cursor() as cursor, self._unfinished(cursor, self._name(state), here) as unfinished:
            self._run("pg_dump", "--format=custom", "--compress=1", "--file", str(fresh), unfinished)
            fresh.replace(dump)

    def make_empty(self, target: str) -> None:
        """Make ``target`` a database without tables."""
        self.remove(target)
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{target}" TEMPLATE template0')

    def remove(self, target: str) -> None:
        """Remove a database that ``lay_out`` or ``make_empty`` made."""
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{target}"')

    def beside(self, name: str) -> str:
        """The name of a second database of this process."""
        return f"{connection.settings_dict['NAME']}_{name}"

    @staticmethod
    def _name(state: State) -> str:
        return f"test_{state.name}_{state.digest}"

    @staticmethod
    @contextmanager
    def _unfinished(cursor: Any, name: str, template: str) -> Iterator[str]:
        """A clone of a template that gets its name when it is whole; if another worker was faster, it goes away."""
        unfinished = f"{name}_{os.getpid()}"
        cursor.execute(f'CREATE DATABASE "{unfinished}" TEMPLATE "{template}"')
        yield unfinished
        try:
            cursor.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{name}"')
        except (ProgrammingError, IntegrityError) as error:
            # (The server's word depends on whether the other one has just got the name, or gets it at this moment.)
            if not isinstance(error.__cause__, DuplicateDatabase | UniqueViolation):
                raise
            cursor.execute(f'DROP DATABASE "{unfinished}"')

    @staticmethod
    def _run(program: str, *arguments: str) -> None:
        at = connection.settings_dict
        address = ["--host", at["HOST"], "--port", str(at["PORT"]), "--username", at["USER"]]
        subprocess.run([find_binaries() / program, *address, *arguments], check=True, stdin=subprocess.DEVNULL)


def store() -> SQLite | PostgreSQL:
    """How the database server of this run keeps states."""
    return SQLite() if connection.vendor == "sqlite" else PostgreSQL()


def look_for_garbage_rarely() -> None:
    """Migrating makes thousands of classes that all stay: looking for garbage among them takes a fifth of the time."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def is_alone(within: float) -> bool:
    """Whether nobody but this thread uses the database, at the latest after ``within`` seconds."""
    patience = time.monotonic() + within
    while others := _others():
        if time.monotonic() > patience:
            return False
        time.sleep(0.02)
    return not others


def _others() -> int:
    """Requests that the live server is answering, and on PostgreSQL the sessions of other threads.

    Whoever follows the versions of tables, as each web server does all the time, reads nothing else.
    """
    answering = sum("process_request_thread" in thread.name for thread in threading.enumerate())
    if answering or connection.vendor == "sqlite":
        return answering
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND query NOT LIKE '%%FROM core_tableversion'",
            [],
        )
        return cursor.fetchone()[0]


@contextmanager
def other_database(name: str) -> Iterator[None]:
    """Let this process work in another database of the same server."""
    former = connection.settings_dict["NAME"]
    _connect_to(name)
    try:
        yield
    finally:
        _connect_to(former)


def _connect_to(name: str) -> None:
    """Use another database from now on; what the process has kept of the one before has other numbers there."""
    connection.close()
    connection.settings_dict["NAME"] = name
    apps.get_model("contenttypes", "ContentType").objects.clear_cache()
    forget_locales()


@contextmanager
def content_database() -> Iterator[None]:
    """Let this process work in a database with the initial content: a copy of the kept one, or loaded now and kept."""
    kept, content = store(), loaded()
    name = kept.beside("content")
    is_kept = kept.lay_out(content, name)
    if not is_kept:
        kept.lay_out(migrated(), name)
    try:
        with other_database(name):
            if is_kept:
                content.lay_out_media(settings.MEDIA_ROOT)
            else:
                call_command("load_content", verbosity=0, draw_later=True)
                # Nobody renders the pages or draws their cards behind the tests, who do what they look at.
                apps.get_model(TASKS).objects.all().delete()
                content.keep_media(settings.MEDIA_ROOT)
                kept.keep(content)
            yield
    finally:
        kept.remove(name)

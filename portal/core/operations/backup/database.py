"""Dumping a database and loading a dump, for PostgreSQL by its client programs and for SQLite by its online backup."""

import gzip
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
from django.db import connection
from django.utils.crypto import get_random_string
from psycopg import sql

from portal.core.operations.backup import contents
from portal.core.operations.backup.archive import Contents
from portal.core.operations.backup.errors import BackupError
from portal.core.operations.database import describe

#: What pg_dump and pg_restore say at most, in characters.
MOST_SAID = 300


@dataclass(frozen=True)
class Dumped:
    """A dump that was made, and what the database held at the same moment."""

    server: str
    migrations: list[str]
    tables: dict[str, Contents]


class PostgreSQL:
    """A PostgreSQL database, by its name."""

    vendor, dump_name = "postgresql", "database.dump"

    def __init__(self, name: str = "") -> None:
        known = {option.keyword.decode() for option in psycopg.pq.Conninfo.get_defaults()}
        found = {key: value for key, value in connection.get_connection_params().items() if key in known}
        self.parameters = {key: str(value) for key, value in found.items()} | ({"dbname": name} if name else {})

    def session(self) -> psycopg.Connection:
        """A connection of its own, without a transaction."""
        try:
            return psycopg.connect(psycopg.conninfo.make_conninfo("", **self.parameters), autocommit=True)
        except psycopg.OperationalError as error:
            raise BackupError(f"The database cannot be reached: {describe(error)}.") from error

    def dump(self, target: Path) -> Dumped:
        """By pg_dump, from a snapshot that the numbers are counted in too."""
        with closing(self.session()) as session:
            session.execute("SET idle_in_transaction_session_timeout = 0")
            session.execute("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            snapshot = session.execute("SELECT pg_export_snapshot()").fetchone()
            self._run("pg_dump", "--format=custom", f"--snapshot={snapshot[0]}" if snapshot else "", f"--file={target}")
            server = f"PostgreSQL {session.info.server_version // 10000}"
            return Dumped(server, contents.migrations(session), contents.tables(session))

    def load(self, source: Path) -> None:
        """By pg_restore, in one transaction."""
        self._run("pg_restore", "--no-owner", "--no-privileges", "--single-transaction", str(source))
        with closing(self.session()) as session:
            session.execute("ANALYZE")

    @contextmanager
    def scratch(self, folder: Path) -> Iterator["PostgreSQL"]:
        """A database beside the portal's, with a name of its own."""
        other = PostgreSQL(f"{self.parameters['dbname'][:40]}_verify_{get_random_string(8).lower()}")
        name = sql.Identifier(other.parameters["dbname"])
        with closing(self.session()) as session:
            try:
                session.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(name))
            except psycopg.errors.InsufficientPrivilege as error:
                raise BackupError(
                    "The database's user may not create a scratch database. Once, as an administrator of the server: "
                    f'ALTER ROLE "{self.parameters.get("user", "")}" CREATEDB'
                ) from error
            try:
                yield other
            finally:
                session.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))

    def _run(self, program: str, *arguments: str) -> None:
        """One of PostgreSQL's client programs; the password goes through the environment, where nobody lists it."""
        if shutil.which(program) is None:
            raise BackupError(f"{program} is not installed (Debian: apt-get install postgresql-client).")
        address = {key: value for key, value in self.parameters.items() if key != "password"}
        command = [program, "--no-password", "--dbname", psycopg.conninfo.make_conninfo("", **address), *arguments]
        environment = {**os.environ, "PGPASSWORD": self.parameters.get("password", "")}
        done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False)  # noqa: S603
        if done.returncode:
            said = done.stderr.decode(errors="replace").strip()[:MOST_SAID]
            raise BackupError(f"{program} failed: {said}")


class SQLite:
    """A SQLite database, by its file."""

    vendor, dump_name = "sqlite", "database.sqlite3.gz"

    def __init__(self, file: Path | None = None) -> None:
        self.file = file or Path(connection.settings_dict["NAME"])

    def session(self) -> sqlite3.Connection:
        """A connection of its own; opening it makes the file if there is none."""
        return sqlite3.connect(self.file, timeout=20)

    def dump(self, target: Path) -> Dumped:
        """A copy of one moment by the online backup, counted and packed."""
        copy = target.with_name("copy.sqlite3")
        with closing(self.session()) as source, closing(sqlite3.connect(copy)) as session:
            source.backup(session)
            session.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it
            found = Dumped(f"SQLite {sqlite3.sqlite_version}", contents.migrations(session), contents.tables(session))
        with copy.open("rb") as plain, gzip.open(target, "xb", compresslevel=6) as packed:
            shutil.copyfileobj(plain, packed)
        copy.unlink()
        return found

    def load(self, source: Path) -> None:
        """Unpacked beside the file and put in its place."""
        fresh = self.file.with_name(f"{self.file.name}.restoring")
        try:
            with gzip.open(source, "rb") as packed, fresh.open("wb") as plain:
                shutil.copyfileobj(packed, plain)
                plain.flush()
                os.fsync(plain.fileno())
            for suffix in ("-wal", "-shm"):
                self.file.with_name(self.file.name + suffix).unlink(missing_ok=True)
            fresh.replace(self.file)
        finally:
            fresh.unlink(missing_ok=True)

    @contextmanager
    def scratch(self, folder: Path) -> Iterator["SQLite"]:
        """A file in a folder of the caller's."""
        other = SQLite(folder / "scratch.sqlite3")
        try:
            yield other
        finally:
            with suppress(OSError):
                other.file.unlink(missing_ok=True)


def portals_own() -> PostgreSQL | SQLite:
    """The database that the settings name."""
    return SQLite() if connection.vendor == "sqlite" else PostgreSQL()

"""An empty SQLite database begins with the snapshot of the schema, which is what all migrations make."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.utils import ConnectionHandler
from pytest_django import DjangoDbBlocker

from portal import snapshot

OUT_OF_DATE = "Migrations have changed: run manage.py write_snapshot, which migrates an empty database (half a minute)."


@pytest.fixture
def empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, django_db_blocker: DjangoDbBlocker
) -> Iterator[BaseDatabaseWrapper]:
    """A connection to a SQLite database without tables."""
    place = ConnectionHandler(
        {DEFAULT_DB_ALIAS: {"ENGINE": "django.db.backends.sqlite3", "NAME": tmp_path / "empty.sqlite3"}}
    ).settings[DEFAULT_DB_ALIAS]
    monkeypatch.setitem(connections.settings, "empty", place)
    with django_db_blocker.unblock(), closing(connections["empty"]) as connection:
        yield connection
    del connections["empty"]


@pytest.fixture
def other_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the snapshot that a test may change."""
    copy = tmp_path / "snapshot.sql"
    copy.write_text(snapshot.SNAPSHOT.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr(snapshot, "SNAPSHOT", copy)
    return copy


def still_to_migrate(connection: BaseDatabaseWrapper) -> list[tuple[str, str]]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [(migration.app_label, migration.name) for migration, _backwards in plan]


def newest_of(app: str) -> str:
    """The name of the last migration of an app."""
    [(_app, name)] = MigrationLoader(None).graph.leaf_nodes(app)
    return name


def test_snapshot_is_of_the_migrations_of_today():
    assert snapshot.is_current(), OUT_OF_DATE


@pytest.mark.drill
def test_snapshot_is_what_all_migrations_make():
    assert snapshot.make_snapshot() == snapshot.SNAPSHOT.read_text(encoding="utf-8"), OUT_OF_DATE


def test_empty_database_has_nothing_to_migrate_afterwards(empty):
    assert snapshot.begin_with_snapshot(empty)

    assert still_to_migrate(empty) == []
    empty.check_constraints()
    with empty.cursor() as cursor:
        cursor.execute("SELECT count(*), count(DISTINCT translation_key) FROM wagtailcore_page")
        assert cursor.fetchone() == (2, 2)
        cursor.execute("SELECT abs(julianday('now') - julianday(max(applied))) < 0.01 FROM django_migrations")
        assert cursor.fetchone() == (1,)


def test_what_it_makes_is_written_as_itself(empty):
    snapshot.begin_with_snapshot(empty)

    text = snapshot.head() + snapshot.without_chance("".join(snapshot.statements(empty.connection)))

    assert text == snapshot.SNAPSHOT.read_text(encoding="utf-8")


def test_later_migrations_go_on_from_there(empty, other_text):
    applied, newest = 'INSERT INTO "django_migrations" VALUES(', newest_of("search")
    lines = other_text.read_text(encoding="utf-8").splitlines(keepends=True)
    later = [line for line in lines if line.startswith(applied) and f"'search','{newest}'" in line]
    other_text.write_text("".join(line for line in lines if line not in later), encoding="utf-8")

    assert snapshot.begin_with_snapshot(empty)
    assert still_to_migrate(empty) == [("search", newest)]


def test_database_with_tables_is_left_alone(empty):
    with empty.cursor() as cursor:
        cursor.execute("CREATE TABLE kept (number integer)")

    assert not snapshot.begin_with_snapshot(empty)
    assert empty.introspection.table_names() == ["kept"]


def test_snapshot_of_migrations_that_are_gone_is_not_used(empty, other_text):
    text = other_text.read_text(encoding="utf-8")
    other_text.write_text(text.replace(f"'{newest_of('search')}'", "'0003_of_a_former_time'"), encoding="utf-8")

    assert not snapshot.begin_with_snapshot(empty)
    assert empty.introspection.table_names() == []


def test_portal_with_another_first_language_is_migrated(empty, settings):
    settings.LANGUAGE_CODE = "fi"

    assert not snapshot.begin_with_snapshot(empty)
    assert empty.introspection.table_names() == []

"""Rows that fixtures make: remembered when they are made first, then put back as they are instead of being made again.

Making a site or two organisations publishes dozens of pages, with all that follows from each; hundreds of tests begin
so. What is put back is what was made, row by row, where the database is in the same state as then.
"""

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from functools import cache, wraps
from pathlib import Path
from typing import Any, TypeVar

from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from wagtail.models import Site

from portal.core.i18n.locales import forget_locales
from portal.core.pagecache.versions import TABLE as VERSIONS

Made = TypeVar("Made")
#: Rows of a table by their primary key.
Rows = dict[Any, tuple[Any, ...]]
#: Where these say the same, the database is in the state in which something was made.
DECISIVE = (
    "partners_organisation",
    "users_user",
    "wagtailcore_locale",
    "wagtailcore_page",
    "wagtailcore_site",
)


@dataclass(frozen=True)
class Change:
    """What a function did to a table."""

    columns: tuple[str, ...]
    gone: tuple[Any, ...]
    added: tuple[tuple[Any, ...], ...]


@dataclass(frozen=True)
class Kept:
    """What a function returned, and what it did to the database and to the files."""

    before: dict[str, Rows]
    changes: dict[str, Change]
    files: dict[Path, bytes]
    returned: Any


_kept: dict[tuple[Any, ...], Kept] = {}


@cache
def tables() -> dict[str, str]:
    """The key of every table; those of Wagtail's text search on SQLite follow the others by triggers."""
    models = apps.get_models(include_auto_created=True)
    keys = {m._meta.db_table: m._meta.pk.column for m in models if m._meta.managed and not m._meta.proxy}
    index = {"search_index": "id", "search_index_vocabulary": "token"}
    texts = {"search_index_texts": "rowid"} if connection.vendor == "sqlite" else {}
    return {table: key for table, key in {**keys, **index, **texts}.items() if not table.endswith("_fts")}


def read(table: str) -> tuple[tuple[str, ...], Rows]:
    """Columns and rows of a table."""
    with connection.cursor() as cursor:
        key = tables()[table]
        cursor.execute(f'SELECT {"rowid, " if key == "rowid" else ""}* FROM "{table}"')
        columns = tuple(column[0] for column in cursor.description)
        place = columns.index(key)
        return columns, {row[place]: row for row in cursor.fetchall()}


def media() -> dict[Path, bytes]:
    """All files that were uploaded or drawn in this process."""
    return {path: path.read_bytes() for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}


def make_or_put_back(make: Callable[..., Made], *arguments: str | None) -> Made:
    """What ``make`` returns, from the rows that it made before in the same state of the database if there are any.

    ``make`` begins from that state: what depends on anything but its arguments is not for here.
    """
    key = (connection.settings_dict["NAME"], make.__module__, make.__qualname__, *arguments)
    if (kept := _kept.get(key)) and all(read(table)[1] == rows for table, rows in kept.before.items()):
        try:
            with transaction.atomic():
                put_back(kept)
        except IntegrityError:  # (a test has made something first that has the same number)
            return make(*arguments)
        return deepcopy(kept.returned)
    before = {table: read(table)[1] for table in tables()}
    files = set(media())
    made = make(*arguments)
    # The versions of tables are counted up by whoever commits, so also when these are put back.
    made_here = [table for table in tables() if table != VERSIONS]
    changes = {table: change for table in made_here if (change := change_since(table, before[table]))}
    _kept[key] = Kept(
        before={table: before[table] for table in DECISIVE},
        changes=changes,
        files={path: content for path, content in media().items() if path not in files},
        returned=deepcopy(made),
    )
    return made


def kept(make: Callable[..., Made]) -> Callable[..., Made]:
    """A fixture whose rows are put back for every test but the first; of others it may ask for ``db`` alone."""

    @wraps(make)
    def fixture(**asked: None) -> Made:
        assert set(asked) <= {"db"}, "What it is made of would have to be the same for every test."
        return make_or_put_back(make, *asked.values())

    return fixture


def change_since(table: str, before: Rows) -> Change | None:
    """What was done to a table since it held these rows; None if nothing was."""
    columns, now = read(table)
    return change_from(columns, before, now)


def change_back(table: str, before: Rows) -> Change | None:
    """What has to be done to a table for it to hold these rows again; None if it does."""
    columns, now = read(table)
    return change_from(columns, now, before)


def change_from(columns: tuple[str, ...], one: Rows, other: Rows) -> Change | None:
    """What makes the rows of ``one`` those of ``other``."""
    added = tuple(row for key, row in other.items() if one.get(key) != row)
    gone = tuple(key for key, row in one.items() if other.get(key) != row)
    return Change(columns, gone, added) if added or gone else None


@cache
def rows_at_the_start() -> dict[str, Rows]:
    """All rows of the database that the tests of this process start from; to be asked for the first time then."""
    return {table: read(table)[1] for table in tables()}


def back_to_the_start() -> None:
    """Undo what a test has committed. Emptying all tables and migrating again takes two seconds, this a tenth."""
    before = rows_at_the_start()
    with transaction.atomic():
        carry_out({table: change for table in tables() if (change := change_back(table, before[table]))})
    Site.clear_site_root_paths_cache()
    forget_locales()


def storable(value: Any) -> Any:
    """A value as the database takes it: SQLite reads times of its texts, but takes none."""
    is_time = isinstance(value, date | time | Decimal)
    return str(value) if is_time and connection.vendor == "sqlite" else value


def put_back(kept: Kept) -> None:
    """Do to the database and the files what was done to them."""
    carry_out(kept.changes)
    for path, content in kept.files.items():
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    Site.clear_site_root_paths_cache()
    forget_locales()


def carry_out(changes: Mapping[str, Change]) -> None:
    """Remove and add rows by their tables, the first of all before the others; keys are looked at in the end."""
    with connection.cursor() as cursor:
        for table, change in changes.items():
            if change.gone:
                marks = ", ".join(["%s"] * len(change.gone))
                cursor.execute(f'DELETE FROM "{table}" WHERE "{tables()[table]}" IN ({marks})', change.gone)
        for table, change in changes.items():
            if change.added:
                names = ", ".join(f'"{column}"' for column in change.columns)
                marks = ", ".join(["%s"] * len(change.columns))
                cursor.executemany(
                    f'INSERT INTO "{table}" ({names}) VALUES ({marks})',
                    [tuple(map(storable, row)) for row in change.added],
                )

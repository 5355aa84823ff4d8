"""What a page was made of: the statements by which it read the database, and a digest of what each answered."""

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import blake2b
from typing import Any

from django.apps import apps
from django.db import connection

from portal.core import replica
from portal.core.pagecache.noise import NOISE

_HARMLESS = ("SAVEPO", "RELEAS", "BEGIN", "COMMIT", "PRAGMA", "SET ", "SHOW ")
Execute = Callable[..., object]
Context = dict[str, Any]
_reading: ContextVar["Recording | None"] = ContextVar("recording", default=None)


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement that reads, with its parameters."""

    sql: str
    parameters: object

    def digest(self) -> bytes:
        """A digest of what the database answers now."""
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self.parameters)  # type: ignore[arg-type]
            return blake2b(repr(cursor.fetchall()).encode("utf-8", "surrogatepass"), digest_size=12).digest()


class Recording:
    """The statements of one rendering, in their order and each once (a database instrumentation of Django)."""

    def __init__(self) -> None:
        self.statements: dict[tuple[str, str], Statement] = {}
        #: Why what was rendered cannot be proved by reading again; empty if it can.
        self.spoiled = ""

    def __call__(self, execute: Execute, sql: str, params: object, many: bool, context: Context) -> object:
        """Wrap the execution of a statement."""
        begin = sql.lstrip("( \n")[:6].upper() if isinstance(sql, str) else ""
        if begin.startswith(("SELECT", "WITH")) and not many:
            self.statements[sql, repr(params)] = Statement(sys.intern(sql), params)
        elif not begin.startswith(_HARMLESS):
            self.spoiled = "it writes"
        return execute(sql, params, many, context)

    def tables(self) -> frozenset[str]:
        """The tables that were read: rather too many than too few, by all words of the statements that name one."""
        return frozenset().union(*(tables_of(sql) for sql, _parameters in self.statements))

    def noise(self) -> frozenset[str]:
        """Tables among them whose versions nobody counts."""
        return self.tables() & NOISE


@cache
def _known_tables() -> frozenset[str]:
    models = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    return frozenset(models | NOISE)


@lru_cache(maxsize=4096)
def tables_of(sql: str) -> frozenset[str]:
    """The tables that a statement may read."""
    return _known_tables().intersection(re.findall(r"\w+", sql))


@contextmanager
def recorded() -> Iterator[Recording]:
    """Record what this thread reads of the database within the block; one may stand in another.

    It reads from the primary, where what is kept is proved.
    """
    recording = Recording()
    token = _reading.set(recording)
    try:
        with replica.on_primary(), connection.execute_wrapper(recording):
            yield recording
    finally:
        _reading.reset(token)


def note(statements: dict[tuple[str, str], Statement]) -> None:
    """Say that something was used that came from these statements, run before: of what is kept until tables change."""
    recording = _reading.get()
    if recording is not None:
        recording.statements.update(statements)


def spoil(why: str) -> None:
    """Say that the page being rendered depends on something that is in no table, and cannot be kept."""
    recording = _reading.get()
    if recording is not None:
        recording.spoiled = why

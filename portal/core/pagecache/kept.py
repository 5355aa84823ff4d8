"""Answers of functions that read the database, kept by each process until a table that they read changes (memoisation).

What a function reads is recorded while it runs, as for a page, and the versions of those tables prove that what is kept
is still right. A page that uses what is kept is told the statements by which it was made. A process that does not
follow the versions (a command, most tests) keeps nothing and asks each time.
"""

import pickle
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import update_wrapper
from threading import Lock
from typing import Generic, ParamSpec, TypeVar

from django.db import connection
from django.utils.translation import get_language

from portal.core import replica
from portal.core.pagecache import recording, versions
from portal.core.pagecache.memory import memory
from portal.core.pagecache.noise import AMBIENT

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class _Kept(Generic[Answer]):
    """An answer, as it is or pickled, with what it was made of."""

    answer: Answer | bytes
    statements: dict[tuple[str, str], recording.Statement]
    tables: tuple[str, ...]
    versions: tuple[int, ...]


class Kept(Generic[Asked, Answer]):
    """A function whose answers are kept, those that nobody asked for longest going first (LRU)."""

    def __init__(self, function: Callable[Asked, Answer], most: int, *, shared: bool) -> None:
        self._function, self._most, self._shared = function, most, shared
        self._answers: OrderedDict[Hashable, _Kept[Answer]] = OrderedDict()
        self._lock = Lock()
        update_wrapper(self, function)

    def __call__(self, *args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
        """What the function answers, in the language that is active."""
        if not memory.is_fresh():
            with replica.on_primary():
                return self._function(*args, **kwargs)
        key = (memory.era, get_language(), args, tuple(kwargs.items()))
        known = self._answers.get(key)
        if known is not None and versions.of(known.tables) == known.versions:
            recording.note(known.statements)
            with self._lock:
                if key in self._answers:
                    self._answers.move_to_end(key)
            return known.answer if self._shared else pickle.loads(known.answer)  # type: ignore[arg-type,return-value]  # noqa: S301 (our own)
        return self._ask(key, *args, **kwargs)

    def _ask(self, key: Hashable, /, *args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
        before = memory.versions or {}
        with recording.recorded() as read:
            answer = self._function(*args, **kwargs)
        recording.note(read.statements)
        if read.spoiled:
            recording.spoil(read.spoiled)
        tables = (versions.EVERYTHING, *sorted(read.tables() | AMBIENT))
        # What a transaction reads may be older than what everybody else sees.
        if not connection.in_atomic_block and not read.spoiled and not read.noise():
            made_of = tuple(before.get(table, 0) for table in tables)
            stored = answer if self._shared else pickle.dumps(answer, pickle.HIGHEST_PROTOCOL)
            with self._lock:
                self._answers[key] = _Kept(stored, read.statements, tables, made_of)
                self._answers.move_to_end(key)
                while len(self._answers) > self._most:
                    self._answers.popitem(last=False)
        return answer


def kept(most: int, *, shared: bool = False) -> Callable[[Callable[Asked, Answer]], Kept[Asked, Answer]]:
    """Keep what a function answers until a table that it read changes (decorator).

    The function depends on nothing but its arguments, the active language and the database: not on the time, a request
    or a user.

    Parameters:
        most: answers that are kept.
        shared: all get the same answer, which nobody changes and which asks the database nothing more; otherwise
            everybody gets a copy of their own (by ``pickle``).
    """

    def decorate(function: Callable[Asked, Answer]) -> Kept[Asked, Answer]:
        return Kept(function, most, shared=shared)

    return decorate

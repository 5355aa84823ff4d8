"""Reading from a replica of the database (PostgreSQL, streaming replication), by the few kinds of work that are named.

Everything is read from the primary, unless it runs within ``from_replica`` (or a view with ``reads_replica``). Nothing
that is kept until tables change is read from a replica, nothing within a transaction, and nothing that decides who may
do what. A replica that does not answer, or is older than ``DATABASE_REPLICA_LAG`` allows, is not asked: the primary is.
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from functools import wraps
from math import inf
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, InterfaceError, InternalError, OperationalError, connection, connections
from django.db.models import Model
from django.template.response import SimpleTemplateResponse

logger = logging.getLogger(__name__)
Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")

ALIAS = "replica"
#: Seconds between two looks at the replica, and after one that did not answer.
LOOK_EVERY, AWAY_FOR = 2.0, 10.0
#: Seconds that an export waits for what was written a moment ago, such as who made it.
CATCHES_UP = 1.0
#: Looks that are remembered: an hour of them says how old a replica is that stands still.
REMEMBERED = 1800
#: What decides who may do what and what is limited: read where it is written.
PRIMARY_ONLY = frozenset({"auth", "contenttypes", "sessions", "users", "wagtailusers"})
#: The same, and what processes keep in memory until they hear that it changed.
PRIMARY_ONLY_TABLES = frozenset(
    {
        *("core_ratecounter", "core_tableversion", "wagtailcore_locale", "wagtailcore_site"),
        *("wagtailcore_grouppagepermission", "wagtailcore_pageviewrestriction"),
    }
)
#: PostgreSQL's state for a statement that was ended by ``statement_timeout``.
TOO_LONG = "57014"
_FAILS = (OperationalError, InterfaceError, InternalError)
_PRIMARY_AT = "SELECT pg_current_wal_lsn()"
_REPLICA_AT = "SELECT pg_last_wal_replay_lsn()"

#: Where this thread reads: the replica if it may, or the primary whatever is called; None: the primary.
_place: ContextVar[str | None] = ContextVar("place_to_read", default=None)


class ReplicaRouter:
    """Where models are read and written (a database router of Django)."""

    def db_for_read(self, model: type[Model], **hints: object) -> str:
        """The replica for named work, the primary for everything else."""
        if _place.get() != ALIAS or connection.in_atomic_block:
            return DEFAULT_DB_ALIAS
        is_kept_back = model._meta.app_label in PRIMARY_ONLY or model._meta.db_table in PRIMARY_ONLY_TABLES
        return DEFAULT_DB_ALIAS if is_kept_back else ALIAS

    def db_for_write(self, model: type[Model], **hints: object) -> str:
        """The primary."""
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: Model, other: Model, **hints: object) -> bool:
        """Both hold the same rows."""
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: object) -> bool:
        """The replica gets its tables from the primary."""
        return db != ALIAS


class Watch:
    """How old the replica is at most (replication lag), by positions in the log of the primary (WAL).

    The position of the primary is noted with its time. A replica that has come to a noted position is at most as old as
    that: it need not be asked for its own idea of its age, which says nothing while it hears nothing.
    """

    def __init__(self) -> None:
        self._marks: deque[tuple[float, int]] = deque(maxlen=REMEMBERED)
        self._lock = threading.Lock()
        self._next_look = -inf
        #: Seconds that the replica was behind at the last look at most; None if it did not answer.
        self.age: float | None = None

    def is_fresh(self) -> bool:
        """Whether the replica may be read; looks at most every ``LOOK_EVERY`` seconds, in one thread."""
        if time.monotonic() >= self._next_look and self._lock.acquire(blocking=False):
            try:
                self.look()
            finally:
                self._lock.release()
        return self.age is not None and self.age + LOOK_EVERY <= settings.DATABASE_REPLICA_LAG

    def look(self) -> None:
        """Ask both, and note how old the replica is at most."""
        before = self.age
        try:
            self._marks.append((time.monotonic(), _position(DEFAULT_DB_ALIAS, _PRIMARY_AT)))
            reached = _position(ALIAS, _REPLICA_AT)
        except _FAILS as error:
            self.note_away(error)
            return
        while len(self._marks) > 1 and self._marks[1][1] <= reached:
            self._marks.popleft()
        now, (since, position) = time.monotonic(), self._marks[0]
        if self._marks[-1][1] <= reached:
            self.age = 0.0
        elif position <= reached:
            self.age = now - since
        else:  # older than all that is noted
            self.age = max(now - since, float(settings.DATABASE_REPLICA_LAG))
        self._next_look = now + LOOK_EVERY
        if before is None:
            logger.info("The replica of the database answers")

    def has_everything(self) -> bool:
        """Whether the replica has all that was written before this call, or has it within ``CATCHES_UP`` seconds."""
        if not self.is_fresh():
            return False
        try:
            wanted, until = _position(DEFAULT_DB_ALIAS, _PRIMARY_AT), time.monotonic() + CATCHES_UP
            while not (is_there := _position(ALIAS, _REPLICA_AT) >= wanted) and time.monotonic() < until:
                time.sleep(CATCHES_UP / 50)
            return is_there
        except _FAILS as error:
            self.note_away(error)
            return False

    def note_away(self, error: Exception) -> None:
        """It does not answer: nobody asks it for a while."""
        if self.age is not None or self._next_look == -inf:
            logger.warning("The replica of the database is not used: %s", type(error).__name__)
        self.age, self._next_look = None, time.monotonic() + AWAY_FOR
        connections[ALIAS].close()


watch = Watch()
#: Hears where named work was read, for the metrics.
heard: list[Callable[[str], object]] = []


def is_configured() -> bool:
    """Whether there is a replica."""
    return ALIAS in connections.settings


def _position(alias: str, sql: str) -> int:
    """A position in the log of the primary; what is no replica has none.

    Raises:
        OperationalError: it does not answer, or is no primary or replica by streaming.
    """
    with connections[alias].cursor() as cursor:
        cursor.execute(sql)
        (found,) = cursor.fetchone()
    if found is None:
        raise OperationalError("The replica does not replay the log of a primary.")
    high, low = str(found).split("/")
    return (int(high, 16) << 32) + int(low, 16)


def from_replica(function: Callable[[], Answer]) -> Answer:
    """What ``function`` answers, read from the replica if it has everything that was written before.

    It is called once more, on the primary, if the replica fails meanwhile: it may write nothing.
    """
    return _read(watch.has_everything, function)


def reads_replica(view: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """A public view that only reads, and whose answers may be as old as ``DATABASE_REPLICA_LAG`` allows."""

    @wraps(view)
    def wrapped(*args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
        def answer() -> Answer:
            response = view(*args, **kwargs)
            # Otherwise it would be rendered later, elsewhere.
            if isinstance(response, SimpleTemplateResponse):
                response.render()
            return response

        return _read(watch.is_fresh, answer)

    return wrapped


def _read(may: Callable[[], bool], function: Callable[[], Answer]) -> Answer:
    if not is_configured() or _place.get() is not None or connection.in_atomic_block:
        return function()
    if may():
        try:
            with _reading_from(ALIAS):
                answer = function()
        except _FAILS as error:
            if getattr(error.__cause__, "sqlstate", "") == TOO_LONG:
                raise  # it would take as long on the primary
            # Killed, or a row that it needed was cleared away on the primary (a conflict with recovery).
            watch.note_away(error)
        else:
            _tell(ALIAS)
            return answer
    _tell(DEFAULT_DB_ALIAS)
    return function()


def _tell(place: str) -> None:
    for hears in heard:
        hears(place)


@contextmanager
def _reading_from(place: str) -> Iterator[None]:
    token = _place.set(place)
    try:
        yield
    finally:
        _place.reset(token)


def on_primary() -> AbstractContextManager[None]:
    """Read from the primary within the block, whatever is called: what is kept must be proved there."""
    return _reading_from(DEFAULT_DB_ALIAS)

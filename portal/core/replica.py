"""Reading from a replica of the database (PostgreSQL, streaming replication), by the few kinds of work that are named.

Everything is read from the primary, unless it runs within ``from_replica`` (or a view with ``reads_replica``). Nothing
that is kept until tables change is read from a replica, nothing within a transaction, and nothing that decides who may
do what. A replica that does not answer, or is older than ``DATABASE_REPLICA_LAG`` allows, is not asked: the primary is.
Nor does anybody wait for one that falls silent.
"""

import logging
import os
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from contextvars import ContextVar
from functools import wraps
from math import inf
from typing import ParamSpec, TypeVar
from weakref import finalize

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, OperationalError, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.models import Model
from django.template.response import SimpleTemplateResponse

logger = logging.getLogger(__name__)
Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")

ALIAS = "replica"
#: Seconds between two looks at the replica, and after one that did not answer.
LOOK_EVERY, AWAY_FOR = 2.0, 10.0
#: Seconds after which one that says nothing counts as away, and after which nobody looks unless somebody asks again.
SILENT_FOR, WATCHED_FOR = 2.0, 60.0
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
_FAILS = (DatabaseError, InterfaceError)
_PRIMARY_AT = "SELECT pg_current_wal_lsn(), system_identifier FROM pg_control_system()"
_REPLICA_AT = (
    "SELECT pg_last_wal_replay_lsn() FROM pg_control_system() WHERE pg_is_in_recovery() AND system_identifier = %s"
)

#: The sockets of all connections of this process to the replica.
_lines: set[socket.socket] = set()
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

    The position of the primary is noted with its time. A replica of it that has come to a noted position is at most as
    old as that: it need not be asked for its own idea of its age, which says nothing while it hears nothing.

    A thread of its own looks, as long as anybody asks: whoever asks knows what it found, and how long ago.
    """

    def __init__(self) -> None:
        self._marks: deque[tuple[float, int]] = deque(maxlen=REMEMBERED)
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._has_looked = threading.Event()
        self._asked_at = self._away_until = -inf
        #: When it answered, and how many seconds it was behind then at most.
        self._found: tuple[float, float] | None = None

    @property
    def age(self) -> float | None:
        """Seconds that the replica is behind at most, more with every second without a look; None if it is away."""
        found = self._found
        return None if found is None else found[1] + time.monotonic() - found[0]

    def is_fresh(self) -> bool:
        """Whether the replica may be read now. Who is the first to ask waits for a look, ``SILENT_FOR`` at most."""
        self._asked_at = time.monotonic()
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._has_looked.clear()
                self._thread = threading.Thread(target=self._keep_looking, name="replica", daemon=True)
                self._thread.start()
        if not self._has_looked.wait(SILENT_FOR):
            self._has_looked.set()
        return self.is_young()

    def is_young(self) -> bool:
        """Whether it is less behind than ``DATABASE_REPLICA_LAG`` allows, by the last look."""
        age = self.age
        return age is not None and age < settings.DATABASE_REPLICA_LAG

    def _keep_looking(self) -> None:
        try:
            while time.monotonic() - self._asked_at < WATCHED_FOR:
                if time.monotonic() >= self._away_until:
                    self.look()
                if self._found is None:
                    connections.close_all()  # (nobody else opens lost ones anew in this thread)
                self._has_looked.set()
                time.sleep(LOOK_EVERY)
        finally:
            connections.close_all()

    def look(self) -> None:
        """Ask both, and note how old the replica is at most."""
        was_away, began = self._found is None, time.monotonic()
        try:
            system, position = _primary_at()
            self._marks.append((began, position))
            connections[ALIAS].ensure_connection()
            with _cut_if_silent():
                reached = _replica_at(system)
        except _FAILS as error:
            self.note_away(error)
            return
        while len(self._marks) > 1 and self._marks[1][1] <= reached:
            self._marks.popleft()
        now, (since, position) = time.monotonic(), self._marks[0]
        is_older = position > reached  # than all that is noted
        age = max(now - since, float(settings.DATABASE_REPLICA_LAG)) if is_older else now - since
        with self._lock:
            if self._away_until > began:
                return  # somebody else has found it away meanwhile
            self._found = now, age
        if was_away:
            logger.info("The replica of the database answers")

    def has_everything(self) -> bool:
        """Whether the replica has all that was written before this call, or has it within ``CATCHES_UP`` seconds."""
        if not self.is_fresh():
            return False
        try:
            (system, wanted), until = _primary_at(), time.monotonic() + CATCHES_UP
            while not (is_there := _replica_at(system) >= wanted) and time.monotonic() < until:
                time.sleep(CATCHES_UP / 50)
            return is_there
        except _FAILS as error:
            self.note_away(error)
            return False

    def note_away(self, error: Exception) -> None:
        """It does not answer, or not as the primary does: nobody asks it for a while."""
        with self._lock:
            is_news = self._found is not None or self._away_until == -inf
            self._found, self._away_until = None, time.monotonic() + AWAY_FOR
        if is_news:
            logger.warning("The replica of the database is not used: %s", type(error).__name__)
        connections[ALIAS].close()


watch = Watch()
#: Hears where named work was read, for the metrics.
heard: list[Callable[[str], object]] = []


def is_configured() -> bool:
    """Whether there is a replica."""
    return ALIAS in connections.settings


def _primary_at() -> tuple[int, int]:
    """The identifier of the primary and all its replicas, and how far its log is."""
    position, system = _ask(DEFAULT_DB_ALIAS, _PRIMARY_AT)
    return int(str(system)), _number(position)


def _replica_at(system: int) -> int:
    """How far the replica has come in the log of the primary with this identifier.

    Raises:
        OperationalError: it does not answer, or replays no log of this primary.
    """
    (position,) = _ask(ALIAS, _REPLICA_AT, system)
    return _number(position)


def _ask(alias: str, sql: str, *parameters: int) -> tuple[object, ...]:
    with connections[alias].cursor() as cursor:
        cursor.execute(sql, parameters)
        found: tuple[object, ...] | None = cursor.fetchone()
    if found is None or found[0] is None:
        raise OperationalError("What stands at the address of the replica replays no log of this primary.")
    return found


def _number(position: object) -> int:
    high, low = str(position).split("/")
    return (int(high, 16) << 32) + int(low, 16)


def _note_line(connection: BaseDatabaseWrapper, **kwargs: object) -> None:
    """Keep the socket of a new connection to the replica under a number of its own, until the connection is gone."""
    if connection.alias == ALIAS and connection.vendor == "postgresql":
        line = socket.socket(fileno=os.dup(connection.connection.fileno()))
        _lines.add(line)
        finalize(connection.connection, _drop_line, line)


def _drop_line(line: socket.socket) -> None:
    _lines.discard(line)
    line.close()


def _cut_lines() -> None:
    """Let go whoever waits for the replica: its statements fail, and are carried out by the primary."""
    for line in [*_lines]:
        with suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)


@contextmanager
def _cut_if_silent() -> Iterator[None]:
    """Cut all connections to the replica unless it answers within ``SILENT_FOR`` seconds.

    A server that is stopped, or whose machine is, says nothing, and what waits for it has no end of its own.
    """
    timer = threading.Timer(SILENT_FOR, _cut_lines)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


connection_created.connect(_note_line, dispatch_uid="portal-replica-lines")


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
    failed: Exception | None = None
    if may():
        try:
            with _reading_from(ALIAS):
                answer = function()
        except _FAILS as error:
            if getattr(error.__cause__, "sqlstate", "") == TOO_LONG:
                raise  # it would take as long on the primary
            failed = error
        else:
            _tell(ALIAS)
            return answer
    _tell(DEFAULT_DB_ALIAS)
    answer = function()
    if failed:
        # The primary could: the replica was killed, lacks a right or a column, or a row that was needed was cleared
        # away on the primary (a conflict with recovery).
        watch.note_away(failed)
    return answer


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

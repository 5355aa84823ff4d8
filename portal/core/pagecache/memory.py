"""The versions of tables in memory: read five times a second by one thread of each process that asks for them."""

import logging
import os
import threading
import time
from collections.abc import Callable, Iterable, Mapping

from django.db import DatabaseError, InterfaceError, connection

logger = logging.getLogger(__name__)
#: What is raised for a database that does not answer, or not as it should.
FAILS = (DatabaseError, InterfaceError)


class Memory:
    """What this process knows of the versions; nothing, until it begins to follow them."""

    #: Seconds between two looks at the database; seconds without an answer after which nothing is known to be right.
    EVERY, SILENCE = 0.2, 1.0

    def __init__(self) -> None:
        self.versions: Mapping[str, int] | None = None
        #: When the database answered last (``time.monotonic``).
        self.answered_at = float("-inf")
        #: Counts the times that this process began to follow: what was kept before belongs to another database, maybe.
        self.era = 0
        self._own: dict[str, int] = {}
        self._hear: dict[str, Callable[[], object]] = {}
        self._lock = threading.Lock()
        self._process = 0
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def follow(self) -> None:
        """Begin to follow the versions, unless this process does so already; a thread does not survive a fork."""
        if self.is_followed():
            return
        with self._lock:
            if self.is_followed():
                return
            self._ended = threading.Event()
            self._thread = threading.Thread(
                target=self._follow, args=(self._ended,), name="table-versions", daemon=True
            )
            self._process = os.getpid()
            self.era += 1
        self.look()
        self._thread.start()

    def is_followed(self) -> bool:
        """Whether this process follows the versions."""
        return self._process == os.getpid()

    def silence(self) -> float:
        """Seconds since the database answered last."""
        return time.monotonic() - self.answered_at

    def is_fresh(self) -> bool:
        """Whether the versions are known, and the database has answered within ``SILENCE``."""
        return self.versions is not None and self.silence() <= self.SILENCE

    def end(self) -> None:
        """Stop following; nothing is known from now on."""
        self._ended.set()
        if self._thread is not None and self._process == os.getpid():
            self._thread.join()
        self._process, self._thread, self.versions = 0, None, None

    def _follow(self, ended: threading.Event) -> None:
        try:
            while not ended.wait(self.EVERY):
                self.look()
        finally:
            connection.close()

    def look(self) -> bool:
        """Read the versions now; False if the database does not answer."""
        with self._lock:
            self._own = {}
        try:
            found = _read()
        except FAILS as error:
            if self.answered_at > time.monotonic() - 2 * self.EVERY:
                logger.warning("The versions of the tables cannot be read: %s", type(error).__name__)
            connection.close()
            return False
        with self._lock:
            # What this process counted up meanwhile may be missing in what was read.
            found.update({name: n for name, n in self._own.items() if n > found.get(name, 0)})
            if found != self.versions:
                self._set(found)
            self.answered_at = time.monotonic()
        return True

    def when(self, table: str, forget: Callable[[], object]) -> None:
        """Call ``forget`` when ``table`` has changed, before anybody sees its new version here."""
        self._hear[table] = forget

    def _set(self, versions: Mapping[str, int]) -> None:
        before = self.versions or {}
        for table, forget in self._hear.items():
            if versions.get(table, 0) != before.get(table, 0):
                forget()
        self.versions = versions

    def is_still(self, before: Mapping[str, int], tables: Iterable[str]) -> bool:
        """Whether ``tables`` have the versions of ``before``; asks the database."""
        now = _read()
        return all(now.get(table, 0) == before.get(table, 0) for table in tables)

    def note(self, counted: Mapping[str, int]) -> None:
        """Take over what this process has counted up and committed."""
        with self._lock:
            if self.versions is None:
                return
            # Of two threads that commit, the later one may come here first.
            newer = {name: n for name, n in counted.items() if n > self.versions.get(name, 0)}
            self._own.update(newer)
            self._set({**self.versions, **newer})

    def of(self, tables: Iterable[str]) -> tuple[int, ...] | None:
        """The versions of ``tables``; None if this process does not follow them."""
        versions = self.versions
        if versions is None or not self.is_followed():
            return None
        return tuple(versions.get(name, 0) for name in tables)


def _read() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, n FROM core_tableversion")
        return dict(cursor.fetchall())


memory = Memory()

"""The versions of tables in memory: read five times a second by one thread of each process that asks for them."""

import logging
import os
import threading
import time
from collections.abc import Iterable, Mapping

from django.db import DatabaseError, InterfaceError, connection

logger = logging.getLogger(__name__)


class Memory:
    """What this process knows of the versions; nothing, until it begins to follow them."""

    #: Seconds between two looks at the database.
    EVERY = 0.2

    def __init__(self) -> None:
        self.versions: Mapping[str, int] | None = None
        #: When the database answered last (``time.monotonic``).
        self.answered_at = float("-inf")
        self._own: dict[str, int] = {}
        self._lock = threading.Lock()
        self._process = 0
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def follow(self) -> None:
        """Begin to follow the versions, unless this process does so already; a thread does not survive a fork."""
        if self._process == os.getpid():
            return
        with self._lock:
            if self._process == os.getpid():
                return
            self._ended = threading.Event()
            self._thread = threading.Thread(
                target=self._follow, args=(self._ended,), name="table-versions", daemon=True
            )
            self._process = os.getpid()
        self.look()
        self._thread.start()

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
            with connection.cursor() as cursor:
                cursor.execute("SELECT name, n FROM core_tableversion")
                found = dict(cursor.fetchall())
        except (DatabaseError, InterfaceError) as error:
            if self.answered_at > time.monotonic() - 2 * self.EVERY:
                logger.warning("The versions of the tables cannot be read: %s", type(error).__name__)
            connection.close()
            return False
        with self._lock:
            # What this process counted up meanwhile may be missing in what was read.
            found.update({name: n for name, n in self._own.items() if n > found.get(name, 0)})
            self.versions = found
            self.answered_at = time.monotonic()
        return True

    def note(self, counted: Mapping[str, int]) -> None:
        """Take over what this process has counted up and committed."""
        with self._lock:
            if self.versions is None:
                return
            # Of two threads that commit, the later one may come here first.
            newer = {name: n for name, n in counted.items() if n > self.versions.get(name, 0)}
            self._own.update(newer)
            self.versions = {**self.versions, **newer}

    def of(self, tables: Iterable[str]) -> tuple[int, ...] | None:
        """The versions of ``tables``; None if this process does not follow them."""
        versions = self.versions
        if versions is None or self._process != os.getpid():
            return None
        return tuple(versions.get(name, 0) for name in tables)


memory = Memory()

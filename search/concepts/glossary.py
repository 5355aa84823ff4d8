"""A cache of the glossary, kept for a while by every process and read anew when it changes."""

import threading
import time
from collections.abc import Callable

from projects.models import GlossaryEntry
from search.concepts.everyday import Concepts

#: Seconds for which a process keeps the glossary. Its own changes it sees at once.
KEEP_SECONDS = 30


class Kept:
    """The glossary in the memory of a process. Threads share it, and one may forget it while another one reads."""

    def __init__(self, read: Callable[[], Concepts]) -> None:
        self._read = read
        self._lock = threading.Lock()
        self._concepts: Concepts | None = None
        self._read_at = 0.0
        #: Grows whenever the glossary is forgotten: what was read before that is not kept.
        self._forgotten = 0

    def get(self) -> Concepts:
        """The glossary, read anew where it is too old. Nobody waits for another thread's reading."""
        with self._lock:
            kept, forgotten = self._concepts, self._forgotten
            if kept and time.monotonic() - self._read_at <= KEEP_SECONDS:
                return kept
        found = self._read()
        with self._lock:
            if forgotten == self._forgotten:
                self._concepts, self._read_at = found, time.monotonic()
        return found

    def forget(self) -> None:
        """Read anew next time."""
        with self._lock:
            self._concepts = None
            self._forgotten += 1


def read_glossary() -> Concepts:
    """The glossary as it is stored now, and the everyday words."""
    return Concepts(
        (entry.concept.slug, entry.language, label)
        for entry in GlossaryEntry.objects.select_related("concept")
        for label in entry.words
    )


_kept = Kept(read_glossary)


def glossary() -> Concepts:
    """The glossary, at most ``KEEP_SECONDS`` old."""
    return _kept.get()


def forget_glossary() -> None:
    """Read the glossary anew next time; called when it changes."""
    _kept.forget()

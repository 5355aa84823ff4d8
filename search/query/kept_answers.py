"""Answers kept by each process for a minute: the same question has the same answer while nothing changes that is found.

Whoever chooses a facet and goes back, or follows a link to what somebody found, asks the same again. The versions of
the tables say when what is found has changed (``portal.core.pagecache.versions``); a process that does not follow them
keeps nothing.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

from portal.core.pagecache import versions
from portal.core.replica import on_primary

#: How long, and the most that are kept: about five megabytes.
SECONDS, MOST = 60.0, 64
#: What is found is in the documents; how words are understood, in the glossary.
TABLES = (
    versions.EVERYTHING,
    "search_searchdocument",
    "search_documentvector",
    "projects_glossaryconcept",
    "projects_glossaryentry",
)
Kept = TypeVar("Kept")


class KeptAnswers(Generic[Kept]):
    """A small cache (least recently used goes first), whose entries hold for one state of the tables."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, tuple[tuple[int, ...], float, Kept]] = OrderedDict()
        self._lock = Lock()

    def get(self, question: Hashable, find: Callable[[], Kept], may_be_kept: Callable[[Kept], bool]) -> Kept:
        """The answer to ``question`` as it is kept, else as ``find`` gives it."""
        # Read before anything is looked for: what changes meanwhile makes another state.
        state, now = versions.of(TABLES), time.monotonic()
        if state is None:
            return find()
        with self._lock:
            known = self._kept.get(question)
            if known and known[0] == state and known[1] > now - SECONDS:
                self._kept.move_to_end(question)
                return known[2]
        with on_primary():
            answer = find()
        if may_be_kept(answer):
            with self._lock:
                self._kept[question] = (state, now, answer)
                self._kept.move_to_end(question)
                while len(self._kept) > MOST:
                    self._kept.popitem(last=False)
        return answer

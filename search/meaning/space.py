"""The vectors of all documents in memory, and an exact scan for those nearest to a query (k nearest neighbours)."""

import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from sys import intern
from typing import NamedTuple

import numpy as np
from django.db.models import QuerySet
from numpy.typing import NDArray

from portal.core.pagecache import versions
from portal.core.replica import on_primary
from search.engines.batches import batched
from search.engines.sql import encode
from search.models import DocumentVector

#: What is compared at once: eight thousand vectors of 384 numbers are 12 MB while they are compared.
CHUNK = 8192
READ_AT_ONCE = 500
#: While tables change all the time, what changed is read so often at most.
LOOK_SECONDS = 2.0
TABLES = (versions.EVERYTHING, "search_searchdocument", "search_documentvector")
#: How many documents a language must have to speak for itself; with fewer, all languages say what is usual as well.
ENOUGH = 20
#: How far above the usual (in standard deviations) a document is that means something near; the most looked at.
FLOOR, MOST_NEAR = 2.0, 100
Numbers = NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Point:
    """A document in the space, and what decides whether it may be found."""

    pk: int
    key: str
    #: The versions of vector and document.
    stamp: tuple[int, int]
    language: str
    #: As the engines of the database store them.
    facets: str
    shown_for: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Near:
    """A document near a query: by how many standard deviations nearer than what is usual in its language."""

    key: str
    above: float
    facets: str


class Space:
    """The documents that a model has made vectors of, all of one size: a row of a matrix for each."""

    def __init__(self, held: Iterable[tuple[Point, Numbers]] = ()) -> None:
        rows = list(held)
        self.size = len(rows[0][1]) if rows else 0
        # Those of another size wait for the worker.
        rows = [(point, numbers) for point, numbers in rows if len(numbers) == self.size]
        self.points = [point for point, _numbers in rows]
        self.rows = {point.key: row for row, point in enumerate(self.points)}
        self._matrix = np.array([numbers for _point, numbers in rows], np.int8).reshape(len(rows), self.size)
        lengths = [np.linalg.norm(part, axis=1) for part in self._parts()]
        self._lengths = np.concatenate(lengths) if lengths else np.zeros(0, np.float32)
        codes = {code: number for number, code in enumerate(sorted({point.language for point in self.points}))}
        self._languages = np.array([codes[point.language] for point in self.points], np.int16)
        readers: dict[str | None, list[int]] = {None: list(range(len(self.points)))}
        for row, point in enumerate(self.points):
            for reader in point.shown_for:
                readers.setdefault(reader, []).append(row)
        self._readers = {reader: np.array(rows, np.intp) for reader, rows in readers.items()}

    def held(self) -> Iterator[tuple[Point, Numbers]]:
        """Each document with its numbers, not copied."""
        return zip(self.points, self._matrix, strict=True)

    def _parts(self) -> Iterator[NDArray[np.float32]]:
        for start in range(0, len(self.points), CHUNK):
            yield self._matrix[start : start + CHUNK].astype(np.float32)

    def cosines(self, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """How alike each document is to a vector of length 1."""
        found = [part @ vector for part in self._parts()]
        return np.asarray(np.concatenate(found) / self._lengths, np.float32) if found else np.zeros(0, np.float32)

    def vector_of(self, key: str) -> NDArray[np.float32] | None:
        """The vector of a document; None without one."""
        row = self.rows.get(key)
        return None if row is None else np.asarray(self._matrix[row] / self._lengths[row], np.float32)

    def alike(self, vector: NDArray[np.float32], reader: str | None, kind: str) -> dict[str, float]:
        """How alike the documents of a kind are to a text: 0 for what is usual in their language, 1 for the same text.

        Parameters:
            vector: of the text.
            reader: the language of readers who get them.
            kind: as the search names kinds.
        """
        mark = f"|kind={kind}|"
        shown = [row for row in self._readers.get(reader, ()) if mark in self.points[row].facets]
        if not shown:
            return {}
        rows = np.array(shown)
        cosines = self.cosines(vector)[rows]
        usual, _spread = what_is_usual(cosines, self._languages[rows])
        shares = (cosines - usual) / np.maximum(1 - usual, 1e-6)
        return {self.points[row].key: float(share) for row, share in zip(rows, shares, strict=True)}

    def compare(self, vector: NDArray[np.float32], reader: str | None) -> "Compared":
        """How near each document is that readers of a language get.

        What is usual differs with the language (z-score): models put texts in one language near each other, whatever
        they say.
        """
        rows = self._readers.get(reader, np.zeros(0, np.intp))
        above = np.zeros(len(self.points), np.float32)
        if len(rows):
            cosines = self.cosines(vector)[rows]
            usual, spread = what_is_usual(cosines, self._languages[rows])
            above[rows] = (cosines - usual) / np.maximum(spread, 1e-6)
        return Compared(self, above)


@dataclass(frozen=True, slots=True)
class Compared:
    """How near the documents of a space are to one vector."""

    space: Space
    #: Of each row, in standard deviations.
    values: NDArray[np.float32]

    def above(self, key: str) -> float:
        """Of one document; 0, as is usual, for one without vector."""
        row = self.space.rows.get(key)
        return 0.0 if row is None else float(self.values[row])

    def nearest(self) -> list[Near]:
        """Those that mean something near, the nearest first."""
        order = np.argsort(-self.values, kind="stable")[:MOST_NEAR]
        found = [(self.space.points[row], float(self.values[row])) for row in order if self.values[row] >= FLOOR]
        return [Near(point.key, above, point.facets) for point, above in found]


def what_is_usual(
    values: NDArray[np.float32], groups: NDArray[np.int16]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Of each value the mean and the standard deviation of its group; of small groups drawn to those of all."""
    mean, spread = np.full_like(values, values.mean()), np.full_like(values, values.std())
    for group in np.unique(groups):
        of_group = groups == group
        weight = min(1.0, of_group.sum() / ENOUGH)
        mean[of_group] += weight * (values[of_group].mean() - mean[of_group])
        spread[of_group] += weight * (values[of_group].std() - spread[of_group])
    return mean, spread


class Held(NamedTuple):
    """The space of a process, and of when it is."""

    model: str = ""
    space: Space = Space()
    #: The versions of the tables as they were before it was read, and when that was.
    state: tuple[int, ...] | None = None
    at: float = 0.0


class Known:
    """The space of this process, which follows the table: only what changed is read again."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held = Held()

    def space(self, model: str) -> Space:
        """All vectors of a model: as they are now where this process is not told of changes, else of a moment ago.

        What changed is read by one thread every ``LOOK_SECONDS`` at most; the others go on with what there is.
        """
        state, held = versions.of(TABLES), self._held
        if held.model == model and _will_do(held, state):
            return held.space
        if not self._lock.acquire(blocking=held.model != model or state is None):
            return held.space
        try:
            held = self._held
            if held.model != model or not _will_do(held, state):
                before = held.space if held.model == model else Space()
                self._held = held = Held(model, _read(model, before), state, time.monotonic())
            return held.space
        finally:
            self._lock.release()


def _will_do(held: Held, state: tuple[int, ...] | None) -> bool:
    return state is not None and (held.state == state or held.at > time.monotonic() - LOOK_SECONDS)


def _read(model: str, before: Space) -> Space:
    """The space of a model, the same where nothing changed; rows of what did not are taken over."""
    with on_primary():
        rows = DocumentVector.objects.filter(model=model, document__removed=False).exclude(numbers=b"")
        listed = rows.order_by("pk").values_list("pk", "version", "document__version")
        stamps = {pk: (version, of_document) for pk, version, of_document in listed}
        if stamps == {point.pk: point.stamp for point in before.points}:
            return before
        same = {point.pk: (point, numbers) for point, numbers in before.held() if stamps.get(point.pk) == point.stamp}
        found = same | _points(rows, {pk: stamp for pk, stamp in stamps.items() if pk not in same})
    return Space(found[pk] for pk in stamps if pk in found)


def _points(rows: QuerySet[DocumentVector], stamps: Mapping[int, tuple[int, int]]) -> dict[int, tuple[Point, Numbers]]:
    """What is stored of some documents, by their ids."""
    found = {}
    columns = ("pk", "numbers", *(f"document__{name}" for name in ("key", "language", "facets", "shown_for")))
    for batch in batched(stamps, READ_AT_ONCE):
        for pk, numbers, key, language, facets, shown_for in rows.filter(pk__in=batch).values_list(*columns):
            point = Point(pk, key, stamps[pk], intern(language), encode(facets), tuple(map(intern, shown_for)))
            found[pk] = point, np.frombuffer(bytes(numbers), np.int8)
    return found


known = Known()

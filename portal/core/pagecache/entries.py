"""What is kept of a page: its bytes in all codings, its headers, and what proves that it is still right."""

import gzip
import hashlib
import re
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import brotli

from portal.core.pagecache.recording import Statement

Headers = list[tuple[str, str]]
#: Of an entry beside its bytes and statements; measured with ``tracemalloc``.
OVERHEAD = 3000
#: Of a statement beside its text, which entries share, and its parameters.
STATEMENT = 400
#: Shorter answers are sent as they are.
WORTH_COMPRESSING = 200
#: Headers that are made for each coding; and the number of the request that was rendered.
_OF_CODING = {"content-length", "content-encoding", "etag", "vary", "x-request-id"}
#: Headers of an answer that says that nothing changed.
_OF_UNCHANGED = {"cache-control", "content-location", "date", "etag", "expires", "vary"}


class Key(NamedTuple):
    """What was asked for: all of a request that an anonymous page may depend on."""

    host: str
    scheme: str
    path: str
    query: str


class Proof(NamedTuple):
    """A statement, the tables that it reads, and the digest of what was answered."""

    statement: Statement
    tables: frozenset[str]
    digest: bytes


@dataclass(slots=True)
class Entry:
    """A page as it is sent, and its proof."""

    status: str
    #: By coding: the headers, the body, and the headers of 304. Plain, it has no body where it is kept compressed.
    codings: dict[str, tuple[Headers, bytes, Headers]]
    tags: frozenset[str]
    statements: tuple[Proof, ...]
    tables: tuple[str, ...]
    #: The versions of the tables with which it was compared last.
    versions: tuple[int, ...]
    #: Until when it is right if nothing is written, in seconds since 1970.
    until: float
    size: int = 0
    #: The mapping of all versions in which ``versions`` was found: while it is the same, nothing has to be compared.
    seen: Mapping[str, int] | None = field(default=None, compare=False)

    def coding_for(self, accepted: str) -> tuple[Headers, bytes, Headers]:
        """The smallest form that a browser accepts (``Accept-Encoding``)."""
        if "br" in self.codings and accepts(accepted, "br"):
            return self.codings["br"]
        if "gzip" in self.codings and accepts(accepted, "gzip"):
            return self.codings["gzip"]
        headers, body, unchanged = self.codings[""]
        return headers, gzip.decompress(self.codings["gzip"][1]) if "gzip" in self.codings else body, unchanged

    def reply(self, environ: Mapping[str, object]) -> tuple[str, Headers, bytes]:
        """What is sent of it: the smallest coding that is accepted, or only that a browser has it already (304)."""
        headers, body, unchanged = self.coding_for(str(environ.get("HTTP_ACCEPT_ENCODING", "")))
        known = environ.get("HTTP_IF_NONE_MATCH")
        if known and self.status[:3] == "200" and self.is_known(str(known)):
            return "304 Not Modified", unchanged, b""
        return self.status, headers, body

    def is_known(self, tags: str) -> bool:
        """Whether a browser has it already (``If-None-Match``), in whatever coding."""
        return tags.strip() == "*" or any(tag in self.tags for tag in re.findall(r'"[^"]*"', tags))


def accepts(accepted: str, coding: str) -> bool:
    """Whether an ``Accept-Encoding`` header names a coding, other than to refuse it."""
    for offered in accepted.split(","):
        name, _, weight = offered.partition(";")
        if name.strip().lower() == coding:
            return not re.fullmatch(r"\s*q\s*=\s*0(\.0*)?\s*", weight)
    return False


def codings_of(headers: Sequence[tuple[str, str]], body: bytes) -> dict[str, tuple[Headers, bytes, Headers]]:
    """A body compressed and plain, each with its headers; plain without its bytes where they are compressed as well."""
    bodies = {"": body}
    if len(body) >= WORTH_COMPRESSING:
        bodies |= {"gzip": gzip.compress(body, 6, mtime=0), "br": brotli.compress(body, quality=5)}
    given = {name.lower(): value for name, value in headers}
    vary = [name.strip() for name in given.get("vary", "").split(",") if name.strip()]
    if "accept-encoding" not in {name.lower() for name in vary}:
        vary.append("Accept-Encoding")
    base = [(name, value) for name, value in headers if name.lower() not in _OF_CODING]
    digest = hashlib.blake2b(body, digest_size=12).hexdigest()
    codings = {}
    for coding, content in bodies.items():
        own = [
            *base,
            ("ETag", f'"{digest}-{coding}"' if coding else f'"{digest}"'),
            ("Vary", ", ".join(vary)),
            ("Content-Length", str(len(content))),
        ]
        if coding:
            own.append(("Content-Encoding", coding))
        unchanged = [(name, value) for name, value in own if name.lower() in _OF_UNCHANGED]
        codings[coding] = (own, content if coding or len(bodies) == 1 else b"", unchanged)
    return codings


def tags_of(codings: Mapping[str, tuple[Headers, bytes, Headers]]) -> frozenset[str]:
    """The strong entity tags of all codings."""
    return frozenset(value for own, _body, _unchanged in codings.values() for name, value in own if name == "ETag")


def size_of(entry: Entry) -> int:
    """The bytes of memory that an entry takes, about."""
    bodies = sum(len(body) for _headers, body, _unchanged in entry.codings.values())
    proof = sum(STATEMENT + len(repr(proof.statement.parameters)) for proof in entry.statements)
    return OVERHEAD + bodies + proof


class Shelf:
    """Entries up to a number of bytes; those that nobody asked for longest go first (LRU)."""

    def __init__(self, limit: int) -> None:
        self.limit, self.size = limit, 0
        self._entries: OrderedDict[Key, Entry] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, key: Key) -> Entry | None:
        """The entry of ``key``, if it is kept."""
        entry = self._entries.get(key)
        if entry is not None:
            with self._lock:
                if key in self._entries:
                    self._entries.move_to_end(key)
        return entry

    def put(self, key: Key, entry: Entry) -> None:
        """Keep an entry; what is larger than an eighth of the shelf is not worth its place."""
        entry.size = size_of(entry)
        with self._lock:
            self._drop(key)
            if entry.size > self.limit // 8:
                return
            self._entries[key] = entry
            self.size += entry.size
            while self.size > self.limit:
                self._drop(next(iter(self._entries)))

    def drop(self, key: Key) -> None:
        """Forget an entry."""
        with self._lock:
            self._drop(key)

    def _drop(self, key: Key) -> None:
        entry = self._entries.pop(key, None)
        if entry is not None:
            self.size -= entry.size

    def clear(self) -> None:
        """Forget all entries."""
        with self._lock:
            self._entries.clear()
            self.size = 0

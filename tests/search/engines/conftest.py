"""The same index on every engine that can be reached."""

import os
import secrets
from collections.abc import Iterator

import pytest

from search.engines.base import Engine, IndexDocument
from search.engines.registry import temporary_index
from search.engines.sql import SqlEngine


@pytest.fixture(params=["database", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)])
def bound(request: pytest.FixtureRequest, db: None, settings) -> Iterator[tuple[Engine, SqlEngine]]:
    """An empty engine, and the database's part of the index."""
    settings.ELASTICSEARCH_URL = os.environ.get("ELASTICSEARCH_URL", "")
    # A machine that runs the whole suite at once may be slow to answer.
    settings.ELASTICSEARCH_TIMEOUT = 20.0
    name = request.param if request.param == "elasticsearch" else None
    with temporary_index(f"search_test_{secrets.token_hex(4)}", name) as pair:
        yield pair


@pytest.fixture
def engine(bound: tuple[Engine, SqlEngine]) -> Engine:
    """An empty engine."""
    return bound[0]


def document(key: str, body: str = "", version: int = 1, **changes: object) -> IndexDocument:
    """A document whose body, title, ``also`` and ``words`` are ready tokens separated by blanks."""
    texts = {name: str(changes.pop(name, "")).split() for name in ("title", "also", "words")}
    values: dict[str, object] = {"facets": {"kind": ("article",)}, "shown_for": ("en",), **changes}
    return IndexDocument(key=key, version=version, texts={**texts, "body": body.split()}, **values)

"""The search with an embedder that tests can see through."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from search.meaning import vectors
from search.query import meant
from search.query.answering import kept_answers
from tests.search.meaning.false_endpoint import FalseEndpoint, false_endpoint


@pytest.fixture(scope="module")
def server() -> Iterator[FalseEndpoint]:
    """One endpoint for the tests of a file."""
    with false_endpoint() as endpoint:
        yield endpoint


@pytest.fixture
def endpoint(server: FalseEndpoint, settings: Settings) -> Iterator[FalseEndpoint]:
    """The endpoint as it is at first, named by the settings; nothing is remembered of other tests."""
    server.__dict__.update(FalseEndpoint(url=server.url).__dict__)
    settings.SEARCH_EMBEDDINGS = server.chosen()
    forget()
    yield server
    forget()


def forget() -> None:
    """What a process remembers."""
    meant.query_vector.cache_clear()
    meant.breaker.worked()
    vectors._said.clear()
    vectors._found_out.clear()
    kept_answers.__init__()

"""What is asked for where any of the words is enough."""

import secrets
from collections.abc import Iterator

import pytest
from django.db import connection

from search.engines.base import IndexDocument, SearchRequest
from search.engines.registry import temporary_index
from search.enums import Step
from search.query.fallback_steps import Found, Index, find
from search.tokens import streams

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture
def index() -> Iterator[Index]:
    """Half of a hundred texts are about snow, two about ferries; all hold "the"."""
    texts = [f"The {'snow' if number % 2 else 'harbour'} of year {number}." for number in range(100)]
    texts += ["The ferry in the ice.", "The old ferry."]
    with temporary_index(f"search_test_{secrets.token_hex(4)}", connection.vendor) as (engine, database):
        engine.index(
            IndexDocument(
                str(number), 1, {"body": found.analysed, "words": found.typed}, {"kind": ("article",)}, ("en",)
            )
            for number, found in enumerate(streams(text, "en") for text in texts)
        )
        yield Index(engine, database.vocabulary)


def asked(typed: str, index: Index) -> Found:
    """What is found."""
    return find(typed, "en", index, SearchRequest(shown_for="en", limit=200))


def test_what_a_third_of_the_texts_hold_finds_nothing_beside_another_word(index: Index) -> None:
    found = asked("snow ferry", index)
    assert (found.step, {hit.key for hit in found.results.hits}) == (Step.ANY_WORD, {"100", "101"})
    assert found.plan.left_out == ("snow",)
    assert asked("the snow ferry", index).plan.left_out == ("snow",)


def test_alone_and_beside_words_that_all_have_to_be_there_it_counts(index: Index) -> None:
    assert asked("snow", index).results.total == 50
    assert asked("snow harbour", index).results.total == 100
    assert asked("the snow 17", index).results.total == 1
    assert asked('"the snow"', index).results.total == 50


@pytest.mark.parametrize("typed", ['"purple zeppelin"', '"purple zeppelin" in the', '"purple zeppelin" -snow'])
def test_a_phrase_that_nothing_holds_does_not_match_everything(index: Index, typed: str) -> None:
    for correct_spelling in (True, False):
        found = find(typed, "en", index, SearchRequest(shown_for="en"), correct_spelling)
        assert found.results.total == 0


def test_without_its_phrase_a_query_asks_for_the_words_of_it(index: Index) -> None:
    found = asked('"ice harbour" zeppelin', index)
    assert (found.step, {hit.key for hit in found.results.hits}) == (Step.ANY_WORD, {"100"})
    assert asked('"old ferry"', index).step is Step.ALL_WORDS


def test_words_of_grammar_find_nothing_beside_others(index: Index) -> None:
    assert asked("the zeppelin", index).results.total == 0
    assert asked("the", index).results.total == 102

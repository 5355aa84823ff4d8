"""What the index is asked for a query."""

import secrets
from collections.abc import Iterator

import pytest
from django.db import connection

from search.engines.base import IndexDocument
from search.engines.registry import temporary_index
from search.engines.vocabulary import Vocabulary
from search.query.parsing import parse
from search.query.planning import WEIGHTS, make_plan
from search.query.plans import OTHER_LANGUAGE
from search.tokens import LEMMA

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture
def vocabulary() -> Iterator[Vocabulary]:
    """Twenty texts in Danish that hold "til" and "sne"; one in Bokmål holds "til", too."""
    texts = {f"da-{number}": (f"da{LEMMA}til", "da.til", "da.sne") for number in range(20)}
    texts["nb-1"] = (f"nb{LEMMA}til", "nb.til")
    with temporary_index(f"search_test_{secrets.token_hex(4)}", connection.vendor) as (engine, database):
        engine.index(
            IndexDocument(key, 1, {"title": [], "body": list(tokens), "also": [], "words": []}, {}, ("da",))
            for key, tokens in texts.items()
        )
        yield database.vocabulary


def weights(typed: str, vocabulary: Vocabulary) -> dict[str, float]:
    """What a match of each token of the first word is worth."""
    return {term.token: term.weight for term in make_plan(parse(typed), "da", vocabulary).words[0].terms}


def test_a_word_that_stands_in_a_phrase_as_well_weighs_as_much_as_alone(vocabulary: Vocabulary):
    foreign = f"nb{LEMMA}til"
    alone, twice = weights("til", vocabulary), weights('til "til sne"', vocabulary)

    assert 0 < alone[foreign] < OTHER_LANGUAGE * WEIGHTS[LEMMA], "rare there, common here: it is worth less"
    assert twice[foreign] == pytest.approx(alone[foreign])
    assert twice[f"da{LEMMA}til"] == alone[f"da{LEMMA}til"]

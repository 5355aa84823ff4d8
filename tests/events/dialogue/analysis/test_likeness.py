"""Texts that say the same are found, across languages where their words are known; others are not."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.dialogue.analysis.likeness import ASKED, Corpus, Text, features_of
from tests.events.dialogue.analysis.statements import corpus_of, read_statements

pytestmark = pytest.mark.django_db

LAST_BUS = "The last bus leaves at nine, so without a car you cannot go out in the evening."


def nearest(corpus: Corpus, text: str, language: str) -> list[tuple[str, bool]]:
    """Beginnings of the texts that say nearly the same, and whether they are flagged."""
    return [(corpus.texts[near.key].text[:12], near.flagged) for near in corpus.nearly_same(text, language)]


def test_the_same_is_flagged_however_it_is_typed() -> None:
    corpus = corpus_of(read_statements())
    assert nearest(corpus, LAST_BUS, "en") == [("The last bus", True)]
    assert nearest(corpus, "the last BUS leaves at nine so, without a car you cannot go out in the evening!", "en") == [
        ("The last bus", True)
    ]
    typed = "Strætó gengur of sjaldan og því neyðast allir til að fara á bíl í vinnuna."
    assert nearest(corpus, typed.replace("ó", "ó"), "is")[0] == ("Strætó gengu", True)
    # The same words are the same in whatever language somebody says they are.
    assert nearest(corpus, LAST_BUS, "fi") == [("The last bus", True)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "At nine the last bus has left, and nobody without a car gets out in the evening."),
        ("da", "Sidste bus kører klokken ni, så uden bil kan man ikke komme ud om aftenen."),
        ("sv", "Sista bussen går klockan nio, så utan bil kan man inte gå ut på kvällen."),
    ],
)
def test_nearly_the_same_is_asked_about_and_not_flagged(language: str, text: str) -> None:
    assert nearest(corpus_of(read_statements()), text, language) == [("The last bus", False)]


def test_different_statements_are_not_taken_for_the_same() -> None:
    corpus = corpus_of(read_statements())
    for one, other in combinations(corpus.texts, 2):
        assert corpus.likenesses(corpus.vectors[one]).get(other, 0) < ASKED


def test_three_are_named_at_most_the_nearest_first() -> None:
    texts = [Text(f"{number}", f"Buses in the evening for village number {number}", "en") for number in range(5)]
    found = Corpus(texts).nearly_same("Buses in the evening for the village", "en")
    assert [near.key for near in found] == ["0", "1", "2"]


def test_concepts_count_whole_wider_ones_less_and_words_half() -> None:
    weights = features_of("Aftenbussen", "da").weights
    assert (weights["#~bus"], weights["#~public-transport"], weights["aften"]) == (1.0, 0.7, 0.5)
    assert weights["#~evening"] == 0.7
    assert features_of("tillit", "nb").weights["#~trust"] == features_of("luottamusta", "fi").weights["#~trust"] == 1.0


def test_what_says_nothing_is_like_nothing() -> None:
    corpus = Corpus([Text("a", "…", "en"), Text("b", "Buses", "en")])
    assert corpus.nearly_same(" ?!", "en") == []
    assert corpus.vectors["a"] == {}
    assert Corpus([]).nearly_same("Buses", "en") == []
    # A language without dictionary: words as typed.
    assert [near.key for near in Corpus([Text("a", "Borgarin ræður", "fo")]).nearly_same("BORGARIN RÆÐUR", "fo")] == [
        "a"
    ]


def test_a_corpus_built_on_another_is_the_same_as_one_built_alone() -> None:
    texts = [Text(f"{number}", row.text, row.language) for number, row in enumerate(read_statements("tune"))]
    before = Corpus([*texts[:20], Text("30", "Something else", "en")])
    assert Corpus(texts, before).vectors == Corpus(texts).vectors


@settings(max_examples=20, deadline=None)
@given(st.permutations(range(24)))
def test_likeness_does_not_depend_on_the_order_of_texts(order: list[int]) -> None:
    texts = [Text(f"{number:02}", row.text, row.language) for number, row in enumerate(read_statements("tune")[:24])]
    mixed, plain = Corpus(texts[number] for number in order), Corpus(texts)
    assert mixed.vectors == plain.vectors
    assert mixed.nearly_same(LAST_BUS, "en") == plain.nearly_same(LAST_BUS, "en")

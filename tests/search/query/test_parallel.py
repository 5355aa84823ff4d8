"""Sentences that nobody wrote for the search are found in other languages than the query's."""

import pytest

from benchmarks.parallel_search import indexed, measure, measure_corpus, one_word, read_corpus, three_words
from search.lexicon.translating import lexicon_health

pytestmark = pytest.mark.django_db


def test_finnish_words_find_english_sentences() -> None:
    """The small lexicon that the portal brings, a few queries, one pair of languages."""
    corpus = {code: sentences[:40] for code, sentences in read_corpus().items() if code in ("fi", "en")}
    asked = frozenset(one.id for one in corpus["fi"])
    with indexed(corpus, ["en"], None) as index:
        alone = measure(one_word(corpus["fi"], asked, 15), "fi", "en", index)
        together = measure(three_words(corpus["fi"], asked, 15), "fi", "en", index)

    assert alone["recall@10"] >= 0.5
    assert together["recall@10"] >= 0.8
    assert together["zero"] == 0


@pytest.mark.drill
def test_words_of_four_languages_find_sentences_in_the_others() -> None:
    """With the full lexicon where this machine has it, else with the small one."""
    found = measure_corpus(read_corpus())
    one, three = found["one all"], found["three all"]
    is_small = lexicon_health() != "ok"

    assert one["recall@10"] >= (0.33 if is_small else 0.45), found
    assert one["zero"] <= (0.45 if is_small else 0.20), found
    assert three["recall@10"] >= (0.55 if is_small else 0.80), found
    assert three["mrr"] >= (0.42 if is_small else 0.60), found
    assert three["zero"] <= (0.25 if is_small else 0.01), found
    assert found["same all"]["mrr"] >= 0.99, found

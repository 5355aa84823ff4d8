"""The extract of parallel sentences is what it says."""

from tests.search.pud import LANGUAGES, holding, sentences


def test_every_sentence_stands_in_every_language() -> None:
    assert {len(sentences(language)) for language in LANGUAGES} == {250}
    assert len({tuple(one.id for one in sentences(language)) for language in LANGUAGES}) == 1
    assert all(one.text and one.lemmas for language in LANGUAGES for one in sentences(language))


def test_lemmas_are_those_that_are_typed() -> None:
    assert not any("#" in lemma for one in sentences("fi") for lemma, _ in one.lemmas)
    assert holding("fi", "vallanvaihto") <= holding("en", "transition") != frozenset()

"""What only asks is no part of what is looked for."""

import pytest

from search.query.parsing import parse
from search.query.questions import opening, without_opening
from search.query.told import without_words


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("How do we keep bees in the city?", "keep bees in the city"),
        ("how can you tell salt marshes", "tell salt marshes"),
        ("Is it possible to restore a salt marsh", "restore a salt marsh"),
        ("Are there any examples of choirs", "choirs"),
        ("What is the best way to groom ski tracks?", "groom ski tracks"),
        ("Hvordan kan vi holde bier?", "holde bier"),
        ("Findes der eksempler på kor", "kor"),
        ("Hvordan kan man få flere til å synge", "få flere til å synge"),
        ("korleis kan vi halde bier", "halde bier"),
        ("Er det mulig å se skiløypene", "se skiløypene"),
        ("Hur kan man få fler att sjunga", "få fler att sjunga"),
        ("Finns det några färjor", "färjor"),
        ("Miten voisimme hoitaa mehiläisiä?", "hoitaa mehiläisiä"),
        ("Voiko lautta kulkea talvella", "lautta kulkea talvella"),
        ("Hvernig er hægt að halda býflugur?", "halda býflugur"),
        ("Eru til dæmi um kóra", "kóra"),
    ],
)
def test_the_opening_of_a_question_is_left_out(typed: str, left: str) -> None:
    assert " ".join(without_opening(parse(typed)).words) == left


@pytest.mark.parametrize(
    "typed",
    ["how do we", "what is it", "miten", "bees in the city", "hvad er der", "city of how to", "who cares", "var"],
)
def test_other_words_stay(typed: str) -> None:
    assert without_opening(parse(typed)) == parse(typed)


def test_words_in_quotes_stay() -> None:
    parsed = without_opening(parse('how do we keep "how do we"'))
    assert (parsed.words, parsed.phrases) == (("keep",), (("how", "do", "we"),))


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("Hvordan kan vi holde bier på Ærø?", "holde bier på Ærø"),
        ('"salt marsh" how do we restore it', '"salt marsh" restore it'),
        ("How  do we keep bees -moths?", "keep bees -moths"),
        ("Hvernig er hægt að halda býflugur?", "halda býflugur"),
    ],
)
def test_what_is_left_is_told_as_it_was_typed(typed: str, told: str) -> None:
    assert without_words(typed, opening(parse(typed))) == told

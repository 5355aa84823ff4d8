"""Spellings that mean the same letters."""

import pytest

from search.languages.folding import fold, restored, spellings


@pytest.mark.parametrize(
    ("stored", "language", "typed"),
    [
        ("københavn", "da", ["kobenhavn", "koebenhavn", "köbenhavn", "københavn"]),
        ("århus", "da", ["aarhus", "arhus", "århus"]),
        ("öresund", "sv", ["oresund", "oeresund", "øresund"]),
        ("þingeyri", "is", ["thingeyri", "þingeyri"]),
        ("ísafjörður", "is", ["isafjordur", "isafjörður", "isafjoerdur"]),
        ("ääni", "fi", ["aani"]),
        ("kárášjohka", "se", ["karasjohka"]),
    ],
)
def test_every_spelling_meets_the_stored_word(stored: str, language: str, typed: list[str]) -> None:
    assert [word for word in typed if fold(stored, language) not in spellings(word)] == []


def test_finnish_double_vowels_stay_apart() -> None:
    assert fold("maa", "fi") != fold("ma", "fi")


def test_restored_letters_begin_with_the_fewest_changes() -> None:
    assert list(restored("fa", "sv")) == ["få", "fä"]
    assert "efteråret" in restored("efteraret", "da")


def test_restored_letters_are_limited() -> None:
    assert len(list(restored("aouaeoiauoeaidth", "is"))) == 120
    assert list(restored("aouaeoiauoeaidth" * 3, "is")) == []

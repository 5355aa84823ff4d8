"""Words are marked in whatever form they stand."""

import pytest

from search.query.highlighting import find_marks
from search.tokens import LEMMA, PART


@pytest.mark.parametrize(
    ("language", "token", "text", "marked"),
    [
        ("is", f"is{LEMMA}aldraður", "Þjónusta við eldri og öldruðum boðið", ["öldruðum"]),
        ("is", f"is{LEMMA}amma", "Sögur frá ömmum", ["ömmum"]),
        ("is", f"is{LEMMA}ungur", "Fólk sem er yngri", ["yngri"]),
        ("is", f"is{PART}barn", "Mörg skólabörn komu", ["skólabörn"]),
        ("fi", f"fi{PART}katu", "Uudella rantakadulla", ["rantakadulla"]),
        ("is", f"is{PART}maður", "Aðrir slökkviliðsmenn komu", ["slökkviliðsmenn"]),
        ("da", f"da{PART}mand", "To brandmænd kom", ["brandmænd"]),
        ("is", f"is{LEMMA}amma", "Enginn mun sjá neitt", []),
    ],
)
def test_a_word_is_marked_whose_first_letter_or_stem_changes(
    language: str, token: str, text: str, marked: list[str]
) -> None:
    found = find_marks(text, language, {token})
    assert [text[mark.start : mark.end] for mark in found] == marked

"""Characters as people see them."""

import pytest

from events.dialogue.input.counting import count


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("", 0),
        ("Bænkur", 6),
        ("a\u030a og o\u0308", 6),
        ("e\u0301\u0323", 1),
        ("line\r\nline", 9),
        ("line\r\nlíne", 9),
        ("👩‍👩‍👧‍👦", 1),
        ("👍🏽👍", 2),
        ("🇫🇮🇸🇪🇮", 3),
        ("1️⃣☺️", 2),
        ("🏴\U000e0067\U000e0062\U000e007f", 1),
        ("각", 1),
        ("\u1100\u1161\u11a8", 1),
        ("가나", 2),
        ("नि", 1),
        ("a\u200db", 2),
        ("👩\u200d\u200d👩", 2),
        ("so\u00adft", 5),
    ],
)
def test_count_gives_what_people_see(text: str, seen: int):
    assert count(text) == seen


def test_decomposed_letters_count_like_composed_ones():
    assert count("Reykjavi\u0301k ha\u030ar ko\u0308pt") == count("Reykjavík hår köpt") == 18

"""Reading what somebody typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query.parsing import MAX_WORDS, Parsed, parse


@pytest.mark.parametrize(
    ("typed", "parsed"),
    [
        ("Smart By", Parsed(words=("smart", "by"))),
        ('"smart by" aalborg', Parsed(words=("aalborg",), phrases=(("smart", "by"),))),
        ("„snjöll borg“", Parsed(phrases=(("snjöll", "borg"),))),
        ("energi -vind", Parsed(words=("energi",), excluded=("vind",))),
        ('energi -"smart by"', Parsed(words=("energi",), excluded=("smart", "by"))),
        ("e-helse", Parsed(words=("e-helse",))),
        ('"energi"', Parsed(words=("energi",))),
        ("by by by", Parsed(words=("by",))),
        ('" - * :', Parsed()),
        ("", Parsed()),
    ],
)
def test_query_is_read_as_meant(typed: str, parsed: Parsed) -> None:
    assert parse(typed) == parsed


@given(st.text(max_size=600))
def test_anything_can_be_typed(typed: str) -> None:
    parsed = parse(typed)
    assert len(parsed.words) <= MAX_WORDS
    assert all(word == word.lower() and word.strip() for word in parsed.words if word.isascii())

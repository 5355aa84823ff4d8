"""A word is found in the verbal nouns of its verb, below itself, and in nothing that only looks like one."""

import secrets
from collections.abc import Iterator

import pytest
from django.db import connection

from search.engines.base import IndexDocument, SearchRequest
from search.engines.registry import temporary_index
from search.query.derived import derivations
from search.query.fallback_steps import Index, find
from search.tokens import streams

pytestmark = [pytest.mark.django_db]


@pytest.mark.parametrize(
    ("language", "verb", "noun"),
    [
        ("fi", "hukkua", "hukkuminen"),
        ("fi", "tilata", "tilaaminen"),
        ("fi", "kierrättää", "kierrätys"),
        ("fi", "nähdä", "näkeminen"),
        ("fi", "organisoida", "organisointi"),
        ("da", "undervise", "undervisning"),
        ("da", "uddanne", "uddannelse"),
        ("nb", "åpne", "åpning"),
        ("sv", "utbilda", "utbildning"),
        ("sv", "inbjuda", "inbjudan"),
        ("is", "þróa", "þróun"),
        ("is", "hanna", "hönnun"),
        ("is", "byggja", "bygging"),
        ("en", "restore", "restoration"),
        ("en", "reduce", "reduction"),
        ("en", "pay", "payment"),
    ],
)
def test_verb_and_verbal_noun_are_one_family(language: str, verb: str, noun: str) -> None:
    assert noun in derivations(verb, language)
    assert verb in derivations(noun, language)


@pytest.mark.parametrize(
    ("language", "word", "other"),
    [
        ("nb", "salt", "salting"),
        ("da", "salt", "saltning"),
        ("sv", "salt", "saltning"),
        ("sv", "vara", "varning"),
        ("en", "port", "portion"),
        ("en", "depart", "department"),
        ("en", "state", "station"),
        ("fi", "ennallistaminen", "palauttaminen"),
        ("fi", "kattaa", "katto"),
        ("nb", "holde", "holdning"),
        ("sv", "hålla", "hållning"),
        ("en", "vise", "vision"),
        ("is", "vegur", "vegun"),
        ("fi", "valta", "valaminen"),
    ],
)
def test_what_looks_or_means_alike_is_no_family(language: str, word: str, other: str) -> None:
    assert other not in derivations(word, language)
    assert word not in derivations(other, language)


TEXTS = {"verb": "Yksi lautta voi hukkua.", "noun": "Hukkuminen on harvinaista.", "else": "Lautta kulkee talvella."}


@pytest.fixture
def index() -> Iterator[Index]:
    """Three sentences in Finnish."""
    with temporary_index(f"search_test_{secrets.token_hex(4)}", connection.vendor) as (engine, database):
        found = {key: streams(text, "fi") for key, text in TEXTS.items()}
        engine.index(
            IndexDocument(key, 1, {"title": [], "body": one.analysed, "also": [], "words": one.typed}, {}, ("fi",))
            for key, one in found.items()
        )
        yield Index(engine, database.vocabulary)


@pytest.mark.parametrize(("typed", "first", "second"), [("hukkua", "verb", "noun"), ("hukkuminen", "noun", "verb")])
def test_the_word_itself_stands_first(index: Index, typed: str, first: str, second: str) -> None:
    request = SearchRequest(shown_for="fi")
    assert [hit.key for hit in find(typed, "fi", index, request).results.hits] == [first, second]
    assert [hit.key for hit in find(typed, "fi", index, request, False).results.hits] == [first], "as typed"

"""Dictionaries of dictd and Apertium are read as their entries, whatever else stands in them."""

from pathlib import Path

import pytest

from search.lexicon.apertium import UnreadableError, read_entries
from search.lexicon.sources import MOST_TRANSLATIONS, clean, find_dictionaries, read_article
from tests.search.lexicon.fixtures import apertium, write_dictd


def test_dictionary_of_dictd_is_read_by_its_index(tmp_path: Path) -> None:
    write_dictd(
        tmp_path, "fin-swe", ["lautta /lautta/ <n>\n1. flotte\npuusta\n2. färja, färga 2.+ x\nalus", "yö <n>\nnatt"]
    )
    write_dictd(tmp_path, "fin-pol", ["yö <n>\nnoc"])
    [found] = find_dictionaries([tmp_path])
    assert (found.source_language, found.target_language, found.maker) == ("fi", "sv", "WikDict")
    assert [(entry.word, entry.translation, entry.kind, entry.place) for entry in found.entries()] == [
        ("lautta", "flotte", "n", 0),
        ("lautta", "färja", "n", 1),
        ("lautta", "färga", "n", 2),
        ("yö", "natt", "n", 0),
    ]


def test_dictionary_of_apertium_is_read_without_names(tmp_path: Path) -> None:
    (tmp_path / "isl-swe.autobil.bin").write_bytes(
        apertium([("ferja", "färja", "n"), ("þvottur", "tvätt", "n"), ("prófvík", "provvik", "np")])
    )
    [found] = find_dictionaries([tmp_path])
    assert found.maker == "Apertium"
    assert [entry[:3] for entry in found.entries()] == [("ferja", "färja", "n"), ("þvottur", "tvätt", "n")]


@pytest.mark.parametrize(
    "content",
    [b"", b"MZ" * 40, apertium([("ferja", "färja", "n")])[:-3], apertium([("ferja", "färja", "n")], features=1)],
    ids=["empty", "another format", "cut off", "weighted"],
)
def test_broken_dictionary_of_apertium_is_named_as_such(content: bytes) -> None:
    with pytest.raises(UnreadableError):
        list(read_entries(content))


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ("Fährhäfen", "fährhäfen"),
        ("to salt", "salt"),
        ("att salta", "salta"),
        ("<b>salt</b> [kem.] (fint)", "salt"),
        ("vatten~", "vatten"),
        ("a\u0308lv", "älv"),
        ("snö- plog", "snö- plog"),
        ("", ""),
        ("&amp;", ""),
        ("x", ""),
        ("three whole words", ""),
        ("https://portal.example/", ""),
        ("n" * 61, ""),
    ],
)
def test_headwords_are_cleaned_of_markup_or_left_out(written: str, word: str) -> None:
    assert clean(written) == word


def test_an_article_of_ten_thousand_translations_gives_the_first() -> None:
    names = [
        f"ord{chr(97 + number % 26)}{chr(97 + number // 26 % 26)}{chr(97 + number // 676)}" for number in range(10_000)
    ]
    entries = list(read_article("sana <n>\n" + ", ".join(names)))
    assert [entry.translation for entry in entries] == names[:MOST_TRANSLATIONS]


@pytest.mark.parametrize("article", ["", "\n", "<n>\nsalt", "sana"])
def test_an_article_without_headword_or_translation_gives_nothing(article: str) -> None:
    assert list(read_article(article)) == []

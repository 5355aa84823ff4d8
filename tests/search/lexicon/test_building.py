"""A lexicon is made of dictionaries: both directions, by way of third languages, surest first."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from search.lexicon.building import make_entries, read_edges
from search.lexicon.packed import PIVOT, open_lexicon
from search.lexicon.sources import find_dictionaries
from tests.search.lexicon.fixtures import apertium, write_dictd


def entries_of(folder: Path) -> dict[str, dict[str, float]]:
    found = make_entries(read_edges(find_dictionaries([folder])))
    return {word: {other: round(weight, 3) for other, weight, _ in others} for word, others in found.items()}


def test_translations_go_both_ways_and_by_way_of_third_languages(tmp_path: Path) -> None:
    write_dictd(tmp_path, "fin-swe", ["lautta <n>\nfärja, flotte"])
    (tmp_path / "isl-swe.autobil.bin").write_bytes(apertium([("ferja", "färja", "n")]))
    found = entries_of(tmp_path)
    assert found["fi:lautta"] == {"sv:färja": 0.85, "sv:flotte": 0.68, "is:ferja": 0.367}
    assert found["sv:färja"] == {"is:ferja": 0.72, "fi:lautta": 0.765}
    assert found["is:ferja"] == {"sv:färja": 0.8, "fi:lautta": 0.367}


def test_third_words_of_another_part_of_speech_lead_nowhere(tmp_path: Path) -> None:
    write_dictd(tmp_path, "fin-eng", ["kuusi <n>\nspruce", "suola <n>\nsalt"])
    write_dictd(tmp_path, "eng-nor", ["spruce <adj>\npyntet", "salt <n>\nsalt"])
    found = entries_of(tmp_path)
    assert "nb:pyntet" not in found["fi:kuusi"]
    assert "nb:salt" in found["fi:suola"]


def test_every_part_of_speech_of_a_word_leads_on(tmp_path: Path) -> None:
    """Danish "færge" is a ferry, and to ferry; only the noun leads from Swedish to Finnish."""
    write_dictd(tmp_path, "swe-fin", ["färja <n>\nlautta"])
    (tmp_path / "dan-swe.autobil.bin").write_bytes(apertium([("færge", "färja", "n"), ("færge", "färja", "vblex")]))
    assert "fi:lautta" in entries_of(tmp_path)["da:færge"]


def test_what_is_translated_in_all_kinds_of_ways_leads_nowhere(tmp_path: Path) -> None:
    """A hub: the words that a Finnish word reaches by way of it would be any."""
    write_dictd(tmp_path, "fin-eng", ["asia <n>\nthing"])
    write_dictd(tmp_path, "eng-nor", [f"thing <n>\n{', '.join('sak' + letter for letter in 'abcdefghijklmnopqrst')}"])
    write_dictd(
        tmp_path,
        "eng-fin",
        [f"thing <n>\n{', '.join('asi' + chr(97 + n // 26) + chr(97 + n % 26) for n in range(40))}"],
    )
    assert entries_of(tmp_path)["fi:asia"] == {"en:thing": 0.85}


def test_doubted_dictionary_counts_where_others_say_the_same(tmp_path: Path) -> None:
    write_dictd(tmp_path, "eng-swe", ["water /w/\nfältflaska", "water /w/\nvatten"], about="freedict.org")
    write_dictd(tmp_path, "swe-eng", ["vatten <n>\nwater"], about="freedict.org")
    assert entries_of(tmp_path)["en:water"] == {"sv:vatten": 0.815}


def test_command_makes_a_lexicon_and_reports_it(tmp_path: Path) -> None:
    write_dictd(tmp_path, "fin-swe", ["lautta <n>\nfärja"])
    (tmp_path / "isl-swe.autobil.bin").write_bytes(apertium([("ferja", "färja", "n")]))
    printed = io.StringIO()
    call_command("lexicon_build", str(tmp_path), to=tmp_path / "full.lexicon", stdout=printed)
    found = open_lexicon(tmp_path / "full.lexicon")
    assert [(one.word, one.source, bool(one.origin & PIVOT)) for one in found.translations("is", "ferja")] == [
        ("färja", "Apertium", False),
        ("lautta", "WikDict, Apertium", True),
    ]
    report = json.loads(printed.getvalue())
    assert report["pairs"] == {"fi-is": 1, "fi-sv": 1, "is-fi": 1, "is-sv": 1, "sv-fi": 1, "sv-is": 1}
    assert {name: source["files"] for name, source in report["sources"].items()} == {
        "WikDict": ["freedict-fin-swe.dict.dz"],
        "Apertium": ["isl-swe.autobil.bin"],
    }
    assert found.report["pairs"] == report["pairs"]


def test_command_says_when_there_is_nothing_to_read(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no dictionaries"):
        call_command("lexicon_build", str(tmp_path))
    (tmp_path / "isl-swe.autobil.bin").write_bytes(b"cut")
    with pytest.raises(CommandError, match="could not be made"):
        call_command("lexicon_build", str(tmp_path), to=tmp_path / "full.lexicon")
    assert not (tmp_path / "full.lexicon").exists()

"""The lexicon in use: mapped from one file, and left where the file is broken."""

import logging
import lzma
import struct
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client

from search.lexicon import translating
from search.lexicon.packed import MOST_TRANSLATIONS, Lexicon, Translation, open_lexicon, pack
from search.lexicon.translating import full_lexicon, lexicon, lexicon_health

WORDS = {
    "fi:lautta": [("sv:färja", 0.85, 1), ("is:ferja", 0.4, 12)],
    "sv:färja": [("fi:lautta", 0.75, 1)],
    "is:þvottur": [("sv:tvätt", 0.8, 4)],
}
WHOLE = pack(WORDS, {"words": 3})
SMALL = pack({"fi:lautta": [("en:ferry", 0.85, 1)]}, {})


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of dictionaries of its own, beside a portal that brings a lexicon of one word."""
    settings.DICTIONARY_DIR = tmp_path / "dictionaries"
    settings.DICTIONARY_DIR.mkdir()
    shipped = tmp_path / "wikdict.lexicon.xz"
    shipped.write_bytes(lzma.compress(SMALL))
    monkeypatch.setattr(translating, "SHIPPED", shipped)
    yield settings.DICTIONARY_DIR
    translating._open.cache_clear()


def words(found: Lexicon) -> list[str]:
    return [one.word for one in found.translations("fi", "lautta")]


def test_packed_lexicon_holds_what_was_packed(tmp_path: Path) -> None:
    path = tmp_path / "own.lexicon"
    path.write_bytes(WHOLE)
    found = open_lexicon(path)
    assert found.translations("fi", "lautta") == (
        Translation("sv", "färja", 217 / 255, 1),
        Translation("is", "ferja", 102 / 255, 12),
    )
    assert [one.source for one in found.translations("fi", "lautta")] == ["WikDict", "Apertium"]
    assert [one.word for one in found.translations("is", "þvottur")] == ["tvätt"]
    assert list(found) == ["fi:lautta", "is:ferja", "is:þvottur", "sv:färja", "sv:tvätt"]
    assert found.report["words"] == 3


@pytest.mark.parametrize("word", ["", "laut", "lauttaa", "zzz", "\0", "😀", "ferja"])
def test_unknown_words_have_no_translations(word: str, folder: Path) -> None:
    full_lexicon().write_bytes(WHOLE)
    assert lexicon().translations("fi", word) == ()
    assert Lexicon().translations("fi", word) == ()


def test_no_word_has_thousands_of_translations(folder: Path) -> None:
    full_lexicon().write_bytes(pack({"fi:lautta": [(f"sv:ord{number}", 0.5, 1) for number in range(10_000)]}, {}))
    assert len(words(lexicon())) == MOST_TRANSLATIONS


def test_full_lexicon_is_used_where_it_was_made_and_anew_when_made_anew(folder: Path, caplog) -> None:
    assert (words(lexicon()), lexicon_health()) == (["ferry"], "ok, small")
    full_lexicon().write_bytes(WHOLE)
    assert (words(lexicon()), lexicon_health()) == (["färja", "ferja"], "ok")
    full_lexicon().unlink()
    assert (words(lexicon()), lexicon_health()) == (["ferry"], "ok, small")
    assert not caplog.records


def test_shipped_lexicon_is_unpacked_once_for_all_processes(folder: Path) -> None:
    assert words(lexicon()) == ["ferry"]
    [unpacked] = folder.iterdir()
    written = unpacked.stat().st_mtime_ns
    translating._open.cache_clear()
    assert words(lexicon()) == ["ferry"]
    assert unpacked.stat().st_mtime_ns == written
    unpacked.write_bytes(SMALL[:50])
    translating._open.cache_clear()
    assert words(lexicon()) == ["ferry"]
    assert unpacked.read_bytes() == SMALL


def test_shipped_lexicon_stays_in_memory_where_nothing_can_be_written(tmp_path: Path, settings) -> None:
    blocked = tmp_path / "a file"
    blocked.write_text("not a folder")
    settings.DICTIONARY_DIR = blocked / "dictionaries"
    assert (words(lexicon()), lexicon_health()) == (["ferry"], "ok, small")


def with_version(version: int) -> bytes:
    return WHOLE[:4] + struct.pack("<I", version) + WHOLE[8:]


def changed(place: int) -> bytes:
    return WHOLE[:place] + bytes([WHOLE[place] ^ 1]) + WHOLE[place + 1 :]


BROKEN = {
    "cut off": WHOLE[:-3],
    "cut off in the head": WHOLE[:9],
    "empty": b"",
    "version": with_version(99),
    "no lexicon": b"%PDF-1.7 of something else, of some length",
    "damaged at its end": changed(len(WHOLE) - 1),
    "damaged in its report": changed(24),
}


@pytest.mark.parametrize(("kind", "said"), [
    ("cut off", "cut off"), ("cut off in the head", "cut off"), ("empty", "cut off"),
    ("version", "version 99 instead of 1"), ("no lexicon", "no lexicon"),
    ("damaged at its end", "damaged"), ("damaged in its report", "damaged"),
])  # fmt: skip
def test_broken_lexicon_is_left_and_named_once(kind: str, said: str, folder: Path, caplog) -> None:
    full_lexicon().write_bytes(BROKEN[kind])
    for _ in range(2):
        assert (words(lexicon()), lexicon_health()) == (["ferry"], f"full.lexicon {said}")
    [line] = caplog.records
    assert said in line.getMessage()
    assert "lexicon_build" in line.getMessage()


def make_folder(path: Path) -> None:
    path.mkdir()


def make_circle(path: Path) -> None:
    path.symlink_to(path)


@pytest.mark.parametrize("make", [make_folder, make_circle])
def test_unreadable_lexicon_is_left_and_named_once(make: Callable[[Path], None], folder: Path, caplog) -> None:
    make(full_lexicon())
    for _ in range(2):
        assert (words(lexicon()), lexicon_health()) == (["ferry"], "full.lexicon unreadable")
    assert len(caplog.records) == 1


@pytest.mark.parametrize("content", [None, b"", b"no archive", lzma.compress(SMALL)[:-9], lzma.compress(SMALL[:-9])])
def test_portal_without_any_lexicon_translates_nothing_and_says_so(content: bytes | None, folder: Path, caplog) -> None:
    translating.SHIPPED.unlink()
    if content is not None:
        translating.SHIPPED.write_bytes(content)
    for _ in range(2):
        assert (words(lexicon()), lexicon_health()) == ([], "wikdict.lexicon.xz unreadable")
    assert [line.levelno for line in caplog.records] == [logging.WARNING]


@pytest.mark.django_db
def test_readyz_names_the_lexicon_and_stays_ready(client: Client, folder: Path) -> None:
    assert client.get("/readyz").json()["lexicon"] == "ok, small"
    full_lexicon().write_bytes(WHOLE[:-3])
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["lexicon"]) == (200, "full.lexicon cut off")

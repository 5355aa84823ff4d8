"""The packed dictionaries hold what simplemma's own hold, in files that processes share."""

from itertools import islice
from pathlib import Path

import pytest
from simplemma.strategies.dictionaries.stream_dictionary_factory import StreamMap

from search.languages.dictionaries import PackedDictionary, load, pack


def test_packed_dictionary_agrees_with_simplemma() -> None:
    original, packed = StreamMap("nn"), PackedDictionary(pack("nn"))
    forms = list(islice(original, 0, None, 97))
    assert {form: packed.get(form) for form in forms} == {form: original.get(form) for form in forms}
    assert len(packed) == len(original)
    assert list(islice(packed, 100)) == list(islice(original, 100))


@pytest.mark.parametrize("form", ["", "zzzzzq", "\x00", "😀"])
def test_packed_dictionary_misses_without_error(form: str) -> None:
    assert PackedDictionary(pack("se")).get(form) is None


def test_load_writes_one_file_and_reads_it_again(tmp_path: Path, settings) -> None:
    settings.DICTIONARY_DIR = tmp_path / "dictionaries"
    first = load("se")
    assert [path.name.split("-")[0] for path in settings.DICTIONARY_DIR.iterdir()] == ["se"]
    written = next(settings.DICTIONARY_DIR.iterdir()).stat().st_mtime_ns
    assert list(islice(load("se"), 50)) == list(islice(first, 50))
    assert next(settings.DICTIONARY_DIR.iterdir()).stat().st_mtime_ns == written


def test_load_stays_in_memory_where_nothing_can_be_written(tmp_path: Path, settings) -> None:
    blocked = tmp_path / "a file"
    blocked.write_text("not a folder")
    settings.DICTIONARY_DIR = blocked / "dictionaries"
    assert load("se").get("gielddat") == "gielda"

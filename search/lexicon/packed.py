"""The lexicon as one packed file, mapped into memory and shared by all processes: words, and translations of words.

Head, report (JSON, with the checksum of what follows), where each word and its translations begin, the translations
(word, weight, sources), the words in order, each as ``fi:lautta``.
"""

import json
import mmap
import struct
import sys
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from os import SEEK_END
from pathlib import Path
from typing import BinaryIO

from search.languages.dictionaries import Buffer

#: Of the format: a file of another version is not read.
VERSION = 1
_MARK = b"NLEX"
_HEAD = struct.Struct("<4sIIIII")  # mark, version, bytes in all, bytes of the report, words, translations
_NUMBER = struct.Struct("<I")
#: Where the report has it.
_CHECKSUM = "crc32"
_PART = 1 << 20
#: Sources by the bits of a translation's origin; the last is no source but says that a third language led there.
SOURCES = ("WikDict", "FreeDict", "Apertium")
PIVOT = 1 << len(SOURCES)
#: No more translations of a word are handed out, whatever a file holds.
MOST_TRANSLATIONS = 60


class BrokenLexiconError(ValueError):
    """The file is no lexicon, of another version, or cut off."""


@dataclass(frozen=True, slots=True)
class Translation:
    """A word of another language for a word, how sure that is (0 to 1), and bits of its sources."""

    language: str
    word: str
    weight: float
    origin: int

    @property
    def source(self) -> str:
        """Its sources as they are credited."""
        names = [name for bit, name in enumerate(SOURCES) if self.origin >> bit & 1]
        return ", ".join(names)


def pack(entries: Mapping[str, Sequence[tuple[str, float, int]]], report: Mapping[str, object]) -> bytes:
    """A lexicon as the bytes of its file.

    Parameters:
        entries: word (``fi:lautta``) -> its translations: word, weight, bits of sources; the surest first.
        report: what it was made of: pairs, sources, licences.
    """
    words = sorted({*entries, *(word for found in entries.values() for word, _, _ in found)}, key=str.encode)
    number = {word: place for place, word in enumerate(words)}
    ends, begins, targets, weights, origins, texts = array("I", [0]), array("I", [0]), array("I"), [], [], bytearray()
    for word in words:
        texts += word.encode()
        ends.append(len(texts))
        for target, weight, origin in entries.get(word, ()):
            targets.append(number[target])
            weights.append(max(1, min(255, round(weight * 255))))
            origins.append(origin)
        begins.append(len(targets))
    if sys.byteorder == "big":
        for table in (ends, begins, targets):
            table.byteswap()
    numbers = (ends.tobytes(), begins.tobytes(), targets.tobytes())
    body = b"".join((*numbers, bytes(weights), bytes(origins), bytes(texts)))
    told = json.dumps({**report, _CHECKSUM: zlib.crc32(body)}, ensure_ascii=False, sort_keys=True).encode()
    head = _HEAD.pack(_MARK, VERSION, _HEAD.size + len(told) + len(body), len(told), len(words), len(targets))
    return b"".join((head, told, body))


class Lexicon:
    """A packed lexicon: translations by language and word."""

    def __init__(self, content: Buffer = b"", report: Mapping[str, object] | None = None) -> None:
        """Nothing known without ``content``, which ``read_report`` has found to be whole."""
        self._content, self._words, self.report = content, 0, dict(report or {})
        if not content:
            return
        _, _, _, told, self._words, translations = _HEAD.unpack(content[: _HEAD.size])
        self._ends = _HEAD.size + told
        self._begins = self._ends + 4 * (self._words + 1)
        self._targets = self._begins + 4 * (self._words + 1)
        self._weights = self._targets + 4 * translations
        self._origins = self._weights + translations
        self._texts = self._origins + translations

    def __bool__(self) -> bool:
        return self._words > 0

    def __len__(self) -> int:
        return self._words

    def __iter__(self) -> Iterator[str]:
        return (self._text(place).decode() for place in range(self._words))

    def translations(self, language: str, word: str) -> tuple[Translation, ...]:
        """What a word is called in other languages, the surest first; nothing for a word that is not known."""
        wanted = f"{language}:{word}".encode()
        place = bisect_left(range(self._words), wanted, key=self._text)
        if place == self._words or self._text(place) != wanted:
            return ()
        found = range(self._number(self._begins, place), self._number(self._begins, place + 1))
        return tuple(map(self._translation, found[:MOST_TRANSLATIONS]))

    def _translation(self, place: int) -> Translation:
        language, _, word = self._text(self._number(self._targets, place)).decode().partition(":")
        weight = self._content[self._weights + place : self._weights + place + 1][0] / 255
        return Translation(language, word, weight, self._content[self._origins + place : self._origins + place + 1][0])

    def _number(self, table: int, place: int) -> int:
        at = table + 4 * place
        return int(_NUMBER.unpack(self._content[at : at + 4])[0])

    def _text(self, place: int) -> bytes:
        start, end = self._number(self._ends, place), self._number(self._ends, place + 1)
        return self._content[self._texts + start : self._texts + end]


def read_report(file: BinaryIO) -> dict[str, object]:
    """The report of a lexicon, which is read once from one end to the other, past the memory that it is mapped into.

    Raises:
        BrokenLexiconError: it is no lexicon, of another version, cut off or damaged.
    """
    length = file.seek(0, SEEK_END)
    file.seek(0)
    head = file.read(_HEAD.size)
    if len(head) < _HEAD.size:
        raise BrokenLexiconError("cut off")
    mark, version, whole, told, _words, _translations = _HEAD.unpack(head)
    if mark != _MARK:
        raise BrokenLexiconError("no lexicon")
    if version != VERSION:
        raise BrokenLexiconError(f"version {version} instead of {VERSION}")
    if whole != length:
        raise BrokenLexiconError("cut off")
    try:
        report: dict[str, object] = json.loads(file.read(told))
        expected = report[_CHECKSUM]
    except (ValueError, LookupError, TypeError) as error:
        raise BrokenLexiconError("damaged") from error
    found = 0
    while part := file.read(_PART):
        found = zlib.crc32(part, found)
    if found != expected:
        raise BrokenLexiconError("damaged")
    return report


def open_lexicon(path: Path) -> Lexicon:
    """The lexicon of a file, mapped.

    Raises:
        BrokenLexiconError: it is none.
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        report = read_report(file)
        return Lexicon(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ), report)

"""The lexicon as one packed file, mapped into memory and shared by all processes: words, and translations of words.

Head, report (JSON), where each word and its translations begin, the translations (word, weight, sources), the words in
order, each as ``fi:lautta``.
"""

import json
import mmap
import struct
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from search.languages.dictionaries import Buffer

#: Of the format: a file of another version is not read.
VERSION = 1
_MARK = b"NLEX"
_HEAD = struct.Struct("<4sIIIII")  # mark, version, bytes in all, bytes of the report, words, translations
_NUMBER = struct.Struct("<I")
#: Sources by the bits of a translation's origin; the last is no source but says that a third language led there.
SOURCES = ("WikDict", "FreeDict", "Apertium")
PIVOT = 1 << len(SOURCES)


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
    told = json.dumps(report, ensure_ascii=False, sort_keys=True).encode()
    tables = b"".join((ends.tobytes(), begins.tobytes(), targets.tobytes(), bytes(weights), bytes(origins)))
    length = _HEAD.size + len(told) + len(tables) + len(texts)
    head = _HEAD.pack(_MARK, VERSION, length, len(told), len(words), len(targets))
    return b"".join((head, told, tables, bytes(texts)))


class Lexicon:
    """A packed lexicon: translations by language and word."""

    def __init__(self, content: Buffer = b"") -> None:
        """Nothing known without ``content``.

        Raises:
            BrokenLexiconError: it is no lexicon, of another version, or cut off.
        """
        self._content, self._words, self.report = content, 0, dict[str, object]()
        if not content:
            return
        try:
            mark, version, length, told, self._words, translations = _HEAD.unpack(content[: _HEAD.size])
        except struct.error as error:
            raise BrokenLexiconError("cut off") from error
        if mark != _MARK:
            raise BrokenLexiconError("no lexicon")
        if version != VERSION:
            raise BrokenLexiconError(f"version {version} instead of {VERSION}")
        if length != len(content):
            raise BrokenLexiconError("cut off")
        try:
            self.report = json.loads(content[_HEAD.size : _HEAD.size + told])
        except ValueError as error:
            raise BrokenLexiconError("unreadable") from error
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
        """What a word is called in other languages, the surest first; nothing for a word that is not known.

        Raises:
            BrokenLexiconError: the file is damaged.
        """
        wanted = f"{language}:{word}".encode()
        try:
            place = bisect_left(range(self._words), wanted, key=self._text)
            if place == self._words or self._text(place) != wanted:
                return ()
            found = range(self._number(self._begins, place), self._number(self._begins, place + 1))
            return tuple(map(self._translation, found))
        except (struct.error, IndexError, ValueError) as error:
            raise BrokenLexiconError("damaged") from error

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


def open_lexicon(path: Path) -> Lexicon:
    """The lexicon of a file, mapped.

    Raises:
        BrokenLexiconError: it is none.
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        try:
            return Lexicon(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        except ValueError as error:  # an empty file cannot be mapped
            raise error if isinstance(error, BrokenLexiconError) else BrokenLexiconError("cut off") from error

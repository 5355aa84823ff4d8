"""Reading the dictionaries that the lexicon is made of: those of FreeDict and WikDict (dictd), those of Apertium.

They are Debian packages (``dict-freedict-*``, ``apertium-*``), read where they are installed and never downloaded.
"""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from portal.core.i18n.languages import LANGUAGES
from search.languages.text import MAX_WORD, normalise
from search.lexicon.apertium import read_entries

#: Languages by the codes of the files. German and French lead from one Nordic language to another.
CODES = {other: code for code, row in LANGUAGES.items() for other in (code, *row.other_codes)} | {
    "deu": "deu",
    "fra": "fra",
}
_PAIR = re.compile(r"(?:freedict-)?([a-z]{2,3})-([a-z]{2,3})\.(?:dict\.dz|autobil\.bin)$")
_BASE64 = {letter: value for value, letter in enumerate(
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
)}  # fmt: skip
_KINDS = {"n": "n", "pn": "n", "v": "v", "adj": "a", "adv": "r", "adverb": "r"}
_KIND = re.compile(r"<([a-z]+)")
#: A line of translations: numbered, and perhaps with the number of a second definition at its end.
_NUMBERED = re.compile(r"\d+\. *(?P<words>\D.*)$")
_TAIL = re.compile(r"\s\d+\.(?:\+.*)?$")
_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]|<[^>]*>|/+[^/]*/+")
#: More translations of one word are a list of something else.
MOST_TRANSLATIONS = 40


class Entry(NamedTuple):
    """A translation as a dictionary gives it: word, translation, part of speech ("" if unknown), place in its entry."""

    word: str
    translation: str
    kind: str
    place: int


class Dictionary(NamedTuple):
    """A file of one direction: its languages, who made it (one of ``packed.SOURCES``)."""

    path: Path
    source_language: str
    target_language: str
    maker: str

    def entries(self) -> Iterator[Entry]:
        """Everything in it, cleaned.

        Raises:
            OSError: it cannot be read.
            ValueError: it is no such file.
        """
        if self.maker == "Apertium":
            for word, translation, kind in read_entries(self.path.read_bytes()):
                cleaned, target = clean(word), clean(translation)
                if cleaned and target:
                    yield Entry(cleaned, target, kind, 0)
            return
        for text in _articles(self.path):
            yield from read_article(text)


def find_dictionaries(paths: list[Path]) -> list[Dictionary]:
    """The dictionaries of known languages below some folders, or among some files, in the order of their names."""
    files = [file for path in paths for file in ([path] if path.is_file() else path.rglob("*"))]
    found = []
    for file in sorted(files):
        pair = _PAIR.search(file.name)
        if pair and pair[1] in CODES and pair[2] in CODES:
            found.append(Dictionary(file, CODES[pair[1]], CODES[pair[2]], _maker(file)))
    return found


def _maker(file: Path) -> str:
    if file.name.endswith(".bin"):
        return "Apertium"
    with gzip.open(file) as opened:
        return "WikDict" if b"wikdict.com" in opened.read(8000) else "FreeDict"


def _articles(path: Path) -> Iterator[str]:
    """The articles of a dictionary of dictd: its index says where each begins, and how long it is."""
    content = gzip.decompress(path.read_bytes())
    index = path.with_name(path.name.removesuffix(".dict.dz") + ".index").read_bytes()
    places = set()
    for line in index.splitlines():
        word, start, length = line.split(b"\t")
        if not word.startswith(b"00database"):
            places.add((_place(start), _place(length)))
    for begin, size in sorted(places):
        yield content[begin : begin + size].decode("utf-8", "replace")


def _place(written: bytes) -> int:
    value = 0
    for letter in written:
        value = value << 6 | _BASE64[letter]
    return value


def read_article(text: str) -> Iterator[Entry]:
    """The translations of an article: a headword with its part of speech, lines of translations, lines of meanings."""
    head, *lines = text.split("\n")
    word = clean(head)
    found = _KIND.search(head)
    kind = _KINDS.get(found[1], "") if found else ""
    place = 0
    for number, line in enumerate(lines):
        numbered = _NUMBERED.match(line)
        if not word or not (numbered or number == 0):
            continue
        for name in re.split(r"[,;]", _ASIDE.sub(" ", _TAIL.sub("", numbered["words"] if numbered else line))):
            translation = clean(name)
            if translation and place < MOST_TRANSLATIONS:
                yield Entry(word, translation, kind, place)
                place += 1


def clean(written: str) -> str:
    """A headword or translation as it is looked up, one or two words; "" for anything else."""
    plain = _ASIDE.sub(" ", written.replace("~", "").replace("#", ""))
    words = normalise(" ".join(plain.split())).split()
    if len(words) == 2 and words[0] in {"to", "a", "an", "the", "at", "att", "å", "en", "et", "ett", "að"}:
        words = words[1:]
    fitting = all(len(word) <= MAX_WORD and word.replace("-", "").replace("'", "").isalpha() for word in words)
    return " ".join(words) if fitting and 0 < len(words) <= 2 and len("".join(words)) > 1 else ""

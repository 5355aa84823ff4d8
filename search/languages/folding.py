"""Letter folding: kobenhavn, koebenhavn and København; Thingeyri and Þingeyri.

Two foldings, as Lucene defines them (scandinavian_folding, ASCII folding). Finnish spells aa and oo constantly, so it
is folded to ASCII only; everywhere else the Scandinavian folding comes first.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations, islice, product

from portal.core.i18n.languages import language_row
from portal.core.i18n.text import fold_ascii

_SCANDINAVIAN = str.maketrans("åäæöø", "aaaoo")
_A_PAIRS, _O_PAIRS = re.compile("aa|ae|ao"), re.compile("oe|oo")
#: What people type for a letter of the language when their keyboard lacks it.
_RESTORABLE: dict[str, dict[str, tuple[str, ...]]] = {
    "da": {"ae": ("æ",), "oe": ("ø",), "aa": ("å",), "a": ("å", "æ"), "o": ("ø",), "ä": ("æ",), "ö": ("ø",)},
    "sv": {
        "aa": ("å",),
        "ae": ("ä",),
        "oe": ("ö",),
        "a": ("å", "ä"),
        "o": ("ö",),
        "e": ("é",),
        "æ": ("ä",),
        "ø": ("ö",),
    },
    "fi": {"a": ("ä",), "o": ("ö",), "æ": ("ä",), "ø": ("ö",)},
    "is": {
        "a": ("á",),
        "e": ("é",),
        "i": ("í",),
        "o": ("ó", "ö"),
        "u": ("ú",),
        "y": ("ý",),
        "d": ("ð",),
        "th": ("þ",),
        "ae": ("æ",),
        "oe": ("ö",),
    },
    "fo": {
        "a": ("á",),
        "i": ("í",),
        "o": ("ó", "ø"),
        "u": ("ú",),
        "y": ("ý",),
        "d": ("ð",),
        "ae": ("æ",),
        "oe": ("ø",),
    },
    "se": {"a": ("á",), "c": ("č",), "d": ("đ",), "n": ("ŋ",), "s": ("š",), "t": ("ŧ",), "z": ("ž",)},
}
#: Spellings tried for one word, and the longest that is tried: others are found through the indexed vocabulary.
MAX_RESTORED, MAX_LETTERS = 120, 16


def fold_scandinavian(word: str) -> str:
    """The Scandinavian vowels in all their spellings as a and o: ä, æ, å, aa, ae; ö, ø, oe."""
    return _O_PAIRS.sub("o", _A_PAIRS.sub("a", word)).translate(_SCANDINAVIAN)


@lru_cache(maxsize=8192)
def fold(word: str, language: str) -> str:
    """``word`` with the letters of ``language`` folded; what is compared when a spelling is in doubt."""
    is_kept = language_row(language).analysis.keeps_double_vowels
    return fold_ascii(word if is_kept else fold_scandinavian(word))


def spellings(word: str) -> tuple[str, ...]:
    """All folded spellings under which ``word`` may be stored, whatever the language of the text."""
    return tuple(dict.fromkeys((fold_ascii(fold_scandinavian(word)), fold_ascii(word))))


def restored(word: str, language: str) -> Iterator[str]:
    """Forms with the letters of ``language`` that ``word`` may stand for, fewest changes first; made when asked for."""
    if len(word) > MAX_LETTERS:
        return iter(())
    table = _RESTORABLE.get(language_row(language).analysis.letters, {})
    places: list[tuple[int, int, tuple[str, ...]]] = []
    at = 0
    while at < len(word):
        pair = word[at : at + 2]
        size = 2 if pair in table else 1
        options = table.get(word[at : at + size])
        if options:
            places.append((at, at + size, options))
        at += size
    found = (
        _replace(word, chosen, letters)
        for count in range(1, len(places) + 1)
        for chosen in combinations(places, count)
        for letters in product(*(place[2] for place in chosen))
    )
    return islice(found, MAX_RESTORED)


def _replace(word: str, places: tuple[tuple[int, int, tuple[str, ...]], ...], letters: tuple[str, ...]) -> str:
    for (start, end, _), letter in zip(reversed(places), reversed(letters), strict=True):
        word = word[:start] + letter + word[end:]
    return word

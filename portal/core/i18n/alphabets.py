"""Collation: the alphabetical order of each language.

Å stands last in Danish, first of three in Swedish, and is an A in English.
Databases and ``casefold`` sort by code points, where Ä comes before Å and Á behind Z.
"""

import unicodedata
from functools import lru_cache

from portal.core.i18n.languages import active_language, language_row

#: The same letter in another language's spelling.
_TWINS = {"ä": "æ", "æ": "ä", "ö": "ø", "ø": "ö"}
#: What is left of letters that no alphabet here lists and Unicode does not take apart.
_PLAIN = {"æ": "ae", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "ŋ": "n", "ŧ": "t", "œ": "oe"}

Key = tuple[tuple[int, ...], str]


@lru_cache(maxsize=4096)
def _places(letter: str, language: str) -> tuple[int, ...]:
    """Places of a letter in the alphabet, behind blanks (0) and signs and figures (from 1)."""
    alphabet = language_row(language).alphabet
    for spelling in (letter, _TWINS.get(letter, "")):
        if spelling and spelling in alphabet:
            return (1_000_000_000 + alphabet.index(spelling),)
    plain = _PLAIN.get(letter) or unicodedata.normalize("NFD", letter)[0]
    if plain != letter:
        return tuple(place for one in plain for place in _places(one, language))
    if letter.isspace() or letter == "-":
        return (0,)
    # Letters of other scripts come last.
    return (2_000_000_000 + ord(letter) if letter.isalpha() else 1 + ord(letter),)


def alphabetical(text: str, language: str | None = None) -> Key:
    """Sorting key of ``text`` in ``language`` (BCP 47 code), by default the active one; equal letters by code point."""
    code = language or active_language()
    folded = unicodedata.normalize("NFC", text.casefold())
    return tuple(place for letter in folded for place in _places(letter, code)), text


def initial(text: str, language: str | None = None) -> str:
    """The letter below which ``text`` stands in an index of ``language``, as a capital; ``#`` for signs and figures."""
    letter = unicodedata.normalize("NFC", text.strip().casefold())[:1]
    alphabet = language_row(language or active_language()).alphabet
    own = next((one for one in (letter, _TWINS.get(letter, "")) if one and one in alphabet), "")
    plain = own or (_PLAIN.get(letter) or unicodedata.normalize("NFD", letter))[:1]
    return plain.upper() if plain.isalpha() else "#"

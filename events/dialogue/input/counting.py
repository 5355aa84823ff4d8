"""Characters as people see them: extended grapheme clusters (Unicode Standard Annex 29), counted for limits.

The rules of the annex but those for conjuncts of Indic scripts and for prepended signs, which the standard library
cannot tell apart; there a text counts as slightly longer than people see it.
"""

import unicodedata
from collections.abc import Iterator
from enum import Enum, auto

_JOINER = "\u200d"
#: Signs that are no marks by their category and are part of the character before them all the same.
_EXTENDING = frozenset(("\u200c", "\uff9e", "\uff9f"))


class _Kind(Enum):
    """What a code point does to the one before it."""

    OTHER = auto()
    CONTROL = auto()
    EXTENDING = auto()
    JOINER = auto()
    FLAG = auto()
    PICTURE = auto()
    LEADING, VOWEL, FINAL, SYLLABLE, CLOSED_SYLLABLE = auto(), auto(), auto(), auto(), auto()


#: Blocks of pictures (Extended_Pictographic), first and last code point.
_PICTURES = (
    (0xA9, 0xA9), (0xAE, 0xAE),
    (0x203C, 0x203C), (0x2049, 0x2049), (0x2139, 0x2139), (0x2194, 0x21AA), (0x231A, 0x23FF), (0x24C2, 0x24C2),
    (0x25AA, 0x27BF), (0x2934, 0x2935), (0x2B05, 0x2B55), (0x3030, 0x3030), (0x303D, 0x303D), (0x3297, 0x3299),
    (0x1F000, 0x1F1E5), (0x1F201, 0x1F3FA), (0x1F400, 0x1FAFF),
)  # fmt: skip
#: What of Hangul belongs to one syllable: what may stand before -> what may follow.
_HANGUL = {
    _Kind.LEADING: {_Kind.LEADING, _Kind.VOWEL, _Kind.SYLLABLE, _Kind.CLOSED_SYLLABLE},
    _Kind.VOWEL: {_Kind.VOWEL, _Kind.FINAL},
    _Kind.SYLLABLE: {_Kind.VOWEL, _Kind.FINAL},
    _Kind.FINAL: {_Kind.FINAL},
    _Kind.CLOSED_SYLLABLE: {_Kind.FINAL},
}

#: Letters of Hangul: first and last code point, and their place in the syllable.
_JAMO = (
    (0x1100, 0x115F, _Kind.LEADING), (0xA960, 0xA97C, _Kind.LEADING), (0x1160, 0x11A7, _Kind.VOWEL),
    (0xD7B0, 0xD7C6, _Kind.VOWEL), (0x11A8, 0x11FF, _Kind.FINAL), (0xD7CB, 0xD7FB, _Kind.FINAL),
)  # fmt: skip


def count(text: str) -> int:
    """How many characters people see in ``text``; a line end is one."""
    if text.isascii():
        return len(text) - text.count("\r\n")
    return sum(1 for _start in _starts(text))


def _starts(text: str) -> Iterator[int]:
    """The places at which a character as people see it begins."""
    before, flags, after_picture = None, 0, False
    for place, char in enumerate(text):
        kind = _kind_of(char)
        if before is None or not _continues(text, place, before, kind, flags=flags, after_picture=after_picture):
            yield place
        flags = flags + 1 if kind is _Kind.FLAG else 0
        # One joiner joins two pictures, whatever marks the first has.
        if kind not in {_Kind.EXTENDING, _Kind.JOINER}:
            after_picture = kind is _Kind.PICTURE
        elif before is _Kind.JOINER:
            after_picture = False
        before = kind


def _continues(text: str, place: int, before: _Kind, kind: _Kind, *, flags: int, after_picture: bool) -> bool:
    if _Kind.CONTROL in {before, kind}:
        return text[place - 1 : place + 1] == "\r\n"
    if kind in {_Kind.EXTENDING, _Kind.JOINER}:
        return True
    if kind is _Kind.PICTURE:
        return before is _Kind.JOINER and after_picture
    if kind is _Kind.FLAG:
        return flags % 2 == 1
    return kind in _HANGUL.get(before, ())


def _kind_of(char: str) -> _Kind:
    code = ord(char)
    if char == _JOINER:
        return _Kind.JOINER
    if 0x1F1E6 <= code <= 0x1F1FF:
        return _Kind.FLAG
    category = unicodedata.category(char)
    is_tag = 0x1F3FB <= code <= 0x1F3FF or 0xE0020 <= code <= 0xE007F
    if category[0] == "M" or is_tag or char in _EXTENDING:
        return _Kind.EXTENDING
    if category in {"Cc", "Cf", "Zl", "Zp", "Cs"}:
        return _Kind.CONTROL
    if any(first <= code <= last for first, last in _PICTURES):
        return _Kind.PICTURE
    return _hangul_kind(code) or _Kind.OTHER


def _hangul_kind(code: int) -> _Kind | None:
    if 0xAC00 <= code <= 0xD7A3:
        return _Kind.SYLLABLE if (code - 0xAC00) % 28 == 0 else _Kind.CLOSED_SYLLABLE
    return next((kind for first, last, kind in _JAMO if first <= code <= last), None)

"""Unicode normalisation: how text is stored, how it is compared, and how it becomes a slug.

Stored in NFC without control characters and bidirectional overrides; compared in NFKC without invisible characters.
Source: Unicode Standard Annex 15 (normalisation forms), Annex 9 (bidirectional controls).
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import NamedTuple

#: Soft hyphens, joiners, marks of direction, variation selectors, byte order marks: what is inside words, unseen.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
#: Overrides, embeddings and isolates reach beyond the text they stand in: names are shown isolated by the page.
_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069\u206a-\u206f\ufff9-\ufffb]")
#: Control characters but tab and line feed, and halves of pairs that no database takes.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff]")
#: Figures of other scripts; each says the same as one of ours.
_FIGURE = re.compile(r"(?![0-9])\d")
_TAG = re.compile("(<[^<>]*>)")
_ENTITY = re.compile("&#([xX][0-9a-fA-F]{1,8}|[0-9]{1,9});?")
_LINE_ENDS = re.compile("\r\n?|[\x0c\x85\u2028\u2029]")
#: Letters that Unicode does not take apart, and their ASCII relatives. One table for all languages.
ASCII_LETTERS = {
    "æ": "ae", "ø": "o", "ð": "d", "þ": "th", "ł": "l", "đ": "d", "ŋ": "n", "ŧ": "t", "œ": "oe", "ß": "ss", "ı": "i",
    "ĸ": "k", "ħ": "h", "ǥ": "g", "ʒ": "z",
}  # fmt: skip
#: Letters and signs that are compared as they are; what stands before anything else may be one letter with it.
_PLAIN = (
    "\x00-\x9f\xa1-\xa7\xa9\xab\xac\xae\xb0\xb1\xb6\xb7\xbb\xbf-\u0131\u0134-\u013e\u0141-\u0148\u014a-\u017e"
    "\u2010\u2012-\u2016\u2018-\u2023\u2030-\u2032\u2212"
)
_NOT_PLAIN = re.compile(f"[{_PLAIN}]?[^{_PLAIN}]+")
_CAPITALS = {letter.upper(): plain.title() for letter, plain in ASCII_LETTERS.items() if len(letter.upper()) == 1}
#: The capital ß has its own sign, but is no letter's upper case.
_FOLDED = str.maketrans({**ASCII_LETTERS, **_CAPITALS, "ẞ": "Ss"})


class Comparable(NamedTuple):
    """A text as it is compared, and for each of its characters the place in the text as it is stored."""

    text: str
    places: Sequence[int]


def repair(text: str) -> str:
    """``text`` in NFC without what no text holds: controls, halves of pairs, overrides. Nothing is trimmed."""
    if text.isascii() and not _CONTROLS.search(text):
        return text
    return unicodedata.normalize("NFC", _OVERRIDES.sub("", _CONTROLS.sub("", text)))


def tidy_html(text: str) -> str:
    """HTML as it is stored: each text in it repaired, also where an entity hides what it says; the tags stay."""
    if text.isascii() and "&#" not in text and not _CONTROLS.search(text):
        return text
    parts = _TAG.split(_CONTROLS.sub("", text))
    return "".join(part if part.startswith("<") else repair(_ENTITY.sub(_decode, part)) for part in parts)


def _decode(entity: re.Match[str]) -> str:
    number = int(entity[1][1:], 16) if entity[1][0] in "xX" else int(entity[1])
    if number > 0x10FFFF:
        return ""
    char = chr(number)
    return "" if _CONTROLS.match(char) or _OVERRIDES.match(char) else entity[0]


def tidy_text(text: str) -> str:
    """Prose as it is stored: NFC, trimmed, line ends as line feeds, without controls and bidirectional overrides.

    Soft hyphens and joiners stay: they are spelling and typography.
    """
    text = _CONTROLS.sub("", _LINE_ENDS.sub("\n", text))
    return unicodedata.normalize("NFC", _OVERRIDES.sub("", text)).strip()


def tidy_line(text: str) -> str:
    """A title or another single line as it is stored: as ``tidy_text``, and all white space as single blanks."""
    return re.sub(r"\s+", " ", tidy_text(text)).strip()


def tidy_name(text: str) -> str:
    """A name, mail address or file name as it is stored: as ``tidy_line``, without anything invisible.

    What shows nothing at all, such as accents without a letter, is empty.
    """
    line = tidy_line(_INVISIBLE.sub("", text))
    return line if any(unicodedata.category(char)[0] in "LNPS" for char in line) else ""


def comparable(text: str) -> Comparable:
    """``text`` as it is compared, indexed and searched: NFKC, figures 0 to 9, nothing invisible, its letter case kept.

    Each character knows where it came from, so that a passage that was found can be marked in the text as stored. A
    composed character has the place of its first part; one behind the last stands at the end.
    """
    letters: list[str] = []
    places: list[int] = []
    done = 0
    for match in _NOT_PLAIN.finditer(text):
        letters.append(text[done : match.start()])
        places.extend(range(done, match.start()))
        for start, end in _clusters(match.group()):
            normal = _plain(match.group()[start:end])
            letters.append(normal)
            places.extend([match.start() + start] * len(normal))
        done = match.end()
    places.extend(range(done, len(text) + 1))
    return Comparable("".join([*letters, text[done:]]), places)


def _clusters(text: str) -> list[tuple[int, int]]:
    """Ranges of ``text`` that can be normalised alone: what changes nothing outside of itself."""
    starts = [
        place
        for place, char in enumerate(text)
        if place == 0 or not (unicodedata.combining(char) or _INVISIBLE.match(char) or _is_medial(char))
    ]
    return list(zip(starts, [*starts[1:], len(text)], strict=True))


def _is_medial(char: str) -> bool:
    """Whether the letter joins the one before it without being a combining mark: vowels and finals of Hangul."""
    return "\u1161" <= char <= "\u1175" or "\u11a8" <= char <= "\u11c2"


def _plain(text: str) -> str:
    """As the text of ``comparable``, where no places are asked for."""
    if text.isascii():
        return text
    return _FIGURE.sub(lambda match: str(int(match.group())), unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)))


def fold_ascii(text: str) -> str:
    """Every Latin letter as its ASCII relative: å and ä are a, ø and ö are o, æ is ae, ð is d, þ is th, ł is l."""
    if text.isascii():
        return text
    bare = "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))
    return bare.translate(_FOLDED)


def search_key(text: str) -> str:
    """Key for finding people and titles whatever the case, the accents and the form in which they were typed."""
    return re.sub(r"\s+", " ", fold_ascii(_plain(text)).casefold()).strip()


def join_doubles(key: str) -> str:
    """A folded text in which aa and ae are a, and oe is o: the same for ``aase oedegaard`` and ``ase odegard``."""
    return re.sub("o[oe]*e", "o", re.sub("a[ae]+", "a", key))


def finder(asked: str) -> Callable[..., bool]:
    """Says of texts whether each word of ``asked`` stands somewhere in them, whatever case, accents, double letters."""
    words = join_doubles(search_key(asked)).split()

    def is_found(*texts: str) -> bool:
        known = join_doubles(search_key("\n".join(texts)))
        return all(word in known for word in words)

    return is_found


def page_slug(title: str, *, most: int = 255) -> str:
    """Slug of a page for ``title``: ASCII letters, figures and hyphens, at most ``most`` characters; may be empty."""
    words = re.findall(r"[a-z0-9]+", fold_ascii(_plain(title)).lower().replace("'", "").replace("’", ""))
    slug = "-".join(words)
    if len(slug) <= most:
        return slug
    whole = slug[: most + 1].rsplit("-", 1)[0]
    return whole if len(whole) <= most else slug[:most]

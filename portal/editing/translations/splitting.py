"""Sentence split of long paragraphs: what belongs to which sentence of the original, and how fields become one text.

What is stored stays one segment of wagtail-localize; the sentences are fields of a form, and no more.
"""

import re
from collections.abc import Iterable, Mapping
from math import log
from typing import NamedTuple

from portal.core.i18n.languages import language_row

#: Letters from which on a paragraph is shown sentence by sentence.
LONG = 160
#: Stands in a text for a sentence that is not translated yet.
GAP = "[…]"
#: Sentences of one side that may together be one of the other side.
_MOST_TOGETHER = 3
#: What it costs that a sentence was put together with another one; how far the lengths are apart counts besides.
_TOGETHER = 0.4
#: An end, what closes around it, and one blank; with more, or a line break, a text could not be put together again.
#: A gap is a sentence of its own, whatever stands before it.
_END = re.compile(rf"(?:(?P<mark>[.!?…]++)(?:[\"'”’“»)\]]|</\w+>)*|(?<=[^ \n])(?= {re.escape(GAP)})) (?=[^ \n])")
_TAG = re.compile(r"<(?P<end>/?)(?P<name>\w+)[^>]*?(?P<empty>/?)>")
_OPENING = re.compile(r"(?:[\"'”’“„»«(\[–—-]|<\w[^>]*>)*")
#: Letters that are looked at before and behind an end.
_AHEAD = 200
#: Words that hold dots are short: bl.a., o.s.frv.; an address of a site is not.
_DOTTED = re.compile(r"(?:[^\W\d_]{1,4}\.)+[^\W\d_]{0,4}")


class Pair(NamedTuple):
    """What stands side by side: one sentence of each, or more where a translator put some together."""

    original: str
    translation: str


def sentences_of(text: str, language: str) -> list[str]:
    """The sentences of ``text`` (BCP 47 ``language``), which make it up again with a blank between each two.

    No element is torn apart. In doubt there is no end: a field that is too long is better than half a sentence.
    """
    found, start = [], 0
    for match in _END.finditer(text):
        end = match.end()
        if not _ends(match, text, language) or _is_open(text[start:end]):
            continue
        found.append(text[start : end - 1])
        start = end
    return [*found, text[start:]]


def _is_open(html: str) -> bool:
    depth = 0
    for tag in _TAG.finditer(html):
        if not tag["empty"] and tag["name"] != "br":
            depth += -1 if tag["end"] else 1
    return depth != 0


def _ends(match: re.Match[str], text: str, language: str) -> bool:
    """Whether a sentence ends at ``match``: another begins behind it, and the dot does not belong to its word."""
    if text.startswith(GAP, match.end()) or text.endswith(GAP, 0, match.end() - 1):
        return True
    following = _OPENING.sub("", text[match.end() : match.end() + _AHEAD], count=1)[:1]
    if not following or following.islower():
        return False
    if match["mark"] != ".":
        return True
    before = text[max(0, match.start() - _AHEAD) : match.start()].rpartition(" ")[2]
    word = _TAG.sub("", before).rpartition(">")[2].lstrip("\"'”’“„»«([")
    if word.isdecimal():
        # "17. júní" goes on in small letters; behind a year or an amount stands a word, not another number.
        return following.isalpha() and (len(word) > 2 or language_row(language).day_mark != ".")
    return not (
        len(word) == 1 or _DOTTED.fullmatch(word) or word.casefold() in language_row(language).abbreviations.split()
    )


def pairs(original: str, translation: str, languages: tuple[str, str]) -> list[Pair]:
    """``original`` beside ``translation``, sentence by sentence; one pair where it is short or has no counterparts.

    One pair too where the original holds what stands for a gap: there it is a part of the text.

    Parameters:
        languages: of the original, and of the translation.
    """
    is_split = len(original) >= LONG and GAP not in original
    before = sentences_of(original, languages[0]) if is_split else [original]
    if len(before) == 1:
        return [Pair(original, translation)]
    if not translation.strip():
        return [Pair(one, "") for one in before]
    after = sentences_of(translation, languages[1])
    if len(before) == len(after):
        return [Pair(one, _shown(other)) for one, other in zip(before, after, strict=True)]
    return _aligned(before, after)


def _shown(sentence: str) -> str:
    return "" if sentence == GAP else sentence


def _aligned(before: list[str], after: list[str]) -> list[Pair]:
    """Sentences that belong together, by their lengths (Gale and Church): the cheapest way through both."""
    best: dict[tuple[int, int], tuple[float, list[Pair]]] = {(0, 0): (0.0, [])}
    several = range(2, _MOST_TOGETHER + 1)
    steps = [(1, 1), *((1, n) for n in several), *((n, 1) for n in several)]
    for i in range(len(before) + 1):
        for j in range(len(after) + 1):
            if (i, j) not in best:
                continue
            cost, way = best[i, j]
            for m, n in steps:
                if i + m > len(before) or j + n > len(after):
                    continue
                pair = Pair(" ".join(before[i : i + m]), " ".join(after[j : j + n]))
                total = cost + _cost(pair, m, n)
                if (i + m, j + n) not in best or total < best[i + m, j + n][0]:
                    best[i + m, j + n] = total, [*way, pair._replace(translation=_shown(pair.translation))]
    found = best.get((len(before), len(after)))
    return found[1] if found else [Pair(" ".join(before), " ".join(after))]


def _cost(pair: Pair, m: int, n: int) -> float:
    apart = 0.0 if pair.translation == GAP else abs(log(len(pair.translation) / len(pair.original)))
    return apart + _TOGETHER * (m + n - 2)


def joined(posted: Mapping[str, str], prefix: str, done: Iterable[str]) -> dict[str, str]:
    """``posted`` with the fields ``<prefix><key>.<number>`` of each text put together as ``<prefix><key>``.

    An empty field among others is a sentence that is missing, unless the text is called right as it is (``done``).
    """
    found, parts = {}, dict[str, dict[int, str]]()
    for name, text in posted.items():
        key, dot, number = name.rpartition(".")
        if name.startswith(prefix) and dot and number.isdecimal():
            parts.setdefault(key, {})[int(number)] = " ".join(text.split(" ")).strip()
        else:
            found[name] = text
    right = {prefix + key for key in done}
    for key, texts in parts.items():
        ordered = [texts[number] for number in sorted(texts)]
        blank = "" if key in right or not any(ordered) else GAP
        found[key] = " ".join(filter(None, (text or blank for text in ordered)))
    return found

"""Readability by LIX (C. H. Björnsson, Läsbarhet, 1968), on a scale of each language's own.

LIX is the mean length of the sentences in words plus the share of words longer than six letters in percent. Björnsson
calls 30 to 40 easy, 40 to 50 medium and more than 50 hard, for Swedish. Finnish puts into one long word what others
say in several short ones: the same texts of this portal measure 21 more in Finnish, and at most 2 more or less in
English, Danish, Norwegian and Icelandic than in Swedish. ``tests/content/test_readability.py`` holds that against
the content.
"""

import re

from portal.core.i18n.languages import LANGUAGES
from portal.editing.enums import Ease

#: Up to the first a text is easy, up to the second fair. Languages that nobody measured have no scale.
SCALES = {code: row.lix_scale for code, row in LANGUAGES.items() if row.lix_scale}
LONG_WORD = 6
#: Fewer words say nothing about a text.
FEWEST_WORDS = 10
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_END = re.compile(r"(?<=[.!?:])\s+|\n+")


def lix(text: str) -> float | None:
    """LIX of ``text``, whose paragraphs stand in lines of their own; None if it has too few words."""
    words = _WORD.findall(text)
    if len(words) < FEWEST_WORDS:
        return None
    sentences = sum(bool(_WORD.search(part)) for part in _END.split(text))
    return len(words) / sentences + 100 * sum(len(word) > LONG_WORD for word in words) / len(words)


def reading_level(text: str, language: str) -> Ease | None:
    """How easy ``text`` is for readers of ``language`` (BCP 47); None without a scale or with too few words."""
    scale, value = SCALES.get(language), lix(text)
    if scale is None or value is None:
        return None
    good, fair = scale
    return Ease.GOOD if value <= good else Ease.FAIR if value <= fair else Ease.COMPLEX

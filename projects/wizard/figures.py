"""Key figures that are written as lines of text: a number, and what it counts."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal.core.blocks import KeyFigureBlock
from portal.editing.wizard.lines import BULLETS, LineError, lines_of, not_longer

#: What one case shows.
MOST_FIGURES = 4
_LINE = re.compile(r"(?P<number>[<>~±+-]?\d(?:[\d\s.,:/–-]*\d)?)\s*(?P<unit>%|‰|°C|m²|m³)?\s+(?P<what>\S.*)")
MOST_NUMBER: int = KeyFigureBlock.base_blocks["number"].field.max_length
MOST_WHAT: int = KeyFigureBlock.base_blocks["what"].field.max_length


@dataclass(frozen=True)
class Figure:
    """A number that says something."""

    number: str
    unit: str
    what: str


def read_figures(text: str) -> list[Figure]:
    """One figure for each line.

    Raises:
        LineError: a line begins with no number or is too long, or there are too many.
    """
    lines = lines_of(text, BULLETS)
    if len(lines) > MOST_FIGURES:
        raise LineError(_("Write at most %(most)s numbers: those that say most.") % {"most": MOST_FIGURES})
    return [_read(line) for line in lines]


def _read(line: str) -> Figure:
    found = _LINE.fullmatch(line)
    if not found or len(found["number"]) > MOST_NUMBER:
        said = _("“%(beginning)s”: begin the line with a number, and say what it counts.")
        raise LineError(said % {"beginning": line[:40]})
    not_longer(found["what"], MOST_WHAT)
    return Figure(found["number"], found["unit"] or "", found["what"])

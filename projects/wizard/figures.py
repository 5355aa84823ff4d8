"""Key figures that are written as lines of text: a number, and what it counts."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal.core.blocks import KeyFigureBlock

#: What one case shows.
MOST_FIGURES = 4
_LINE = re.compile(r"(?P<number>[<>~±+-]?\d(?:[\d\s.,:/–-]*\d)?)\s*(?P<unit>%|‰|°C|m²|m³)?\s+(?P<what>\S.*)")
MOST_NUMBER: int = KeyFigureBlock.base_blocks["number"].field.max_length
MOST_WHAT: int = KeyFigureBlock.base_blocks["what"].field.max_length


class FigureError(ValueError):
    """A line cannot be taken as it is; the message says which and why."""


@dataclass(frozen=True)
class Figure:
    """A number that says something."""

    number: str
    unit: str
    what: str


def read_figures(text: str) -> list[Figure]:
    """One figure for each line.

    Raises:
        FigureError: a line begins with no number or is too long, or there are too many.
    """
    lines = [line for typed in text.splitlines() if (line := re.sub(r"^[\s•·▪◦*]+", "", " ".join(typed.split())))]
    if len(lines) > MOST_FIGURES:
        raise FigureError(_("Write at most %(most)s numbers: those that say most.") % {"most": MOST_FIGURES})
    return [_read(line) for line in lines]


def _read(line: str) -> Figure:
    found = _LINE.fullmatch(line)
    beginning = {"beginning": line[:40]}
    if not found or len(found["number"]) > MOST_NUMBER:
        raise FigureError(_("“%(beginning)s”: begin the line with a number, and say what it counts.") % beginning)
    if len(found["what"]) > MOST_WHAT:
        said = _("“%(beginning)s …” is too long: use at most %(most)s characters in a line.")
        raise FigureError(said % {**beginning, "most": MOST_WHAT})
    return Figure(found["number"], found["unit"] or "", found["what"])

"""The cairn: the elements of the model as stones on top of each other, the first one at the foot. Pure functions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap

from portal.core.models.frame import FrameEntry
from portal.core.pictures.glyphs import glyph
from portal.core.pictures.seeds import chance, fnv
from portal.core.pictures.shapes import number, stone

#: Width of the drawing, and what one stone takes of its height.
WIDTH, ROW = 760, 78
#: Middle of the stones, the widest and the narrowest of them, and where the names begin.
CENTRE, WIDEST, NARROWEST, NAMES = 175, 310, 150, 350
#: Letters of a name in one line, and the distance of two lines.
LETTERS, LINE = 36, 23


@dataclass(frozen=True)
class Stone:
    """One element: its page, its stone, and its name in lines."""

    number: int
    title: str
    url: str
    language: str
    cases: int
    path: str
    #: Colours of the stone and of the figure on it.
    fill: str
    sign: str
    #: Middle of the stone, where its number stands.
    x: str
    y: str
    #: (baseline, text) of each line of its name; ``below`` is the line after them.
    lines: tuple[tuple[str, str], ...]
    below: str


@dataclass(frozen=True)
class Cairn:
    """All stones, from the foot up, and the size of the drawing: the values of a part of a page."""

    stones: tuple[Stone, ...]
    height: int
    width: int = WIDTH
    names: int = NAMES


def draw(elements: Sequence[FrameEntry], cases: Mapping[str, int]) -> Cairn:
    """The cairn of ``elements`` in their order.

    Parameters:
        cases: how many cases demonstrate each, by translation key.
    """
    height = ROW * len(elements) + 12
    shrink = (WIDEST - NARROWEST) / max(1, len(elements) - 1)
    stones = []
    for place, entry in enumerate(elements):
        luck = chance(fnv(f"cairn {entry['number']}"))
        y = height - 6 - ROW * (place + 0.5)
        x = CENTRE + (luck() - 0.5) * 26
        path = stone(x, y, WIDEST - shrink * place, ROW + 4, luck)
        lines = wrap(f"{entry['number']}. {entry['title']}", LETTERS)
        first = y + 7 - LINE * len(lines) / 2
        drawn = glyph(entry["number"])
        stones.append(
            Stone(
                number=entry["number"],
                title=entry["title"],
                url=entry["url"],
                language=entry["language"],
                cases=cases.get(entry["key"], 0),
                path=path,
                fill=drawn.tile,
                sign=drawn.sign,
                x=number(x),
                y=number(y + 12),
                lines=tuple((number(first + LINE * n), line) for n, line in enumerate(lines)),
                below=number(first + LINE * len(lines)),
            )
        )
    return Cairn(tuple(stones), height)

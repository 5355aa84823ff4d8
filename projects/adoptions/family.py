"""The drawing of a family: a tree of boxes from left to right, whose text alternative is the nested list."""

from collections.abc import Iterator
from dataclasses import dataclass

from projects.lineage import Relative

#: Units of the drawing: a box with its gap, and the indent of a generation.
ROW, INDENT, BOX, HEIGHT, MARGIN = 64, 56, 300, 48, 8
#: Letters that fit into a box.
MOST_LETTERS = 34
#: A larger family is told by the list alone.
MOST_BOXES = 60


@dataclass(frozen=True)
class Box:
    """One case in the drawing, in whole units."""

    x: int
    y: int
    title: str
    place: str
    language: str
    is_this: bool
    #: The line from its origin; empty for the first.
    line: str = ""


@dataclass(frozen=True)
class Drawing:
    """All boxes, and how large the picture is."""

    boxes: list[Box]
    width: int
    height: int
    box_width: int = BOX
    box_height: int = HEIGHT


def drawing(trees: list[Relative], this: object) -> Drawing | None:
    """The drawing of a family; None for a case alone, and for a family too large to be seen at once.

    Parameters:
        this: translation key of the case whose family it is.
    """
    boxes = [Box(*row) for row in _rows(trees, this)]
    if not 1 < len(boxes) <= MOST_BOXES:
        return None
    return Drawing(boxes, max(box.x for box in boxes) + BOX + MARGIN, len(boxes) * ROW + MARGIN)


def _rows(
    trees: list[Relative], this: object, above: tuple[int, int] | None = None, first: int = 0
) -> Iterator[tuple[int, int, str, str, str, bool, str]]:
    number = first
    for tree in trees:
        x, y = MARGIN + tree.depth * INDENT, MARGIN + number * ROW
        line = ""
        if above is not None:
            line = f"M{above[0] + INDENT // 2} {above[1] + HEIGHT}V{y + HEIGHT // 2}H{x}"
        case = tree.case
        yield x, y, _cut(case.title), case.municipality or case.country_name, case.language, tree.key == this, line
        below = list(_rows(tree.children, this, (x, y), number + 1))
        yield from below
        number += 1 + len(below)


def _cut(title: str) -> str:
    return title if len(title) <= MOST_LETTERS else f"{title[: MOST_LETTERS - 1].rstrip()}…"

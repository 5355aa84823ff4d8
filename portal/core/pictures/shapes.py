"""SVG path data: points and curves that the covers are drawn with."""

from collections.abc import Sequence
from math import hypot

from portal.core.pictures.seeds import Chance

Point = tuple[float, float]


def number(value: float) -> str:
    """``value`` as short as SVG allows: with one decimal if it is small, where that shows."""
    text = f"{value:.{0 if abs(value) >= 30 else 1}f}".removesuffix(".0")
    return "0" if text == "-0" else text


def _at(point: Point) -> str:
    return f"{number(point[0])} {number(point[1])}"


def polygon(points: Sequence[Point]) -> str:
    """A closed path with straight sides."""
    return "M" + "L".join(_at(point) for point in points) + "z"


def poly(*numbers: float) -> str:
    """A closed path with straight sides through x, y, x, y …"""
    return polygon(list(zip(numbers[::2], numbers[1::2], strict=True)))


def box(x: float, y: float, width: float, height: float) -> str:
    """A rectangle from its upper left corner."""
    return f"M{number(x)} {number(y)}h{number(width)}v{number(height)}h{number(-width)}z"


def bar(x1: float, y1: float, x2: float, y2: float, width: float) -> str:
    """A straight stroke between two points, as a shape."""
    long = hypot(x2 - x1, y2 - y1)
    dx, dy = (y1 - y2) / long * width / 2, (x2 - x1) / long * width / 2
    return poly(x1 + dx, y1 + dy, x2 + dx, y2 + dy, x2 - dx, y2 - dy, x1 - dx, y1 - dy)


def disc(x: float, y: float, radius: float) -> str:
    """A filled circle."""
    r = number(radius)
    return f"M{number(x - radius)} {number(y)}a{r} {r} 0 1 1 0 .1z"


def ring(x: float, y: float, outer: float, inner: float) -> str:
    """A circle with a round hole, in one contour, whatever the fill rule."""
    big, small, wide, hole = number(outer), number(inner), number(2 * outer), number(2 * inner)
    return (
        f"M{number(x + outer)} {number(y)}a{big} {big} 0 1 1-{wide} 0a{big} {big} 0 1 1 {wide} 0"
        f"h{number(inner - outer)}a{small} {small} 0 1 0-{hole} 0a{small} {small} 0 1 0 {hole} 0z"
    )


def ridge(points: Sequence[Point], floor: float = 410, right: float = 610) -> str:
    """The land below a soft line through ``points`` (Catmull-Rom as cubic curves), down to ``floor``."""
    path = f"M-10 {number(floor)}L{_at(points[0])}"
    for i in range(len(points) - 1):
        before, start, end = points[max(0, i - 1)], points[i], points[i + 1]
        after = points[min(len(points) - 1, i + 2)]
        first = (start[0] + (end[0] - before[0]) / 6, start[1] + (end[1] - before[1]) / 6)
        second = (end[0] - (after[0] - start[0]) / 6, end[1] - (after[1] - start[1]) / 6)
        path += f"C{_at(first)} {_at(second)} {_at(end)}"
    return f"{path}L{number(right)} {number(floor)}z"


def hills(base: float, rise: float, steps: int, chance: Chance) -> str:
    """A ridge of ``steps`` soft hills that rise up to ``rise`` above ``base``."""
    return ridge([(-10 + 620 * i / steps, base - rise * chance()) for i in range(steps + 1)])


def stone(cx: float, cy: float, width: float, height: float, chance: Chance) -> str:
    """A rounded stone, a little uneven, around its centre."""

    def uneven() -> float:
        return (chance() - 0.5) * 0.10

    x, y = width / 2, height / 2
    top = (cx + x * uneven(), cy - y)
    right = (cx + x, cy + y * (uneven() + 0.05))
    bottom = (cx + x * uneven(), cy + y)
    left = (cx - x, cy + y * (uneven() + 0.05))
    k = [0.70 + uneven() for _ in range(8)]
    corners = (
        ((top[0] + x * k[0], top[1]), (right[0], right[1] - y * k[1]), right),
        ((right[0], right[1] + y * k[2]), (bottom[0] + x * k[3], bottom[1]), bottom),
        ((bottom[0] - x * k[4], bottom[1]), (left[0], left[1] + y * k[5]), left),
        ((left[0], left[1] - y * k[6]), (top[0] - x * k[7], top[1]), top),
    )
    return f"M{_at(top)}" + "".join(f"C{_at(a)} {_at(b)} {_at(c)}" for a, b, c in corners) + "z"

"""The land behind a cover, by country. Each function gives (path, colour) pairs from back to front, 600 x 400."""

from collections.abc import Callable

from portal.core.pictures.seeds import Chance
from portal.core.pictures.shapes import hills, number, polygon

FAR, MID, SNOW, WATER = "#9db0b2", "#5e767b", "#edf2f1", "#b9cbce"
Layers = list[tuple[str, str]]


def sea(level: float) -> tuple[str, str]:
    """Water from ``level`` down to the lower edge."""
    return f"M-10 {number(level)}h620v{number(410 - level)}H-10z", WATER


def _trees(base: float, low: float, high: float, narrow: float, wide: float, chance: Chance) -> str:
    x, points = -10.0, [(-10.0, 410.0)]
    while x < 610:
        height, width = low + high * chance(), narrow + wide * chance()
        points += [(x, base), (x + width / 2, base - height), (x + width, base)]
        x += width
    return polygon([*points, (610, 410)])


def denmark(chance: Chance) -> Layers:
    """Rolling fields."""
    return [(hills(268, 26, 4, chance), FAR), (hills(306, 20, 5, chance), MID)]


def sweden(chance: Chance) -> Layers:
    """Hills and spruce."""
    return [(hills(250, 60, 5, chance), FAR), (_trees(300, 30, 34, 16, 8, chance), MID)]


def finland(chance: Chance) -> Layers:
    """Lakes with islands below a line of trees."""
    layers = [(_trees(252, 14, 20, 13, 6, chance), FAR), sea(262)]
    for i in range(4):
        cx, cy, w = 60 + 480 * chance(), 276 + 10 * i, 50 + 70 * chance()
        rise = -16 - 10 * chance()
        layers.append((f"M{number(cx - w)} {cy}q{number(w)} {number(rise)} {number(2 * w)} 0z", MID))
    return layers


def norway(chance: Chance) -> Layers:
    """Peaks above a fjord."""
    points, x, up = [(-10.0, 300.0)], -10.0, True
    while x < 610:
        x += 34 + 40 * chance()
        points.append((x, 120 + 60 * chance() if up else 200 + 50 * chance()))
        up = not up
    far = polygon([(-10, 410), *points, (x, 410)])
    near: list[tuple[float, float]] = []
    x, up = -60 + 30 * chance(), False
    while x < 620:
        near.append((x, 196 + 50 * chance() if up else 268 + 16 * chance()))
        up = not up
        x += 46 + 40 * chance()
    return [(far, FAR), (polygon([(-60, 410), *near, (680, 410)]), MID), sea(292)]


def iceland(chance: Chance) -> Layers:
    """A table mountain with snow."""
    x = 330 + 130 * chance()
    table = [(x - 190, 410), (x - 190, 280), (x - 46, 150), (x + 46, 150), (x + 210, 280), (610, 286), (610, 410)]
    snow = [
        (x - 46, 150),
        (x + 46, 150),
        (x + 84, 180),
        (x + 52, 172),
        (x + 22, 192),
        (x - 10, 170),
        (x - 44, 188),
        (x - 78, 179),
    ]
    edge = 60 + 90 * chance()
    shelf = [
        (-10, 410),
        (-10, 240),
        (edge, 236),
        (edge + 24, 268),
        (edge + 150, 280),
        (edge + 176, 296),
        (610, 290),
        (610, 410),
    ]
    return [(polygon(table), FAR), (polygon(snow), SNOW), (polygon(shelf), MID)]


def faroes(chance: Chance) -> Layers:
    """Stepped cliffs on both sides of a sound."""
    layers: Layers = []
    for colour, top, mirrored in ((FAR, 150.0, False), (MID, 214.0, True)):
        x, y = -10.0, top + 30 * chance()
        points = [(x, 410.0), (x, y)]
        while y < 296 and x < 600:
            step = 30 + 34 * chance()
            points.append((x + step, y + 6))
            y += 20 + 12 * chance()
            points.append((x + step + 4, y))
            x += step + 4
        points += [(x + 10, 300), (x + 10, 410)]
        layers.append((polygon([(600 - a, b) for a, b in points] if mirrored else points), colour))
    return [*layers, sea(290)]


def greenland(chance: Chance) -> Layers:
    """Icebergs before mountains."""
    points, x, up = [(-10.0, 410.0)], -10.0, True
    while x < 610:
        points.append((x, 130 + 60 * chance() if up else 210 + 30 * chance()))
        up = not up
        x += 40 + 46 * chance()
    layers = [(polygon([*points, (610, 410)]), FAR), sea(268)]
    for i in range(3):
        x, h, foot = 30 + i * 200 + 90 * chance(), 36 + 44 * chance(), 290 + 4 * i
        berg = [
            (x, foot),
            (x + 14, 290 - h * 0.6),
            (x + 30, 290 - h),
            (x + 52, 290 - h * 0.7),
            (x + 74, 290 - h * 0.2),
            (x + 84, foot),
        ]
        layers.append((polygon(berg), SNOW))
    return layers


def aland(chance: Chance) -> Layers:
    """Skerries."""
    layers = [sea(238)]
    for i in range(9):
        cy, w, cx = 240 + 7 * i, (24 + 46 * chance()) * (1 + i / 10), 600 * chance()
        left, right = cy - 20 - 8 * chance(), cy - 18 - 10 * chance()
        path = f"M{number(cx - w)} {cy}C{number(cx - w * 0.8)} {number(left)} {number(cx + w * 0.7)} {number(right)} "
        layers.append((f"{path}{number(cx + w)} {cy}z", FAR if i < 4 else MID))
    return layers


def elsewhere(chance: Chance) -> Layers:
    """Hills, for what belongs to no single country."""
    return [(hills(240, 70, 4, chance), FAR), (hills(300, 34, 5, chance), MID)]


LANDSCAPES: dict[str, Callable[[Chance], Layers]] = {
    "DK": denmark,
    "SE": sweden,
    "FI": finland,
    "NO": norway,
    "IS": iceland,
    "FO": faroes,
    "GL": greenland,
    "AX": aland,
}


def landscape(country: str, chance: Chance) -> Layers:
    """The land of ``country`` (ISO 3166-1 alpha-2)."""
    return LANDSCAPES.get(country, elsewhere)(chance)

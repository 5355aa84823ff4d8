"""The land behind a cover, by country: (role of a colour, path) from back to front, 600 x 400."""

from collections.abc import Callable

from portal.core.pictures.seeds import Chance
from portal.core.pictures.shapes import hills, number, polygon

HEIGHT = 400
Layers = list[tuple[str, str]]


def sea(level: float) -> tuple[str, str]:
    """Water from ``level`` down to the lower edge."""
    return "water", f"M-10 {number(level)}h620v{number(410 - level)}H-10z"


def _trees(base: float, low: float, high: float, narrow: float, wide: float, chance: Chance) -> str:
    x, points = -10.0, [(-10.0, 410.0)]
    while x < 610:
        height, width = low + high * chance(), narrow + wide * chance()
        points += [(x, base), (x + width / 2, base - height), (x + width, base)]
        x += width
    return polygon([*points, (610, 410)])


def denmark(chance: Chance) -> Layers:
    """Rolling fields."""
    return [("far", hills(268, 26, 4, chance)), ("mid", hills(306, 20, 5, chance))]


def sweden(chance: Chance) -> Layers:
    """Hills and spruce."""
    return [("far", hills(250, 60, 5, chance)), ("mid", _trees(300, 30, 34, 16, 8, chance))]


def finland(chance: Chance) -> Layers:
    """Lakes with islands below a line of trees."""
    layers = [("far", _trees(252, 14, 20, 17, 6, chance)), sea(262)]
    for i in range(4):
        cx, cy, w = 60 + 480 * chance(), 276 + 10 * i, 50 + 70 * chance()
        rise = -16 - 10 * chance()
        layers.append(("mid", f"M{number(cx - w)} {cy}q{number(w)} {number(rise)} {number(2 * w)} 0z"))
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
    return [("far", far), ("mid", polygon([(-60, 410), *near, (680, 410)])), sea(292)]


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
    return [("far", polygon(table)), ("snow", polygon(snow)), ("mid", polygon(shelf))]


def faroes(chance: Chance) -> Layers:
    """Stepped cliffs on both sides of a sound."""
    layers: Layers = []
    for role, top, mirrored in (("far", 150.0, False), ("mid", 214.0, True)):
        x, y = -10.0, top + 30 * chance()
        points = [(x, 410.0), (x, y)]
        while y < 296 and x < 600:
            step = 30 + 34 * chance()
            points.append((x + step, y + 6))
            y += 20 + 12 * chance()
            points.append((x + step + 4, y))
            x += step + 4
        points += [(x + 10, 300), (x + 10, 410)]
        layers.append((role, polygon([(600 - a, b) for a, b in points] if mirrored else points)))
    return [*layers, sea(290)]


def greenland(chance: Chance) -> Layers:
    """Icebergs before mountains."""
    points, x, up = [(-10.0, 410.0)], -10.0, True
    while x < 610:
        points.append((x, 130 + 60 * chance() if up else 210 + 30 * chance()))
        up = not up
        x += 40 + 46 * chance()
    layers = [("far", polygon([*points, (610, 410)])), sea(268)]
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
        layers.append(("snow", polygon(berg)))
    return layers


def aland(chance: Chance) -> Layers:
    """Skerries."""
    layers = [sea(238)]
    for i in range(9):
        cy, w, cx = 240 + 7 * i, (24 + 46 * chance()) * (1 + i / 10), 600 * chance()
        left, right = cy - 20 - 8 * chance(), cy - 18 - 10 * chance()
        path = f"M{number(cx - w)} {cy}C{number(cx - w * 0.8)} {number(left)} {number(cx + w * 0.7)} {number(right)} "
        layers.append(("far" if i < 4 else "mid", f"{path}{number(cx + w)} {cy}z"))
    return layers


def elsewhere(chance: Chance) -> Layers:
    """Hills, for what belongs to no single country."""
    return [("far", hills(240, 70, 4, chance)), ("mid", hills(300, 34, 5, chance))]


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


#: Where the ground begins that is seen from above.
HORIZON = 128


def _fields(chance: Chance) -> Layers:
    """Strips of fields that come nearer."""
    strips: Layers = []
    top, deep = HORIZON + 6.0, 16.0
    while top < HEIGHT:
        cut, lean = 120 + 360 * chance(), 120 * chance() - 60
        left = [(-10, top), (cut, top), (cut + lean, top + deep), (-10, top + deep)]
        right = [(cut + 8, top), (610, top), (610, top + deep * 0.8), (cut + lean + 10, top + deep)]
        strips += [("near", polygon(left)), ("path", polygon(right))]
        top += deep * 2
        deep *= 1.3
    return strips


def _shore(chance: Chance, role: str, count: int) -> Layers:
    """Islands, or floes, in open water."""
    layers: Layers = [("water", f"M-10 {HORIZON + 10}h620v{HEIGHT - HORIZON}H-10z")]
    for i in range(count):
        y = HORIZON + 22 + 250 * (i / count) ** 1.3
        w, x = (26 + 50 * chance()) * (1 + 1.6 * i / count), 600 * chance()
        h = w * (0.2 + 0.1 * chance())
        up = f"q{number(w * 0.3)} {number(-h)} {number(w)} {number(-h)}t{number(w)} {number(h)}"
        down = f"q{number(-w * 0.4)} {number(h * 0.8)} {number(-w)} {number(h * 0.7)}t{number(-w)} {number(-h * 0.7)}z"
        layers.append((role, f"M{number(x - w)} {number(y)}{up}{down}"))
    return layers


def _river(chance: Chance) -> Layers:
    """Water that winds down to us."""
    x, turn = 150 + 300 * chance(), 120 + 80 * chance()
    path = f"M{number(x)} {HORIZON}C{number(x + turn)} 180 {number(x - 2 * turn)} 230 {number(x - turn)} 410h150"
    return [("water", f"{path}C{number(x - turn + 60)} 270 {number(x + turn + 60)} 190 {number(x + 12)} {HORIZON}z")]


def plain(country: str, chance: Chance) -> Layers:
    """The ground of ``country`` as seen from above, from ``HORIZON`` down, with a place to stand on."""
    ground: Layers = [("lush", hills(HORIZON, 8, 4, chance))]
    if country in {"FI", "AX"}:
        ground += _shore(chance, "mid", 7)
    elif country in {"GL", "FO"}:
        ground += _shore(chance, "snow" if country == "GL" else "mid", 8)
    elif country in {"NO", "IS"}:
        ground += _river(chance)
    else:
        ground += _fields(chance)
    return [*ground, ("near", hills(316, 26, 3, chance))]

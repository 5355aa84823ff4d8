"""Generative SVG covers from what a thing is about: its subject, place and elements. Always the same for the same.

A cover is decoration beside a title. It is served as a file with a hash in its name: the address holds all that the
drawing needs, so nothing is stored and nothing is read from the database. One file is the picture by day and by night:
browsers take the colours for the mode of the page that shows it.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby

from portal.core.pictures.glyphs import GLYPHS, glyph
from portal.core.pictures.landscapes import landscape, plain
from portal.core.pictures.motifs import MOTIFS
from portal.core.pictures.palette import HOURS, SEASONS, Colours, palette
from portal.core.pictures.seeds import Chance, chance, fnv
from portal.core.pictures.shapes import box, disc, hills, number, stone

WIDTH, HEIGHT = 600, 400
FRAMINGS = ("wide", "close", "above")
HOUSES = {"small": 3, "medium": 5, "large": 8}
HOUSE_COLOURS = ("red", "white", "gold", "white", "ink")
#: Part of every address: raise it when the drawing changes, so that browsers fetch the new one.
VERSION = 2


@dataclass(frozen=True)
class Layer:
    """One filled path, moved to ``x, y`` and scaled; ``fill`` is a role of ``palette``; ``sign`` ones fill even-odd."""

    path: str
    fill: str
    sign: bool = False
    x: float = 0
    y: float = 0
    scale: float = 1


@dataclass(frozen=True)
class Cover:
    """What a cover is drawn from.

    ``elements`` are numbers in the record's order, ``size`` is a size band or empty, ``motifs`` are at most two names
    of ``MOTIFS``: without one, the cairn of the elements is the subject. ``turn`` moves the hour of the day on.
    """

    slug: str
    country: str = ""
    elements: tuple[int, ...] = ()
    size: str = ""
    motifs: tuple[str, ...] = ()
    turn: int = 0

    @property
    def name(self) -> str:
        """File name: all parameters and a hash over them and the version of the drawing."""
        numbers = "-".join(str(element) for element in self.elements) or "0"
        subject = "-".join(self.motifs) or "x"
        stem = f"{self.slug}.{self.country or 'x'}.{self.size or 'x'}.{numbers}.{subject}.{self.turn}"
        return f"{stem}.{hashlib.sha256(f'{VERSION}:{stem}'.encode()).hexdigest()[:10]}.svg"

    @classmethod
    def from_name(cls, name: str) -> "Cover | None":
        """The cover that a file name asks for; None if the name was not made by ``name``."""
        parts = name.split(".")
        if len(parts) != 8 or not all(part.isdigit() and len(part) < 4 for part in parts[3].split("-")):
            return None
        slug, country, size, numbers, subject, turn = ("" if part == "x" else part for part in parts[:6])
        motifs = tuple(subject.split("-")) if subject else ()
        if not set(motifs) <= set(MOTIFS) or turn not in {"0", "1", "2"}:
            return None
        elements = tuple(int(part) for part in numbers.split("-") if part != "0")
        cover = cls(slug, country, elements, size, motifs, int(turn))
        return cover if cover.name == name else None

    @property
    def framing(self) -> str:
        """Wide, close or from above: what is far is wide, and the model as a whole is."""
        return FRAMINGS[fnv(self.slug) // 7 % 3] if self.motifs else "wide"

    @property
    def hour(self) -> str:
        """Hour of the day in the light picture."""
        return HOURS[(fnv(self.slug) // 31 + self.turn) % 3]

    @property
    def season(self) -> str:
        """Summer or winter."""
        return SEASONS[fnv(self.slug) // 101 % 2]

    @property
    def colours(self) -> Colours:
        """Each role's colour by day and by night."""
        return palette(self.elements[0] if self.elements else 0, self.hour, self.season)


#: The model as a whole: seven stones in the morning.
WHOLE = Cover("nordic-smart-city-model", "NORDIC", tuple(range(1, 8)), turn=2)


def turned(covers: Iterable[Cover]) -> list[Cover]:
    """The covers of a list in its order: where neighbours would look alike, the later one has another hour.

    Lists have up to three columns, so the three before count, the nearest most.
    """
    done: list[Cover] = []
    for cover in covers:
        before = done[:-4:-1]

        def alike(one: Cover, before: Sequence[Cover] = before) -> int:
            same = ((one.framing, one.hour) == (other.framing, other.hour) for other in before)
            return sum(weight for weight, found in zip((4, 2, 1), same, strict=False) if found)

        done.append(min((replace(cover, turn=turn) for turn in range(len(HOURS))), key=alike))
    return done


def _houses(count: int, x: float, ground: float, draw: Chance) -> list[Layer]:
    layers, crowded = [], count >= 6
    for _ in range(count):
        w, h = 17 + 7 * draw(), 15 + 12 * draw() * (1.7 if crowded else 1)
        fill = HOUSE_COLOURS[int(draw() * 5)]
        roof = f"l{number(w / 2)} {number(-w * 0.45)} {number(w / 2)} {number(w * 0.45)}"
        layers.append(Layer(f"M{number(x)} {number(ground)}v{number(-h)}{roof}v{number(h)}z", fill))
        layers.append(Layer(box(x + w / 2 - 2.5, ground - h + 3, 5, 6), "light"))
        x += w + 2 + (0 if crowded else 14 * draw())
    return layers


def _stone(element: int, cx: float, cy: float, width: float, height: float, draw: Chance) -> list[Layer]:
    """A stone of the cairn with the sign of its element."""
    one, scale = glyph(element), height * 0.58 / 24
    tile = f"tile{element}" if element in GLYPHS else "tile"
    sign = Layer(one.path, "white" if one.sign == "#ffffff" else "ink", True, cx - 12 * scale, cy - 12 * scale, scale)
    return [Layer(stone(cx, cy, width, height, draw), tile), sign]


def _tower(cx: float, base: float, size: float, elements: tuple[int, ...], draw: Chance) -> list[Layer]:
    """Up to three stones on each other, the first element largest, a lichen stone on top."""
    layers, y = [], base
    for i, element in enumerate(elements):
        h, w = (84 * size, 68 * size, 54 * size)[i], (150, 116, 86)[i] * size
        layers += _stone(element, cx + (draw() - 0.5) * 16 * size, y - h / 2, w, h, draw)
        y -= h
    return [*layers, Layer(stone(cx + (draw() - 0.5) * 8 * size, y - 11 * size, 46 * size, 22 * size, draw), "lichen")]


def _cairn(cx: float, base: float, size: float, elements: tuple[int, ...], draw: Chance) -> list[Layer]:
    """Four to seven stones in rows of three, two, one and one."""
    rows = [elements[:3], elements[3:5], elements[5:6], elements[6:7]]
    layers, y = [], base
    for row, h, w in zip(rows, (78, 68, 58, 46), (96, 90, 96, 66), strict=True):
        for k, element in enumerate(row):
            x = cx + ((k - (len(row) - 1) / 2) * (w - 2) + (draw() - 0.5) * 6) * size
            layers += _stone(element, x, y - h * size / 2, w * size, h * size, draw)
        y -= h * size if row else 0
    return layers


def _stones(cx: float, base: float, size: float, elements: tuple[int, ...], draw: Chance) -> list[Layer]:
    if not elements:
        return []
    return (_tower if len(elements) <= 3 else _cairn)(cx, base, size, elements, draw)


def _sky(cover: Cover, x: float, low: float, draw: Chance) -> list[Layer]:
    """Sky, glow and sun, which is low in the morning and the evening; and stars that only the night shows."""
    radius = 24 + 12 * draw()
    y = low - 6 if cover.hour != "day" else low - 90 - 40 * draw()
    stars = "".join(box(20 + 560 * draw(), 12 + (low - 90) * draw(), 3, 3) for _ in range(9))
    return [
        Layer(box(0, 0, WIDTH, HEIGHT), "sky"),
        Layer(stars, "star"),
        Layer(disc(x, y, radius * 2.6), "glow"),
        Layer(disc(x, y, radius), "sun"),
    ]


def _subject(cover: Cover, side: int, ground: float) -> list[Layer]:
    """The motifs: the first one large, the second smaller on the other side and a little farther away."""
    two = len(cover.motifs) > 1
    large = {"wide": 1.12, "close": 1.3 if two else 1.5, "above": 0.98}[cover.framing]
    places = [(300 - side * (118 if two else 34), ground, large)]
    if two:
        far = {"wide": 8, "close": 34, "above": 70}[cover.framing]
        places.insert(0, (300 + side * 140, ground - far, 0.78 if cover.framing == "close" else 0.72))
    drawn = list(zip(reversed(cover.motifs), places, strict=True))
    return [Layer(path, role, x=x, y=y, scale=s) for name, (x, y, s) in drawn for role, path in MOTIFS[name]()]


def layers_of(cover: Cover) -> list[Layer]:
    """The drawing from back to front, 600 x 400."""
    draw = chance(fnv(cover.slug))
    side = -1 if draw() < 0.5 else 1
    framing, above = cover.framing, cover.framing == "above"
    layers = _sky(cover, 300 + side * (120 + 100 * draw()), 120 if above else 220, draw)
    # Scale of the land, and where its origin lies: nearer when we are close, far below when we look from above.
    scale, x, y = {"wide": (1, 0, 0), "close": (1.4, -120 - side * 100, -130), "above": (0.62, 0, -48)}[framing]
    land = landscape(cover.country, draw)
    copies = (0, 372) if above else (0,)
    layers += [Layer(path, role, x=x + more, y=y, scale=scale) for more in copies for role, path in land]
    if above:
        layers += [Layer(path, role) for role, path in plain(cover.country, draw)]
    if not cover.motifs:
        layers += _houses(HOUSES.get(cover.size, 0), 20 if side < 0 else 380, 322, draw)
        layers.append(Layer(hills(330, 16, 4, draw), "near"))
        return layers + _stones(300 - side * (30 + 40 * draw()), 352, 1, cover.elements, draw)
    if not above:
        count = HOUSES.get(cover.size, 0)
        layers += _houses(count, 300 + side * 120 - count * 10, 318, draw) if framing == "wide" else []
        layers.append(Layer(hills(326, 14, 4, draw), "near"))
    layers += _subject(cover, side, 348 if framing != "above" else 330)
    # The signature: the cairn of its elements in the corner, too small for their signs.
    size = 0.34 if len(cover.elements) <= 3 else 0.22
    signature = _stones(300 + side * 258, 388, size, cover.elements, draw)
    return layers + [layer for layer in signature if not layer.sign]


@lru_cache(maxsize=256)
def cover_svg(cover: Cover) -> str:
    """The cover as an SVG file; layers that stand at one place are a group."""
    layers, colours = layers_of(cover), cover.colours
    short = {role: f"c{n}" for n, role in enumerate(dict.fromkeys(layer.fill for layer in layers))}
    body = ""
    for (x, y, scale, sign), placed in groupby(layers, key=lambda layer: (layer.x, layer.y, layer.scale, layer.sign)):
        paths = ""
        for fill, same in groupby(placed, key=lambda layer: layer.fill):
            paths += f'<path class="{short[fill]}" d="{"".join(layer.path for layer in same)}"/>'
        rule = ' fill-rule="evenodd"' if sign else ""
        here = (x, y, scale) == (0, 0, 1)
        place = f' transform="translate({number(x)} {number(y)}) scale({scale:.3g})"'
        body += paths if here and not sign else f"<g{place}{rule}>{paths}</g>"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">'
        f"<style>{_style(short, colours)}</style>{body}</svg>"
    )


def _style(short: dict[str, str], colours: Colours) -> str:
    """Colours by day and by night; a picture in a page has the mode of the page."""
    day, night = ("".join(f".{name}{{fill:{colours[role][n]}}}" for role, name in short.items()) for n in (0, 1))
    return f"{day}@media(prefers-color-scheme:dark){{{night}}}"

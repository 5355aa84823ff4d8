"""Generative SVG covers from what a thing is: its country, its elements, its size. Always the same for the same.

A cover is decoration beside a title. It is served as a file with a hash in its name: the address holds all that the
drawing needs, so nothing is stored and nothing is read from the database.
"""

import hashlib
from dataclasses import dataclass
from functools import lru_cache

from portal.core.pictures.glyphs import LICHEN, Glyph, glyph
from portal.core.pictures.landscapes import landscape
from portal.core.pictures.seeds import Chance, chance, fnv
from portal.core.pictures.shapes import hills, number, stone

WIDTH, HEIGHT = 600, 400
NEAR, ROCK, SUN = "#2c464d", "#7f9094", "#fbfcfb"
HOUSES = {"small": 3, "medium": 5, "large": 8}
HOUSE_COLOURS = ("#a8322a", "#edf2f1", "#de8a1b", "#edf2f1", "#2c464d")
#: Part of every address: raise it when the drawing changes, so that browsers fetch the new one.
VERSION = 1


@dataclass(frozen=True)
class Layer:
    """One filled path; ``sign`` layers are glyphs, filled even-odd, moved to ``x, y`` and scaled."""

    path: str
    fill: str
    sign: bool = False
    x: float = 0
    y: float = 0
    scale: float = 1


@dataclass(frozen=True)
class Cover:
    """What a cover is drawn from: ``elements`` are numbers in the record's order, ``size`` is a size band or empty."""

    slug: str
    country: str = ""
    elements: tuple[int, ...] = ()
    size: str = ""

    @property
    def name(self) -> str:
        """File name: all parameters and a hash over them and the version of the drawing."""
        numbers = "-".join(str(element) for element in self.elements) or "0"
        stem = f"{self.slug}.{self.country or 'x'}.{self.size or 'x'}.{numbers}"
        return f"{stem}.{hashlib.sha256(f'{VERSION}:{stem}'.encode()).hexdigest()[:10]}.svg"

    @classmethod
    def from_name(cls, name: str) -> "Cover | None":
        """The cover that a file name asks for; None if the name was not made by ``name``."""
        parts = name.split(".")
        if len(parts) != 6 or not all(part.isdigit() and len(part) < 4 for part in parts[3].split("-")):
            return None
        numbers = tuple(int(part) for part in parts[3].split("-") if part != "0")
        cover = cls(parts[0], "" if parts[1] == "x" else parts[1], numbers, "" if parts[2] == "x" else parts[2])
        return cover if cover.name == name else None


def _houses(count: int, x: float, chance: Chance) -> list[Layer]:
    layers, crowded = [], count >= 6
    for _ in range(count):
        w, h = 17 + 7 * chance(), 15 + 12 * chance() * (1.7 if crowded else 1)
        fill = HOUSE_COLOURS[int(chance() * 5)]
        roof = f"l{number(w / 2)} {number(-w * 0.45)} {number(w / 2)} {number(w * 0.45)}"
        layers.append(Layer(f"M{number(x)} 322v{number(-h)}{roof}v{number(h)}z", fill))
        x += w + 2 + (0 if crowded else 14 * chance())
    return layers


def _sign(one: Glyph, cx: float, cy: float, scale: float) -> Layer:
    return Layer(one.path, one.sign, True, cx - 12 * scale, cy - 12 * scale, scale)


def _tower(cx: float, elements: tuple[int, ...], chance: Chance) -> list[Layer]:
    """Up to three stones on a rock, the first element largest, a lichen stone on top."""
    y = 352.0
    layers, signs = [Layer(stone(cx, y - 22, 200, 44, chance), ROCK)], []
    y -= 44
    for i, element in enumerate(elements):
        one, h = glyph(element), (84, 68, 54)[i]
        w, x = (150, 116, 86)[i] + 10 * chance(), cx + (chance() - 0.5) * 16
        layers.append(Layer(stone(x, y - h / 2, w, h, chance), one.tile))
        signs.append(_sign(one, x, y - h / 2, h * 0.6 / 24))
        y -= h
    width = 40 + 10 * chance()
    layers.append(Layer(stone(cx + (chance() - 0.5) * 10, y - 10, width, 20, chance), LICHEN))
    return [*layers, *signs]


def _cairn(cx: float, elements: tuple[int, ...], chance: Chance) -> list[Layer]:
    """Four to seven stones in rows of three, two, one and one."""
    rows = [elements[:3], elements[3:5], elements[5:6], elements[6:7]]
    layers, signs, y = [], [], 352.0
    for row, h, w in zip(rows, (78, 68, 58, 46), (96, 90, 96, 66), strict=True):
        for k, element in enumerate(row):
            one = glyph(element)
            x = cx + (k - (len(row) - 1) / 2) * (w - 2) + (chance() - 0.5) * 6
            layers.append(Layer(stone(x, y - h / 2, w, h, chance), one.tile))
            signs.append(_sign(one, x, y - h / 2, h * 0.56 / 24))
        y -= h if row else 0
    return [*layers, *signs]


def layers_of(cover: Cover) -> list[Layer]:
    """The drawing from back to front, 600 x 400."""
    draw = chance(fnv(cover.slug))
    sky = glyph(cover.elements[0] if cover.elements else 0).sky
    layers = [Layer(f"M0 0h{WIDTH}v{HEIGHT}H0z", sky)]
    side = -1 if draw() < 0.5 else 1
    x, y, r = 300 + side * (120 + 100 * draw()), 70 + 60 * draw(), 22 + 14 * draw()
    layers.append(Layer(f"M{number(x - r)} {number(y)}a{number(r)} {number(r)} 0 1 1 0 .1z", SUN))
    layers += [Layer(path, fill) for path, fill in landscape(cover.country, draw)]
    layers += _houses(HOUSES.get(cover.size, 0), 20 if side < 0 else 380, draw)
    layers.append(Layer(hills(330, 16, 4, draw), NEAR))
    centre = 300 - side * (30 + 40 * draw())
    if not cover.elements:
        return layers
    return layers + (_tower if len(cover.elements) <= 3 else _cairn)(centre, cover.elements, draw)


@lru_cache(maxsize=256)
def cover_svg(cover: Cover) -> str:
    """The cover as an SVG file."""
    paths = []
    for layer in layers_of(cover):
        place = (
            f' transform="translate({number(layer.x)} {number(layer.y)}) scale({layer.scale:.3g})" fill-rule="evenodd"'
            if layer.sign
            else ""
        )
        paths.append(f'<path{place} fill="{layer.fill}" d="{layer.path}"/>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">'
        f"{''.join(paths)}</svg>"
    )

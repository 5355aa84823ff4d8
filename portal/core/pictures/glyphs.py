"""Glyphs of the seven elements on stones: the shapes behind chips, covers, the wordmark and social cards.

Tiles are 32 x 32, glyphs 24 x 24 and filled even-odd. Numbers are those of the elements; an element of a later version
of the model that brings a number of its own gets a plain stone until a glyph is drawn for it.
"""

from dataclasses import dataclass

INK = "#10262b"
WHITE = "#ffffff"
LICHEN = "#d6e04a"
STONE = "M16 1.5C25 1 31 6 31 15.5 31 25 26 30.5 16.5 30.5 6.5 30.5 1 25.5 1 16.5 1 7 7 2 16 1.5z"


@dataclass(frozen=True)
class Glyph:
    """Colour of the stone, colour of the sign on it, the sign's path, and the light sky of a cover it rules."""

    tile: str
    sign: str
    path: str
    sky: str


GLYPHS: dict[int, Glyph] = {
    # falu red: houses
    1: Glyph("#a8322a", WHITE, "M1 20h22v2H1zM3 19v-7l3.5-3.5L10 12v7zM12 19V8l5-5 5 5v11h-3.5v-5h-3v5z", "#f3dcd3"),
    # spruce: a leaf in the globe
    2: Glyph(
        "#0a7463",
        WHITE,
        "M12 1.5a10.5 10.5 0 1 1 0 21 10.5 10.5 0 0 1 0-21zM6 19.2l3.1-3.1c5.6 1 9.5-3 8.9-10.1"
        "-7.1-.6-11.1 3.3-10.1 8.9l-3.1 3.1z",
        "#d5e7e1",
    ),
    # birch: chevrons that rise from three points
    3: Glyph(
        "#c3d68a",
        INK,
        "M12 1.5 22 11.5l-2.3 2.3L12 6.1l-7.7 7.7L2 11.5zM12 9.5l6 6-2.2 2.2-3.8-3.8-3.8 3.8L6 "
        "15.5zM4 17.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5zM12 17.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5zM20 "
        "17.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5z",
        "#e9efd2",
    ),
    # fjord: brackets on both sides of a border
    4: Glyph(
        "#4a8ccb",
        INK,
        "M7.5 4.5 9.7 6.7 4.4 12l5.3 5.3-2.2 2.2L0 12zM16.5 4.5 24 12l-7.5 7.5-2.2-2.2L19.6 12"
        "l-5.3-5.3zM11 1h2v4h-2zM11 7h2v4h-2zM11 13h2v4h-2zM11 19h2v4h-2z",
        "#d6e4f0",
    ),
    # crowberry: a key
    5: Glyph(
        "#4f4079",
        WHITE,
        "M7 6.5a5.5 5.5 0 0 1 5.3 4H23v7h-3v-4h-2v3h-3v-3h-2.7A5.5 5.5 0 1 1 7 6.5zM7 9.5"
        "a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z",
        "#dfdaea",
    ),
    # cloudberry: a person in a bowl
    6: Glyph(
        "#de8a1b",
        INK,
        "M12 1.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9zM1 12.5h22c0 4.5-2.7 7.3-6.5 8.5V23h-9v-2C3.7 19.8 1 17 1 12.5z",
        "#f7e3c4",
    ),
    # heather: speech with a tick
    7: Glyph(
        "#e0a8c4",
        INK,
        "M2 2.5h20v15H11L5.5 23v-5.5H2zM10.6 14.5 17.7 7.4 15.6 5.3 10.6 10.3 8.3 8 6.2 10.1z",
        "#f4dfea",
    ),
}
PLAIN = Glyph("#7f9094", INK, "M12 6a6 6 0 1 1 0 12 6 6 0 0 1 0-12z", "#e3e9e8")


def glyph(number: int) -> Glyph:
    """The glyph of element ``number``; a plain stone for numbers that have none yet."""
    return GLYPHS.get(number, PLAIN)


def sprite() -> str:
    """All tiles as symbols ``e1``, ``e2`` … in one SVG file, for ``<use>``; the edge comes from the stylesheet."""
    numbered = [*GLYPHS.items(), *((number, PLAIN) for number in range(8, 13))]
    symbols = "".join(
        f'<symbol id="e{number}" viewBox="0 0 32 32"><path d="{STONE}" fill="var(--stone,{one.tile})"/>'
        f'<path transform="translate(7 7) scale(.75)" fill-rule="evenodd" stroke="none" fill="var(--sign,{one.sign})" '
        f'd="{one.path}"/></symbol>'
        for number, one in numbered
    )
    stone = f'<symbol id="stone" viewBox="0 0 32 32"><path d="{STONE}"/></symbol>'
    return f'<svg xmlns="http://www.w3.org/2000/svg">{symbols}{stone}</svg>'


#: The wordmark's three stones, 36 x 42: (path, fill). The template of the header holds the same.
STONES = (
    ("M18 26c10-1 17 2 17 8s-6 8-17 8S1 40 1 34s7-7 17-8z", "#a8322a"),
    ("M18 12c8-1 13 2 13 7s-5 7-13 7-13-2-13-7 5-6 13-7z", "#4a8ccb"),
    ("M18 1.5c6-.6 9 1.5 9 5s-3 5-9 5-9-1.5-9-5 3-4.5 9-5z", LICHEN),
)


def icon() -> str:
    """The browser tab's icon: the wordmark's stones in a square."""
    stones = "".join(f'<path fill="{fill}" d="{path}"/>' for path, fill in STONES)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-3 0 42 42">{stones}</svg>'

"""Colours of covers by what they paint, for the hour of the day, the season, and the night.

A layer names a role, such as ``water``; the palette of a cover says which colour that is by day and by night. Readers
with a dark page see the night.
"""

from functools import lru_cache

from portal.core.pictures.glyphs import GLYPHS, INK, LICHEN, PLAIN, glyph

HOURS = ("dawn", "day", "dusk")
SEASONS = ("summer", "winter")
#: Land and water by season; what stands on it is ``THINGS``.
LANDS = {
    "summer": {"far": "#a9bdb6", "mid": "#6c8a80", "near": "#2f524c", "lush": "#52766a", "path": "#c9d3c2"},
    "winter": {"far": "#b7c6cb", "mid": "#839aa2", "near": "#e9f0f0", "lush": "#c6d4d7", "path": "#9fb2b8"},
}
WATER, SNOW, ROCK = "#a9c6d2", "#f4f8f8", "#7f9094"
THINGS = {
    "ink": INK,
    "white": "#fbfcfb",
    "grey": "#9aa9ab",
    "red": "#a8322a",
    "green": "#0a7463",
    "birch": "#a9c26a",
    "blue": "#3b78b4",
    "violet": "#4f4079",
    "gold": "#de8a1b",
    "heather": "#e0a8c4",
    "wood": "#9c6b43",
    "skin": "#d9a37c",
    "lichen": LICHEN,
    # Windows, lamps and lights: what shines at night.
    "light": "#cfe0e4",
}
#: What the hour mixes into land and sky, and how much of it; and the sun.
TINTS = {
    "dawn": ("#f2b79a", 0.26, "#fff1cf"),
    "day": ("#8fbcd6", 0.34, "#fbfcfb"),
    "dusk": ("#8d6a9a", 0.30, "#ee8a4f"),
}
NIGHT = "#0b1a24"
Colours = dict[str, tuple[str, str]]


def mixed(one: str, other: str, share: float) -> str:
    """Colour ``one`` with ``share`` of ``other`` in it."""
    pairs = zip(bytes.fromhex(one[1:]), bytes.fromhex(other[1:]), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


@lru_cache(maxsize=128)
def palette(element: int, hour: str, season: str) -> Colours:
    """Each role's colour by day and by night, under the sky of ``element``."""
    tint, share, sun = TINTS[hour]
    one = glyph(element)
    night_sky = mixed(mixed(one.tile, NIGHT, 0.78), "#1f4a63", 0.18)
    lands = {**LANDS[season], "water": WATER, "snow": SNOW, "rock": ROCK}
    dark = 0.74 if season == "summer" else 0.70
    colours = {
        role: (mixed(fill, tint, share * 0.7 if hour != "day" else 0), mixed(fill, NIGHT, dark))
        for role, fill in lands.items()
    }
    colours |= {role: (fill, mixed(fill, NIGHT, 0.38)) for role, fill in THINGS.items()}
    colours |= {f"tile{n}": (stone.tile, mixed(stone.tile, NIGHT, 0.2)) for n, stone in GLYPHS.items()}
    colours |= {
        "tile": (PLAIN.tile, mixed(PLAIN.tile, NIGHT, 0.3)),
        "sky": (mixed(one.sky, tint, share), night_sky),
        "glow": (mixed(mixed(one.sky, tint, share), sun, 0.55), mixed(night_sky, "#5b7f95", 0.22)),
        "sun": (sun, "#dfe6dc"),
        # Stars: there by day, but in the colour of the sky.
        "star": (mixed(one.sky, tint, share), "#b9c7c6"),
        "light": (THINGS["light"], "#f0c96a"),
        "fire": ("#f0c96a", "#f0c96a"),
        "lichen": (LICHEN, mixed(LICHEN, NIGHT, 0.12)),
    }
    return colours

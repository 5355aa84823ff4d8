"""The contrasts that docs/design.md promises, computed from the token file (WCAG 2.2, relative luminance)."""

import re

import pytest
from django.conf import settings

from portal.core.pictures.glyphs import GLYPHS

SOURCES = settings.BASE_DIR / "portal" / "core" / "static" / "portal"
TOKENS = (SOURCES / "css" / "00-tokens.css").read_text()
PAIRS = {
    name: modes for name, *modes in re.findall(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", TOKENS)
}


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_of_black_on_white_is_21():
    assert round(contrast("#000000", "#ffffff"), 2) == 21


@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("text", "ground", "least"),
    [
        ("ink", "page", 7),
        ("ink", "surface", 7),
        ("muted", "page", 7),
        ("muted", "surface", 4.5),
        ("link", "page", 7),
        ("link", "surface", 4.5),
        ("error", "page", 4.5),
        ("success", "page", 4.5),
        ("warning", "page", 4.5),
        ("control", "page", 3),
        ("control", "surface", 3),
    ],
)
def test_token_has_the_contrast_its_use_needs(mode, text, ground, least):
    assert contrast(PAIRS[text][mode], PAIRS[ground][mode]) >= least


@pytest.mark.parametrize("number", GLYPHS)
def test_glyph_stands_out_from_its_stone(number):
    assert contrast(GLYPHS[number].sign, GLYPHS[number].tile) >= 3


@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
def test_stones_near_the_page_colour_have_an_edge(mode):
    chip = (SOURCES / "css" / "chip.css").read_text()
    rules = re.findall(r"^(\.tile-[^{]+) \{\s+stroke: light-dark\(([^,]+), ([^)]+)\)", chip, re.MULTILINE)
    edged = {
        int(number) for names, *edges in rules if edges[mode] != "transparent" for number in re.findall(r"\d", names)
    }

    near = {number for number, one in GLYPHS.items() if contrast(one.tile, PAIRS["page"][mode]) < 3}

    assert near <= edged

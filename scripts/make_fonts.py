"""Subset the heading typeface for the web and for the social cards.

Familjen Grotesk 700 (SIL Open Font Licence) comes from the npm package ``@fontsource/familjen-grotesk``. Unpack it
(``npm pack @fontsource/familjen-grotesk`` and ``tar xzf``) and run::

    python scripts/make_fonts.py PACKAGE_FOLDER

Written, and kept in the repository:

- ``familjen-nordic.woff2``: what en, da, nb, nn, sv, fi, is, fo and kl need; loaded with every page
- ``familjen-sami.woff2``: the further letters of the Sámi languages; loaded only where one of them is used
- ``familjen-bold.ttf``: both in one, for drawing the social cards
"""

import sys
from pathlib import Path

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "portal" / "core" / "static" / "portal" / "fonts"
CARDS = ROOT / "portal" / "core" / "pictures" / "fonts"
NORDIC = "".join(map(chr, range(0x20, 0x7F))) + "ÆØÅÄÖÐÞÁÉÍÓÚÝÜæøåäöðþáéíóúýüéè\u00a0\u00ad§«»·×–—‘’‚“”„…"
SAMI = "ČĐŊŠŦŽčđŋšŧž"
FEATURES = ["kern", "liga", "ccmp", "locl", "mark", "mkmk"]


def subset(source: Path, letters: str, target: Path, flavor: str | None) -> int:
    """Write the glyphs of ``letters`` from ``source`` to ``target``; return the size in bytes.

    Raises:
        SystemExit: the font lacks a letter.
    """
    font = TTFont(source)
    missing = [letter for letter in letters if ord(letter) not in font.getBestCmap()]
    if missing:
        raise SystemExit(f"{source.name} has no glyph for {missing}")
    options = Options(layout_features=FEATURES, hinting=False, desubroutinize=True, name_IDs=[0, 1, 2, 13])
    subsetter = Subsetter(options)
    subsetter.populate(text=letters)
    subsetter.subset(font)
    font.flavor = flavor
    font.save(target)
    return target.stat().st_size


def main(package: Path) -> None:
    """Write the three files from the unpacked npm package."""
    latin = package / "files" / "familjen-grotesk-latin-700-normal.woff2"
    extended = package / "files" / "familjen-grotesk-latin-ext-700-normal.woff2"
    parts = [CARDS / "nordic.part.ttf", CARDS / "sami.part.ttf"]
    sizes = {
        "familjen-nordic.woff2": subset(latin, NORDIC, WEB / "familjen-nordic.woff2", "woff2"),
        "familjen-sami.woff2": subset(extended, SAMI, WEB / "familjen-sami.woff2", "woff2"),
    }
    subset(latin, NORDIC, parts[0], None)
    subset(extended, SAMI, parts[1], None)
    merged = Merger().merge([str(part) for part in parts])
    merged.save(CARDS / "familjen-bold.ttf")
    for part in parts:
        part.unlink()
    for name, size in sizes.items():
        print(f"{name}: {size} bytes")  # noqa: T201 (a command's answer)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

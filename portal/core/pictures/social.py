"""Open Graph images: a page's whole cover, its title, its place or date and the wordmark, 1200 x 630.

Drawn by the worker when a page is published and kept in the media storage, never in a request. Its address holds the
page and the moment of its publication, so the page knows it without a query.
"""

from dataclasses import dataclass, replace
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageDraw, ImageFont

from portal.core.files.media import names_beginning
from portal.core.models import BasePage
from portal.core.pictures.covers import HEIGHT as COVER_HEIGHT
from portal.core.pictures.covers import WIDTH as COVER_WIDTH
from portal.core.pictures.covers import Cover, Layer, layers_of
from portal.core.pictures.glyphs import INK, STONES
from portal.core.pictures.raster import paint

WIDTH, HEIGHT = 1200, 630
#: The cover stands whole in the upper right corner.
PICTURE = 580
MARGIN = 56
#: Drawn twice as large and made smaller, so that edges are smooth.
SMOOTH = 2
PAGE, MUTED = "#fbfcfb", "#44585c"
FONT = Path(__file__).parent / "fonts" / "familjen-bold.ttf"
FOLDER = "social"
#: Static file: the card of what is no page, and of a page whose own is not drawn yet.
DEFAULT_CARD = "portal/img/social.png"
#: Sizes of the title in pixels, the largest that fits is taken; and its lines.
TITLE_SIZES = (84, 76, 68, 60, 52, 46, 40, 34)
MOST_LINES = 3
TITLE_HEIGHT = 182
LEADING = 1.1


@dataclass(frozen=True)
class Card:
    """What a card shows: above the title its ``kind`` and a ``line`` with the place or the date, where it has them."""

    title: str
    kind: str
    line: str
    cover: Cover


@lru_cache(maxsize=32)
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT), size)


def broken(text: str, font: ImageFont.FreeTypeFont, width: float) -> list[str]:
    """``text`` in lines that are at most ``width`` pixels wide; a longer word stands in a line of its own."""
    lines: list[str] = []
    for word in text.replace("\u00ad", "").split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def fitted(text: str, width: float) -> tuple[ImageFont.FreeTypeFont, int, list[str]]:
    """Font, its size and the lines of a title: as large as fits ``width`` in ``MOST_LINES`` lines."""
    for size in TITLE_SIZES:
        font = _font(size)
        lines = broken(text, font, width)
        fits = len(lines) * size * LEADING <= TITLE_HEIGHT
        if fits and len(lines) <= MOST_LINES and all(font.getlength(line) <= width for line in lines):
            return font, size, lines
    return font, size, [*lines[: MOST_LINES - 1], f"{lines[MOST_LINES - 1]} …"] if len(lines) > MOST_LINES else lines


def draw(card: Card) -> bytes:
    """The card as a PNG file."""
    image = Image.new("RGB", (WIDTH * SMOOTH, HEIGHT * SMOOTH), PAGE)
    scale, colours = PICTURE / COVER_WIDTH * SMOOTH, card.cover.colours
    picture = Image.new("RGB", (PICTURE * SMOOTH, round(COVER_HEIGHT * scale)))
    paint(picture, [replace(layer, fill=colours[layer.fill][0]) for layer in layers_of(card.cover)], scale)
    image.paste(picture, ((WIDTH - PICTURE) * SMOOTH, 0))
    paint(image, [Layer(path, fill) for path, fill in STONES], 1.5 * SMOOTH, MARGIN * SMOOTH, 48 * SMOOTH)
    image = image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    brush, beside = ImageDraw.Draw(image), WIDTH - PICTURE - 2 * MARGIN
    brush.text((MARGIN + 72, 64), "Nordic Smart City Model", font=_font(32), fill=INK)
    above = [*broken(card.kind, _font(32), beside)[:2], *broken(card.line, _font(32), beside)[:3]]
    top = COVER_HEIGHT * PICTURE / COVER_WIDTH - len(above) * 42
    for row, line in enumerate(above):
        brush.text((MARGIN, top + row * 42), line, font=_font(32), fill=MUTED)
    font, size, lines = fitted(card.title, WIDTH - 2 * MARGIN)
    for row, line in enumerate(lines):
        brush.text((MARGIN, 416 + row * size * LEADING), line, font=font, fill=INK)
    file = BytesIO()
    image.quantize(128).save(file, "PNG", optimize=True)
    return file.getvalue()


def card_key(page: BasePage) -> tuple[int, int]:
    """What names a page's card: the page (0 before it is stored), and the second of its publication."""
    return page.pk or 0, int(page.last_published_at.timestamp()) if page.last_published_at else 0


def store(page: BasePage, card: Card) -> str:
    """Draw ``card`` and keep it as the card of ``page``; older ones of the page are deleted. Return its path."""
    pk, stamp = card_key(page)
    path = f"{FOLDER}/{pk}-{stamp}.png"
    if default_storage.exists(path):
        return path
    delete(pk)
    return default_storage.save(path, ContentFile(draw(card)))


def delete(pk: int) -> None:
    """Delete all cards of the page with id ``pk``."""
    for name in names_beginning(FOLDER, f"{pk}-"):
        default_storage.delete(name)

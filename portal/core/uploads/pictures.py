"""Validation and conversion of uploaded images: what is taken, and the one form of which every size can be made.

A picture is decoded whole before it is taken, so that half of one is refused at once, in words. Forms that browsers or
our formats do not know are turned into one that they do: HEIC of phones, CMYK of print shops, grey of sixteen bits,
palettes with transparency.
"""

import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from io import BytesIO
from pathlib import PurePath
from typing import Any

import pillow_heif
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageOps

from portal.core.i18n.text import page_slug

pillow_heif.register_heif_opener()

#: What is read, by Pillow's names. MPO comes with JPEG: phones write it that take two pictures at once.
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "HEIF", "GIF")
SUFFIXES = {"JPEG": "jpg", "MPO": "jpg", "PNG": "png", "WEBP": "webp", "AVIF": "avif", "GIF": "gif"}
#: Formats of which a file may hold a moving picture.
_MOVING = frozenset({"PNG", "WEBP", "AVIF", "GIF"})
#: Modes that every one of our formats is written from.
_PLAIN = frozenset({"RGB", "RGBA", "L", "LA"})
_SIXTEEN_BITS = frozenset({"I;16", "I;16B", "I;16L", "I;16N", "I"})
QUALITY = 92

HALF = _("Only a part of this picture arrived, or its file is damaged. Upload it again from where it is whole.")
WEB_PAGE = _(
    "This is a web page and not a picture. Open the picture itself in the browser, save it from there and upload that."
)
UNKNOWN = _("The portal cannot read this file as a picture. It takes JPEG, PNG, WebP, AVIF, HEIC and GIF.")
MOVING = _("This picture moves, and the portal shows still ones only. Upload one moment of it as JPEG or PNG.")
MANY_PIXELS = _(
    "This picture is too large: it may have %(most)d million pixels (width times height). Make it smaller and upload "
    "it again."
)
MANY_BYTES = _("This file is too large: it may have %(most)d MB. Make it smaller and upload it again.")


def read_picture(
    content: bytes, most_pixels: int, *, most_of: Mapping[str, int] | None = None, longest: int | None = None
) -> Image.Image:
    """The picture in ``content``, decoded to its last line.

    Parameters:
        most_of: other limits, by format. Not for progressive JPEG, which is in memory as a whole, however small.
        longest: pixels of the longer side that are enough. A JPEG is then decoded at the half, quarter or eighth of its
            size that is not below this.

    Raises:
        ValidationError: in words for whoever uploads it.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what Pillow warns of is looked at here
            picture = Image.open(BytesIO(content), formats=FORMATS)
            if most_of and "progressive" not in picture.info:
                most_pixels = most_of.get(str(picture.format), most_pixels)
            if picture.width * picture.height > most_pixels:
                raise _too_many(most_pixels)
            if picture.format in _MOVING and getattr(picture, "n_frames", 1) > 1:
                raise ValidationError(MOVING, code="moving")
            if picture.format == "PNG":
                Image.open(BytesIO(content)).verify()
            if longest:
                larger = max(1, max(picture.size) / longest)
                picture.draft(None, (max(1, int(picture.width / larger)), max(1, int(picture.height / larger))))
            picture.load()
    except Image.DecompressionBombError as error:
        raise _too_many(most_pixels) from error
    except Image.UnidentifiedImageError as error:
        raise ValidationError(*_what_it_is(content)) from error
    except ValidationError:
        raise
    except Exception as error:
        # Decoders raise whatever they stumble over: OSError, SyntaxError, ValueError, EOFError, struct.error …
        raise ValidationError(HALF, code="half") from error
    if not _is_whole(content, str(picture.format)):
        raise ValidationError(HALF, code="half")
    return picture


def _too_many(most_pixels: int) -> ValidationError:
    return ValidationError(MANY_PIXELS, code="pixels", params={"most": most_pixels // 1_000_000})


def _what_it_is(content: bytes) -> tuple[Any, str]:
    """The sentence for what is no picture: half of one whose beginning is known, a web page, or anything else."""
    start = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<script")) or b"<html" in start:
        return WEB_PAGE, "web_page"
    begun = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8")
    inside = (content[:4] == b"RIFF" and content[8:12] == b"WEBP") or content[4:12] in {
        *(b"ftyp" + brand for brand in (b"avif", b"heic", b"heix", b"mif1")),
    }
    return (HALF, "half") if content.startswith(begun) or inside else (UNKNOWN, "unknown")


def _is_whole(content: bytes, kind: str) -> bool:
    """Whether the file has its end: some decoders are content with what there is."""
    return kind != "WEBP" or len(content) >= int.from_bytes(content[4:8], "little") + 8


def as_plain(picture: Image.Image) -> tuple[bytes, str] | None:
    """``picture`` in a form of which every size can be made: content and suffix; None if it has one already."""
    if _is_plain(picture):
        return None
    plain = _without_special_mode(picture)
    out = BytesIO()
    exif = picture.getexif()
    if picture.format == "HEIF":
        plain = ImageOps.exif_transpose(plain)
    if plain.mode in {"RGBA", "LA"} or picture.format in {"PNG", "GIF"}:
        plain.save(out, "PNG", icc_profile=plain.info.get("icc_profile"))
        return out.getvalue(), "png"
    kept = {} if picture.format == "HEIF" else {"exif": exif}
    plain.save(out, "JPEG", quality=QUALITY, icc_profile=plain.info.get("icc_profile"), **kept)
    return out.getvalue(), "jpg"


def _is_plain(picture: Image.Image) -> bool:
    return picture.format != "HEIF" and picture.mode in _PLAIN and "transparency" not in picture.info


def _without_special_mode(picture: Image.Image) -> Image.Image:
    """The same picture in grey or in red, green and blue, of eight bits each, with or without transparency."""
    if picture.mode in _PLAIN and "transparency" not in picture.info:
        return picture
    profile = picture.info.get("icc_profile")
    if picture.mode in _SIXTEEN_BITS:
        plain = picture.convert("I").point(lambda value: value / 257).convert("L")
    elif picture.mode in {"CMYK", "LAB"} and profile:
        plain = _to_srgb(picture, profile)
    elif picture.mode == "PA" or "transparency" in picture.info:
        plain = picture.convert("RGBA")
    else:
        plain = picture.convert("L" if picture.mode == "1" else "RGB")
    if picture.mode not in {"P", "PA", *_PLAIN}:
        plain.info.pop("icc_profile", None)  # it describes the colours that were there
    plain.info.pop("transparency", None)
    return plain


def _to_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        plain = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        plain = None
    return plain or picture.convert("RGB")


@contextmanager
def plain_source(image: Any, source: Any = None) -> Iterator[Any]:
    """The original of ``image``, or what of it was read already, in a form of which every size can be made."""
    with nullcontext(source) if source else image.open_file() as file:
        file.seek(0)
        picture = Image.open(file)
        plain = as_plain(picture)
        file.seek(0)
        yield BytesIO(plain[0]) if plain else file


def plain_name(name: str, suffix: str) -> str:
    """``name`` in ASCII, with the suffix of what its file really is."""
    return f"{page_slug(PurePath(name).stem, most=60) or 'picture'}.{suffix}"

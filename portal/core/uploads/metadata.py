"""Stripping of Exif and other metadata: place, device, name of the owner. None of it belongs on the web."""

from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image, UnidentifiedImageError

ORIENTATION = 0x0112
#: Where each format may hold more than its pixels and colours.
_HOLDERS = ("exif", "xmp", "XML:com.adobe.xmp", "Raw profile type exif", "photoshop")
#: How each format is written again; a JPEG file keeps its own compression.
_OPTIONS: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": "keep"},
    "MPO": {"quality": 92},
    "PNG": {},
    "WEBP": {"quality": 92},
    "AVIF": {"quality": 85},
}


def without_metadata(file: Any) -> ContentFile | None:
    """The picture in ``file`` without what the camera added, but the way it is to be turned.

    Returns:
        The new file; None if there is nothing to remove, or nothing that we know how to read.
    """
    file.seek(0)
    try:
        picture = Image.open(file)
    except UnidentifiedImageError:
        return None
    if picture.format not in _OPTIONS or not any(picture.info.get(name) for name in _HOLDERS):
        return None
    turned = picture.getexif().get(ORIENTATION)
    kept = Image.Exif()
    if turned:
        kept[ORIENTATION] = turned
    options = {**_OPTIONS[picture.format], "exif": kept, "icc_profile": picture.info.get("icc_profile")}
    for name in _HOLDERS:
        picture.info.pop(name, None)
    written = BytesIO()
    picture.save(written, "JPEG" if picture.format == "MPO" else picture.format, **options)
    return ContentFile(written.getvalue(), name=file.name)

"""A photo tells nothing but what it shows."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from portal.core.models import PortalImage
from portal.core.uploads.metadata import ORIENTATION, without_metadata

MAKER, GPS = 0x010F, 0x8825


def photo(kind: str) -> ContentFile:
    """A picture with the place where it was taken, the camera, and the way it is to be turned."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKER] = 6, "Test Camera"
    exif.get_ifd(GPS)[1] = "N"
    file = BytesIO()
    Image.new("RGB", (60, 40), "#4a8ccb").save(file, kind, exif=exif)
    return ContentFile(file.getvalue(), name=f"photo.{kind.lower()}")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_only_the_way_to_turn_a_photo_is_kept(kind: str):
    cleaned = Image.open(without_metadata(photo(kind)))

    assert dict(cleaned.getexif()) == {ORIENTATION: 6}
    assert dict(cleaned.getexif().get_ifd(GPS)) == {}
    assert (cleaned.format, cleaned.size) == (kind, (60, 40))


def test_a_file_without_metadata_stays_as_it_is():
    file = BytesIO()
    Image.new("RGB", (60, 40)).save(file, "PNG")

    assert without_metadata(ContentFile(file.getvalue(), name="a.png")) is None
    assert without_metadata(ContentFile(b"no picture", name="a.png")) is None


@pytest.mark.django_db
def test_an_uploaded_photo_holds_no_place(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    image = PortalImage.objects.create(title="Photo", file=photo("JPEG"))

    with image.file.open() as file:
        assert dict(Image.open(file).getexif()) == {ORIENTATION: 6}
    assert image.file_size == image.file.size

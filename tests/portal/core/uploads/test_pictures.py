"""A picture is taken with all its sizes, or refused with a sentence."""

import gc
import json
import logging
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone, translation
from PIL import Image
from wagtail.images.forms import get_image_form
from wagtail.users.models import UserProfile

from portal.core.models import PortalImage
from portal.core.pictures.photos import SHARED, all_specs, lacking_sizes, make_all, probe, rendition_of, sources_of
from portal.core.uploads.pictures import HALF, MANY_BYTES, MANY_PIXELS, MOVING, UNKNOWN, WEB_PAGE
from tests.partners.world import World

pytestmark = [
    pytest.mark.django_db,
    # Wagtail drops the temporary files that it draws into without closing them.
    pytest.mark.filterwarnings("ignore:.*unclosed file:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
DATA = Path(__file__).parent / "data"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    cache.clear()  # Wagtail keeps renditions there, and another test's picture may have had the same id
    yield
    gc.collect()  # here rather than in a test that knows nothing of Wagtail's files


def drawn(kind: str, mode: str = "RGB", size: tuple[int, int] = (64, 48), **options: Any) -> bytes:
    """A picture with some structure, so that half of its bytes is half of it."""
    picture = Image.effect_noise(size, 80).convert("RGB").convert(mode)
    file = BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def blank(kind: str, size: tuple[int, int]) -> bytes:
    """A picture of one colour, drawn at once however large."""
    file = BytesIO()
    Image.new("1", size).save(file, kind)
    return file.getvalue()


def moving(kind: str) -> bytes:
    first, *others = [Image.new("RGB", (20, 20), colour) for colour in ("red", "green", "blue")]
    file = BytesIO()
    first.save(file, kind, save_all=True, append_images=others, duration=100, loop=0)
    return file.getvalue()


def sixteen_bits() -> bytes:
    picture = Image.new("I", (64, 48))
    picture.putdata([(number * 21) % 65536 for number in range(64 * 48)])
    file = BytesIO()
    picture.convert("I;16").save(file, "PNG")
    return file.getvalue()


def transparent() -> bytes:
    picture = Image.new("P", (64, 48), 0)
    picture.putpalette([255, 0, 0, 0, 0, 255] + [0] * 762)
    picture.paste(1, (0, 0, 32, 48))
    file = BytesIO()
    picture.save(file, "PNG", transparency=0)
    return file.getvalue()


def form_of(name: str, content: bytes) -> Any:
    files = {"file": SimpleUploadedFile(name, content)}
    return get_image_form(PortalImage)({"title": "A picture", "collection": "1"}, files)


TAKEN = {
    "gray16.png": (DATA / "gray16.png").read_bytes(),
    "scan.png": sixteen_bits(),
    "bits.png": drawn("PNG", "1"),
    "palette.png": drawn("PNG", "P"),
    "transparent.png": transparent(),
    "key.png": drawn("PNG", "RGB", transparency=(255, 255, 255)),
    "grey-alpha.png": drawn("PNG", "LA"),
    "alpha.png": drawn("PNG", "RGBA"),
    "alpha.webp": drawn("WEBP", "RGBA"),
    "print.jpg": drawn("JPEG", "CMYK"),
    "print-profile.jpg": drawn("JPEG", "CMYK", icc_profile=b"no profile"),
    "broken-profile.jpg": drawn("JPEG", icc_profile=b"no profile"),
    "broken-profile.png": drawn("PNG", icc_profile=b"no profile"),
    "grey.jpeg": drawn("JPEG", "L"),
    "phone.heic": drawn("HEIF"),
    "PHONE.JPG": drawn("HEIF"),
    "phone-alpha.heif": drawn("HEIF", "RGBA"),
    "still.gif": drawn("GIF", "P"),
    "modern.avif": drawn("AVIF"),
    "really-a.jpg": drawn("PNG"),
    "really-b.png": drawn("JPEG"),
    "really-c.jfif": drawn("WEBP"),
    "Værksted i Þórshöfn": drawn("JPEG"),
    "dot.png": drawn("PNG", size=(1, 1)),
    "wide.png": drawn("PNG", size=(3000, 1)),
    "tall.png": drawn("PNG", size=(1, 3000)),
}


@pytest.mark.parametrize("name", TAKEN)
def test_picture_is_taken_with_all_its_sizes(name: str, caplog: pytest.LogCaptureFixture):
    form = form_of(name, TAKEN[name])
    assert form.is_valid(), form.errors
    image = form.save()

    assert make_all(PortalImage.objects.get(pk=image.pk)) == len(all_specs())

    assert set(image.renditions.values_list("filter_spec", flat=True)) == set(all_specs())
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]
    with rendition_of(image, SHARED).file.open() as shared:
        assert Image.open(shared).mode in {"RGB", "L"}
    with image.file.open() as original:
        suffix = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp", "AVIF": ".avif"}[str(Image.open(original).format)]
    assert image.file.name.lower().replace(".jpeg", ".jpg").endswith(suffix)


def uploaded(name: str) -> PortalImage:
    form = form_of(name, TAKEN[name])
    assert form.is_valid(), form.errors
    return PortalImage.objects.get(pk=form.save().pk)


def test_grey_of_sixteen_bits_keeps_its_shades():
    image = uploaded("scan.png")

    with image.file.open() as file:
        assert Image.open(file).getextrema()[0] < 10
        file.seek(0)
        assert Image.open(file).getextrema()[1] > 240


def test_transparent_palette_stays_transparent():
    image = uploaded("transparent.png")

    with image.file.open() as file:
        assert Image.open(file).convert("RGBA").getpixel((60, 10))[3] == 0
    with image.get_rendition("width-480|format-jpeg").file.open() as file:
        assert min(Image.open(file).convert("RGB").getpixel((60, 10))) > 240


def halves() -> dict[str, bytes]:
    whole = {
        "a.jpg": drawn("JPEG", size=(300, 200)),
        "b.jpg": drawn("JPEG", size=(300, 200), progressive=True),
        "c.png": drawn("PNG", size=(300, 200)),
        "d.webp": drawn("WEBP", size=(300, 200)),
        "e.avif": drawn("AVIF", size=(300, 200)),
        "f.gif": drawn("GIF", "P", size=(300, 200)),
        "g.heic": drawn("HEIF", size=(300, 200)),
    }
    parts = {
        f"{part}-{name}": content[: len(content) * part // 100]
        for name, content in whole.items()
        for part in (5, 50, 95)
    }
    return {"half.jpg": (DATA / "half.jpg").read_bytes(), **parts}


HALVES = halves()


@pytest.mark.parametrize("name", HALVES)
def test_half_of_a_picture_is_refused_with_a_sentence(name: str):
    assert form_of(name, HALVES[name]).errors["file"] == [str(HALF)]


@pytest.mark.parametrize("name", ["a.jpg", "c.png", "d.webp", "e.avif", "f.gif"])
def test_a_whole_picture_is_taken_whatever_a_tool_wrote_behind_it(name: str):
    kind = {"jpg": "JPEG"}.get(name[2:], name[2:].upper())
    content = drawn(kind, "P" if kind == "GIF" else "RGB", size=(300, 200))

    assert form_of(name, content + b"edited with a fictional tool" * 200).errors == {}


REFUSED = {
    "moving.gif": (moving("GIF"), MOVING),
    "moving.png": (moving("PNG"), MOVING),
    "moving.webp": (moving("WEBP"), MOVING),
    "page.jpg": (b"\n<!DOCTYPE html>\n<html><body>Log in</body></html>", WEB_PAGE),
    "page.png": (b"\xef\xbb\xbf<html lang='da'>", WEB_PAGE),
    "text.jpg": ("Ærø".encode(), UNKNOWN),
    "drawing.svg": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', UNKNOWN),
    "scan.tiff": (drawn("TIFF"), UNKNOWN),
    "paint.bmp": (drawn("BMP"), UNKNOWN),
    "zeros.png": (bytes(2000), UNKNOWN),
    "huge.png": (blank("PNG", (9000, 7000)), MANY_PIXELS % {"most": 60}),
    "heavy.jpg": (drawn("JPEG") + bytes(12 * 1024 * 1024), MANY_BYTES % {"most": 12}),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_taken_is_refused_with_a_sentence(name: str):
    content, sentence = REFUSED[name]

    assert form_of(name, content).errors["file"] == [str(sentence)]


def test_every_form_of_the_admin_refuses_half_a_picture_in_the_editors_language(client: Client, world: World):
    client.force_login(world.a.member)
    UserProfile.objects.create(user=world.a.member, preferred_language="da")
    with translation.override("da"):
        sentence = str(HALF)
    collection = world.a.image.collection_id

    def upload() -> SimpleUploadedFile:
        return SimpleUploadedFile("half.jpg", HALVES["half.jpg"], "image/jpeg")

    one = client.post("/admin/images/add/", {"title": "Halvt", "collection": collection, "file": upload()})
    many = client.post(
        "/admin/images/multiple/add/",
        {"title": "Halvt", "collection": collection, "files[]": upload()},
        headers={"x-requested-with": "XMLHttpRequest"},
    )
    chosen = client.post(
        "/admin/images/chooser/create/",
        {
            "image-chooser-upload-title": "Halvt",
            "image-chooser-upload-collection": collection,
            "image-chooser-upload-file": upload(),
        },
    )
    again = client.post(
        f"/admin/images/{world.a.image.pk}/", {"title": "Halvt", "collection": collection, "file": upload()}
    )

    assert [answer.status_code for answer in (one, many, chosen, again)] == [200] * 4
    assert sentence in one.content.decode()
    assert json.loads(many.content)["error_message"] == sentence
    assert sentence in json.loads(chosen.content)["htmlFragment"]
    assert sentence in again.content.decode()


def old_original(content: bytes, name: str, **fields: Any) -> PortalImage:
    """A picture that came before only whole and plain ones were taken."""
    image = PortalImage.objects.create(title="Old", file=ContentFile(drawn("PNG"), name=name), **fields)
    Path(image.file.path).write_bytes(content)
    return PortalImage.objects.get(pk=image.pk)


def test_original_that_came_before_gets_its_sizes_too():
    image = old_original(TAKEN["gray16.png"], "gray16.png")

    assert make_all(image) == len(all_specs())


def test_failing_size_costs_no_other_and_is_reported(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch):
    def fail(*args: Any) -> None:
        raise OSError("encoder error -2")

    image = uploaded("alpha.png")
    monkeypatch.setitem(Image.SAVE, "AVIF", fail)

    made = make_all(image)

    assert made == len([spec for spec in all_specs() if "format-avif" not in spec])
    failures = [record.getMessage() for record in caplog.records if record.levelno == logging.ERROR]
    assert failures == [f"No {spec} of picture {image.pk}: OSError" for spec in all_specs() if "format-avif" in spec]
    assert [kind for kind, _srcset in sources_of(image).modern] == ["image/webp"]


def test_photo_without_sizes_is_named_by_readyz_and_tried_again(client: Client, run_tasks):
    image = old_original(HALVES["half.jpg"][:3000], "half.jpg")
    assert probe() == "ok", "the worker has some time"
    PortalImage.objects.filter(pk=image.pk).update(created_at=timezone.now() - timedelta(hours=1))

    assert make_all(image) == 0
    assert sources_of(image) is None, "pages draw a cover in its place"
    assert list(lacking_sizes()) == [image]
    assert client.get("/readyz").json()["pictures"] == "1 without all sizes"
    assert client.get("/readyz").status_code == 200


def test_admin_shows_broken_originals_as_broken(client: Client, admin_user):
    old_original(HALVES["half.jpg"][:3000], "half.jpg", uploaded_by_user=admin_user)
    client.force_login(admin_user)

    assert client.get("/admin/images/").status_code == 200

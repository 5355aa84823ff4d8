"""Uploads in a bucket of a real S3 server: pictures, their sizes, drawn cards and documents, with their permissions."""

import os
import subprocess
import sys
import urllib.error
import urllib.request
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.core.files.storage import default_storage
from django.test import Client
from PIL import Image
from wagtail.documents import get_document_model

from portal.core.files.media import names_beginning
from portal.core.models import PortalImage
from portal.core.pictures.photos import all_specs, make_all
from tests.services.object_storage import ACCESS_KEY, SECRET_KEY, ObjectStorage, object_storage
from tests.services.service import Unavailable

BUCKET = "portal-media"
#: Wagtail reads a new file and leaves it to the end of the request; django-storages then closes its temporary file.
pytestmark = pytest.mark.filterwarnings(
    "ignore:Unclosed file:ResourceWarning", "ignore:.*SpooledTemporaryFile:pytest.PytestUnraisableExceptionWarning"
)


@pytest.fixture(scope="module")
def server():
    """One server for the file, with the bucket."""
    try:
        with object_storage() as running:
            (running.folder / BUCKET).mkdir()
            yield running
    except Unavailable as reason:
        if os.environ.get("REQUIRE_SERVICES") == "1":
            raise
        pytest.skip(str(reason))


@pytest.fixture
def bucket(server: ObjectStorage, settings) -> ObjectStorage:
    """The portal with the settings that ``S3_BUCKET`` and its companions make."""
    settings.S3_ENDPOINT = server.url
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "portal.core.files.bucket.MediaBucket",
            "OPTIONS": {
                "bucket_name": BUCKET,
                "endpoint_url": server.url,
                "region_name": None,
                "access_key": ACCESS_KEY,
                "secret_key": SECRET_KEY,
            },
        },
    }
    return server


def stored(server: ObjectStorage) -> list[str]:
    """Names of the objects, as they lie in the server's folder."""
    root = server.folder / BUCKET
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


def photo() -> PortalImage:
    file = BytesIO()
    Image.new("RGB", (1600, 1200), "#2a7a5a").save(file, "PNG")
    return PortalImage.objects.create(title="Grænn ferningur", file=ImageFile(file, "grænn.png"))


def test_pictures_and_their_sizes_lie_in_the_bucket_and_come_from_the_portal(db, client: Client, bucket: ObjectStorage):
    image = photo()

    assert make_all(image) == len(all_specs())
    names = stored(bucket)
    assert len([name for name in names if name.startswith("images/")]) == len(all_specs())
    rendition = image.renditions.get(filter_spec="width-480|format-webp")
    assert rendition.url.startswith("/media/images/")
    answer = client.get(rendition.url)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/webp"
    assert answer["Cache-Control"] == "public, max-age=2592000"
    assert Image.open(BytesIO(b"".join(answer.streaming_content))).width == 480
    assert client.get("/media/images/no-such-picture.webp").status_code == 404


def test_originals_and_documents_are_not_for_visitors(db, client: Client, admin_client: Client, bucket: ObjectStorage):
    image = photo()
    document = get_document_model().objects.create(title="Minutes", file=ContentFile(b"Agenda: 1", "minutes.txt"))

    assert [client.get(url).status_code for url in (image.file.url, document.url, f"/media/{document.file.name}")] == [
        404, 404, 404
    ]  # fmt: skip
    answer = admin_client.get(document.url)
    assert (answer.status_code, b"".join(answer.streaming_content)) == (200, b"Agenda: 1")
    assert admin_client.get(f"/media/{document.file.name}").status_code == 404
    original = admin_client.get(image.file.url)
    assert Image.open(BytesIO(b"".join(original.streaming_content))).width == 1600


@pytest.mark.django_db
def test_nobody_reads_the_bucket_itself(bucket: ObjectStorage):
    name = photo().file.name
    with pytest.raises(urllib.error.HTTPError, match="403") as refused:
        urllib.request.urlopen(f"{bucket.url}/{BUCKET}/{name}", timeout=20)
    refused.value.close()


def test_a_name_is_never_written_twice(bucket: ObjectStorage):
    first, second = (default_storage.save("images/square.txt", ContentFile(text)) for text in (b"one", b"two"))

    assert first == "images/square.txt"
    assert second != first
    assert default_storage.open(first).read() == b"one"


def test_what_begins_with_a_name_is_found_in_bucket_and_folder(bucket: ObjectStorage, settings, tmp_path: Path):
    def save_and_find() -> list[str]:
        for name in ("7-1", "7-2", "77-1"):
            default_storage.save(f"beginnings/{name}.png", ContentFile(b"x"))
        return sorted(names_beginning("beginnings", "7-"))

    expected = ["beginnings/7-1.png", "beginnings/7-2.png"]
    assert save_and_find() == expected
    settings.MEDIA_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    }
    assert names_beginning("beginnings", "7-") == []
    assert save_and_find() == expected


def test_the_bucket_is_loaded_only_where_it_is_used():
    """It brings a library of thirty megabytes into each process."""
    code = "import sys, portal.wsgi; print('botocore' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=300)
    assert done.stdout.strip() == "False"

"""Photos: sizes are made by the worker, pages only look them up."""

import gc
from io import BytesIO

import pytest
from django.core.cache import cache
from django.core.files.images import ImageFile
from PIL import Image

from portal.models import PortalImage
from portal.pictures.photos import LOGO, SHARED, rendition_of, sources_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def photo(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    cache.clear()  # Wagtail keeps renditions there, and another test's photo may have had the same id
    file = BytesIO()
    Image.new("RGB", (900, 700), "#0a7463").save(file, "PNG")
    file.seek(0)
    return PortalImage.objects.create(title="A green square", file=ImageFile(file, "green.png"))


def test_photo_has_no_sources_until_the_worker_made_them(photo):
    assert sources_of(photo) is None
    assert photo.renditions.count() == 0


# Wagtail drops the temporary files that it draws into without closing them.
@pytest.mark.filterwarnings("ignore:.*unclosed file:ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_worker_makes_modern_and_plain_formats_in_each_width(photo, run_tasks, django_assert_max_num_queries):
    run_tasks()
    gc.collect()
    with django_assert_max_num_queries(1):
        found = sources_of(photo)

    assert [kind for kind, _srcset in found.modern] == ["image/avif", "image/webp"]
    # The original is 900 wide: the largest size is the original's own, never a blown-up one.
    assert [part.split()[1] for part in found.srcset.split(", ")] == ["480w", "800w", "900w"]
    assert (found.width, found.height) == (900, 600)
    assert found.src.endswith(".jpg")
    assert rendition_of(photo, LOGO).height == 112
    assert rendition_of(photo, SHARED) is not None


def test_looking_up_sources_makes_none(photo):
    sources_of(photo, "whole")

    assert photo.renditions.count() == 0

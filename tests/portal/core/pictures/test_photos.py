"""Photos: sizes are made by the worker, pages only look them up."""

import gc
from io import BytesIO

import pytest
from django.core.cache import cache
from django.core.files.images import ImageFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image
from wagtail.images.models import Filter

from portal.core.models import PortalImage
from portal.core.pictures.photos import LOGO, SHARED, rendition_of, sources_of
from tests.sites import add_case, add_element, add_standard, make_site

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


def made(photo: PortalImage, spec: str = "fill-480x320-c50|format-jpeg") -> None:
    """A rendition as the worker would leave it; the file plays no part."""
    key = Filter(spec=spec).get_cache_key(photo)
    photo.renditions.create(filter_spec=spec, focal_point_key=key, file="images/made.jpg", width=480, height=320)


def test_photos_of_many_pages_cost_one_query(client, photo, django_assert_num_queries):
    make_site("en")
    element = add_element()
    cases = [add_case(elements=[element], photo=photo, photo_alt="A square") for _ in range(4)]
    made(photo)
    # Of a case, three ask what it grew out of, who uses it and what is similar; of the front page, one counts the
    # cases of each element. Both ask once more where they are read in languages into which they are not translated.
    for address, queries in {"/en/projects/": 9, cases[0].url_path: 12, "/en/": 11}.items():
        client.get(address)
        with django_assert_num_queries(queries):
            page = client.get(address).content.decode()
        assert "images/made.jpg" in page, address


def test_page_shows_the_drawn_cover_while_the_photo_is_being_made(client, photo, django_assert_num_queries):
    make_site("en")
    add_case(elements=[add_element()], photo=photo, photo_alt="A square")
    client.get("/en/projects/")
    with django_assert_num_queries(9):
        page = client.get("/en/projects/").content.decode()

    assert "/pictures/covers/" in page


def test_figures_of_a_text_cost_one_query(client, photo, django_assert_num_queries):
    make_site("en")
    figure = {"image": photo, "alt_text": "A square", "decorative": False, "caption": ""}
    pages = [add_standard(body=[("figure", figure)] * count) for count in (1, 5)]
    made(photo, "width-480|format-jpeg")
    counts = []
    for page in pages:
        client.get(page.url_path)
        with CaptureQueriesContext(connection) as captured:
            text = client.get(page.url_path).content.decode()
        counts.append((text.count("images/made.jpg") // 2, len(captured)))

    assert counts == [(1, 5), (5, 5)]

"""Pictures of case studies: the editors' photo when its sizes are made, the drawn cover until then."""

import gc
from io import BytesIO

import pytest
from django.core.cache import cache
from django.core.files.images import ImageFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from portal.core.models import PortalImage
from tests.sites import add_case, add_element, make_site

pytestmark = [
    pytest.mark.django_db,
    # Wagtail drops the temporary files that it draws photos into without closing them.
    pytest.mark.filterwarnings("ignore:.*unclosed file:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture
def library(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    cache.clear()  # Wagtail keeps renditions there, and another test's photo may have had the same id
    home = make_site("en")["en"]
    return f"{home.url_path}projects/"


def add_photo(title: str) -> PortalImage:
    file = BytesIO()
    Image.new("RGB", (600, 500), "#4a8ccb").save(file, "PNG")
    file.seek(0)
    return PortalImage.objects.create(title=title, file=ImageFile(file, f"{title}.png"), credit="Photo: Testby, CC0")


def test_case_shows_its_drawn_cover_until_the_sizes_of_its_photo_are_made(client, library, run_tasks):
    add_case(photo=add_photo("one"), photo_alt="A square", elements=[add_element(number=1)])
    before = client.get(library).content.decode()
    run_tasks()
    gc.collect()
    after = client.get(library).content.decode()

    assert (before.count("<picture>"), before.count("/pictures/covers/")) == (0, 1)
    assert (after.count("<picture>"), after.count("/pictures/covers/")) == (1, 0)
    assert 'type="image/avif"' in after


def test_photo_on_its_own_page_has_words_and_its_credit(client, library, run_tasks):
    case = add_case(photo=add_photo("one"), photo_alt="A square", elements=[add_element(number=1)])
    run_tasks()
    gc.collect()
    text = client.get(case.url_path).content.decode()

    assert text.count("<picture>") == 1
    assert 'alt="A square"' in text
    assert "<figcaption>Photo: Testby, CC0</figcaption>" in text


def test_number_of_queries_is_the_same_with_one_and_with_three_photos(client, library, run_tasks):
    element = add_element(number=1)
    counts = []
    for title in ("one", "two", "three"):
        add_case(photo=add_photo(title), photo_alt="A square", elements=[element])
        run_tasks()
        client.get(library)
        with CaptureQueriesContext(connection) as queries:
            client.get(library)
        counts.append(len(queries))
    gc.collect()

    assert counts == [9, 9, 9]

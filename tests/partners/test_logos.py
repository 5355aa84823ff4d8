"""Logos of partners on their tiles."""

import gc
from io import BytesIO

import pytest
from django.core.cache import cache
from django.core.files.images import ImageFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from portal.core.models import PortalImage
from tests.sites import add_partner, make_site

pytestmark = [
    pytest.mark.django_db,
    # Wagtail drops the temporary files that it draws logos into without closing them.
    pytest.mark.filterwarnings("ignore:.*unclosed file:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


def add_logo(name: str) -> PortalImage:
    file = BytesIO()
    Image.new("RGB", (400, 200), "#4a8ccb").save(file, "PNG")
    file.seek(0)
    return PortalImage.objects.create(title=name, file=ImageFile(file, f"{name}.png"))


def test_tiles_show_logos_with_the_same_queries_for_one_and_two(client, settings, tmp_path, run_tasks):
    settings.MEDIA_ROOT = tmp_path
    cache.clear()  # Wagtail keeps renditions there, and another test's picture may have had the same id
    overview = f"{make_site('en')['en'].url_path}partners/"
    add_partner()
    client.get(overview)
    counts, logos = [], []
    for name in ("none", "one", "two"):
        if name != "none":
            add_partner(logo=add_logo(name))
            run_tasks()
        with CaptureQueriesContext(connection) as queries:
            text = client.get(overview).content.decode()
        counts.append(len(queries))
        logos.append(text.count('class="partner__logo"'))
    gc.collect()

    assert logos == [0, 1, 2]
    assert counts == [4, 6, 6]

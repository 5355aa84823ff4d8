"""The sitemap of a large site: files that are small, of which a reader fetches again what changed."""

import re
from datetime import UTC, datetime

import pytest
from django.test import Client
from wagtail.models import Page

from portal.core.models import PublishedText
from portal.urls import SITEMAPS
from tests.sites import add_case, make_site

pytestmark = pytest.mark.django_db
FIRST = "/sitemap-pages.xml"


def locations(client: Client, address: str) -> list[str]:
    return re.findall("<loc>http://testserver(.+?)</loc>", client.get(address).content.decode())


@pytest.fixture
def cases(db) -> list[Page]:
    make_site("en", "fi")
    first = add_case(title="Þjónusta")
    add_case("fi", of=first, title="Palvelu")
    return [first, *(add_case(title=f"Þjónusta {number}") for number in range(4))]


@pytest.fixture
def small_files(monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in SITEMAPS.values():
        monkeypatch.setattr(kind, "limit", 4)


@pytest.mark.usefixtures("small_files")
def test_the_files_name_every_page_once_and_the_index_all_files(client: Client, cases, django_assert_num_queries):
    pages = [address for address in locations(client, "/sitemap.xml") if "concepts" not in address]
    public = Page.objects.live().filter(depth__gt=1)
    assert pages == [FIRST, *(f"{FIRST}?p={number}" for number in range(2, -(-public.count() // 4) + 1))]
    assert len(pages) > 3

    named = []
    for address in pages:
        with django_assert_num_queries(3):  # how many there are, those of the file, their versions
            listed = locations(client, address)
        assert 0 < len(listed) <= 4
        named += listed
    assert sorted(named) == sorted(public.values_list("url_path", flat=True))
    assert client.get(f"{FIRST}?p={len(pages) + 1}").status_code == 404
    assert "Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").content.decode()


@pytest.mark.usefixtures("small_files")
def test_a_change_is_the_day_of_its_file_alone(client: Client, cases, django_assert_num_queries):
    PublishedText.objects.update(changed_at=None)
    changed = PublishedText.objects.filter(page=cases[2])
    assert changed.update(changed_at=datetime(2024, 5, 4, 12, tzinfo=UTC)) == 1

    client.get("/sitemap.xml")
    with django_assert_num_queries(4):  # days of the pages; defined concepts, all of them, the vocabulary
        index = client.get("/sitemap.xml")
    of_that_day = re.findall(r"<loc>http://testserver([^<]+)</loc>\s*<lastmod>2024-05-04", index.content.decode())
    assert len(of_that_day) == index.content.decode().count("<lastmod>") == 1
    assert cases[2].url_path in locations(client, of_that_day[0])
    assert "<lastmod>2024-05-04</lastmod>" in client.get(of_that_day[0]).content.decode()
    assert index["X-Robots-Tag"].startswith("noindex")

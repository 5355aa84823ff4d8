"""Every page of every tree, as a visitor sees it."""

import re
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.test import Client, TestCase
from wagtail.models import Page

from home.models import StandardPage
from portal.core.pages.sitemaps import PageSitemap

pytestmark = pytest.mark.xdist_group("content")

#: Pages of each kind: (home 10, lists 8, details 9) are the most queries allowed; these are the counts reached.
#: Cases and elements ask once who uses them, and cases once what they grew out of, however many there are.
QUERIES = {
    "/fi/": 10,
    "/fi/model/": 7,
    "/fi/events/": 6,
    "/fi/take-part/": 9,
    "/fi/take-part/rules/": 4,
    "/fi/events/creating-a-joint-nordic-smart-city-model/": 9,
    "/fi/projects/": 8,
    "/fi/projects/?country=FI&settlement=urban&page=2": 7,
    "/fi/projects/omastadi-helsinki/": 10,
    "/fi/model/open-source-across-borders/": 9,
    "/fi/partners/": 4,
    "/fi/partners/doga/": 7,
    "/fi/strategies/": 5,
    "/fi/strategies/norwegian-national-roadmap/": 5,
    "/fi/glossary/": 5,
}


class Links(HTMLParser):
    """Collects where a page leads, and the ids it has."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.hrefs: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in {"href", "src"} and value and value.startswith("/"):
                self.hrefs.add(value.split("#")[0])


@pytest.mark.usefixtures("content")
def test_every_page_of_all_six_trees_answers_and_leads_nowhere_wrong(client: Client):
    everything = Page.objects.live().filter(depth__gt=1)
    addresses = set(everything.values_list("url_path", flat=True))
    assert len(addresses) == 558
    wrong, linked = [], set()

    for page in everything:
        response = client.get(page.url_path)
        text = response.content.decode()
        linked |= Links(text).hrefs
        if response.status_code != 200 or f'<html lang="{page.url_path[1:3]}"' not in text or text.count("<h1") != 1:
            wrong.append(page.url_path)

    # The contact form of each page differs by the number of the page.
    left_out = re.compile(r"/search/|/contact/\?")
    inside = {link for link in linked if re.match(r"/(en|da|nb|sv|fi|is)/", link) and not left_out.search(link)}
    wrong += [link for link in sorted(inside - addresses) if client.get(link).status_code != 200]
    assert wrong == []


def shape(sql: str) -> str:
    """A statement without its values."""
    return re.sub(r"\(\?(?:, \?)*\)", "(?)", re.sub(r"'[^']*'|\b\d+\b", "?", sql))


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize(("path", "count"), QUERIES.items())
def test_pages_need_a_known_number_of_queries(client: Client, django_assert_num_queries, path: str, count: int):
    client.get(path)

    with django_assert_num_queries(count) as captured:
        response = client.get(path)

    shapes = [shape(query["sql"]) for query in captured.captured_queries]
    assert response.status_code == 200
    assert len(shapes) == len(set(shapes))
    # Django writes a statement anew for each request: a window function costs more than the whole rest of a list.
    assert [one for one in shapes if "OVER (" in one] == []


@pytest.mark.usefixtures("content")
def test_an_untranslated_case_is_listed_with_its_language_named_and_marked(client: Client, only_in):
    only_in("nb", "friskus-voss")
    text = client.get("/en/projects/?language=nn").content.decode()

    assert re.search(r'<a[^>]*href="/en/projects/friskus-voss/"[^>]*lang="nn"', text)
    assert "Norsk nynorsk" in text


@pytest.mark.usefixtures("content")
def test_404_offers_the_page_in_the_languages_that_have_it(client: Client):
    with TestCase.captureOnCommitCallbacks(execute=True):
        for page in StandardPage.objects.filter(slug="about").exclude(locale__language_code="da"):
            page.delete()
    response = client.get("/fi/about/")

    text = response.content.decode()
    assert response.status_code == 404
    assert '<html lang="fi"' in text
    assert re.search(r'<a[^>]*href="/da/about/"[^>]*>', text)


@pytest.mark.usefixtures("content")
def test_switcher_leads_to_the_same_page_and_says_in_which_language_its_text_is(client: Client, only_in):
    only_in("en", "lahti-citicap")
    translated = client.get("/en/projects/omastadi-helsinki/").content.decode()
    alone = client.get("/en/projects/lahti-citicap/").content.decode()

    for code, name in settings.LANGUAGES:
        if code != "en":
            assert f'href="/{code}/projects/omastadi-helsinki/"' in translated
            assert name in translated
            assert f'href="/{code}/projects/lahti-citicap/"' in alone
    for note in ("Tekst: engelsk", "Text: engelska", "Teksti: englanti", "Texti: enska"):
        assert note not in translated
        assert note in alone


@pytest.mark.usefixtures("content")
def test_sitemap_lists_every_page_with_its_alternates(client: Client):
    text = client.get("/sitemap-pages.xml").content.decode()

    assert text.count("<loc>") == 558
    assert len(text.encode()) / 558 * PageSitemap.limit < 2_000_000, "bytes of a full file; the protocol allows 50 MB"
    case = text.split("<url>")[1:]
    omastadi = next(entry for entry in case if "<loc>http://testserver/fi/projects/omastadi-helsinki/</loc>" in entry)
    assert sorted(re.findall(r'hreflang="([\w-]+)"', omastadi)) == ["da", "en", "fi", "is", "nb", "sv", "x-default"]


@pytest.mark.usefixtures("content")
def test_feed_of_each_language_is_valid_atom_with_one_entry_a_case(client: Client):
    from xml.etree import ElementTree

    for code, _name in settings.LANGUAGES:
        root = ElementTree.fromstring(client.get(f"/{code}/projects/feed.xml").content)
        atom = "{http://www.w3.org/2005/Atom}"
        entries = root.findall(f"{atom}entry")
        assert len(entries) == 30
        assert len({entry.find(f"{atom}id").text for entry in entries}) == 30

"""The Atom feed, by the rules of RFC 4287."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from django.test import Client

from portal.core.models import PublishedText
from projects.models import CaseStudyPage
from tests.kept_rows import kept
from tests.sites import add_case, make_site

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
@kept
def case() -> CaseStudyPage:
    make_site("en", "da")
    return add_case(slug="a-case")


def read(client: Client, language: str = "en") -> Any:
    return ElementTree.fromstring(client.get(f"/{language}/projects/feed.xml").content)


def check_atom(feed: Any, own: str = "/projects/feed.xml") -> None:
    """What the W3C validator asks of a feed: sections 4.1.1 and 4.1.2, as far as we use them."""
    for element in (feed, *feed.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            [found] = element.findall(f"{ATOM}{name}")
            assert found.text
        assert urlsplit(element.find(f"{ATOM}id").text).scheme == "urn"
        assert datetime.fromisoformat(element.find(f"{ATOM}updated").text).tzinfo
        links = [link.attrib for link in element.findall(f"{ATOM}link")]
        assert [link["rel"] for link in links].count("alternate") == 1
        assert all(urlsplit(link["href"]).netloc for link in links)
        assert all(category.get("term") for category in element.findall(f"{ATOM}category"))
        assert {part.get("type", "text") for part in element if part.tag in {f"{ATOM}title", f"{ATOM}summary"}} == {
            "text"
        }
    assert feed.find(f"{ATOM}link[@rel='self']").get("href").endswith(own)
    assert feed.find(f"{ATOM}author/{ATOM}name").text
    identities = [entry.find(f"{ATOM}id").text for entry in feed.findall(f"{ATOM}entry")]
    assert len(identities) == len(set(identities))


TEXTS = [
    ("Less < more & 2 > 1", "Below 5 <kg> per person & year"),
    ("<b>Bold</b>", "a < b"),
    ("Vær\u00adksted i Þórshöfn", 'CO₂ 🙂 "quoted" it\'s'),
]


@pytest.mark.parametrize(("title", "summary"), TEXTS)
def test_text_comes_back_as_it_was_typed(client: Client, case: CaseStudyPage, title: str, summary: str):
    CaseStudyPage.objects.filter(pk=case.pk).update(title=title, summary=summary)

    feed = read(client)

    check_atom(feed)
    [entry] = feed.findall(f"{ATOM}entry")
    assert (entry.find(f"{ATOM}title").text, entry.find(f"{ATOM}summary").text) == (title, summary)


def test_text_that_no_xml_can_hold_stops_no_feed(client: Client, case: CaseStudyPage):
    CaseStudyPage.objects.filter(pk=case.pk).update(title="A\x0bcase\x01", summary="e\u0301 \x07", country="")

    [entry] = read(client).findall(f"{ATOM}entry")

    assert (entry.find(f"{ATOM}title").text, entry.find(f"{ATOM}summary").text) == ("Acase", "é")


def test_entry_names_its_language_and_the_feed_that_of_its_address(client: Client, case: CaseStudyPage):
    feed = read(client, "da")

    language = "{http://www.w3.org/XML/1998/namespace}lang"
    assert (feed.get(language), feed.find(f"{ATOM}entry").get(language)) == ("da", "en")
    check_atom(feed)


def test_identity_and_date_stay_as_they_are(client: Client, case: CaseStudyPage):
    changed = datetime(2026, 5, 4, 12, tzinfo=UTC)
    CaseStudyPage.objects.filter(pk=case.pk).update(first_published_at=changed)
    PublishedText.objects.update_or_create(page_id=case.pk, defaults={"changed_at": changed})
    before = read(client)
    CaseStudyPage.objects.filter(pk=case.pk).update(slug="moved", url_path="/en/projects/moved/")
    after = read(client)

    for feed in (before, after):
        assert datetime.fromisoformat(feed.find(f"{ATOM}updated").text) == changed
    assert [e.text for e in before.iter(f"{ATOM}id")] == [e.text for e in after.iter(f"{ATOM}id")]
    CaseStudyPage.objects.filter(pk=case.pk).update(live=False)
    assert client.get("/en/projects/feed.xml").content == client.get("/en/projects/feed.xml").content


def test_feed_is_not_sent_again_to_who_has_it(client: Client, case: CaseStudyPage):
    tag = client.get("/en/projects/feed.xml")["ETag"]

    assert client.head("/en/projects/feed.xml")["ETag"] == tag
    assert client.get("/en/projects/feed.xml", headers={"if-none-match": tag}).status_code == 304
    CaseStudyPage.objects.filter(pk=case.pk).update(title="Another title")
    assert client.get("/en/projects/feed.xml", headers={"if-none-match": tag}).status_code == 200

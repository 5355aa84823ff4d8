"""Who uses a case, as an Atom feed."""

from xml.etree import ElementTree

import pytest
from django.test import Client

from projects.adoptions import actions
from projects.models import CaseStudyPage
from tests.kept_rows import kept
from tests.projects.adoptions.helpers import NOW, confirmed, shown
from tests.projects.library.test_feeds import ATOM, check_atom
from tests.sites import add_case, make_site

pytestmark = pytest.mark.django_db
PATH = "/en/projects/bikes/use/feed.xml"


@pytest.fixture
@kept
def case(db: None) -> CaseStudyPage:
    make_site("en", "is")
    return add_case(title="Bikes & skis <for> all", slug="bikes")


def entries(client: Client) -> list[ElementTree.Element]:
    feed = ElementTree.fromstring(client.get(PATH).content)
    check_atom(feed, PATH)
    return feed.findall(f"{ATOM}entry")


def test_those_who_use_it_are_told_of_in_their_own_words(client: Client, case: CaseStudyPage):
    shown(case)
    confirmed(case, municipality="Unread")
    shown(add_case(title="Other"), municipality="Elsewhere")

    [entry] = entries(client)

    assert entry.find(f"{ATOM}title").text == "Åfjord, Norway: Trying it, since August 2024"  # type: ignore[union-attr]
    assert "Vi bruker ski i stedet for sykler." in (entry.find(f"{ATOM}summary").text or "")  # type: ignore[union-attr]
    assert entry.get("{http://www.w3.org/XML/1998/namespace}lang") == "nb"
    assert "person@example.org" not in client.get(PATH).content.decode()
    assert f'type="application/atom+xml" href="{PATH}"' in client.get(case.url_path).content.decode()


def test_what_is_withdrawn_leaves_the_feed(client: Client, case: CaseStudyPage):
    adoption = shown(case)
    before = client.get(PATH)
    actions.withdraw(adoption.pk, NOW)

    after = client.get(PATH, headers={"If-None-Match": before["ETag"]})

    assert after.status_code == 200
    assert "Åfjord" not in after.content.decode()


def test_there_is_no_feed_where_there_is_no_public_case(client: Client, case: CaseStudyPage):
    CaseStudyPage.objects.filter(pk=case.pk).update(live=False)

    assert client.get(PATH).status_code == 404
    assert client.get("/is/projects/bikes/use/feed.xml").status_code == 404
    assert client.get("/en/projects/none/use/feed.xml").status_code == 404

"""What machines are told of the model text: JSON-LD and the Atom feed."""

import json
from xml.etree import ElementTree

import pytest
from django.test import Client

from projects.models import ElementPage
from projects.modeltext.enums import Relation
from projects.modeltext.models import ModelVersion
from tests.kept_rows import kept
from tests.portal.core.pages.test_structured_data import items
from tests.projects.library.test_feeds import ATOM, check_atom
from tests.projects.modeltext.texts import add_text, first_version, give_root, key_of, next_version, rewrite
from tests.sites import add_case, add_strategy, make_site

pytestmark = pytest.mark.django_db
SNOW = key_of("snow").hex[:8]


@pytest.fixture
@kept
def element() -> ElementPage:
    """Two versions; in the second a paragraph has roots of each relation."""
    make_site("en", "fi")
    element = add_text({"snow": "Snow falls.", "trust": "Trust grows."}, title="Winter")
    add_text({"snow": "Lunta sataa."}, "fi", of=element, title="Talvi")
    first_version()
    rewrite(element, {"snow": "Snow falls softly.", "trust": "Trust grows."})
    strategy, case = add_strategy(title="Veikart </script> æøå"), add_case(title="Against it")
    give_root("snow", "strategy", str(strategy.translation_key))
    give_root("snow", "case", str(case.translation_key), Relation.SPEAKS_AGAINST)
    give_root("snow", "contribution", "gone2345", Relation.SUPPORTED_BY)
    next_version()
    return element


def test_a_version_is_a_work_with_its_paragraphs_as_parts(client: Client, element: ElementPage):
    work = items(client, "/fi/model/1.1/")["CreativeWork"]

    assert work["@context"] == "https://schema.org"
    assert work["@id"] == work["url"]
    assert work["url"].endswith("/fi/model/1.1/")
    assert (work["version"], work["datePublished"], work["inLanguage"]) == ("1.1", "2026-11-29", ["en", "fi"])
    assert [one["version"] for one in work["isBasedOn"]] == ["1.0"]
    assert [one["position"] for one in work["hasPart"]] == ["1.1", "1.2"]
    first = work["hasPart"][0]
    assert first["@id"].endswith(f"/fi/model/p/{SNOW}/")
    assert len(first["isBasedOn"]) == 1, "neither what speaks against it nor what is gone"
    assert "isBasedOn" not in work["hasPart"][1]
    assert items(client, "/en/model/1.0/")["CreativeWork"]["isBasedOn"] == []


def test_a_paragraph_is_part_of_a_version_and_names_what_it_rests_on(client: Client, element: ElementPage):
    part = items(client, f"/en/model/p/{SNOW}/")["CreativeWork"]

    assert part["@id"] == part["url"]
    assert part["isPartOf"]["version"] == "1.1"
    assert part["inLanguage"] == "en"
    assert [one["name"] for one in part["isBasedOn"]] == ["Veikart </script> æøå"]
    assert "text" not in part, "the words stand on the page"


def test_the_feed_has_every_version_with_its_news(client: Client, element: ElementPage):
    answer = client.get("/fi/model/feed.xml")
    feed = ElementTree.fromstring(answer.content)
    entries = feed.findall(f"{ATOM}entry")

    check_atom(feed, "/fi/model/feed.xml")
    assert [entry.find(f"{ATOM}title").text for entry in entries] == ["Versio 1.1", "Versio 1.0"]
    summaries = [entry.find(f"{ATOM}summary").text for entry in entries]
    assert summaries == ["Something new.", "Ensimmäinen teksti."]
    assert [entry.get("{http://www.w3.org/XML/1998/namespace}lang") for entry in entries] == ["en", "fi"]
    assert client.get("/fi/model/feed.xml", headers={"If-None-Match": answer["ETag"]}).status_code == 304
    for path in ("/fi/model/1.1/", "/fi/model/history/", f"/fi/model/p/{SNOW}/"):
        page = client.get(path).content.decode()
        assert '<link rel="alternate" type="application/atom+xml" href="/fi/model/feed.xml"' in page


def test_feed_and_data_exist_before_any_version(client: Client):
    make_site("en")

    assert not ModelVersion.objects.exists()
    assert ElementTree.fromstring(client.get("/en/model/feed.xml").content).findall(f"{ATOM}entry") == []
    assert json.dumps(items(client, "/en/model/history/")) == "{}"

"""Pages of concepts in every language, and the same as linked data (SKOS)."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.core.hooks.site_url import absolute
from projects.models import CaseStudyPage, GlossaryConcept, GlossaryEntry
from search.concepts.described import MATCHES, described_concept, everyday_words, name_of, read_matches
from search.indexing.maintenance import refresh_glossary_terms
from search.public import skos
from search.public.concept_suggestions import MOST_TRIED
from search.public.suggestions import suggest
from tests.search.conftest import add_case

pytestmark = pytest.mark.django_db
Portal = dict[str, CaseStudyPage]


def test_a_concept_has_its_words_in_every_language_and_the_cases_that_name_it(client: Client, portal: Portal) -> None:
    page = client.get("/da/search/concepts/waste-sorting/").content.decode()
    assert re.search(r"<h1[^>]*>affaldssortering</h1>", page)
    assert re.search(r'<dd lang="fi">jätteiden lajittelu|<dd lang="fi">jätteenlajittelu', page)
    assert "Jätteenlajittelu Testilässä" in page
    assert "Bycykler" not in page
    english = client.get("/en/search/concepts/waste-sorting/").content.decode()
    assert re.search(r"<h1[^>]*>waste sorting</h1>", english)
    assert "(1)" in english


def test_search_engines_are_told_what_it_means_and_its_address_in_every_language(
    client: Client, portal: Portal
) -> None:
    entry = GlossaryEntry.objects.get(concept__slug="waste-sorting", language="da")
    entry.definition = 'At holde "affald" adskilt.'
    entry.save()
    page = client.get("/da/search/concepts/waste-sorting/?seen=1").content.decode()
    assert '<meta name="description" content="At holde &quot;affald&quot; adskilt.">' in page
    own = absolute("/da/search/concepts/waste-sorting/")
    assert re.findall(r'<link rel="canonical" href="([^"]*)">', page) == [own]
    others = dict(re.findall(r'<link rel="alternate" hreflang="([^"]*)" href="([^"]*)">', page))
    assert others["da"] == own
    assert others["x-default"] == others["en"]
    assert {*others} == {*dict(settings.LANGUAGES), "x-default"}
    undefined = client.get("/en/search/concepts/electricity/").content.decode()
    assert '<meta name="description" content="">' not in undefined


def test_everyday_words_have_pages_with_what_is_wider_and_narrower(client: Client, portal: Portal) -> None:
    page = client.get("/fi/search/concepts/electricity/").content.decode()
    assert re.search(r"<h1[^>]*>sähkö</h1>", page)
    assert '<a href="/fi/search/concepts/energy/">energia</a>' in page
    wider = client.get("/fi/search/concepts/energy/").content.decode()
    assert '<a href="/fi/search/concepts/electricity/">sähkö</a>' in wider


def test_what_no_concept_can_be_called_is_not_found(client: Client, portal: Portal) -> None:
    for address in (
        "~energy/",
        "%FF.ttl",
        "waste-sorting.rdf",
        "waste-sorting.ttl/",
        "æøå.ttl",
        "..%2Fx/",
        "a%00b.jsonld",
    ):
        assert client.get(f"/en/search/concepts/{address}").status_code in {400, 404}, address


@pytest.mark.parametrize("slug", ["no-such-thing", "ENERGY", "x" * 3000])
def test_what_is_no_concept_is_not_found(client: Client, portal: Portal, slug: str) -> None:
    for ending in ("/", ".ttl", ".jsonld"):
        answer = client.get(f"/en/search/concepts/{slug}{ending}")
        assert answer.status_code == 404
        assert (ending != "/") == (answer["Content-Type"] == "application/json")
    by_accept = client.get(f"/en/search/concepts/{slug}/", headers={"accept": "text/turtle"})
    assert (by_accept.status_code, by_accept.json()["error"]["parameter"]) == (404, "slug")
    assert "Accept" in by_accept["Vary"]


def test_the_sitemap_names_what_is_worth_reading_in_every_language(
    client: Client, portal: Portal, django_assert_num_queries
) -> None:
    GlossaryConcept.objects.create(slug="nobody-says-this")
    with django_assert_num_queries(3):  # defined concepts, all of them, the vocabulary
        listed = client.get("/sitemap-concepts.xml").content.decode()
    found = set(re.findall(r"<loc>http://testserver/(\w+)/search/concepts/([^/]+)/</loc>", listed))
    assert ("fi", "waste-sorting") in found
    slugs = {slug for _code, slug in found}
    assert found == {(code, slug) for slug in slugs for code in dict(settings.LANGUAGES)}
    assert 'hreflang="x-default"' in listed
    assert "/sitemap-concepts.xml" in client.get("/sitemap.xml").content.decode()
    # What is listed may be listed, and nothing else.
    unnamed = next(slug for slug in everyday_words() if slug not in slugs)
    for slug, is_listed in ((*sorted(slugs)[:1], True), (unnamed, False)):
        assert ('content="noindex' not in client.get(f"/en/search/concepts/{slug}/").text) == is_listed
    assert "nobody-says-this" not in slugs


def test_the_description_of_the_interface_leads_to_linked_data(client: Client, portal: Portal) -> None:
    described = client.get("/api/v1/openapi.json").json()["paths"]
    for ending, kind in (("jsonld", "application/ld+json"), ("ttl", "text/turtle")):
        path = f"/{{locale}}/search/concepts/{{slug}}.{ending}"
        responses = described[path]["get"]["responses"]
        assert {*responses["200"]["content"]} == {kind}
        answer = client.get(path.format(locale="fi", slug="waste-sorting"))
        assert answer["Content-Type"].startswith(kind)
        required = responses["200"]["content"][kind]["schema"].get("required", [])
        assert ending == "ttl" or {*required} <= {*answer.json()}
        assert {one["name"] for one in described[path]["get"]["parameters"]} == {"locale", "slug"}


def test_the_address_above_all_concepts_leads_to_the_glossary(client: Client, portal: Portal) -> None:
    assert client.get("/fi/search/concepts/")["Location"] == "/fi/glossary/"
    assert client.get("/fi/search/concepts")["Location"] == "/fi/search/concepts/"
    assert client.post("/fi/search/concepts/").status_code == 405


def test_programs_get_linked_data_by_ending_and_by_what_they_ask_for(client: Client, portal: Portal) -> None:
    by_ending = client.get("/en/search/concepts/waste-sorting.jsonld")
    by_accept = client.get("/en/search/concepts/waste-sorting/", headers={"accept": "application/ld+json"})
    assert by_ending["Content-Type"] == by_accept["Content-Type"] == "application/ld+json"
    assert "Accept" in by_accept["Vary"]
    said = by_ending.json()
    assert said == by_accept.json()
    assert said["@type"] == "skos:Concept"
    assert {"@language": "da", "@value": "affaldssortering"} in said["skos:prefLabel"]
    assert len({one["@language"] for one in said["skos:prefLabel"]}) == len(said["skos:prefLabel"])
    assert len(said["schema:subjectOf"]) == 1
    # One address names it, whatever language it is read in.
    assert client.get("/fi/search/concepts/waste-sorting.jsonld").json()["@id"] == said["@id"]
    for accept in ("text/html,application/xhtml+xml,*/*;q=0.8", "*/*", "", "text/turtle;q=0.2, */*", "image/png", "x"):
        shown = client.get("/en/search/concepts/waste-sorting/", headers={"accept": accept})
        assert shown["Content-Type"].startswith("text/html")
        assert "Access-Control-Allow-Origin" not in shown


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("text/turtle;charset=utf-8", "text/turtle"),
        ("text/turtle; charset=UTF-8, text/html;q=0.5, */*;q=0.1", "text/turtle"),
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"', "application/ld+json"),
    ],
)
def test_programs_on_any_page_may_ask_as_they_do(client: Client, portal: Portal, accept: str, kind: str) -> None:
    answer = client.get("/en/search/concepts/waste-sorting/", headers={"accept": accept})
    assert answer["Content-Type"].startswith(kind)
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_turtle_says_the_same_and_keeps_quotes_inside_texts(client: Client, portal: Portal) -> None:
    concept = GlossaryConcept.objects.get(slug="waste-sorting")
    entry = concept.entries.get(language="en")
    entry.definition = 'Waste is "sorted" \\ kept\napart <script>.'
    entry.save()
    answer = client.get("/en/search/concepts/waste-sorting.ttl")
    assert answer["Content-Type"] == "text/turtle; charset=utf-8"
    text = answer.content.decode()
    assert 'skos:prefLabel "affaldssortering"@da' in text
    literal = re.search(r'skos:definition ("(?:[^"\\\n]|\\.)*")@en', text)
    assert literal
    assert json.loads(literal[1]) == entry.definition
    assert text.rstrip().endswith(".")


def test_matches_come_from_the_table_with_their_origin_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = tmp_path / "matches.tsv"
    rows = [
        "slug\tscheme\turi\trelation\torigin",
        "energy\tYSO\thttps://vocabulary.example/p1\texactMatch\tlist of correspondences, 2026",
        "energy\tYSO\thttps://vocabulary.example/p2\texactMatch\t",
        "energy\tYSO\tjavascript:alert(1)\texactMatch\tsomebody",
        "energy\tYSO\thttps://vocabulary.example/p3\tsameAs\tsomebody",
        "energy\tYSO\thttps://vocabulary.example/<p4>\texactMatch\tsomebody",
    ]
    table.write_text("\n".join(rows), encoding="utf-8")
    monkeypatch.setattr("search.concepts.described.MATCHES", table)
    concept = described_concept("energy")
    assert concept
    assert [match.uri for match in concept.matches] == ["https://vocabulary.example/p1"]
    assert "skos:exactMatch <https://vocabulary.example/p1>" in skos.turtle(concept, [])


def test_every_row_of_the_table_that_comes_with_the_portal_is_used() -> None:
    rows = MATCHES.read_text(encoding="utf-8").splitlines()[1:]
    assert sum(len(found) for found in read_matches(MATCHES).values()) == len(rows)
    assert {row.split("\t")[0] for row in rows} <= {*everyday_words()}


def test_every_everyday_word_has_a_name_for_every_reader() -> None:
    assert all(name_of(slug, language) for slug in everyday_words() for language in ("en", "is", "kl", "se"))


def offered(client: Client, language: str, typed: str) -> list[str]:
    """What is suggested for what was typed."""
    found = client.get(f"/{language}/search/suggestions/", {"q": typed}).json()
    return [item["text"] for group in found["groups"] for item in group["items"]]


def test_a_word_of_another_language_offers_what_it_means_while_somebody_types(client: Client, portal: Portal) -> None:
    assert "kunta: municipality, 2 case studies" in offered(client, "en", "kunt")
    assert "affaldssortering: waste sorting, 1 case study" in offered(client, "en", "affaldssor")
    [url] = re.findall(r'"url": "([^"]*waste-sorting[^"]*)"', client.get("/en/search/suggestions/?q=affaldssor").text)
    assert client.get(url).status_code == 200


@pytest.mark.parametrize(
    ("language", "typed", "slug", "words", "own"),
    [
        ("da", "by", "village", {"da": "landsby", "sv": "by"}, "Byområde ved vandet"),
        ("da", "byo", "village", {"da": "landsby", "sv": "byort"}, "Byområde ved vandet"),
        ("en", "data", "data", {"en": "data", "se": "dáhta"}, "Open data for the energy community"),
        ("en", "energ", "energy-community", {"en": "energy community", "fi": "energiayhteisö"}, "energy community"),
    ],
)
def test_words_of_other_languages_stay_behind_the_readers_own(
    client: Client, portal: Portal, language: str, typed: str, slug: str, words: dict[str, str], own: str
) -> None:
    concept = GlossaryConcept.objects.create(slug=slug)
    for code, term in words.items():
        GlossaryEntry.objects.create(concept=concept, language=code, term=term)
    refresh_glossary_terms()
    add_case(title="Open data for the energy community", slug="open-data")
    add_case("da", title="Byområde ved vandet", slug="byomraade", summary="En landsby.")
    found = offered(client, language, typed)
    foreign = [text for text in found if ": " in text]
    # "byort" is no Danish word: it comes last among the terms, and pushes nothing out.
    assert [text.partition(":")[0] for text in foreign] == (["byort"] if typed == "byo" else [])
    assert own in found


def test_to_offer_them_costs_few_questions(portal: Portal) -> None:
    suggest("kunt", "en")
    with CaptureQueriesContext(connection) as asked:
        suggest("kom", "en")
    # The terms; of each of the concepts tried its entries, and how many cases name it. PostgreSQL puts settings around.
    assert len([one for one in asked if one["sql"].startswith("SELECT")]) <= 1 + 2 * MOST_TRIED


@pytest.mark.parametrize("typed", ["ku", "municipal", "zeppelin", "lentokentt", '"', "%", "ö" * 99])
def test_own_words_few_letters_and_what_no_case_names_offer_no_concept(
    client: Client, portal: Portal, typed: str
) -> None:
    assert not [text for text in offered(client, "en", typed) if "case stud" in text]

"""What people type, paste and copy into the search, and what they get."""

import unicodedata
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from portal.core.hooks.bulk import bulk_change
from search.concepts.glossary import glossary
from search.engines.base import SearchRequest
from search.engines.registry import database_engine
from search.languages.analysis import analyse, known_lemma, query_parts
from search.models import SearchCount
from search.query.fallback_steps import Index, find_and_complete
from tests.search.conftest import add_case
from tests.sites import make_site

pytestmark = pytest.mark.django_db
LANGUAGES = ("en", "da", "nb", "sv", "fi", "is")


def ask(client: Client, typed: str, language: str = "en", **filters: str) -> dict:
    """The public answer."""
    response = client.get("/api/v1/search/", {"q": typed, "locale": language, **filters})
    assert response.status_code == 200
    return response.json()


def slugs(client: Client, typed: str, language: str = "en") -> list[str]:
    """What is found, in order."""
    return [result["slug"] for result in ask(client, typed, language)["results"]]


@pytest.fixture(scope="module")
def shared_texts(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Texts as they come out of Word, PDF files and mails; made once for the tests of this file."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_site("en", "da", "sv", "fi")
        with bulk_change():
            add_texts()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def texts(shared_texts: None, db: None) -> None:
    """The same texts for a test."""


def add_texts() -> None:
    """Cases by what is told apart in them."""
    for name, language, title, summary in (
        ("decomposed", "sv", unicodedata.normalize("NFD", "Grön återbruksgård"), "Allt kommer till nytta."),
        ("hyphens", "da", "Fra ord til handling", "Kommu\u00adnens klima\u00adplan viser vejen."),
        ("subscript", "en", "Cleaner air", "The streets give off less CO₂ each year."),
        ("plain", "en", "Cleaner buses", "The buses give off no CO2."),
        ("apart", "en", "Cleaner ships", "The ships give off half the CO 2."),
        ("union", "en", "Money from the Union", "Paid by the EU, planned by us."),
        ("dotted", "en", "Money from both Unions", "Paid by the E.U. and the U.S.A."),
        ("compound", "da", "Mere borgerinddragelse", "Borgerinddragelsen begynder tidligt."),
        ("citizens", "da", "Borgere i byen", "Borgerne får besked. Inddragelse kommer senere."),
        ("pair", "en", "Co-creation in the yard", "Neighbours design the yard."),
        ("pieces", "en", "The creation of a yard", "A co operative made it."),
        ("open", "en", "Open data for all", "The open data of the town."),
    ):
        add_case(language, slug=name, title=title, summary=summary)


def test_decomposed_and_composed_letters_are_the_same(client: Client, texts) -> None:
    for typed in ("återbruksgård", "Grön återbruksgård", "återbruksgården"):
        composed = ask(client, typed, "sv")
        assert composed["results"][0]["slug"] == "decomposed"
        decomposed = ask(client, unicodedata.normalize("NFD", typed), "sv")
        assert {**decomposed, "query": ""} == {**composed, "query": ""}
    marked = client.get("/sv/search/", {"q": "återbruksgård"}).content.decode()
    assert f"<mark>{unicodedata.normalize('NFC', 'återbruksgård')}</mark>" in unicodedata.normalize("NFC", marked)


def test_words_with_soft_hyphens_are_found_and_marked_whole(client: Client, texts) -> None:
    for typed in ("kommunens", "klimaplan", "klima\u00adplan"):
        assert slugs(client, typed, "da")[0] == "hyphens"
    highlight = ask(client, "kommunens klimaplan", "da")["results"][0]["highlight"]
    assert highlight.startswith("<mark>Kommu\u00adnens</mark> <mark>klima\u00adplan</mark> viser vejen.")


def test_figures_below_beside_and_apart_are_the_same(client: Client, texts) -> None:
    ways = [(typed, language) for typed in ("CO2", "CO₂", "CO 2", "CO-2", "ＣＯ２") for language in LANGUAGES]
    assert [way for way in ways if not {"subscript", "plain", "apart"} <= set(slugs(client, *way))] == []
    found = str(ask(client, "CO2", "fi"))
    assert "<mark>CO₂</mark>" in found
    assert "<mark>CO 2</mark>" in found


def test_abbreviations_are_the_same_with_dots_and_without(client: Client, texts) -> None:
    found = slugs(client, "EU")
    assert found == slugs(client, "E.U.") == slugs(client, "e.u")
    assert sorted(found) == ["dotted", "union"]
    assert slugs(client, "USA") == slugs(client, "U.S.A.") == ["dotted"]


def test_abbreviations_of_grammar_say_nothing(client: Client, texts) -> None:
    for language, typed, plain in (
        ("da", "borgerinddragelse, f.eks.", "borgerinddragelse"),
        ("da", "bl.a. klimaplan", "klimaplan"),
        ("sv", "återbruksgård t.ex.", "återbruksgård"),
        ("fi", "esim. återbruksgård", "återbruksgård"),
        ("is", "t.d. klimaplan", "klimaplan"),
    ):
        assert slugs(client, typed, language) == slugs(client, plain, language) != []


def test_a_colon_parts_words_but_joins_endings(client: Client, texts) -> None:
    assert slugs(client, "theme:buses")[0] == "plain"
    assert slugs(client, "EU:n", "fi")[0] in {"union", "dotted"}


def test_a_compound_typed_apart_finds_what_the_compound_finds(client: Client, texts) -> None:
    assert slugs(client, "borgerinddragelse", "da")[0] == "compound"
    assert slugs(client, "borger inddragelse", "da")[0] == "compound"
    assert slugs(client, "klima plan", "da")[0] == "hyphens"
    assert slugs(client, "återbruks gård", "sv")[0] == "decomposed"
    # What says the two words apart follows.
    assert "citizens" in slugs(client, "borger inddragelse", "da")


def test_english_pairs_are_found_with_hyphen_and_without(client: Client, texts) -> None:
    assert (
        slugs(client, "co creation")[0] == slugs(client, "cocreation")[0] == slugs(client, "co-creation")[0] == "pair"
    )
    assert slugs(client, "open-data")[0] == slugs(client, "open data")[0] == "open"


def test_a_query_without_words_finds_nothing_and_is_told_so(client: Client, portal) -> None:
    for typed in ("🚲", "???", "…", "-", '"', "&", "\u200b", "👩‍👩‍👧 !", "ø" * 61, "a" * 399):
        for filters in ({}, {"kind": "case_study"}):
            answer = ask(client, typed, **filters)
            assert (answer["total"], answer["results"], answer["step"]) == (0, [], "no_words")
    page = client.get("/en/search/?q=%3F%3F&kind=case_study").content.decode()
    assert "Nothing that can be searched for" in page
    assert 'href="/en/projects/"' in page
    assert not SearchCount.objects.exists()


def test_a_query_without_words_says_so_in_every_language(client: Client, portal) -> None:
    assert "Intet at søge efter" in client.get("/da/search/?q=!!").content.decode()
    assert "Ei mitään haettavaa" in client.get("/fi/search/?q=!!").content.decode()


def test_the_address_of_a_page_leads_to_that_page(client: Client, portal) -> None:
    for typed in (
        "http://testserver/da/projects/bycykler/",
        "https://portal.example.org/da/projects/bycykler?from=mail&x=1#result",
        "portal.example.org/da/projects/bycykler/",
        "/da/projects/bycykler/",
        "<https://portal.example.org:8443/en/projects/bycykler/>",
        "https://portal.example.org/fi/projects/Bycykler",
        "https://portal.example.org/da/projects/bycykler/print.pdf",
        "https%3A%2F%2Fportal.example.org%2Fda%2Fprojects%2Fbycykler%2F",
        "  https://portal.example.org/da/projects/by\u00adcykler/\u200b ",
        "HTTPS://PORTAL.EXAMPLE.ORG/DA/projects/bycykler/",
        "da/projects/bycykler",
        "//portal.example.org//da//projects/bycykler",
        "http:/portal.example.org\\da\\projects\\bycykler",
        "Se (https://portal.example.org/da/projects/bycykler/), også på dansk",
    ):
        for language in ("en", "da"):
            answer = ask(client, typed, language)
            assert [result["slug"] for result in answer["results"]] == ["bycykler"]
            assert (answer["step"], answer["total"], answer["facets"]["country"]) == ("address", 1, {"DK": 1})


def test_the_address_of_a_page_is_known_however_its_letters_are_written(client: Client, portal) -> None:
    add_case("da", title="Åben værkstedsdag", slug="aben-vaerkstedsdag")
    add_case("da", title="Åben have", slug="aben-have")
    for slug in (
        "aben-vaerkstedsdag",
        "åben-værkstedsdag",
        quote("åben-værkstedsdag"),
        quote(quote("åben-værkstedsdag")),
    ):
        assert slugs(client, f"https://portal.example.org/da/projects/{slug}/") == ["aben-vaerkstedsdag"]
    for form in ("NFC", "NFD"):
        typed = f"https://portal.example.org/da/projects/{quote(unicodedata.normalize(form, 'åben-have'))}/"
        assert slugs(client, typed) == ["aben-have"]
    assert "the page with the address" in client.get("/en/search/", {"q": typed}).content.decode()
    assert client.get("/en/projects/", {"q": typed}).content.decode().count("Åben have")


def test_an_address_that_leads_nowhere_is_searched_by_the_words_of_its_page(client: Client, portal) -> None:
    assert slugs(client, "https://other.example.org/en/projects/talking-ploughs/?x=bycykler")[0] == "snow-in-time"
    assert slugs(client, "https://zzqq.org/") == []
    assert slugs(client, "https://portal.example.org/da/search/?q=talking+ploughs&page=2")[0] == "snow-in-time"


def test_letters_without_meaning_cost_no_more_than_a_sentence(portal) -> None:
    database = database_engine()
    index = Index(database, database.vocabulary, glossary())
    find_and_complete("snow", "da", index, SearchRequest(shown_for="da"))  # reads the everyday words
    for language in ("da", "is"):
        for letters in ("o", "a", "sa", "aeoe"):
            typed = " ".join(letters * number for number in range(1, 25))
            for remembered in (analyse, query_parts, known_lemma):
                remembered.cache_clear()
            find_and_complete(typed, language, index, SearchRequest(shown_for=language))
            asked = known_lemma.cache_info()
            # Once it was a quarter of a million.
            assert asked.hits + asked.misses < 15_000
            assert asked.misses < 4_000

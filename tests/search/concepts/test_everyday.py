"""Everyday words lead to each other, in every language, up and down from the particular to the general."""

import csv
import re

import pytest
from django.test import Client

from portal.core.i18n.languages import LANGUAGES
from search.concepts.everyday import EVERYDAY, Concepts, everyday, narrower, wider
from search.languages.analysis import analyse
from tests.search.conftest import add_case


def read_rows() -> list[dict[str, str]]:
    """The file as it stands."""
    with EVERYDAY.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def named(content: str, language: str, *, heads: bool = False) -> set[str]:
    """Slugs of the concepts that a text names."""
    words = [analyse(form, language) for form in content.split()]
    return {slug for slug, _start, _end in Concepts().find(words, language, heads=heads)}


def test_everyday_words_are_complete() -> None:
    rows = read_rows()
    slugs = {row["slug"] for row in rows}
    assert len(slugs) == len(rows) >= 870
    assert set(rows[0]) - {"slug", "broader"} <= set(LANGUAGES)
    for row in rows:
        assert None not in row.values(), row["slug"]
        assert set(filter(None, row["broader"].split("; "))) <= slugs, row["slug"]
        for language in ("en", "da", "nb", "nn", "sv", "fi", "is"):
            labels = row[language].split("; ")
            assert all(labels), (row["slug"], language)
            assert len(set(labels)) == len(labels), (row["slug"], language)


def test_no_concept_is_a_kind_of_itself() -> None:
    slugs = [f"~{row['slug']}" for row in read_rows()]
    assert [slug for slug in slugs if any(above in narrower(slug) for above in wider(slug))] == []


@pytest.mark.parametrize(
    ("language", "typed", "slug"),
    [
        ("en", "airports", "~airport"),
        ("nb", "flyplassen", "~airport"),
        ("fi", "lentokentälle", "~airport"),
        ("is", "flugvellinum", "~airport"),
        ("sv", "flygplatsen", "~airport"),
        # "Fisker" is a verb to the dictionary, "fiskere" are people.
        ("da", "fiskere", "~fishing"),
        # No dictionary lists the compound.
        ("fi", "kaupunkipyörät", "~bicycle-sharing"),
    ],
)
def test_inflected_forms_name_the_concept(language: str, typed: str, slug: str) -> None:
    assert slug in named(typed, language)


def test_a_compound_is_a_kind_of_its_last_part() -> None:
    assert named("aftenbussen", "da") == set()
    assert "~bus" in named("aftenbussen", "da", heads=True)
    assert "~bus" not in named("busselskab", "da", heads=True)


def test_the_longest_label_wins_at_its_place() -> None:
    words = [analyse(form, "en") for form in ("public", "transport")]
    assert [found for found in Concepts().find(words, "en") if found[1] == 0] == [("~public-transport", 0, 2)]


def test_concepts_that_are_looked_for_are_found_as_among_all() -> None:
    text = ["public", "transport", "aftenbussen", "bicycle", "bus", "skole", "school", "airport"]
    every = list(Concepts().find([analyse(form, "en") for form in text], "en", heads=True))
    assert {"~bus", "~public-transport", "~airport", "~school"} <= {slug for slug, _start, _end in every}
    for language in ("en", "da"):
        words = [analyse(form, language) for form in text]
        every = list(Concepts().find(words, language, heads=True))
        for wanted in ({"~bus"}, {"~transport", "~public-transport"}, {slug for slug, _start, _end in every}, set()):
            found = Concepts().find(words, language, heads=True, among=wanted)
            assert list(found) == [one for one in every if one[0] in wanted]


def test_narrower_reaches_all_the_way_down_and_wider_one_step() -> None:
    assert wider("~electric-bus") == ("~bus", "~electric-car")
    assert "~electric-bus" in narrower("~public-transport")
    assert "~electric-bus" not in wider("~public-transport")


def test_analysis_of_everyday_words_is_kept(settings, tmp_path) -> None:
    settings.DICTIONARY_DIR = tmp_path / "dictionaries"
    everyday.cache_clear()
    try:
        first = everyday("se")
        everyday.cache_clear()
        written = [path for path in settings.DICTIONARY_DIR.iterdir() if path.suffix == ".json"]
        assert [path.name.split("-")[:2] for path in written] == [["concepts", "se"]]
        assert everyday("se").starting == first.starting
        # What was kept half-written by an accident is made again.
        written[0].write_text("[")
        everyday.cache_clear()
        assert everyday("se").starting == first.starting
    finally:
        everyday.cache_clear()


@pytest.fixture
def cases(portal) -> None:
    """A case about one thing in one language, and one about the thing in general in another."""
    add_case("da", title="Børnehaven i Prøveby", slug="boernehave", summary="Et nyt tag.")
    add_case("fi", title="Lapset Testilässä", slug="lapset", summary="Uusi katto.", country="FI")


def slugs(client: Client, typed: str, language: str) -> list[str]:
    """What is found, in order."""
    answer = client.get("/api/v1/search/", {"q": typed, "locale": language}).json()
    return [result["slug"] for result in answer["results"]]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "general", "particular"),
    [("en", "children", "kindergarten"), ("sv", "barn", "förskola"), ("is", "börnin", "leikskólar")],
)
def test_the_general_finds_the_particular_and_the_particular_both(
    client: Client, cases, language: str, general: str, particular: str
) -> None:
    assert set(slugs(client, general, language)) == {"boernehave", "lapset"}
    assert slugs(client, particular, language) == ["boernehave", "lapset"]


@pytest.mark.django_db
def test_page_says_which_results_are_only_near(client: Client, cases) -> None:
    said = "The first result is about this, the others are about something near."
    assert said in client.get("/en/search/?q=kindergarten").content.decode()
    assert said not in client.get("/en/search/?q=children").content.decode()
    assert "Den första träffen handlar om just detta" in client.get("/sv/search/?q=förskola").content.decode()


@pytest.mark.django_db
def test_what_is_only_near_is_not_marked_as_asked_for(client: Client, cases) -> None:
    marks = {
        typed: re.findall("<mark>(.*?)</mark>", client.get("/en/search/", {"q": typed}).content.decode())
        for typed in ("kindergarten", "children")
    }
    assert marks == {"kindergarten": ["Børnehaven"], "children": ["Lapset"]}


@pytest.mark.django_db
def test_a_misspelt_everyday_word_is_corrected(client: Client, cases) -> None:
    answer = client.get("/api/v1/search/", {"q": "kindergraten", "locale": "en"}).json()
    assert (answer["step"], answer["corrected"]) == ("corrected", "kindergarten")
    assert answer["results"][0]["slug"] == "boernehave"


@pytest.mark.django_db
def test_a_compound_that_nobody_knows_leads_to_its_parts(client: Client, cases) -> None:
    assert slugs(client, "barnkonsert", "sv")[0] == "lapset"

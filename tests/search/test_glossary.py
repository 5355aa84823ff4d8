"""Everyday words in every language lead to each other, beside the glossary."""

import csv

import pytest
from django.test import Client

from portal.languages import LANGUAGES
from search.glossary import EVERYDAY, everyday_labels, read_glossary
from search.languages.analysis import analyse
from tests.search.conftest import add_case

pytestmark = pytest.mark.django_db


def test_everyday_words_are_complete_and_unambiguous() -> None:
    with EVERYDAY.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    assert len({row["slug"] for row in rows}) == len(rows) >= 90
    assert set(rows[0]) - {"slug"} <= set(LANGUAGES)
    for row in rows:
        for language in ("en", "da", "nb", "nn", "sv", "fi", "is"):
            labels = row[language].split("; ")
            assert all(labels), (row["slug"], language)
            assert len(set(labels)) == len(labels), (row["slug"], language)
    assert len(everyday_labels()) > 1500


@pytest.mark.parametrize(
    ("language", "typed"),
    [("en", "airport"), ("nb", "flyplassen"), ("fi", "lentokentälle"), ("is", "flugvellinum"), ("sv", "flygplatsen")],
)
def test_inflected_forms_name_the_same_concept(language: str, typed: str) -> None:
    found = list(read_glossary().find([analyse(typed, language)], language))
    assert ("~airport", 0, 1) in found


def test_a_case_in_one_language_is_found_in_another(client: Client, portal) -> None:
    add_case("da", title="Vindmøllen ved Prøveby", slug="vindmoelle", summary="Strøm til alle.")
    for language, typed in {
        "en": "wind power",
        "fi": "tuulivoima",
        "is": "vindorku",
        "sv": "vindkraft",
        "nb": "vindmolle",
    }.items():
        answer = client.get("/api/v1/search/", {"q": typed, "locale": language}).json()
        assert [result["slug"] for result in answer["results"]] == ["vindmoelle"], typed


def test_a_compound_that_nothing_holds_is_taken_apart(client: Client, portal) -> None:
    add_case("da", title="Gavlmaleri i Prøveby", slug="gavlmaleri", summary="En gavl fik et maleri.")
    answer = client.get("/api/v1/search/", {"q": "malerigavl", "locale": "da"}).json()
    assert (answer["step"], [result["slug"] for result in answer["results"]]) == ("any_word", ["gavlmaleri"])

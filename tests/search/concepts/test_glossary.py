"""Everyday words in every language lead to each other, beside the glossary."""

import pytest
from django.test import Client

from tests.search.conftest import add_case

pytestmark = pytest.mark.django_db


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

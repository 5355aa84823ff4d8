"""Everyday words in every language lead to each other, beside the glossary."""

import pytest
from django.test import Client

from projects.models import GlossaryConcept, GlossaryEntry
from search.concepts.glossary import is_forbidden
from search.lexicon.packed import Translation
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


def test_glossary_forbids_a_translation_in_both_directions(django_assert_num_queries) -> None:
    concept = GlossaryConcept.objects.create(slug="poison")
    poison, same = Translation("en", "gift", 0.8, 1), Translation("en", "poison", 0.8, 1)
    entry = GlossaryEntry.objects.create(concept=concept, language="da", term="Gift", synonyms=["giftstof"])
    assert not is_forbidden("da", "gift", poison)

    entry.never_translated_as = ["GIFT", "gåve"]
    entry.save()
    with django_assert_num_queries(1):
        assert is_forbidden("da", "gift", poison)
    assert is_forbidden("da", "giftstof", Translation("sv", "gåve", 0.5, 1))
    assert is_forbidden("en", "gift", Translation("da", "gift", 0.8, 1))
    assert not is_forbidden("da", "gift", same)
    assert not is_forbidden("sv", "gift", poison)


def test_a_forbidden_word_may_stay_what_it_is_in_another_language() -> None:
    concept = GlossaryConcept.objects.create(slug="poison")
    never = ["Gift (EN)", "gift(sv)", "gave"]
    GlossaryEntry.objects.create(concept=concept, language="da", term="gift", never_translated_as=never)
    asked = {code: is_forbidden("da", "gift", Translation(code, "gift", 0.8, 1)) for code in ("en", "sv", "nb")}
    assert asked == {"en": True, "sv": True, "nb": False}
    assert is_forbidden("en", "gift", Translation("da", "gift", 0.8, 1))
    assert not is_forbidden("nb", "gift", Translation("da", "gift", 0.8, 1))
    assert is_forbidden("da", "gift", Translation("fo", "gave", 0.8, 1))

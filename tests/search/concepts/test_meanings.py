"""What a text is about, for rooms below the search: concepts near and wider, dictionary forms, names of concepts."""

import pytest

from portal.core.hooks.words import Clue, clues, concept_name
from projects.models import GlossaryConcept, GlossaryEntry
from search.concepts.glossary import forget_glossary

pytestmark = pytest.mark.django_db


@pytest.fixture
def glossary_concept() -> None:
    concept = GlossaryConcept.objects.create(slug="testing-ground")
    for language, term in (("en", "testing ground"), ("is", "tilraunasvæði")):
        GlossaryEntry.objects.create(concept=concept, language=language, term=term, definition="Fictional.")
    forget_glossary()


def test_a_text_gives_concepts_what_they_are_kinds_of_and_lemmas() -> None:
    found = clues("We like electric buses.", "en")
    assert Clue("#~electric-bus", "electric buses") in found
    assert Clue("#~bus", "electric buses", 1) in found
    assert Clue("#~public-transport", "electric buses", 2) in found
    assert Clue("bus", "buses") in found
    assert "we" not in {clue.key for clue in found}


def test_parts_of_a_compound_are_a_step_away_and_letters_are_folded() -> None:
    found = clues("Kveldsbussane", "nn")
    assert Clue("#~bus", "Kveldsbussane") in found
    assert Clue("#~evening", "Kveldsbussane", 1) in found
    assert {clue.key for clue in clues("Þrautseigja", "is") if not clue.is_concept} == {"thrautseigja"}


def test_concepts_of_the_glossary_have_names_too(glossary_concept: None) -> None:
    assert Clue("#testing-ground", "Tilraunasvæðið") in clues("Tilraunasvæðið opnar", "is")
    assert concept_name("testing-ground", "is") == "tilraunasvæði"
    assert concept_name("testing-ground", "fi") == "testing ground"


def test_everyday_words_have_names_in_every_language_and_else_in_english() -> None:
    names = [concept_name("~trust", language) for language in ("en", "da", "nb", "nn", "sv", "fi", "is")]
    assert names == ["trust", "tillid", "tillit", "tillit", "tillit", "luottamus", "traust"]
    assert concept_name("~trust", "kl") == "trust"
    assert concept_name("~no-such-thing", "en") == ""


@pytest.mark.parametrize(
    ("slug", "typed"),
    [
        ("being-heard", {"en": "listening", "da": "lyttede", "sv": "lyssnar", "fi": "kuuntelevat", "is": "hlusta"}),
        ("fairness", {"en": "unfair", "nb": "urettferdige", "sv": "orättvist", "fi": "reilua", "is": "sanngjarnt"}),
        (
            "decision",
            {"en": "decided", "da": "beslutningen", "nb": "beslutninger", "fi": "päätöksen", "is": "ákvarðanir"},
        ),
        (
            "responsibility",
            {"en": "duties", "nn": "ansvaret", "sv": "skyldigheter", "fi": "vastuuta", "is": "ábyrgðina"},
        ),
        (
            "fear",
            {
                "en": "worried",
                "da": "bekymrede",
                "nb": "frykter",
                "sv": "oroliga",
                "fi": "huolissaan",
                "is": "áhyggjum",
            },
        ),
        (
            "cost",
            {
                "en": "expensive",
                "da": "udgifter",
                "nn": "kostnader",
                "sv": "dyra",
                "fi": "kallista",
                "is": "kostnaðinum",
            },
        ),
        (
            "distrust",
            {"en": "scepticism", "da": "mistilliden", "sv": "misstron", "fi": "epäluottamusta", "is": "vantrausti"},
        ),
    ],
)
def test_words_of_deliberation_are_known_as_people_inflect_them(slug: str, typed: dict[str, str]) -> None:
    for language, word in typed.items():
        assert f"#~{slug}" in {clue.key for clue in clues(word, language)}, (language, word)

"""Suggestions of elements, by lemma, by the parts of compounds and by the glossary."""

import pytest

from portal.core.hooks.words import understand
from projects.models import GlossaryConcept, GlossaryEntry
from projects.wizard.element_suggestions import suggest_elements
from search.concepts.glossary import forget_glossary
from tests.sites import add_case, add_element, make_site

pytestmark = pytest.mark.django_db


def add_concept(**terms: str) -> None:
    concept = GlossaryConcept.objects.create(slug="waste-sorting")
    for language, term in terms.items():
        GlossaryEntry.objects.create(concept=concept, language=language, term=term, definition="Fictional.")
    forget_glossary()


@pytest.mark.parametrize(
    ("language", "about", "text", "word"),
    [
        ("en", "Ferries that carry people.", "The ferry is small.", "ferry"),
        ("da", "Færger til øerne.", "Færgen er lille.", "Færgen"),
        ("nb", "Ferger til øyene.", "Fergen er liten.", "Fergen"),
        ("sv", "Färjor till öarna.", "Färjan är liten.", "Färjan"),
        ("fi", "Lautat kulkevat saarille.", "Pieni lautta.", "lautta"),
        ("is", "Ferjur sigla til eyjanna.", "Ferjan er lítil.", "Ferjan"),
    ],
)
def test_inflected_words_are_the_same_word(language: str, about: str, text: str, word: str):
    make_site(language)
    add_element(language, title="One", summary="-", body=[("paragraph", f"<p>{about}</p>")])
    add_element(language, title="Two", summary="-", body=[("paragraph", "<p>Xyzzy.</p>")])
    [found] = suggest_elements(text, language)
    assert (found.element.title, found.words) == ("One", [word])


def test_the_glossary_joins_what_no_dictionary_does():
    make_site("en")
    add_concept(en="waste sorting", da="affaldssortering")
    GlossaryEntry.objects.filter(language="en").update(synonyms=["rubbish separation"])
    forget_glossary()
    add_element(title="Planet", summary="-", body=[("paragraph", "<p>Waste sorting matters.</p>")])
    add_element(title="Data", summary="-", body=[("paragraph", "<p>Registers.</p>")])
    [found] = suggest_elements("We began with rubbish separation.", "en")
    assert (found.element.title, found.words, found.terms) == ("Planet", [], ["waste sorting"])


def test_words_of_every_case_tell_little():
    make_site("en")
    add_element(title="Common", summary="-", body=[("paragraph", "<p>Municipality.</p>")])
    add_element(title="Rare", summary="-", body=[("paragraph", "<p>Ferries.</p>")])
    for _number in range(3):
        add_case(challenge="<p>The municipality.</p>")
    assert [s.element.title for s in suggest_elements("The municipality bought a ferry.", "en")] == ["Rare", "Common"]
    assert suggest_elements("The and 2019 there", "en") == []


@pytest.mark.parametrize(
    ("language", "about", "text", "word"),
    [
        ("da", "Den næste færge går gerne lige igen.", "Vi ville gerne have en færge næste gang igen.", "færge"),
        ("fi", "Seuraava lautta lähtee taas pian.", "Seuraava lautta tuli pian.", "lautta"),
        ("en", "The next ferry leaves again soon.", "We wanted a ferry again next week, soon.", "ferry"),
    ],
)
def test_reasons_are_what_a_text_is_about(language: str, about: str, text: str, word: str):
    make_site(language)
    add_element(language, title="One", summary="-", body=[("paragraph", f"<p>{about}</p>")])
    add_element(language, title="Two", summary="-", body=[("paragraph", "<p>Xyzzy.</p>")])
    assert [found.words for found in suggest_elements(text, language)] == [[word]]


def test_a_term_of_every_element_is_no_reason():
    make_site("en")
    add_concept(en="waste sorting")
    for title, word in (("Boats", "ferries"), ("Rails", "trams"), ("Bikes", "bicycles")):
        add_element(title=title, summary="-", body=[("paragraph", f"<p>Waste sorting and {word}.</p>")])
    [first, *_rest] = suggest_elements("Waste sorting on trams.", "en")
    assert (first.element.title, first.words, first.terms) == ("Rails", ["trams"], [])


def test_grammar_and_numbers_have_no_meaning():
    assert [meaning.typed for meaning in understand("They were there in 2019 with buses.", "en")] == ["buses"]

"""Words of a query are also looked for as what they are called in other languages, below the texts of the own one."""

import os
import secrets
from collections.abc import Iterator, Mapping

import pytest

from projects.models import GlossaryConcept, GlossaryEntry
from search.engines.base import Engine, IndexDocument, SearchRequest
from search.engines.registry import temporary_index
from search.enums import Step
from search.lexicon.packed import Lexicon, pack
from search.query.fallback_steps import Found, Index, find_and_complete
from search.tokens import streams

pytestmark = pytest.mark.django_db
#: A small lexicon, as it is packed: word -> translation, how sure, bits of the source.
WORDS = {
    "fi:lautta": [("nb:ferje", 0.85, 1), ("en:ferry", 0.8, 1), ("en:raft", 0.5, 1)],
    "fi:saari": [("nb:øy", 0.85, 1), ("en:island", 0.85, 1)],
    "fi:talvi": [("nb:vinter", 0.85, 1), ("en:winter", 0.85, 1)],
    "fi:liikenne": [("nb:trafikk", 0.8, 1), ("en:traffic", 0.8, 1)],
    "fi:kuusi": [("nb:seks", 0.85, 4), ("nb:gran", 0.8, 1)],
    "en:recycling station": [("nb:gjenvinningsstasjon", 0.8, 1)],
}
TEXTS = {
    ("nb", "ferry"): "Den lille ferjen går hele året.",
    ("nb", "three"): "Om vinteren når ferjen øya hver dag.",
    ("nb", "compound"): "Ferjetrafikken blir utslippsfri.",
    ("nb", "station"): "Gjenvinningsstasjonen er åpen om kvelden.",
    ("nb", "six"): "Seks kommuner deler på utstyret.",
    ("en", "winter"): "In winter the road is ploughed.",
    ("fi", "spruce"): "Vanha kuusi kaatui.",
    ("fi", "forest"): "Metsä kasvaa hitaasti.",
}


@pytest.fixture(params=["database", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)])
def index(request: pytest.FixtureRequest, db: None, settings) -> Iterator[Index]:
    """A few texts in three languages on every engine that can be reached."""
    settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_TIMEOUT = os.environ.get("ELASTICSEARCH_URL", ""), 20.0
    name = request.param if request.param == "elasticsearch" else None
    with temporary_index(f"search_test_{secrets.token_hex(4)}", name) as (engine, database):
        for bound in {engine, database}:
            fill(bound)
        yield Index(engine, database.vocabulary, lexicon=Lexicon(pack(WORDS, {})))


def fill(engine: Engine) -> None:
    """Store the texts."""
    engine.index(
        IndexDocument(
            key,
            1,
            {"title": [], "body": found.analysed, "also": [], "words": found.typed},
            {"kind": ("case_study",), "language": (code,)},
            ("fi", "en"),
        )
        for (code, key), text in TEXTS.items()
        for found in [streams(text, code)]
    )
    engine.refresh()


def ask(index: Index, typed: str, language: str = "fi", correct_spelling: bool = True) -> Found:
    """What a reader gets."""
    return find_and_complete(typed, language, index, SearchRequest(shown_for=language), correct_spelling)


def keys(found: Found) -> list[str]:
    """What was found, in order."""
    return [hit.key for hit in found.results.hits]


def used(found: Found) -> Mapping[str, set[str]]:
    """The translations that were asked for, by the word typed."""
    told: dict[str, set[str]] = {}
    for one in found.plan.translations:
        told.setdefault(one.word, set()).add(f"{one.language}:{one.used}")
    return told


def test_a_word_in_any_form_finds_what_it_is_called_elsewhere(index: Index) -> None:
    found = ask(index, "lautalla")

    assert set(keys(found)) == {"ferry", "three", "compound"}
    assert keys(found)[-1] == "compound", "a part of a compound says less than the word"
    # What the index does not hold is not asked for, and not told.
    assert used(found) == {"lautalla": {"nb:ferje"}}


def test_a_text_with_more_of_the_meanings_comes_first(index: Index) -> None:
    found = ask(index, "lautta saari talvi")

    assert keys(found)[0] == "three"
    assert set(keys(found)[1:]) == {"ferry", "compound", "winter"}
    assert found.step == Step.ANY_WORD


def test_own_texts_stay_above_translations(index: Index) -> None:
    found = ask(index, "kuusi")

    assert keys(found) == ["spruce", "six"]
    assert found.complete == 1
    assert found.step == Step.ALL_WORDS


def test_the_words_as_typed_find_no_translation(index: Index) -> None:
    assert keys(ask(index, "kuusi", correct_spelling=False)) == ["spruce"]
    assert keys(ask(index, "lautta", correct_spelling=False)) == []


def test_parts_of_a_compound_are_translated_where_a_text_holds_the_whole(index: Index) -> None:
    found = ask(index, "lauttaliikenne")

    assert keys(found)[0] == "compound"
    assert used(found) == {"lauttaliikenne": {"nb:ferjetrafikk"}}
    assert keys(ask(index, "saariliikenne")) == []


@pytest.mark.parametrize(("typed", "forbidden"), [("lautalla", "ferje"), ("lauttaliikenne", "ferjetrafikk")])
def test_what_the_glossary_forbids_is_not_reached_by_another_way(index: Index, typed: str, forbidden: str) -> None:
    """Neither as a translation of a translation nor put together from parts."""
    words = {"fi:lautta": [("sv:färja", 0.85, 1)], "sv:färja": [("nb:ferje", 0.85, 1)]}
    index = index._replace(lexicon=Lexicon(pack(words, {}))) if typed == "lautalla" else index
    assert forbidden in {one.used for one in ask(index, typed).plan.translations}

    concept = GlossaryConcept.objects.create(slug="raft")
    term = typed.replace("lautalla", "lautta")
    GlossaryEntry.objects.create(concept=concept, language="fi", term=term, never_translated_as=[forbidden])
    found = ask(index, typed)
    assert (keys(found), found.plan.translations) == ([], ())


def test_neighbours_are_translated_as_one_word(index: Index) -> None:
    assert keys(ask(index, "recycling station", "en"))[0] == "station"


def test_a_word_that_has_translations_is_not_misspelt(index: Index) -> None:
    assert "spruce" not in keys(ask(index, "lautta"))
    assert not ask(index, "talvi").corrected

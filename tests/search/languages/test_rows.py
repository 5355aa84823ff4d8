"""The rows of the language table name only what exists."""

import pytest
import snowballstemmer
from simplemma.strategies.dictionaries.dictionary_factory import SUPPORTED_LANGUAGES

from portal.core.i18n.languages import LANGUAGES, Analyser, Analysis, Language
from search.languages import compounds, folding
from search.languages.analysis import WITH_DICTIONARY, Word, analyse
from search.languages.function_words import FUNCTION_WORDS


@pytest.mark.parametrize("row", LANGUAGES.values(), ids=LANGUAGES)
def test_analysis_of_a_language_names_a_stemmer_a_dictionary_and_tables_that_exist(row: Language):
    analysis = row.analysis

    assert analysis.stemmer in {"", *snowballstemmer.algorithms()}
    assert analysis.letters in {"", *folding._RESTORABLE}
    assert analysis.compounds is None or analysis.compounds.not_parts in {"", *compounds._ENDINGS}
    assert analysis.analyser is not Analyser.DICTIONARY or row.code in SUPPORTED_LANGUAGES


def test_no_table_of_letters_or_endings_is_left_that_no_row_names():
    named = [row.analysis for row in LANGUAGES.values()]

    assert {analysis.letters for analysis in named} - {""} == set(folding._RESTORABLE)
    assert {a.compounds.not_parts for a in named if a.compounds} - {""} == set(compounds._ENDINGS)
    assert set(compounds._PREFIXES) <= set(compounds._ENDINGS)


def test_languages_with_a_dictionary_have_function_words():
    assert set(WITH_DICTIONARY) <= set(FUNCTION_WORDS)


def test_a_language_of_which_only_the_names_are_known_is_searched_by_the_forms_typed(monkeypatch):
    monkeypatch.setitem(LANGUAGES, "et", Language("et", "Eesti", "Estonian", ("fi",), "from Estonian"))

    assert LANGUAGES["et"].analysis == Analysis()
    assert analyse("linnad", "et") == Word("linnad", ("linnad",))

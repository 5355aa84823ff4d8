"""One behaviour, whichever engine stores the tokens."""

import pytest
from django.db import DataError, transaction

from search.engines.base import Engine, IndexDocument, SearchRequest, Term, WordClause
from search.engines.sql import SqlEngine
from tests.search.engines.conftest import document

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def word(*tokens: str, required: bool = True) -> WordClause:
    """One word of a query: tokens, optionally with a weight after a caret."""
    terms = []
    for token in tokens:
        name, _, weight = token.partition("^")
        terms.append(Term(name, float(weight or 1)))
    return WordClause(tuple(terms), required)


def fill(engine: Engine, *documents: IndexDocument) -> None:
    """Store documents and make them findable."""
    engine.index(documents)
    engine.refresh()


def keys(engine: Engine, *words: WordClause, **request: object) -> list[str]:
    """Keys of the hits, in order."""
    return [hit.key for hit in engine.search(SearchRequest(words=words, **request)).hits]


def test_every_required_word_must_match(engine: Engine) -> None:
    fill(engine, document("a", "da:by da:vej"), document("b", "da:by"), document("c", "da:vej"))
    assert keys(engine, word("da:by"), word("da:vej")) == ["a"]


def test_optional_words_rank_but_do_not_require(engine: Engine) -> None:
    fill(engine, document("a", "da:by"), document("b", "da:by da:ny"), document("c", "da:ny"))
    assert keys(engine, word("da:by"), word("da:ny", required=False)) == ["b", "a"]


def test_only_optional_words_need_one_match(engine: Engine) -> None:
    fill(engine, document("a", "da:by"), document("b", "da:by da:ny"), document("c", "da:ko"))
    found = keys(engine, word("da:by", required=False), word("da:ny", required=False))
    assert found == ["b", "a"]


def test_the_best_term_of_a_word_counts_not_their_sum(engine: Engine) -> None:
    filler = " ".join(f"da:x{number}" for number in range(6))
    fill(
        engine,
        document("sum", f"da~by da.by da+by {filler}", words="da.by"),
        document("best", f"da:by da:y1 da:y2 {filler}"),
        document("other", f"da:ko da:z1 da:z2 {filler}"),
    )
    assert keys(engine, word("da:by^1.0", "da~by^0.5", "da+by^0.3", "da.by^0.4")) == ["best", "sum"]


def test_title_wins_over_body_and_body_over_what_is_said_elsewhere(engine: Engine) -> None:
    fill(
        engine,
        document("elsewhere", "da:ko da:ged", also="da:by da:ko"),
        document("body", "da:by da:ko", also="da:ko da:ged"),
        document("title", "da:ko da:ged", title="da:by", also="da:ko da:ged"),
    )
    assert keys(engine, word("da:by")) == ["title", "body", "elsewhere"]


def test_what_visitors_come_for_stands_before_what_leads_to_it(engine: Engine) -> None:
    kinds = ("article", "partner", "element", "case_study")
    fill(engine, *(document(kind, "da:by da:ko", facets={"kind": (kind,)}) for kind in kinds))
    assert keys(engine, word("da:by")) == ["case_study", "element", "partner", "article"]


def test_where_all_else_is_equal_a_text_in_the_readers_language_comes_first(engine: Engine) -> None:
    for number, (language, body) in enumerate(
        [("da", "#bus da:x"), ("fi", "#bus fi:x"), ("sv", "#bus #bus #bus sv:x")]
    ):
        facets = {"kind": ("case_study",), "language": (language,)}
        fill(engine, document(language, body, facets=facets, shown_for=("da", "fi"), day=3 - number))

    assert keys(engine, word("#bus"), shown_for="fi") == ["sv", "fi", "da"]  # What says more stays first.
    assert keys(engine, word("#bus"), shown_for="da") == ["sv", "da", "fi"]


def test_a_frequent_concept_counts_less_than_a_rare_word(engine: Engine) -> None:
    others = [document(f"c{number}", "#city da:x") for number in range(8)]
    fill(engine, *others, document("concept", "#city #city da:x"), document("word", "da:fjord #city"))
    assert keys(engine, word("da:fjord", "#city^1.2"))[:2] == ["word", "concept"]


def test_a_rare_word_counts_more_than_a_common_one(engine: Engine) -> None:
    common = [document(f"c{number}", "da:by") for number in range(8)]
    fill(engine, *common, document("rare", "da:fjord"))
    assert keys(engine, word("da:by", required=False), word("da:fjord", required=False))[0] == "rare"


def test_languages_do_not_collide(engine: Engine) -> None:
    fill(engine, document("town", "da:by"), document("village", "sv:by"))
    assert keys(engine, word("sv:by")) == ["village"]


def test_phrase_needs_neighbours_in_order(engine: Engine) -> None:
    fill(
        engine,
        document("yes", words="en.a en.smart en.city en.plan"),
        document("reverse", words="en.city en.smart"),
        document("apart", words="en.smart en.old en.city"),
    )
    phrase = (("en.smart", "en.city"), ("da.smart", "da.city"))
    assert keys(engine, phrases=(phrase,)) == ["yes"]


def test_phrase_in_any_of_its_languages(engine: Engine) -> None:
    fill(engine, document("da", words="da.smart da.by"), document("en", words="en.smart en.by"))
    assert sorted(keys(engine, phrases=((("en.smart", "en.by"), ("da.smart", "da.by")),))) == ["da", "en"]


def test_excluded_tokens_remove_hits(engine: Engine) -> None:
    fill(engine, document("a", "da:by"), document("b", "da:by da:støj"))
    assert keys(engine, word("da:by"), excluded=("da:støj",)) == ["a"]
    assert keys(engine, excluded=("da:støj",)) == ["a"]


def test_filters_widen_within_a_facet_and_narrow_across(engine: Engine) -> None:
    fill(
        engine,
        document("a", facets={"country": ("DK",), "element": ("one", "two")}),
        document("b", facets={"country": ("SE",), "element": ("one",)}),
        document("c", facets={"country": ("FI",), "element": ("two",)}),
    )
    assert sorted(keys(engine, filters={"country": ("DK", "SE")})) == ["a", "b"]
    assert keys(engine, filters={"country": ("DK", "SE"), "element": ("two",)}) == ["a"]
    assert keys(engine, filters={"element": ("on",)}) == []


def test_facets_count_under_all_other_filters(engine: Engine) -> None:
    fill(
        engine,
        document("a", "da:by", facets={"country": ("DK",), "element": ("one", "two")}),
        document("b", "da:by", facets={"country": ("SE",), "element": ("one",)}),
        document("c", "da:by", facets={"country": ("SE",), "element": ("two",)}),
        document("d", "da:ko", facets={"country": ("SE",), "element": ("two",)}),
    )
    found = engine.search(SearchRequest(words=(word("da:by"),), filters={"country": ("SE",)}))
    assert found.total == 2
    assert found.facets["country"] == {"DK": 1, "SE": 2}
    assert found.facets["element"] == {"one": 1, "two": 1}
    assert found.facets["partner"] == {}


def test_only_versions_for_the_reader_are_found(engine: Engine) -> None:
    fill(engine, document("a", shown_for=("da", "nb")), document("b", shown_for=("en",)), document("c", shown_for=()))
    assert keys(engine, shown_for="nb") == ["a"]
    assert keys(engine, shown_for="n") == []
    assert len(keys(engine)) == 3


def test_sorting_by_day(engine: Engine) -> None:
    fill(engine, document("old", "da:by", day=10), document("new", "da:by", day=30), document("undated", "da:by"))
    assert keys(engine, word("da:by"), sort="newest") == ["new", "old", "undated"]
    assert keys(engine, word("da:by"), sort="oldest") == ["undated", "old", "new"]
    assert keys(engine) == ["new", "old", "undated"]


def test_slices_follow_one_another(engine: Engine) -> None:
    """Also past the hundred that a database ranks anew, and across it."""
    fill(engine, *(document(f"{number:03}", "da:by", day=number) for number in range(130)))
    slices = [keys(engine, word("da:by"), limit=60, offset=offset) for offset in (0, 60, 120)]
    assert [len(found) for found in slices] == [60, 60, 10]
    assert len({key for found in slices for key in found}) == 130
    assert engine.search(SearchRequest(words=(word("da:by"),), limit=60, offset=120)).total == 130
    assert len(keys(engine, word("da:by"), limit=130)) == 130


def test_no_hits_wanted_gives_counts_only(engine: Engine) -> None:
    fill(engine, document("a", "da:by"))
    found = engine.search(SearchRequest(words=(word("da:by"),), limit=0))
    assert (found.hits, found.total) == ((), 1)


def test_a_newer_version_replaces(engine: Engine) -> None:
    fill(engine, document("a", "da:by", version=1))
    fill(engine, document("a", "da:ko", version=2))
    assert keys(engine, word("da:by")) == []
    assert keys(engine, word("da:ko")) == ["a"]
    assert engine.versions() == {"a": 2}


def test_a_late_message_does_not_go_back_in_time(engine: Engine) -> None:
    fill(engine, document("a", "da:ny", version=5))
    fill(engine, document("a", "da:gammel", version=4))
    assert keys(engine, word("da:ny")) == ["a"]
    engine.delete({"a": 3})
    engine.refresh()
    assert engine.versions() == {"a": 5}


def test_deleted_documents_are_gone(engine: Engine) -> None:
    fill(engine, document("a", "da:by"), document("b", "da:by"))
    engine.delete({"a": 2, "never there": 1})
    engine.refresh()
    assert keys(engine, word("da:by")) == ["b"]


def test_strange_tokens_are_found_as_they_are(engine: Engine) -> None:
    strange = ["en:o'neill", 'en:"', "en:a\\b", "en:100%", "en:c++", "en:(x)", "en:ärende", "#waste-sorting", "en:AND"]
    lowered = [token.lower() for token in strange]
    fill(engine, document("a", " ".join(lowered), words=" ".join(lowered)))
    assert [token for token in lowered if keys(engine, word(token)) != ["a"]] == []
    assert keys(engine, word("en:a")) == []


def test_health_is_ok_while_it_answers(engine: Engine) -> None:
    assert engine.health() == "ok"


@pytest.mark.postgresql
@pytest.mark.parametrize("bound", ["database"], indirect=True)
def test_errors_of_writing_are_those_of_django(bound: tuple[Engine, SqlEngine]) -> None:
    with pytest.raises(DataError), transaction.atomic():
        bound[1].index([document("k" * 121)])


def test_any_letter_is_stored_as_it_is(bound: tuple[Engine, SqlEngine]) -> None:
    _engine, database = bound
    odd = ("en:a\\b", "en:'q'", "\\N", 'en:"x"', "is:þæð", "en:%s", "en:{}", "se:\u010d")
    stored = IndexDocument(
        "k'\\",
        7,
        {"title": [odd[0]], "body": [*odd], "also": [], "words": []},
        {"partner": ("a\tb\\n\\.",)},
        ("en",),
        3,
    )
    for _again in range(2):
        database.index([stored])
        assert list(database.read(["k'\\"])) == [stored]
    assert database.vocabulary.read(odd)[0].items() >= dict.fromkeys(odd, 1).items()

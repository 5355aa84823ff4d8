"""Facet counts are exact: equal to counting the documents one by one."""

from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.engines.base import FACETS, Engine, IndexDocument, SearchRequest, Term, WordClause
from search.engines.sql import SqlEngine

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
VALUES = {
    "kind": ["event", "case_study"],
    "country": ["DK", "FI", "NORDIC"],
    "element": ["one", "on", "one-two"],
    "partner": ["p"],
    "year": ["2020", "2021"],
    "size": ["small"],
    "language": ["da", "fi"],
}
WORDS = ["da:by", "da:vej", "fi:kunta"]
chosen_facets = st.fixed_dictionaries(
    {name: st.lists(st.sampled_from(values), unique=True, max_size=2).map(tuple) for name, values in VALUES.items()}
)
documents = st.lists(st.tuples(chosen_facets, st.lists(st.sampled_from(WORDS), max_size=3)), max_size=25)


def matching(
    stored: list[IndexDocument], token: str | None, filters: dict[str, tuple[str, ...]], ignore: str = ""
) -> list[IndexDocument]:
    """The documents that hold ``token`` and pass every filter but ``ignore``."""
    return [
        document
        for document in stored
        if (token is None or token in document.texts["body"])
        and all(
            not values or set(values) & set(document.facets[name]) for name, values in filters.items() if name != ignore
        )
    ]


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(given=documents, token=st.sampled_from([*WORDS, None]), filters=chosen_facets)
def test_facets_equal_a_count_by_hand(
    bound: tuple[Engine, SqlEngine],
    given: list[tuple[dict[str, tuple[str, ...]], list[str]]],
    token: str | None,
    filters: dict[str, tuple[str, ...]],
) -> None:
    engine, number = bound[0], count()
    engine.delete({key: version + 1 for key, version in engine.versions().items()})
    stored = [
        IndexDocument(
            f"{id(given)}-{next(number)}", 1, {"title": [], "body": words, "also": [], "words": []}, facets, ()
        )
        for facets, words in given
    ]
    engine.index(stored)
    engine.refresh()
    words = (WordClause((Term(token, 1.0),)),) if token else ()
    found = engine.search(SearchRequest(words=words, filters=filters, limit=0))
    assert found.total == len(matching(stored, token, filters))
    for name in FACETS:
        counted: dict[str, int] = {}
        for document in matching(stored, token, filters, ignore=name):
            for value in document.facets[name]:
                counted[value] = counted.get(value, 0) + 1
        assert found.facets[name] == counted, name


def test_where_very_many_are_found_as_many_are_counted_as_are_worth_the_time(
    bound: tuple[Engine, SqlEngine], monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, database = bound
    if engine is not database:
        pytest.skip("Elasticsearch counts all")
    monkeypatch.setattr("search.engines.sql.MOST_COUNTED", 5)
    facets = [{"country": ("DK" if number % 4 else "FI",), "kind": ("event",)} for number in range(12)]
    engine.index(IndexDocument(f"{number:02}", 1, {"body": ["da:by"]}, facets[number], ()) for number in range(12))
    words = (WordClause((Term("da:by", 1.0),)),)

    found = engine.search(SearchRequest(words=words, limit=10))
    assert (found.total, found.more, len(found.hits)) == (5, True, 10)
    assert sum(found.facets["country"].values()) == found.facets["kind"]["event"] == 6
    assert found.partly == set(FACETS)

    # A filter that leaves few is counted among all that there are; the others of its facet are still told.
    found = engine.search(SearchRequest(words=words, filters={"country": ("FI",)}))
    assert (found.total, found.more, [hit.key for hit in found.hits]) == (3, False, ["00", "04", "08"])
    assert found.facets["kind"] == {"event": 3}
    assert (found.facets["country"]["FI"], found.partly) == (3, {"country"})
    assert set(found.facets["country"]) == {"DK", "FI"}

    found = engine.search(SearchRequest(words=words, filters={"country": ("DK",), "kind": ("event",)}))
    assert (found.total, found.more) == (5, True)
    assert engine.search(SearchRequest(words=words, filters={"kind": ("article",)})).total == 0

"""Whatever Elasticsearch, or what stands in its place, answers: the visitor gets the database's answer, and soon."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from django.test import Client

from search.engines import elasticsearch
from search.engines.base import EngineUnavailableError, IndexDocument, SearchRequest
from search.engines.elasticsearch import client as remembered_client
from search.engines.registry import external_engine
from search.query import circuit_breaker as breaking
from tests.search.false_engine import ANSWER, FalseEngine, false_engine

pytestmark = pytest.mark.django_db


def changed(**changes: Any) -> dict[str, Any]:
    """The right answer with something wrong in it: ``a__b=value`` sets ``b`` in ``a``; None leaves it out."""
    answer = deepcopy(ANSWER)
    for path, value in changes.items():
        place = answer
        *outer, name = path.split("__")
        for step in outer:
            place = place[step]
        if value is None:
            del place[name]
        else:
            place[name] = value
    return answer


NONSENSE: dict[str, object] = {
    "a login page": "<!doctype html><html><title>Please log in</title></html>",
    "nothing": "",
    "an empty object": {},
    "null": "null",
    "a list": [],
    "a text": '"all is well"',
    "a number": 7,
    "half a body": b'{"took": 1, "hits": {"to',
    "bytes": b"\xff\xfe\x00",
    "hits without id": changed(hits__hits=[{"_score": 1.0}]),
    "a hit that is no object": changed(hits__hits=["page-1"]),
    "an id that is a number": changed(hits__hits=[{"_id": 1, "_score": 1.0}]),
    "a score that is a text": changed(hits__hits=[{"_id": "page-1", "_score": "high"}]),
    "hits that are an object": changed(hits__hits={}),
    "no hits": changed(hits=None),
    "a total that is a number": changed(hits__total=1),
    "a negative total": changed(hits__total={"value": -1}),
    "no facets": changed(aggregations=None),
    "a facet that is missing": changed(aggregations__kind=None),
    "a facet with a wrong count": changed(aggregations__kind={"values": {"buckets": [{"key": "a", "doc_count": "1"}]}}),
    "a part of the index": changed(_shards__failed=1),
    "no shards": changed(_shards=None),
    "a search that was cut off": changed(timed_out=True),
}


@pytest.fixture
def false(settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[FalseEngine]:
    """The portal searches in the false engine."""
    with false_engine() as engine:
        settings.SEARCH_ENGINE, settings.ELASTICSEARCH_URL = "elasticsearch", engine.url
        settings.ELASTICSEARCH_TIMEOUT = 5.0
        monkeypatch.setattr(breaking, "breaker", breaking.Breaker())
        yield engine
        for client in (external_engine().client, external_engine().writer):
            client.close()
        remembered_client.cache_clear()


def ask(client: Client, typed: str = "snow") -> dict[str, Any]:
    """The public answer."""
    response = client.get("/api/v1/search/", {"q": typed})
    assert response.status_code == 200
    return response.json()


def test_a_right_answer_is_read(false: FalseEngine) -> None:
    false.say(ANSWER)
    results = external_engine().search(SearchRequest())
    assert ([hit.key for hit in results.hits], results.total) == (["page-1"], 1)


@pytest.mark.parametrize("kind", ["application/vnd.elasticsearch+json;compatible-with=9", "text/html"])
def test_the_database_answers_instead_of_nonsense(client: Client, portal, false: FalseEngine, kind: str) -> None:
    for answer in NONSENSE.values():
        false.say(answer, kind)
        breaking.breaker.worked()
        found = ask(client)
        assert (found["degraded"], [result["slug"] for result in found["results"]]) == (True, ["snow-in-time"])


def test_after_three_times_nonsense_nobody_asks_any_more(client: Client, portal, false: FalseEngine) -> None:
    false.say(NONSENSE["a login page"], "text/html")
    for _ in range(5):
        assert ask(client)["degraded"]
    assert len(false.asked) == 3


def test_readyz_says_that_the_engine_talks_nonsense(client: Client, portal, false: FalseEngine) -> None:
    for answer in (NONSENSE["a login page"], [], "null", {}):
        false.say(answer)
        said = client.get("/readyz").json()
        assert said["status"] == "ready"
        assert "answers" in said["search"]


def test_all_requests_of_one_search_share_its_time(client: Client, portal, false: FalseEngine, settings) -> None:
    settings.ELASTICSEARCH_TIMEOUT = 0.8
    false.seconds = 0.5
    false.say(changed(hits__hits=[], hits__total={"value": 0}))
    # A question that nothing answers is asked in several ways, each within the limit.
    assert ask(client, "zeppelin submarine")["degraded"]
    assert len(false.asked) == 2


def test_an_engine_that_uses_up_the_time_is_left_alone(client: Client, portal, false: FalseEngine, settings) -> None:
    settings.ELASTICSEARCH_TIMEOUT = 0.3
    false.seconds = 0.6
    false.say(ANSWER)
    for _ in range(5):
        assert ask(client)["degraded"]
    assert len(false.asked) == 3


@pytest.mark.parametrize(
    "answer",
    [{}, [], "null", "<html>", {"items": []}, {"items": [{}]}, {"items": [{"index": {"_id": "page-1"}}]}, {"items": 1}],
)
def test_what_is_not_confirmed_counts_as_not_written(false: FalseEngine, answer: object) -> None:
    false.say(answer)
    with pytest.raises(EngineUnavailableError):
        external_engine().index([IndexDocument("page-1", 1, {}, {}, ())])
    with pytest.raises(EngineUnavailableError):
        external_engine().versions()
    with pytest.raises(EngineUnavailableError):
        external_engine().count()


def written(key: str, status: int) -> dict[str, object]:
    """What the engine says of one document."""
    return {"index": {"_id": key, "status": status} | ({"error": {"type": "busy"}} if status == 429 else {})}


def test_what_a_busy_engine_refuses_is_sent_again(false: FalseEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(elasticsearch, "BACK_OFF", 0.01)
    documents = [IndexDocument(f"page-{number}", 1, {}, {}, ()) for number in (1, 2)]
    false.first = [
        (429, {"error": {"type": "busy"}, "status": 429}),
        (200, {"errors": True, "items": [written("page-1", 429), written("page-2", 200)]}),
    ]
    false.say({"errors": False, "items": [written("page-1", 201)]})
    assert external_engine().index(documents) == set()
    assert len(false.asked) == 3


@pytest.mark.parametrize(("index", "times"), [(None, 3), ("rebuilt", 7)])
def test_an_engine_that_stays_busy_is_away_soon_for_changes_and_late_for_a_rebuild(
    false: FalseEngine, monkeypatch: pytest.MonkeyPatch, index: str | None, times: int
) -> None:
    monkeypatch.setattr(elasticsearch, "BACK_OFF", 0.001)
    false.status = 429
    for write in (
        lambda: external_engine().index([IndexDocument("page-1", 1, {}, {}, ())], index),
        lambda: external_engine().delete({"page-1": 1}, index),
    ):
        false.asked.clear()
        with pytest.raises(EngineUnavailableError):
            write()
        assert len(false.asked) == times

"""Strict parsing of Elasticsearch's answers: a proxy's login page, half an index or a list is no answer."""

from collections.abc import Iterator
from typing import Any

from search.engines.base import FACETS, Hit, Results

#: What goes wrong when something of another shape is read as an answer.
MISSHAPEN = (AttributeError, LookupError, TypeError, ValueError)


def read_results(answer: Any) -> Results:
    """The hits, their number and the facets.

    Raises:
        ValueError, TypeError, LookupError, AttributeError: it is no answer, or that of a part of the index.
    """
    _refuse_parts(answer)
    hits = tuple(Hit(_text(hit["_id"]), _score(hit["_score"])) for hit in _list(answer["hits"]["hits"]))
    facets = {
        name: {_text(bucket["key"]): _number(bucket["doc_count"]) for bucket in _list(found["values"]["buckets"])}
        for name, found in ((name, answer["aggregations"][name]) for name in FACETS)
    }
    return Results(hits, _number(answer["hits"]["total"]["value"]), facets)


def read_versions(answer: Any) -> Iterator[tuple[str, int]]:
    """Key and version of the documents of an answer; raises as ``read_results``."""
    _refuse_parts(answer)
    for hit in _list(answer["hits"]["hits"]):
        yield _text(hit["_id"]), _number(hit["_version"])


def read_count(answer: Any) -> int:
    """A number of documents; raises as ``read_results``."""
    if _number(answer["_shards"]["failed"]):
        raise ValueError("Only a part of the index answered.")
    return _number(answer["count"])


def read_written(answer: dict[str, Any]) -> tuple[str, int, object]:
    """Key, status and error of one document that was to be written; raises as ``read_results``."""
    (result,) = answer.values()
    return _text(result["_id"]), _number(result["status"]), result.get("error")


def _refuse_parts(answer: Any) -> None:
    if answer["timed_out"] is not False or _number(answer["_shards"]["failed"]):
        raise ValueError("Only a part of the index answered.")


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError(f"{type(value).__name__} instead of a list")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{type(value).__name__} instead of a text")
    return value


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise TypeError(f"{str(value)[:20]} instead of a number")
    return value


def _score(value: object) -> float:
    if value is None:  # sorted by date
        return 0.0
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise TypeError(f"{type(value).__name__} instead of a score")
    return float(value)

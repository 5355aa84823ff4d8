"""Retrieval metrics (recall, precision, MRR) on an evaluation file: documents, queries, relevance judgements.

Kinds of queries: ``word`` (recall and precision of all hits); ``item``, ``typo``, ``bare`` and any other (the first
ten hits, as a reader sees them).
"""

import time
from collections import defaultdict
from collections.abc import Iterable
from statistics import fmean
from typing import TypedDict

from search.engines.base import IndexDocument, SearchRequest
from search.query.fallback_steps import Index, find_and_complete
from search.tokens import streams

RANKS = 10


class EvaluationDocument(TypedDict):
    """A document of an evaluation file."""

    id: str
    title: str
    body: str


class EvaluationQuery(TypedDict):
    """A query with its relevance judgements: ids of the relevant documents."""

    text: str
    kind: str
    relevant: list[str]


class Collection(TypedDict):
    """A test collection: an evaluation file as it is read."""

    language: str
    documents: list[EvaluationDocument]
    queries: list[EvaluationQuery]


class Measures(TypedDict):
    """Retrieval metrics of a test collection, by kind of query."""

    language: str
    engine: str
    documents: int
    kinds: dict[str, dict[str, float]]
    p95_ms: float | None


def to_index(documents: Iterable[EvaluationDocument], language: str) -> Iterable[IndexDocument]:
    """The documents of an evaluation file as the projection would hand them to an engine."""
    for document in documents:
        title, body = streams(document["title"], language), streams(document["body"], language)
        yield IndexDocument(
            key=document["id"],
            version=1,
            texts={
                "title": title.analysed,
                "body": body.analysed,
                "also": [],
                "words": title.typed + body.typed,
            },
            facets={"kind": ("article",), "language": (language,)},
            shown_for=(language,),
        )


def evaluate(collection: Collection, index: Index) -> Measures:
    """Run every query of ``collection`` on an index that already holds its documents."""
    language = collection["language"]
    size = len(collection["documents"])
    rows: defaultdict[str, list[dict[str, float]]] = defaultdict(list)
    milliseconds = []
    for query in collection["queries"]:
        relevant = set(query["relevant"])
        limit = size if query["kind"] == "word" else RANKS
        start = time.perf_counter()
        found = find_and_complete(
            query["text"], language, index, SearchRequest(shown_for=language, limit=limit)
        ).results
        milliseconds.append((time.perf_counter() - start) * 1000)
        keys = [hit.key for hit in found.hits]
        good = len(relevant.intersection(keys))
        rank = next((place for place, key in enumerate(keys[:RANKS], 1) if key in relevant), 0)
        rows[query["kind"]].append(
            {
                "recall": good / len(relevant),
                "precision": good / len(keys) if keys else 0.0,
                "mrr": 1 / rank if rank else 0.0,
                "zero": float(not found.total),
            }
        )
    milliseconds.sort()
    return {
        "language": language,
        "engine": index.engine.name,
        "documents": size,
        "kinds": {kind: _summary(results) for kind, results in rows.items()},
        "p95_ms": round(milliseconds[int(len(milliseconds) * 0.95)], 1) if milliseconds else None,
    }


def _summary(results: list[dict[str, float]]) -> dict[str, float]:
    names = {"recall": "recall", "precision": "precision", "mrr@10": "mrr", "zero_hit_share": "zero"}
    means = {name: round(fmean(row[measure] for row in results), 4) for name, measure in names.items()}
    return {"queries": len(results), **means}

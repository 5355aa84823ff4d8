"""Elasticsearch, the engine of large portals. It gets ready tokens and needs none of its language analysis."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from secrets import token_hex
from typing import Any

from django.conf import settings
from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch
from elasticsearch.helpers import streaming_bulk

from search.engines.base import (
    FACETS,
    FIELDS,
    K1,
    KIND_WEIGHTS,
    OWN_LANGUAGE_WEIGHT,
    PHRASE_FIELD,
    TITLE_REPEATS,
    B,
    EngineUnavailableError,
    IndexDocument,
    Results,
    SearchRequest,
    WordClause,
)
from search.engines.batches import batched
from search.engines.ranking import field_weight, fields_of
from search.engines.reading import MISSHAPEN, read_count, read_results, read_versions, read_written

#: Values counted per facet; far more than any facet has.
MOST_VALUES = 1000
#: Deepest hit that can be shown.
MOST_HITS = 50_000
#: Indexing may take its time; nobody waits for it.
WRITE_SECONDS = 60
#: Documents sent, and documents listed, in one request.
BATCH, LISTED = 500, 5000
#: Where the cluster has too much to do (429): how often what it refused is sent again, after how many seconds at first
#: and at last. Only what fills a new index waits for long; all else of the worker stands behind changes (``catch_up``).
TRIES, TRIES_OF_CHANGES, BACK_OFF, LONGEST_BACK_OFF = 6, 2, 1, 20
#: Statuses of a document that was written or was gone already, and of one that is older than what is there.
DONE, CONFLICT = {200, 201, 404}, 409
_TEXT = {"type": "text", "analyzer": "whitespace", "similarity": "portal"}
_KEYWORD = {"type": "keyword"}
MAPPINGS: dict[str, Any] = {
    "dynamic": "strict",
    "properties": {
        **dict.fromkeys((*FIELDS, PHRASE_FIELD), _TEXT),
        **dict.fromkeys((*FACETS, "key", "shown_for"), _KEYWORD),
        "day": {"type": "integer"},
    },
}
SETTINGS = {
    # One shard: counts and document frequencies are exact. A second node gets a copy by itself.
    "number_of_shards": 1,
    "similarity": {"portal": {"type": "BM25", "k1": K1, "b": B}},
    "auto_expand_replicas": "0-1",
    "max_result_window": MOST_HITS,
    # Deleted documents keep their version this long, so that a late message cannot bring them back.
    "gc_deletes": "1h",
}


@lru_cache(maxsize=4)
def client(url: str, api_key: str, seconds: float) -> Elasticsearch:
    """One client, with its pool of connections, per process and cluster. Each node is tried once: the database answers.

    Parameters:
        url: the address of one node, or of several, separated by commas.
    """
    nodes = url.split(",")
    return Elasticsearch(
        nodes, api_key=api_key or None, request_timeout=seconds, max_retries=len(nodes) - 1, retry_on_timeout=False
    )


@contextmanager
def unavailable() -> Iterator[None]:
    """Exception translation: whatever goes wrong on the way, and what is no answer, is one error."""
    try:
        yield
    except (ApiError, TransportError, *MISSHAPEN) as error:
        raise EngineUnavailableError(f"{type(error).__name__}: {error}"[:500]) from error


def word_query(word: WordClause) -> dict[str, object]:
    """A ``dis_max`` query: the best of the terms of one word, wherever they stand."""
    return {
        "dis_max": {
            "queries": [
                {"term": {field: {"value": term.token, "boost": term.weight * field_weight(field)}}}
                for term in word.terms
                for field in fields_of(term.token)
            ]
        }
    }


def query(request: SearchRequest) -> dict[str, object]:
    """A ``bool`` query, without the facet filters."""
    words = [word for word in request.words if word.terms]
    required = [word_query(word) for word in words if word.required]
    found: dict[str, Any] = {
        "must": required,
        "should": [word_query(word) for word in words if not word.required],
        "filter": [_phrase(variants) for variants in request.phrases],
        "must_not": [{"term": {field: token}} for token in request.excluded for field in fields_of(token)],
    }
    if found["should"] and not required and not request.phrases:
        found["minimum_should_match"] = 1
    if request.shown_for is not None:
        found["filter"].append({"term": {"shown_for": request.shown_for}})
    return {"bool": found}


def _weighed(request: SearchRequest) -> dict[str, object]:
    """The query, in which the kind of a thing and the language of its text count."""
    weights: list[dict[str, object]] = [
        {"filter": {"term": {"kind": kind}}, "weight": weight} for kind, weight in KIND_WEIGHTS.items()
    ]
    if request.shown_for is not None:
        weights.append({"filter": {"term": {"language": request.shown_for}}, "weight": OWN_LANGUAGE_WEIGHT})
    scores = {"functions": weights, "score_mode": "multiply", "boost_mode": "multiply"}
    return {"function_score": {"query": query(request), **scores}}


def _phrase(variants: Iterable[tuple[str, ...]]) -> dict[str, object]:
    phrases = [{"match_phrase": {PHRASE_FIELD: " ".join(variant)}} for variant in variants]
    return {"bool": {"should": phrases, "minimum_should_match": 1}}


def body(request: SearchRequest) -> dict[str, object]:
    """The body of ``_search``: hits under all filters, every facet (aggregation) under all filters but its own."""
    filters = {name: {"terms": {name: list(values)}} for name, values in request.filters.items() if values}
    order = "asc" if request.sort == "oldest" else "desc"
    by_day = [{"day": order}, {"key": "asc"}]
    return {
        "query": _weighed(request),
        "post_filter": {"bool": {"filter": list(filters.values())}},
        "aggs": {
            name: {
                "filter": {"bool": {"filter": [f for other, f in filters.items() if other != name]}},
                "aggs": {"values": {"terms": {"field": name, "size": MOST_VALUES}}},
            }
            for name in FACETS
        },
        "sort": by_day if request.sort != "relevance" or not request.words else ["_score", *by_day],
        "from": min(request.offset, MOST_HITS - request.limit),
        "size": request.limit,
        "track_total_hits": True,
        "track_scores": True,
        "_source": False,
    }


class ElasticsearchEngine:
    """An Elasticsearch alias that points to the index in use."""

    name = "elasticsearch"

    def __init__(self, alias: str, patience: float | None = None) -> None:
        """``patience``: seconds to wait for an answer, where that is not a visitor's."""
        self.alias, self.patience = alias, patience

    @property
    def client(self) -> Elasticsearch:
        """The client for readers: short of patience."""
        seconds = self.patience or settings.ELASTICSEARCH_TIMEOUT
        return client(settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_API_KEY, seconds)

    @property
    def writer(self) -> Elasticsearch:
        """The client for background work."""
        return client(settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_API_KEY, WRITE_SECONDS)

    # --- Indices ---
    def create(self) -> None:
        """Make an index behind the alias if there is none."""
        with unavailable():
            if not self.writer.indices.exists_alias(name=self.alias):
                self.point_to(self.new_index())

    def drop(self) -> None:
        """Remove every index of this alias."""
        with unavailable():
            for index in self.indices():
                self.writer.indices.delete(index=index)

    def new_index(self) -> str:
        """An empty index of its own; its name."""
        with unavailable():
            index = f"{self.alias}-{token_hex(4)}"
            self.writer.indices.create(index=index, mappings=MAPPINGS, settings=SETTINGS)
            return index

    def point_to(self, index: str) -> None:
        """Let the alias point to ``index`` and to nothing else, in one call. What it pointed to stays."""
        with unavailable():
            aliased = self.writer.indices.exists_alias(name=self.alias)
            former: list[str] = list(self.writer.indices.get_alias(name=self.alias)) if aliased else []
            actions: list[dict[str, Any]] = [{"add": {"index": index, "alias": self.alias}}]
            actions += [{"remove": {"index": name, "alias": self.alias}} for name in former if name != index]
            self.writer.indices.update_aliases(actions=actions)

    def indices(self) -> list[str]:
        """All indices made for this alias, in use or left over."""
        with unavailable():
            found = self.writer.indices.get(index=f"{self.alias}-*", features="aliases")
            return sorted(found)

    def remove_index(self, index: str) -> None:
        """Remove one index, whether it is there or not."""
        with unavailable():
            self.writer.indices.delete(index=index, ignore_unavailable=True)

    def remove_leftovers(self) -> None:
        """Remove what interrupted rebuilds left behind: indices that the alias does not point to."""
        with unavailable():
            found = self.writer.indices.get(index=f"{self.alias}-*", features="aliases")
            for name, described in found.items():
                if self.alias not in described["aliases"]:
                    self.remove_index(name)

    # --- Documents ---
    def index(self, documents: Iterable[IndexDocument], index: str | None = None) -> set[str]:
        """Store documents; a document older than the stored one is refused. Returns the keys of those."""
        actions: Iterator[dict[str, object]] = (
            {
                "_op_type": "index",
                "_index": index or self.alias,
                "_id": document.key,
                "version": document.version,
                "version_type": "external_gte",
                "_source": _source(document),
            }
            for document in documents
        )
        return self._bulk(actions, TRIES if index else TRIES_OF_CHANGES)

    def delete(self, versions: Mapping[str, int], index: str | None = None) -> set[str]:
        """Remove documents by key, leaving alone those newer than the version given. Returns the keys of those."""
        actions: Iterator[dict[str, object]] = (
            {
                "_op_type": "delete",
                "_index": index or self.alias,
                "_id": key,
                "version": version,
                "version_type": "external_gte",
            }
            for key, version in versions.items()
        )
        return self._bulk(actions, TRIES if index else TRIES_OF_CHANGES)

    def _bulk(self, actions: Iterable[dict[str, object]], tries: int) -> set[str]:
        """Write; returns the keys of what was refused since something newer is stored, or was deleted of late."""
        refused: set[str] = set()
        for batch in batched(actions, BATCH):
            with unavailable():
                answers = streaming_bulk(
                    self.writer,
                    batch,
                    raise_on_error=False,
                    max_retries=tries,
                    initial_backoff=BACK_OFF,
                    max_backoff=LONGEST_BACK_OFF,
                )
                written = [read_written(answer) for _, answer in answers]
            # What was sent again is answered last.
            if sorted(key for key, _, _ in written) != sorted(str(action["_id"]) for action in batch):
                raise EngineUnavailableError("Not everything that was sent was answered.")
            for key, status, error in written:
                if status == CONFLICT:
                    refused.add(key)
                elif status not in DONE:
                    raise EngineUnavailableError(f"{key}: {error}"[:500])
        return refused

    def refresh(self, index: str | None = None) -> None:
        """Make everything stored so far findable."""
        with unavailable():
            self.writer.indices.refresh(index=index or self.alias)

    def count(self) -> int:
        """Number of documents stored."""
        with unavailable():
            self.refresh()
            return read_count(self.writer.count(index=self.alias))

    def versions(self, index: str | None = None) -> dict[str, int]:
        """Key and version of every stored document."""
        self.refresh(index)
        found: dict[str, int] = {}
        behind: list[str] | None = None
        while True:
            with unavailable():
                answer = self.writer.search(
                    index=index or self.alias,
                    sort=[{"key": "asc"}],
                    search_after=behind,
                    size=LISTED,
                    source=False,
                    version=True,
                )
                listed = dict(read_versions(answer))
            found |= listed
            if len(listed) < LISTED:
                return found
            behind = [list(listed)[-1]]

    def versions_of(self, keys: Iterable[str]) -> dict[str, int]:
        """Key and version of those of ``keys`` that are stored, also what is not findable yet."""
        found: dict[str, int] = {}
        for batch in batched(keys, BATCH):
            with unavailable():
                docs = self.writer.mget(index=self.alias, ids=list(batch), source=False)["docs"]
                found |= {doc["_id"]: int(doc["_version"]) for doc in docs if doc["found"]}
        return found

    # --- Reading ---
    def search(self, request: SearchRequest) -> Results:
        """Find documents, with all facets, in one request."""
        client = self.client
        if request.seconds is not None and not self.patience:
            client = client.options(request_timeout=request.seconds)
        with unavailable():
            return read_results(client.search(index=self.alias, body=body(request)))

    def health(self) -> str:
        """``ok``, or what is wrong in a few words."""
        try:
            with unavailable():
                if not self.client.indices.exists_alias(name=self.alias):
                    return "no index"
                status = self.client.cluster.health(index=self.alias)["status"]
        except EngineUnavailableError as error:
            return str(error).partition(":")[0]
        return "ok" if status in {"green", "yellow"} else str(status)


def _source(document: IndexDocument) -> dict[str, object]:
    texts = {name: " ".join(document.texts.get(name, ())) for name in (*FIELDS, PHRASE_FIELD)}
    titles = [" ".join(document.texts.get("title", ()))] * TITLE_REPEATS
    texts["body"] = " ".join([*titles, texts["body"]])
    facets = {name: list(values) for name, values in document.facets.items()}
    return {
        **texts,
        **facets,
        "key": document.key,
        "shown_for": list(document.shown_for),
        "day": document.day,
    }

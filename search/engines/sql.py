"""What the two database engines share: rows of token texts, filters, exact facets, the final ranking in Python."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from search.engines.base import (
    FACETS,
    OWN_LANGUAGE_WEIGHT,
    TEXTS,
    Hit,
    IndexDocument,
    Results,
    SearchRequest,
    is_set_apart,
)
from search.engines.batches import batched
from search.engines.ranking import Scorer, join, separate
from search.engines.vocabulary import JoinedVocabulary, Vocabulary, tokens_of

#: The best hits of the database's own ranking that are ranked again with the best term of every word.
CANDIDATES = 100
BATCH = 500
#: Documents that are counted, with their facets; beyond them the answer says "more than", so that the time of an answer
#: does not grow with what is found.
MOST_COUNTED = 1000
Filters = Mapping[str, tuple[str, ...]]


def encode(values: Mapping[str, Iterable[str]]) -> str:
    """Facets as one text, ``|country=DK|kind=event|``, equal for equal facets."""
    pairs = sorted(f"{name}={value}" for name, given in values.items() for value in given)
    return f"|{'|'.join(pairs)}|" if pairs else "|"


def encode_readers(languages: Sequence[str]) -> str:
    """Languages of readers as one text, ``|da|nb|``."""
    return f"|{'|'.join(languages)}|" if languages else "|"


def decode(stored: str) -> dict[str, tuple[str, ...]]:
    """The facets behind ``encode``."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for pair in stored.strip("|").split("|"):
        name, mark, value = pair.partition("=")
        if mark:
            found[name].append(value)
    return {name: tuple(values) for name, values in found.items()}


class SqlEngine:
    """An index in the portal's own database. Subclasses bind the full-text part of their database."""

    name: str
    #: SQL of the position of a text inside another, with the text to search in first.
    position: str

    def __init__(self, connection: BaseDatabaseWrapper, table: str = "search_index") -> None:
        self.connection, self.table = connection, table
        self.vocabulary = Vocabulary(connection, f"{table}_vocabulary")
        #: Of the kinds that are set apart.
        self.apart = Vocabulary(connection, f"{table}_apart")

    # --- What a database brings
    # ------------------------------------------------------------------------------------
    def create_tables(self) -> Sequence[str]:
        """Statements that make the tables if they are missing."""
        raise NotImplementedError

    def drop_tables(self) -> Sequence[str]:
        """Statements that remove them."""
        raise NotImplementedError

    def insert(self, documents: Sequence[IndexDocument]) -> None:
        """Store documents that are not stored."""
        raise NotImplementedError

    def remove(self, ids: Sequence[int]) -> None:
        """Delete stored rows."""
        raise NotImplementedError

    def match(self, request: SearchRequest) -> tuple[str, str, list[object]]:
        """FROM clause (rows as ``d``, texts as ``t``), WHERE clause and parameters of the full-text part."""
        raise NotImplementedError

    def order(self, request: SearchRequest) -> tuple[str, list[object]]:
        """ORDER BY of the database's own ranking."""
        raise NotImplementedError

    def lock(self) -> None:
        """Let other writers of the index wait until this transaction ends, where the database needs it."""

    # --- Writing ---
    def create(self) -> None:
        """Make the index if it is missing."""
        self._run(self.create_tables())
        self.vocabulary.create()
        self.apart.create()

    def drop(self) -> None:
        """Remove the index and everything in it."""
        self._run(self.drop_tables())
        self.vocabulary.drop()
        self.apart.drop()

    def index(self, documents: Iterable[IndexDocument]) -> None:
        """Store documents; a document older than the stored one is ignored."""
        for batch in batched(documents, BATCH):
            with transaction.atomic(using=self.connection.alias):
                self.lock()
                newest = {d.key: d for d in sorted(batch, key=lambda d: d.version)}
                stored = {row[1]: row for row in self._stored(list(newest))}
                fresh = [d for d in newest.values() if d.key not in stored or stored[d.key][2] <= d.version]
                removed = self._remove([stored[d.key] for d in fresh if d.key in stored])
                self.insert(fresh)
                self._count(added=fresh, removed=removed)

    def delete(self, versions: Mapping[str, int]) -> None:
        """Remove documents by key, leaving alone those newer than the version given."""
        for keys in batched(versions, BATCH):
            with transaction.atomic(using=self.connection.alias):
                self.lock()
                rows = [row for row in self._stored(keys) if row[2] <= versions[row[1]]]
                self._count(added=[], removed=self._remove(rows))

    def refresh(self) -> None:
        """Nothing to do: what is stored is found."""

    def forget_removed(self) -> None:
        """Nothing to do where removed rows are cleared away by themselves."""

    def _remove(self, rows: Sequence[tuple[Any, ...]]) -> list[IndexDocument]:
        removed = [self._document(row) for row in rows]
        if rows:
            self.remove([row[0] for row in rows])
        return removed

    def _count(self, *, added: Iterable[IndexDocument], removed: Iterable[IndexDocument]) -> None:
        """Let the two vocabularies follow."""
        general, apart = Counter[str](), Counter[str]()
        for document in removed:
            (apart if is_set_apart(document) else general).subtract(tokens_of(document))
        for document in added:
            (apart if is_set_apart(document) else general).update(tokens_of(document))
        self.vocabulary.change(general)
        self.apart.change(apart)

    # --- Reading ---
    def versions(self) -> dict[str, int]:
        """Key and version of every stored document."""
        return dict(self._fetch(f"SELECT key, version FROM {self.table}", []))

    def read(self, keys: Sequence[str]) -> Iterator[IndexDocument]:
        """The stored documents of ``keys``, for another engine."""
        for batch in batched(keys, BATCH):
            yield from map(self._document, self._stored(batch))

    def vocabulary_of(self, request: SearchRequest) -> Vocabulary:
        """The vocabulary of the kinds that are asked for."""
        return JoinedVocabulary(self.vocabulary, self.apart) if request.asks_for_all_kinds else self.vocabulary

    def search(self, request: SearchRequest) -> Results:
        """Find documents: one query for counts and facets, one for the hits; where more are found than are counted and
        some facets are chosen, one more for all of them and for each."""
        source, where, parameters = self.match(request)
        if request.shown_for is not None:
            where += f" AND {self.position.format('d.shown_for')} > 0"
            parameters = [*parameters, f"|{request.shown_for}|"]
        counted = self._counted(request.filters, source, where, parameters)
        if not counted.total or not request.limit:
            return counted
        where, parameters = self._filtered(request.filters, where, parameters)
        return replace(counted, hits=tuple(self._hits(request, source, where, parameters)))

    def _counted(self, filters: Filters, source: str, where: str, parameters: list[object]) -> Results:
        """How many there are, and the counts of their facets."""

        def groups(under: Filters) -> list[tuple[str, int]]:
            limited, values = self._filtered(under, where, parameters)
            found = f"SELECT d.facets FROM {source} WHERE {limited} LIMIT {MOST_COUNTED + 1}"
            return self._fetch(f"SELECT facets, count(*) FROM ({found}) AS found GROUP BY facets", values)

        found = groups({})
        if sum(number for _, number in found) <= MOST_COUNTED:
            total, facets = count_facets(found, filters)
            return Results((), total, facets)
        chosen = {name: values for name, values in filters.items() if values}
        total, facets = count_facets(groups(chosen) if chosen else found, {})
        partly = set(FACETS) if total > MOST_COUNTED else set()
        for name in chosen:
            number, others = count_facets(groups({other: chosen[other] for other in chosen if other != name}), {})
            # A part of the others may hold less of what is chosen than was counted of it.
            facets[name] = dict(Counter(facets[name]) | Counter(others[name]))
            partly |= {name} if number > MOST_COUNTED else set()
        more = total > MOST_COUNTED
        return Results((), min(total, MOST_COUNTED), facets, more=more, partly=frozenset(partly))

    def _filtered(self, filters: Filters, where: str, parameters: list[object]) -> tuple[str, list[object]]:
        """A WHERE clause and its parameters, under filters too."""
        for name, values in filters.items():
            if values:
                where += " AND (" + " OR ".join([f"{self.position.format('d.facets')} > 0"] * len(values)) + ")"
                parameters = [*parameters, *(f"|{name}={value}|" for value in values)]
        return where, parameters

    def health(self) -> str:
        """The index lives in the portal's database: if that answers, so does the index."""
        return "ok"

    def _hits(self, request: SearchRequest, source: str, where: str, parameters: list[Any]) -> list[Hit]:
        if request.sort != "relevance" or not request.words:
            direction = "ASC" if request.sort == "oldest" else "DESC"
            order = f"d.day {direction}, d.key LIMIT %s OFFSET %s"
            sql = f"SELECT d.key FROM {source} WHERE {where} ORDER BY {order}"
            rows = self._fetch(sql, [*parameters, request.limit, request.offset])
            return [Hit(row[0], 0.0) for row in rows]
        order, extra = self.order(request)
        sql = f"FROM {source} WHERE {where} ORDER BY {order}, d.key LIMIT %s OFFSET %s"
        end, hits = request.offset + request.limit, []
        if request.offset < CANDIDATES:
            columns = ", ".join(TEXTS)
            rows = self._fetch(f"SELECT d.key, d.day, d.facets, {columns} {sql}", [*parameters, *extra, CANDIDATES, 0])
            hits = self._ranked(request, rows)[request.offset : end]
        if end > CANDIDATES:  # those behind keep the database's own order
            start = max(request.offset, CANDIDATES)
            rows = self._fetch(f"SELECT d.key {sql}", [*parameters, *extra, end - start, start])
            hits += [Hit(row[0], 0.0) for row in rows]
        return hits

    def _ranked(self, request: SearchRequest, rows: Iterable[tuple[Any, ...]]) -> list[Hit]:
        scorer = Scorer(request.words, self._frequencies(request))
        scored = []
        for key, day, encoded, *texts in rows:
            facets = decode(encoded)
            score = scorer.score(dict(zip(TEXTS, texts, strict=True)), next(iter(facets.get("kind", ())), ""))
            is_own = request.shown_for in facets.get("language", ())
            scored.append((score * (OWN_LANGUAGE_WEIGHT if is_own else 1), day, key))
        scored.sort(key=lambda item: (-item[0], -item[1], item[2]))
        return [Hit(key, score) for score, _, key in scored]

    def _frequencies(self, request: SearchRequest) -> dict[str, int]:
        tokens = (term.token for word in request.words for term in word.terms)
        return self.vocabulary_of(request).read(tokens)[0]

    def _stored(self, keys: Sequence[str]) -> list[tuple[Any, ...]]:
        columns = ", ".join(TEXTS)
        marks = ", ".join(["%s"] * len(keys))
        sql = (
            f"SELECT d.id, d.key, d.version, d.facets, d.shown_for, d.day, {columns} "
            f"FROM {self.joined()} WHERE d.key IN ({marks})"
        )
        return self._fetch(sql, list(keys)) if keys else []

    def joined(self) -> str:
        """FROM clause that gives facts as ``d`` beside the texts."""
        raise NotImplementedError

    @staticmethod
    def _document(row: tuple[Any, ...]) -> IndexDocument:
        texts = {name: separate(stored) for name, stored in zip(TEXTS, row[6:], strict=True)}
        shown_for = tuple(row[4].strip("|").split("|")) if row[4] != "|" else ()
        return IndexDocument(row[1], row[2], texts, decode(row[3]), shown_for, row[5])

    def _run(self, statements: Sequence[str]) -> None:
        with self.connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)

    def _fetch(self, sql: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
        with self.connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return list(cursor.fetchall())


def count_facets(
    groups: Iterable[tuple[str, int]], filters: Mapping[str, tuple[str, ...]]
) -> tuple[int, dict[str, dict[str, int]]]:
    """The total under all filters, and every facet's counts under all filters but its own.

    Args:
        groups: encoded facets with the number of matching documents that carry exactly these.
        filters: facet name -> chosen values; one of the values must be there.
    """
    chosen = {name: set(values) for name, values in filters.items() if values}
    counts = {name: Counter[str]() for name in FACETS}
    total = 0
    for stored, number in groups:
        values = decode(stored)
        failed = [name for name, wanted in chosen.items() if wanted.isdisjoint(values.get(name, ()))]
        if not failed:
            total += number
        for name in FACETS if not failed else failed if len(failed) == 1 else ():
            for value in values.get(name, ()):
                counts[name][value] += number
    return total, {name: dict(found) for name, found in counts.items()}


def stored_texts(document: IndexDocument) -> list[str]:
    """The texts of a document as they are stored, in the order of TEXTS."""
    return [join(document.texts.get(name, [])) for name in TEXTS]

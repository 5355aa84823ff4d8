"""Hybrid retrieval: what words find, ordered by what it means as well, and what means something near without them.

One mechanism for all engines: they are asked for words as ever, and the vectors are compared here.
"""

import logging
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from search.engines.base import Hit, Results, SearchRequest
from search.engines.sql import count_facets, decode
from search.enums import Step
from search.meaning.embedders import EmbedderError, Endpoint, Package, Vectors, embedder
from search.meaning.space import Compared, Near, known
from search.query.circuit_breaker import Breaker
from search.query.fallback_steps import Found, Index, find_and_complete
from search.query.parsing import parse
from search.query.plans import Plan

logger = logging.getLogger(__name__)
#: Results of the words that are ordered anew, and the most that are added to so many by their meaning alone.
MOST_ORDERED, MOST_ADDED = 100, 10
#: What a standard deviation of nearness is worth beside the best score of the words: among what has all of the words,
#: and among the rest. And the most of them that count.
BESIDE_ALL_WORDS, BESIDE_SOME, MOST_ABOVE = 0.1, 0.2, 6.0
#: Queries whose vectors are remembered: other pages and filters ask the same.
REMEMBERED = 256
breaker = Breaker()


@dataclass(frozen=True, slots=True)
class Meant:
    """What meanings had to do with an answer: whose vectors they were, and what was found by them alone."""

    model: str = ""
    alone: frozenset[str] = frozenset()


def find_meant(
    typed: str, language: str, index: Index, request: SearchRequest, correct_spelling: bool = True
) -> tuple[Found, Meant]:
    """As ``find_and_complete``, with what means something near.

    Meanings have no say where no embedder is chosen or none answers, where the visitor wants words as typed, phrases,
    words left out, or another order; nothing is sent to an embedder then.
    """
    parsed = parse(typed)
    exact = not correct_spelling or request.sort != "relevance" or parsed.phrases or parsed.excluded
    compared = None if exact else _compare(typed, request)
    if compared is None:
        return find_and_complete(typed, language, index, request, correct_spelling), Meant()
    model, near = compared
    end = request.offset + request.limit
    found = find_and_complete(typed, language, index, replace(request, offset=0, limit=max(MOST_ORDERED, end)))
    results = found.results
    if found.step in (Step.OTHER_LANGUAGES, Step.NO_WORDS):
        return replace(found, results=replace(results, hits=results.hits[request.offset : end])), Meant()
    added: list[Near] = []
    # Of more, those behind are not known here: they would be found a second time, and said to have none of the words.
    if results.total <= MOST_ORDERED and not results.more and _is_understood(found.plan):
        by_words = {hit.key for hit in results.hits}
        fitting = [one for one in near.nearest() if one.key not in by_words and _passes(one, request.filters)]
        added = fitting[:MOST_ADDED]
    complete = found.complete or (0 if found.step == Step.ANY_WORD else len(results.hits))
    hits = fused(results.hits[:MOST_ORDERED], near, added, complete) + results.hits[MOST_ORDERED:]
    step = Step.MEANING if added and not results.total else found.step
    results = replace(_counted(results, added, request) if added else results, hits=hits[request.offset : end])
    return replace(found, results=results, step=step), Meant(model, frozenset(one.key for one in added))


def fused(by_words: Sequence[Hit], near: Compared, added: Iterable[Near], complete: int) -> tuple[Hit, ...]:
    """The hits by words and those added, in the order of a weighted sum of what both say (convex combination).

    Parameters:
        by_words: the best first.
        near: how near documents are in meaning.
        added: what no word has found.
        complete: how many of the hits have all the words: they stay before all others.
    """
    found: list[Hit] = []
    rest = (*by_words[complete:], *(Hit(one.key, 0.0) for one in added))
    for hits, weight in ((by_words[:complete], BESIDE_ALL_WORDS), (rest, BESIDE_SOME)):
        best = max((hit.score for hit in hits), default=0.0) or 1.0
        worth = {hit.key: hit.score / best + weight * min(near.above(hit.key), MOST_ABOVE) for hit in hits}
        found += sorted(hits, key=lambda hit: -worth[hit.key])
    return tuple(found)


def _compare(typed: str, request: SearchRequest) -> tuple[str, Compared] | None:
    """Which model, and how near documents are by it; None where nothing says so."""
    words, may_ask = " ".join(typed.split()), breaker.allows()
    if not words:
        return None
    try:
        by = embedder()
        space = known.space(by.name) if by else None
        if by is None or space is None or not space.points:
            return None
        vector = query_vector(by, words, space.size)
    except EmbedderError as error:
        if may_ask:
            breaker.failed()
            logger.warning("A search is answered by words only: %s", error)
        return None
    return by.name, space.compare(vector, request.shown_for)


@lru_cache(maxsize=REMEMBERED)
def query_vector(by: Package | Endpoint, words: str, size: int) -> Vectors:
    """The vector of what somebody looks for, remembered: then nobody is asked, whether or not the circuit is closed.

    Raises:
        EmbedderError: there is none, or not one of that size; that is not remembered.
    """
    if not breaker.allows():
        raise EmbedderError("it failed too often to be asked now")
    found: Vectors = by.query(words)[0]
    if len(found) != size:
        raise EmbedderError(f"vectors of {len(found)} numbers, not {size}")
    breaker.worked()
    return found


def _is_understood(plan: Plan) -> bool:
    """Whether any of the words is one: to letters that mean nothing something is near as well."""
    return not {*plan.forms} <= {*plan.unknown, *plan.languages.function_words}


def _passes(one: Near, filters: Mapping[str, Sequence[str]]) -> bool:
    facets = decode(one.facets)
    return all(not set(values).isdisjoint(facets.get(name, ())) for name, values in filters.items() if values)


def _counted(results: Results, added: Iterable[Near], request: SearchRequest) -> Results:
    """The numbers with what was added."""
    more, facets = count_facets([(one.facets, 1) for one in added], request.filters)
    counts = {name: Counter(results.facets.get(name, {})) + Counter(values) for name, values in facets.items()}
    return replace(results, total=results.total + more, facets=counts)

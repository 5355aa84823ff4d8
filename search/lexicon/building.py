"""Making a lexicon of dictionaries: translations in both directions, and by way of third languages."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from portal.core.i18n.languages import LANGUAGES
from search.lexicon.packed import PIVOT, SOURCES
from search.lexicon.sources import Dictionary

#: What a translation is worth: the first of an entry, how fast that falls, the least; Apertium's have no order.
FIRST, FALL, LEAST, UNORDERED = 0.85, 0.25, 0.25, 0.8
#: Read backwards; by way of a third language; what is most translated in all kinds of ways leads anywhere.
REVERSED, BY_THIRD, HUB = 0.9, 0.6, 14
#: At most so many a language, none weaker than this, none much weaker than the best.
MOST, WEAKEST, SHARE = 6, 0.12, 0.3
#: Nothing is as sure as the word typed.
SUREST = 0.85


@dataclass(slots=True)
class Edge:
    """What is known of one translation: chance that it is wrong, sources, parts of speech."""

    doubt: float = 1.0
    origin: int = 0
    kinds: set[str] = field(default_factory=set)

    def add(self, weight: float, origin: int, kind: str) -> None:
        """Another dictionary says so too (noisy or)."""
        self.doubt *= 1 - weight
        self.origin |= origin
        self.kinds.add(kind)

    @property
    def weight(self) -> float:
        """How sure it is."""
        return min(1 - self.doubt, SUREST)


Edges = dict[str, dict[str, Edge]]


def read_edges(dictionaries: Iterable[Dictionary]) -> Edges:
    """All translations of the dictionaries: word (``fi:lautta``) -> word -> what is known."""
    edges: Edges = defaultdict(dict)
    for dictionary in dictionaries:
        origin = 1 << SOURCES.index(dictionary.maker)
        best: dict[tuple[str, str], tuple[float, str]] = {}
        for entry in dictionary.entries():
            weight = max(FIRST / (1 + FALL * entry.place), LEAST) if dictionary.maker != "Apertium" else UNORDERED
            pair = (f"{dictionary.source_language}:{entry.word}", f"{dictionary.target_language}:{entry.translation}")
            best[pair] = max(best.get(pair, (0.0, "")), (weight, entry.kind))
        for (word, translation), (weight, kind) in best.items():
            edges[word].setdefault(translation, Edge()).add(weight, origin, kind)
            edges[translation].setdefault(word, Edge()).add(weight * REVERSED, origin, kind)
    return edges


def _pivots(word: str, edges: Edges) -> dict[str, Edge]:
    """Translations by way of a third word, where the parts of speech agree."""
    found: dict[str, Edge] = {}
    own = word.partition(":")[0]
    for third, first in edges[word].items():
        onward = edges[third]
        damped = BY_THIRD * min(1.0, HUB / len(onward))
        if damped * first.weight < WEAKEST:
            continue
        for target, second in onward.items():
            weight = damped * first.weight * second.weight
            agree = first.kinds & second.kinds or "" in first.kinds or "" in second.kinds
            if weight >= WEAKEST / 2 and agree and target.partition(":")[0] not in {own, third.partition(":")[0]}:
                found.setdefault(target, Edge()).add(weight, PIVOT | first.origin | second.origin, "")
    return found


def make_entries(edges: Edges) -> dict[str, list[tuple[str, float, int]]]:
    """The best translations of every word of our languages into our languages: word, weight, bits of sources."""
    entries = {}
    for word in edges:
        if word.partition(":")[0] not in LANGUAGES:
            continue
        by_language: dict[str, dict[str, Edge]] = defaultdict(dict)
        for target, edge in (*_pivots(word, edges).items(), *edges[word].items()):
            by_language[target.partition(":")[0]][target] = edge
        chosen = [one for code in LANGUAGES for one in _best(by_language.get(code, {}))]
        if chosen:
            entries[word] = sorted(chosen, key=lambda one: (-one[1], one[0]))
    return entries


def _best(found: Mapping[str, Edge]) -> list[tuple[str, float, int]]:
    ranked = sorted(found.items(), key=lambda item: (-item[1].weight, item[0]))[:MOST]
    least = max(WEAKEST, SHARE * ranked[0][1].weight) if ranked else 1.0
    return [(target, edge.weight, edge.origin) for target, edge in ranked if edge.weight >= least]

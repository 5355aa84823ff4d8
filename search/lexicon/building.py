"""Making a lexicon of dictionaries: translations in both directions, and by way of third languages."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from portal.core.i18n.languages import LANGUAGES
from search.lexicon.packed import PIVOT, SOURCES, pack
from search.lexicon.sources import Dictionary

#: What a translation is worth: the first of an entry, how fast that falls, the least; Apertium's have no order.
FIRST, FALL, LEAST, UNORDERED = 0.85, 0.25, 0.25, 0.8
#: Read backwards; by way of a third language; what is most translated in all kinds of ways leads anywhere.
REVERSED, BY_THIRD, HUB = 0.9, 0.6, 14
#: At most so many a language, none weaker than this, none much weaker than the best.
MOST, WEAKEST, SHARE = 6, 0.12, 0.3
#: What is worth less than its order says: FreeDict's English-Swedish mixes the senses of words that are spelled alike
#: (water: flask, watercolour), so that it counts where others say the same.
DOUBTED, OF_DOUBTED = {("FreeDict", "en", "sv")}, 0.25
#: Nothing is as sure as the word typed.
SUREST = 0.85
#: Of what the lexicon is made of, for its report.
LICENCES = {
    "WikDict": "CC BY-SA 3.0, wikdict.com, from Wiktionary",
    "FreeDict": "GPL, freedict.org; see the copyright of each package",
    "Apertium": "GPL, apertium.org; see the copyright of each package",
}


@dataclass(slots=True)
class Edge:
    """What is known of one translation: chance that it is wrong, sources, parts of speech."""

    doubt: float = 1.0
    origin: int = 0
    kinds: set[str] = field(default_factory=set)

    def add(self, weight: float, origin: int, kinds: Iterable[str] = ("",)) -> None:
        """Another dictionary says so too (noisy or)."""
        self.doubt *= 1 - weight
        self.origin |= origin
        self.kinds.update(kinds)

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
        doubted = (dictionary.maker, dictionary.source_language, dictionary.target_language) in DOUBTED
        best: dict[tuple[str, str], float] = {}
        kinds: dict[tuple[str, str], set[str]] = defaultdict(set)
        for entry in dictionary.entries():
            weight = max(FIRST / (1 + FALL * entry.place), LEAST) if dictionary.maker != "Apertium" else UNORDERED
            weight *= OF_DOUBTED if doubted else 1
            pair = (f"{dictionary.source_language}:{entry.word}", f"{dictionary.target_language}:{entry.translation}")
            best[pair] = max(best.get(pair, 0.0), weight)
            kinds[pair].add(entry.kind)
        for (word, translation), weight in best.items():
            found = kinds[word, translation]
            edges[word].setdefault(translation, Edge()).add(weight, origin, found)
            edges[translation].setdefault(word, Edge()).add(weight * REVERSED, origin, found)
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
                found.setdefault(target, Edge()).add(weight, PIVOT | first.origin | second.origin)
    return found


def _joined(direct: Edge | None, by_third: Edge | None) -> Edge:
    """A translation that dictionaries give and others lead to as well."""
    if direct and by_third:
        return Edge(direct.doubt * by_third.doubt, direct.origin, direct.kinds)
    return direct or by_third or Edge()


def make_entries(edges: Edges) -> dict[str, list[tuple[str, float, int]]]:
    """The best translations of every word of our languages into the others: word, weight, bits of sources."""
    entries = {}
    for word in edges:
        if word.partition(":")[0] not in LANGUAGES:
            continue
        by_language: dict[str, dict[str, Edge]] = defaultdict(dict)
        pivots = _pivots(word, edges)
        for target in {**pivots, **edges[word]}:
            by_language[target.partition(":")[0]][target] = _joined(edges[word].get(target), pivots.get(target))
        chosen = [one for code in LANGUAGES for one in _best(by_language.get(code, {}))]
        if chosen:
            entries[word] = sorted(chosen, key=lambda one: (-one[1], one[0]))
    return entries


def _best(found: Mapping[str, Edge]) -> list[tuple[str, float, int]]:
    ranked = sorted(found.items(), key=lambda item: (-item[1].weight, item[0]))[:MOST]
    least = max(WEAKEST, SHARE * ranked[0][1].weight) if ranked else 1.0
    return [(target, edge.weight, edge.origin) for target, edge in ranked if edge.weight >= least]


def make_lexicon(dictionaries: list[Dictionary]) -> tuple[bytes, dict[str, object]]:
    """The packed lexicon of some dictionaries, and the report that it holds."""
    entries = make_entries(read_edges(dictionaries))
    pairs = Counter(
        f"{word.partition(':')[0]}-{other.partition(':')[0]}"
        for word, found in entries.items()
        for other, _, _ in found
    )
    report: dict[str, object] = {
        "words": len(entries),
        "translations": pairs.total(),
        "pairs": dict(sorted(pairs.items())),
        "sources": {
            maker: {"licence": licence, "files": [one.path.name for one in dictionaries if one.maker == maker]}
            for maker, licence in LICENCES.items()
            if any(one.maker == maker for one in dictionaries)
        },
    }
    return pack(entries, report), report

"""How alike short texts in any languages are: cosine of tf-idf vectors of what their words mean.

A word counts by the concepts that it names, which are the same in every language, and by half for the first five
letters of its dictionary form, which the Scandinavian languages often share. What few texts say tells much.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portal.core.hooks.words import clues
from portal.core.i18n.text import comparable

LEMMA_WEIGHT, LEMMA_LETTERS = 0.5, 5
#: What a concept counts that a text names by a narrower one only, for each step; half the short texts name no other.
STEP_WEIGHT = 0.7
#: From which likeness on somebody is asked whether it is the same, and how many are named at most.
ASKED, MOST_ASKED = 0.5, 3
#: From which likeness on the moderators are told.
FLAGGED = 0.9
MOST_REASONS = 3

#: Concept or beginning of a word -> its weight; of length 1 in all.
Vector = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Text:
    """Something that somebody wrote, and the code of its language."""

    key: str
    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Features:
    """What the words of a text mean, by weight, and how each was typed first."""

    weights: Mapping[str, float]
    typed: Mapping[str, str]
    plain: str


@dataclass(frozen=True, slots=True)
class Near:
    """A text that says nearly the same; ``flagged`` if it says just the same."""

    key: str
    likeness: float
    flagged: bool


def features_of(text: str, language: str) -> Features:
    """The concepts of a text and the beginnings of its dictionary forms; a repeated word counts once."""
    weights: dict[str, float] = {}
    typed: dict[str, str] = {}
    for clue in clues(text, language):
        key = clue.key if clue.is_concept else clue.key[:LEMMA_LETTERS]
        weight = STEP_WEIGHT**clue.steps if clue.is_concept else LEMMA_WEIGHT
        weights[key] = max(weight, weights.get(key, 0.0))
        typed.setdefault(key, clue.typed)
    plain = "".join(letter for letter in comparable(text).text.casefold() if letter.isalnum())
    return Features(weights, typed, plain)


class Corpus:
    """The texts of an occasion as vectors, built once and asked often; it changes by being built anew.

    Features of texts that another corpus knew are taken from it: they alone take time.
    """

    def __init__(self, texts: Iterable[Text], before: "Corpus | None" = None) -> None:
        self.texts = {text.key: text for text in sorted(texts, key=lambda text: text.key)}
        known = before.features if before else {}
        old = before.texts if before else {}
        self.features: dict[str, Features] = {
            key: known[key] if old.get(key) == text else features_of(text.text, text.language)
            for key, text in self.texts.items()
        }
        self._spread = Counter(name for found in self.features.values() for name in found.weights)
        self.vectors = {key: self.vector(found) for key, found in self.features.items()}
        self._holding: defaultdict[str, list[tuple[str, float]]] = defaultdict(list)
        for key, vector in self.vectors.items():
            for name, size in vector.items():
                self._holding[name].append((key, size))

    def vector(self, features: Features) -> Vector:
        """The tf-idf vector of any text, of length 1; empty where no word says anything."""
        count = len(self.features)
        sizes = {
            name: weight * (1 + math.log((1 + count) / (1 + self._spread[name])))
            for name, weight in features.weights.items()
        }
        length = math.sqrt(math.fsum(size * size for size in sizes.values()))
        return {name: sizes[name] / length for name in sorted(sizes)}

    def likenesses(self, vector: Vector) -> dict[str, float]:
        """The cosine with each text that shares anything."""
        found: defaultdict[str, float] = defaultdict(float)
        for name, size in vector.items():
            for key, other in self._holding.get(name, ()):
                found[key] += size * other
        return found

    def nearly_same(self, text: str, language: str) -> list[Near]:
        """Texts that say nearly the same as one that is not in the corpus yet, most alike first, three at most."""
        features = features_of(text, language)
        if not features.plain:
            return []
        likenesses = self.likenesses(self.vector(features))
        for key, other in self.features.items():
            if other.plain == features.plain:
                likenesses[key] = 1.0
        near = [Near(key, likeness, likeness >= FLAGGED) for key, likeness in likenesses.items() if likeness >= ASKED]
        return sorted(near, key=lambda row: (-row.likeness, row.key))[:MOST_ASKED]


def shared_reasons(one: Vector, others: Iterable[Vector]) -> list[str]:
    """The three concepts or beginnings of words that make a text like others most, most telling first."""
    shares: defaultdict[str, float] = defaultdict(float)
    for other in others:
        for name in one.keys() & other.keys():
            shares[name] += one[name] * other[name]
    return sorted(shares, key=lambda name: (-shares[name], name))[:MOST_REASONS]

"""BM25 scoring over stored token texts, for engines that cannot take the best of several terms themselves."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping

from search.engines.base import FIELDS, K1, KIND_WEIGHTS, PHRASE_FIELD, TITLE_REPEATS, B, WordClause
from search.engines.vocabulary import TOTAL
from search.tokens import TYPED

#: Stored texts have two blanks between tokens, so that counting " token " finds neighbours too.
SEPARATOR = "  "
_SCORED = (*FIELDS, PHRASE_FIELD)
_ANALYSED, _TYPED = tuple(FIELDS), (PHRASE_FIELD, "also")


def join(tokens: list[str]) -> str:
    """The stored text of a list of tokens."""
    return f" {SEPARATOR.join(tokens)} " if tokens else ""


def separate(stored: str) -> list[str]:
    """The tokens of a stored text."""
    return stored.split()


def fields_of(token: str) -> tuple[str, ...]:
    """The scored fields in which a token can stand: forms typed in the phrase field, all else in the body."""
    return _TYPED if TYPED in token else _ANALYSED


def field_weight(field: str) -> float:
    """How much a hit in ``field`` is worth."""
    return FIELDS.get(field, 1.0)


class Scorer:
    """Scores documents for one query with the frequencies of one index."""

    def __init__(self, words: tuple[WordClause, ...], frequencies: Mapping[str, int]) -> None:
        total = max(frequencies.get(TOTAL, 1), 1)
        self.averages = {field: max(frequencies.get(TOTAL + field, 0) / total, 1.0) for field in _SCORED}
        #: Of each word its terms, those worth most first: (worth, token, field).
        self.words = [sorted(self._terms(word, frequencies, total), reverse=True) for word in words]
        asked = {(field, token) for word in self.words for _worth, token, field in word}
        self._asked = {field: frozenset(token for name, token in asked if name == field) for field in _SCORED}

    @staticmethod
    def _terms(word: WordClause, frequencies: Mapping[str, int], total: int) -> Iterator[tuple[float, str, str]]:
        for term in word.terms:
            rare = rarity(frequencies.get(term.token, 0), total)
            for field in fields_of(term.token):
                yield field_weight(field) * term.weight * rare, term.token, field

    def score(self, texts: Mapping[str, str], kind: str = "") -> float:
        """The score of a document given as stored texts by name, and what kind of thing it is."""
        norms = {field: K1 * (1 - B + B * _length(texts, field) / average) for field, average in self.averages.items()}
        total, counts = 0.0, dict[str, Counter[str]]()
        for word in self.words:
            best = 0.0
            for worth, token, field in word:
                if worth <= best:  # however often it stands there
                    break
                if field not in counts:
                    counts[field] = self._counted(texts, field)
                count = counts[field][token]
                if count:
                    best = max(best, worth * count / (count + norms[field]))
            total += best
        return total * KIND_WEIGHTS.get(kind, 1.0)

    def _counted(self, texts: Mapping[str, str], field: str) -> Counter[str]:
        """How often the tokens that are asked for stand in a scored field."""
        is_asked = self._asked[field].__contains__
        counts = Counter(filter(is_asked, separate(texts[field])))
        if field == "body":
            for token in filter(is_asked, separate(texts["title"])):
                counts[token] += TITLE_REPEATS
        return counts


def _length(texts: Mapping[str, str], field: str) -> int:
    """Number of tokens of a scored field."""
    own = _tokens(texts[field])
    return own + TITLE_REPEATS * _tokens(texts["title"]) if field == "body" else own


def _tokens(stored: str) -> int:
    return stored.count(SEPARATOR) + 1 if stored else 0


def rarity(documents: int, total: int) -> float:
    """Inverse document frequency (idf), as Lucene's BM25 computes it."""
    return math.log(1 + (max(total - documents, 0) + 0.5) / (documents + 0.5))

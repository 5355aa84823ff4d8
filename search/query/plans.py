"""Values that the stages of query planning hand on, and the plan that they end in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from search.engines.base import WordClause
from search.engines.vocabulary import Entry, most_telling
from search.languages.function_words import FUNCTION_WORDS
from search.query.parsing import Parsed
from search.tokens import CONCEPT

#: What a match in another language is worth, beside one in the visitor's.
OTHER_LANGUAGE = 0.7
#: Tokens of the index with what a match of each is worth.
Weights = Mapping[str, float]


class Meaning(NamedTuple):
    """Concepts that a word names and their narrower ones, and those that are broader or of its parts."""

    named: Weights
    wider: Weights


@dataclass(frozen=True, slots=True)
class QueryWord:
    """A word of the query; each stage of the planning makes a new one that knows more."""

    form: str
    #: Forms of the index that are spelled like it once letters are folded, the most frequent first.
    entries: tuple[Entry, ...] = ()
    #: Language -> what it means there; for words that are looked for.
    meanings: Mapping[str, Meaning] = field(default_factory=dict)
    #: Language -> tokens of its derivations there; for words that are looked for.
    derived: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: The terms of its clause; and what may be asked for as well where too little is found.
    weights: Weights = field(default_factory=dict)
    wider: Weights = field(default_factory=dict)
    #: Concepts among the terms that it names itself.
    named: frozenset[str] = frozenset()
    #: Neither a dictionary nor the index knows it: a candidate for correction.
    is_unknown: bool = False
    #: A word of a dictionary that the index does not hold in any form.
    is_absent: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """Two neighbours as one compound: the two, whether it is a word that somebody knows, what it matches."""

    words: tuple[str, ...]
    is_known: bool
    weights: Weights
    wider: Weights


@dataclass(frozen=True, slots=True)
class Reading:
    """The query with what the vocabulary of the index says of its words."""

    parsed: Parsed
    #: Every word by its form: those looked for, those excluded, those of phrases.
    words: Mapping[str, QueryWord]
    pairs: tuple[Pair, ...]
    #: Token -> documents that hold it, for the tokens that were asked about and are there.
    frequencies: Mapping[str, int]

    def frequency(self, weights: Iterable[str]) -> int:
        """Document frequency of the most common of some tokens, as far as was read."""
        return max((self.frequencies.get(token, 0) for token in weights), default=0)

    def held(self, weights: Weights) -> dict[str, float]:
        """Those of the tokens that some document holds."""
        return {token: weight for token, weight in weights.items() if token in self.frequencies}


@dataclass(frozen=True, slots=True)
class Languages:
    """The languages of a query, the visitor's first."""

    searched: tuple[str, ...] = ()
    #: Those whose dictionaries may say that a word is spelled right.
    vouching: tuple[str, ...] = ()
    #: Another language that knows more of the words than the visitor's: probably the one typed in.
    typed_in: str | None = None

    @property
    def home(self) -> str:
        """The visitor's language."""
        return self.searched[0]

    def factor(self, language: str) -> float:
        """What a match in a language is worth, beside one in the visitor's."""
        return 1.0 if language == self.home else OTHER_LANGUAGE

    @property
    def function_words(self) -> frozenset[str]:
        """Words of grammar in any of them."""
        return frozenset().union(*(FUNCTION_WORDS.get(code, ()) for code in self.searched))


@dataclass(frozen=True, slots=True)
class TranslatedWord:
    """A translation that the index was asked for: the word as typed, what stood in for it, who says so."""

    word: str
    language: str
    used: str
    source: str
    #: What of the index is found by it.
    tokens: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Plan:
    """A query plan, ready for an engine."""

    words: tuple[WordClause, ...] = ()
    #: What was typed for each of the words.
    forms: tuple[str, ...] = ()
    #: For each of the words what may be asked for as well where too little is found.
    wider: tuple[Weights, ...] = ()
    phrases: tuple[tuple[tuple[str, ...], ...], ...] = ()
    excluded: tuple[str, ...] = ()
    languages: Languages = field(default_factory=Languages)
    #: Words that are candidates for correction; words that the index does not hold in any form.
    unknown: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    #: Tokens that count as a match, for highlighting; and the concepts among them that the words name themselves.
    tokens: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()
    #: Translations among the terms, by the lexicon.
    translations: tuple[TranslatedWord, ...] = ()
    #: Documents that hold each of its tokens, as far as the vocabulary was asked.
    frequencies: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_loose(self) -> bool:
        """Whether any of the words is enough."""
        return bool(self.words) and not self.phrases and not any(word.required for word in self.words)

    @property
    def asks_for_something(self) -> bool:
        """Whether it has words or phrases: an engine answers a request without any with all that there is."""
        return bool(self.phrases) or any(word.terms for word in self.words)

    @property
    def telling(self) -> tuple[WordClause, ...]:
        """The words without those of grammar, and without tokens that so many documents hold that they tell nothing."""
        most = most_telling(self.frequencies)
        common = frozenset(token for token, documents in self.frequencies.items() if documents > most)
        held = self.frequencies.keys() - common
        rest = [
            tuple(term for term in clause.terms if term.token in held)
            if any(term.token in common for term in clause.terms)
            else clause.terms
            for clause in self.words
        ]
        return tuple(
            replace(clause, terms=terms if clause.required else ())
            for clause, terms in zip(self.words, rest, strict=True)
        )

    @property
    def left_out(self) -> tuple[str, ...]:
        """Words typed that are not looked for, since they tell nothing beside the others."""
        grammar = self.languages.function_words
        pairs = zip(self.forms, self.words, strict=True)
        return tuple(form for form, clause in pairs if not clause.terms and form not in grammar)

    @property
    def related(self) -> frozenset[str]:
        """Narrower and broader concepts of what was asked for: only near."""
        return frozenset(token for token in self.tokens - self.named if token.startswith(CONCEPT))

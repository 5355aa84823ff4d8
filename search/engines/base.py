"""The interface of a search engine: it stores tokens, matches, ranks, filters, counts, and knows no languages.

Ranking is the same everywhere: for every word the best of its terms (dis_max over BM25), summed over the words.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

#: The texts of a document. ``also`` holds what is said of the thing elsewhere: titles of its other language versions,
#: names of its country, partners and elements.
TEXTS = ("title", "body", "also", "words")
#: A word of the title counts as if the body held it this often. As a field of its own, the title would have document
#: frequencies and lengths of its own, which ranked worse in every language measured.
TITLE_REPEATS = 3
#: What is scored, with the weight of a hit there: title and body together, and what is said elsewhere.
FIELDS: dict[str, float] = {"body": 1.0, "also": 0.4}
#: The forms in order (title, then body), for phrases.
PHRASE_FIELD = "words"
FACETS = ("kind", "country", "element", "partner", "year", "size", "language")
#: BM25 as Lucene computes it, with less weight on length: a partner of thirty words that names a city is not a better
#: answer than the case study of three hundred that happened there.
K1, B = 1.2, 0.4
#: Kinds that are found only where they are asked for: there may be many of them, in anybody's spelling. Their words
#: are in a vocabulary of their own, so that they neither vouch for a spelling nor make a word common elsewhere.
SET_APART = frozenset({"contribution"})
#: What visitors come for, before what leads to it: words decide, this settles what is close. Articles are about the
#: portal itself.
KIND_WEIGHTS = {"case_study": 1.25, "article": 0.6}
#: What a text in the reader's own language counts more than one in another that says the same.
OWN_LANGUAGE_WEIGHT = 1.1


@dataclass(frozen=True, slots=True)
class IndexDocument:
    """A document of the inverted index: one row of the projection as an engine stores it."""

    key: str
    version: int
    #: Tokens by name: TEXTS.
    texts: Mapping[str, list[str]]
    #: Facet name -> values; a facet may have several values or none.
    facets: Mapping[str, tuple[str, ...]]
    #: Languages of visitors for whom this is the version to show.
    shown_for: tuple[str, ...]
    #: Days since 0001-01-01 (``date.toordinal``), for sorting; 0 when the thing has no date.
    day: int = 0


def is_set_apart(document: IndexDocument) -> bool:
    """Whether it is found only where its kind is asked for."""
    return not SET_APART.isdisjoint(document.facets.get("kind", ()))


@dataclass(frozen=True, slots=True)
class Term:
    """A term of a query: one token that a word may match, and its boost."""

    token: str
    weight: float


@dataclass(frozen=True, slots=True)
class WordClause:
    """A dis_max clause: one word of the query, any of whose terms may match; the best one counts."""

    terms: tuple[Term, ...]
    required: bool = True


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """A query to an engine. Without words, phrases and exclusions it matches everything that passes the filters."""

    words: tuple[WordClause, ...] = ()
    #: Each phrase as its variants (one per language), each a sequence of typed tokens. All phrases are
    #: required.
    phrases: tuple[tuple[tuple[str, ...], ...], ...] = ()
    #: Tokens that no hit may hold.
    excluded: tuple[str, ...] = ()
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: Only the versions meant for readers of this language; None: every version.
    shown_for: str | None = None
    #: "relevance", "newest" or "oldest".
    sort: str = "relevance"
    offset: int = 0
    limit: int = 10
    #: What is left of the visitor's patience, for an engine that can be slow; None: as long as the settings say.
    seconds: float | None = None

    @property
    def asks_for_all_kinds(self) -> bool:
        """Whether kinds that are set apart are asked for too."""
        return not SET_APART.isdisjoint(self.filters.get("kind", ()))


@dataclass(frozen=True, slots=True)
class Hit:
    """A document found."""

    key: str
    score: float


@dataclass(frozen=True, slots=True)
class Results:
    """A page of hits with the number of all, and facet counts: the number of hits of every value.

    A facet's counts respect all filters but its own.
    """

    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[str, Mapping[str, int]]
    #: Whether there are more than ``total``, and the facets count a part of them: as many as were worth the time.
    more: bool = False
    #: The facets whose counts are of a part: some of their values may be missing.
    partly: frozenset[str] = frozenset()


class EngineUnavailableError(Exception):
    """The engine cannot be asked right now; somebody else should answer."""


class SearchBackend(Protocol):
    """Something that can be asked."""

    @property
    def name(self) -> str:
        """Which engine answers."""

    def search(self, request: SearchRequest) -> Results:
        """Find documents.

        Raises:
            EngineUnavailableError: the engine does not answer.
        """


class Engine(SearchBackend, Protocol):
    """A search engine bound to one inverted index."""

    def create(self) -> None:
        """Make the index if it is missing."""

    def drop(self) -> None:
        """Remove the index and everything in it."""

    def index(self, documents: Iterable[IndexDocument]) -> object:
        """Store documents; a document older than the stored one is ignored."""

    def delete(self, versions: Mapping[str, int]) -> object:
        """Remove documents by key, leaving alone those newer than the version given."""

    def refresh(self) -> None:
        """Make everything stored so far findable."""

    def versions(self) -> dict[str, int]:
        """Key and version of every stored document."""

    def health(self) -> str:
        """``ok``, or what is wrong in a few words."""


class ExternalEngine(Engine, Protocol):
    """An engine outside the database. It keeps indices beside each other, and an alias points to the one in use."""

    def index(self, documents: Iterable[IndexDocument], index: str | None = None) -> set[str]:
        """Store documents; returns the keys of those that are older than what is stored."""

    def delete(self, versions: Mapping[str, int], index: str | None = None) -> set[str]:
        """Remove documents by key; returns the keys of those that are older than what is stored."""

    def refresh(self, index: str | None = None) -> None:
        """Make everything stored so far findable."""

    def versions(self, index: str | None = None) -> dict[str, int]:
        """Key and version of every stored document."""

    def versions_of(self, keys: Iterable[str]) -> dict[str, int]:
        """Key and version of those of ``keys`` that are stored, also what is not findable yet."""

    def count(self) -> int:
        """Number of documents stored."""

    def new_index(self) -> str:
        """An empty index of its own; its name."""

    def point_to(self, index: str) -> None:
        """Take an index into use; what the alias pointed to stays."""

    def remove_index(self, index: str) -> None:
        """Remove one index, whether it is there or not."""

    def remove_leftovers(self) -> None:
        """Remove indices that are not in use."""

"""Concepts offered while somebody types a word of another language: "lautta: ferry, 3 case studies"."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice

from search.concepts.described import DescribedConcept, described_concept, everyday_words
from search.indexing.terms import starts_of
from search.query.answering import find_named

#: Fewer letters begin too many words.
FEWEST_LETTERS = 3
#: Concepts that are looked at for cases, and that are offered.
MOST_TRIED, MOST_OFFERED = 4, 2


@cache
def _beginnings() -> list[tuple[str, str, str]]:
    """The everyday words with their letters folded, in order, each with its concept and as it is written."""
    return sorted(
        (starts[0], slug, label)
        for slug, words in everyday_words().items()
        for language, labels in words.items()
        for label in labels
        if (starts := starts_of(label, language))
    )


def concepts_in_other_languages(
    beginnings: Iterable[str], language: str, of_glossary: Iterable[tuple[str, str]] = ()
) -> Iterator[tuple[str, DescribedConcept, int]]:
    """The concepts that a word of another language begins to name: that word, the concept, how many cases name it.

    Parameters:
        beginnings: what was typed, folded in each way.
        language: the reader's.
        of_glossary: words of the glossary that were found by it, each with its concept.
    """
    everyday = [row for start in dict.fromkeys(beginnings) if len(start) >= FEWEST_LETTERS for row in _named(start)]
    ranked = [
        (slug, label)
        for _length, slug, label in sorted((len(folded), slug, label) for folded, slug, label in everyday)
        if label not in everyday_words()[slug].get(language, ())
    ]
    words: dict[str, str] = {}
    for slug, label in (*((slug, label) for label, slug in of_glossary), *ranked):
        words.setdefault(slug, label)
    return islice(_with_cases(words, language), MOST_OFFERED)


def _named(start: str) -> Iterator[tuple[str, str, str]]:
    rows = _beginnings()
    for row in islice(rows, bisect_left(rows, (start,)), None):
        if not row[0].startswith(start):
            return
        yield row


def _with_cases(words: dict[str, str], language: str) -> Iterator[tuple[str, DescribedConcept, int]]:
    for slug, word in islice(words.items(), MOST_TRIED):
        concept = described_concept(slug)
        if concept and word not in concept.words.get(language, ()):
            number = find_named(concept.named_as, language, 0)[1]
            if number:
                yield word, concept, number

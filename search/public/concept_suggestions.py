"""Concepts offered while somebody types a word of another language: "lautta: ferry, 3 case studies"."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice

from portal.core.i18n.languages import reading_order
from search.concepts.described import DescribedConcept, described_concept, everyday_words
from search.indexing.terms import starts_of
from search.languages.analysis import known_lemma
from search.query.answering import find_named

#: Fewer letters begin too many words.
FEWEST_LETTERS = 3
#: Concepts that are looked at for cases, and that are offered.
MOST_TRIED, MOST_OFFERED = 4, 2


@cache
def beginnings_of_everyday_words() -> list[tuple[str, str, str]]:
    """The everyday words with their letters folded, in order, each with its concept and as it is written.

    Made in half a second, once in a process or before its server forks.
    """
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

    Not those that the same letters begin to name in the reader's own language, nor by a word that it has, too.

    Parameters:
        beginnings: what was typed, folded in each way.
        language: the reader's.
        of_glossary: words of the glossary that were found by it, each with its concept.
    """
    starts = tuple(start for start in dict.fromkeys(beginnings) if len(start) >= FEWEST_LETTERS)
    if not starts:
        return iter(())
    ranked = sorted((len(folded), slug, label) for start in starts for folded, slug, label in _named(start))
    found = (*((slug, label) for label, slug in of_glossary), *((slug, label) for _, slug, label in ranked))
    words: dict[str, str] = {}
    for slug, label in found:
        if known_lemma(label.lower(), language) is None and not _is_begun(
            everyday_words().get(slug, {}), starts, language
        ):
            words.setdefault(slug, label)
    return islice(_with_cases(words, starts, language), MOST_OFFERED)


def _named(start: str) -> Iterator[tuple[str, str, str]]:
    rows = beginnings_of_everyday_words()
    for row in islice(rows, bisect_left(rows, (start,)), None):
        if not row[0].startswith(start):
            return
        yield row


def _is_begun(words: Mapping[str, Sequence[str]], starts: tuple[str, ...], language: str) -> bool:
    """Whether readers of ``language`` begin to name a concept in their own words."""
    own = next((code for code in reading_order(language) if code in words), "")
    return any(start.startswith(starts) for word in words.get(own, ()) for start in starts_of(word, own))


def _with_cases(
    words: Mapping[str, str], starts: tuple[str, ...], language: str
) -> Iterator[tuple[str, DescribedConcept, int]]:
    for slug, word in islice(words.items(), MOST_TRIED):
        concept = described_concept(slug)
        if concept and not _is_begun(concept.words, starts, language):
            number = find_named(concept.named_as, language, 0)[1]
            if number:
                yield word, concept, number

"""Index tokens carry their language, so that one inverted index serves all languages.

``da:kommune`` lemma, ``da~kommun`` stem, ``da.kommunen`` the form typed, ``da+kommune`` part of a compound,
``#municipality`` a glossary concept. The marks never occur inside words.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from search.concepts.everyday import NO_CONCEPTS, Concepts
from search.languages import text
from search.languages.analysis import Word, analyse
from search.languages.function_words import FUNCTION_WORDS

LEMMA, STEM, TYPED, PART, CONCEPT = ":", "~", ".", "+", "#"


@dataclass(frozen=True, slots=True)
class Streams:
    """The tokens of one text: analysed (order means nothing) and as typed (in order, for phrases)."""

    analysed: list[str] = field(default_factory=list)
    typed: list[str] = field(default_factory=list)


def word_tokens(word: Word, language: str) -> list[str]:
    """The analysed tokens of one word."""
    return [
        *(f"{language}{LEMMA}{lemma}" for lemma in word.lemmas),
        *(f"{language}{STEM}{stem}" for stem in word.stems),
        *(f"{language}{PART}{part}" for part in word.parts),
    ]


def typed_token(form: str, language: str) -> str:
    """The token of a form as it stands in the text."""
    return f"{language}{TYPED}{form}"


def mixed_words(content: str, found: Sequence[text.Token], language: str) -> Iterator[tuple[str, int]]:
    """Words of letters and figures that are written apart ("CO 2"), and the number of their first piece."""
    grammar = FUNCTION_WORDS.get(language, frozenset())
    for joined, number in text.written_apart(content, found):
        if found[number].form not in grammar and found[number + 1].form not in grammar:
            yield joined, number


def streams(content: str, language: str, concepts: Concepts = NO_CONCEPTS) -> Streams:
    """Both token streams of ``content``, a text in ``language``."""
    found = list(text.tokens(content))
    words = [analyse(token.form, language) for token in found]
    analysed = [token for word in words for token in word_tokens(word, language)]
    analysed += [f"{language}{LEMMA}{joined}" for joined, _ in mixed_words(content, found, language)]
    analysed += [CONCEPT + slug for slug, _, _ in concepts.find(words, language, heads=True)]
    return Streams(analysed, [typed_token(word.form, language) for word in words])

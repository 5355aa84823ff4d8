"""Compounds typed apart (decompounding undone): "borger inddragelse" or "co creation" means one word."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from search.languages.analysis import Word, analyse, is_known
from search.languages.compounds import links_of
from search.languages.function_words import FUNCTION_WORDS
from search.languages.text import letters_and_figures

#: Neighbours that are tried as one word, longer questions are sentences; and the longest word tried.
MOST_PAIRS, LONGEST = 8, 30


def joined_words(words: Sequence[str], home: str, languages: Sequence[str]) -> Iterator[tuple[int, str, Word]]:
    """What neighbours may be as one word: number of the first, language, and the word analysed.

    In the visitor's language whatever stands side by side is tried, in others only what their dictionaries know.

    Parameters:
        words: of the query.
        home: the visitor's language.
        languages: those that are searched.
    """
    grammar = FUNCTION_WORDS.get(home, frozenset())
    for number, (first, second) in enumerate(list(pairwise(words))[:MOST_PAIRS]):
        if first in grammar or second in grammar or len(first + second) > LONGEST:
            continue
        for code in languages:
            for form in _joined(first, second, code, code == home):
                yield number, code, _without_pieces(analyse(form, code), first, second)


def _joined(first: str, second: str, language: str, at_home: bool) -> Iterator[str]:
    if first.isnumeric() or second.isnumeric():
        if letters_and_figures(first + second):
            yield first + second
    elif at_home or (is_known(first, language) and is_known(second, language)):
        yield from (first + link + second for link in ("", *links_of(language)))


def _without_pieces(word: Word, first: str, second: str) -> Word:
    """The word without dictionary forms that stand for one of its pieces alone."""

    def is_whole(form: str) -> bool:
        return len(form) > max(len(first), len(second))

    return Word(word.form, tuple(filter(is_whole, word.lemmas)), tuple(filter(is_whole, word.stems)))


def apart(words: Sequence[str], language: str) -> tuple[str, ...]:
    """The words with English pairs that hold a hyphen as two words: "open-data" asks for "open data" too."""
    pieces = (_pieces(word) if language == "en" and "-" in word else (word,) for word in words)
    return tuple(dict.fromkeys(piece for found in pieces for piece in found))


def _pieces(word: str) -> tuple[str, ...]:
    pieces = tuple(word.split("-"))
    grammar = FUNCTION_WORDS["en"]
    known = all(len(piece) > 1 and piece not in grammar and is_known(piece, "en") for piece in pieces)
    return pieces if known else (word,)

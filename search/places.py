"""A positional index of one document: where its words stand, by the tokens that a query may ask for.

Made while a text is indexed, when its words are analysed anyway, so that a result is marked without analysing anything.
"""

import zlib
from collections import defaultdict
from collections.abc import Sequence, Set
from dataclasses import dataclass

from search.concepts.everyday import Concepts
from search.languages import text
from search.languages.analysis import analyse
from search.languages.function_words import FUNCTION_WORDS
from search.tokens import CONCEPT, LEMMA, mixed_words, typed_token, word_tokens

#: Part the texts of a document, the lines of a text (its tokens, then the places of each), and the tokens.
_TEXT, _LINE, _TOKEN = "\0", "\n", "\t"


@dataclass(frozen=True, slots=True)
class Mark:
    """A highlight: where a word found stands, and which token of the query it answers."""

    start: int
    end: int
    token: str


class Places:
    """The places of one text, as they were stored."""

    def __init__(self, stored: str) -> None:
        tokens, *self._lines = stored.split(_LINE)
        self._tokens = tokens.split(_TOKEN) if tokens else []

    def marks(self, wanted: Set[str]) -> list[Mark]:
        """The words that answer the query, each by the first of its tokens; where none does, the concepts that do."""
        words, concepts = dict[tuple[int, int], tuple[int, str]](), dict[tuple[int, int], str]()
        for number, token in enumerate(self._tokens):
            if token not in wanted:
                continue
            numbers = map(int, self._lines[number].split())
            for start, length, order in zip(numbers, numbers, numbers, strict=True):
                place = start, start + length
                if token.startswith(CONCEPT):
                    concepts[place] = max(token, concepts.get(place, token))
                else:
                    words[place] = min((order, token), words.get(place, (order, token)))
        if words:
            return apart([Mark(*place, token) for place, (_order, token) in words.items()])
        return apart([Mark(*place, token) for place, token in concepts.items()])


def places_in(content: str, language: str, concepts: Concepts) -> str:
    """The places of all words of ``content``, a text in ``language``, to be stored."""
    found = list(text.tokens(content))
    words = [analyse(token.form, language) for token in found]
    grammar = FUNCTION_WORDS.get(language, frozenset())
    places = defaultdict[str, list[int]](list)
    for token, word in zip(found, words, strict=True):
        if token.form not in grammar:
            own = dict.fromkeys((*word_tokens(word, language), typed_token(token.form, language)))
            for order, name in enumerate(own):
                places[name] += (token.start, token.end - token.start, order)
    for joined, number in mixed_words(content, found, language):
        start = found[number].start
        places[f"{language}{LEMMA}{joined}"] += (start, found[number + 1].end - start, 0)
    for slug, first, end in concepts.find(words, language, heads=True):
        start = found[first].start
        places[CONCEPT + slug] += (start, found[end - 1].end - start, 0)
    return _LINE.join([_TOKEN.join(places), *(" ".join(map(str, numbers)) for numbers in places.values())])


def pack(texts: Sequence[str]) -> bytes:
    """What is stored of a document: the places of each of its texts."""
    return zlib.compress(_TEXT.join(texts).encode())


def unpack(stored: bytes) -> list[Places]:
    """The places of each text of a document."""
    return [Places(one) for one in zlib.decompress(stored).decode().split(_TEXT)]


def apart(marks: list[Mark]) -> list[Mark]:
    """The marks in order, the longer one where two of them meet."""
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
    return kept

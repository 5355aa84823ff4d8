"""Reading the compiled bilingual dictionaries of Apertium (``*.autobil.bin``): letter transducers of lttoolbox.

A dictionary is a graph whose edges are labelled with pairs of symbols, a letter or a tag on either side; every way
from its start to an end is an entry.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

#: Entries of more symbols are patterns for numbers and the like.
LONGEST = 60
_FILE, _TRANSDUCER, _FEATURES = b"LTTB", b"LTTD", 8
_WEIGHTED = 1
#: Transducers of words, by the beginnings of their names; the others hold patterns of figures and punctuation.
_WORDS = ("main@", "pending@", "unchecked@")
#: As many symbols between the same two states are a class of characters: a pattern.
_CLASS = 10
_FIGURES = frozenset(map(ord, "0123456789"))
#: Apertium's tags of the parts of speech that are translated; the names of people and places are not.
PARTS_OF_SPEECH = {"n": "n", "vblex": "v", "vbser": "v", "vbmod": "v", "adj": "a", "adv": "r"}


class UnreadableError(ValueError):
    """What was read is no dictionary of Apertium, or was cut off."""


class Transducer(NamedTuple):
    """One graph: where it begins, and from each state the labels that lead on, with the state they lead to."""

    start: int
    edges: list[list[tuple[int, int]]]


class _Reader:
    """Reads whole numbers of one to four bytes, and texts made of them."""

    def __init__(self, content: bytes) -> None:
        self._content, self._at = content, 0

    def number(self) -> int:
        """The next number: the two highest bits of its first byte say how many bytes follow."""
        first = self._content[self._at]
        more = first >> 6
        value = first & 0x3F
        for byte in self._content[self._at + 1 : self._at + 1 + more]:
            value = value << 8 | byte
        self._at += 1 + more
        return value

    def text(self) -> str:
        """The next text."""
        return "".join(chr(self.number()) for _ in range(self.number()))

    def features(self, mark: bytes) -> int | None:
        """The features behind ``mark``, if it stands here."""
        if self._content[self._at : self._at + len(mark)] != mark:
            return None
        start = self._at + len(mark)
        self._at = start + _FEATURES
        return int.from_bytes(self._content[start : self._at], "little")


def read_entries(content: bytes) -> Iterator[tuple[str, str, str]]:
    """Every entry of a dictionary: word, translation, part of speech (``n``, ``v``, ``a``, ``r``).

    Raises:
        UnreadableError: it is none.
    """
    try:
        tags, pairs, transducers = _read(content)
    except (IndexError, ValueError, OverflowError) as error:
        raise UnreadableError("This is no dictionary of Apertium, or it was cut off.") from error
    kinds = {-number - 1: PARTS_OF_SPEECH.get(tag, "") for number, tag in enumerate(tags)}
    for transducer in transducers:
        for way in _ways(transducer, pairs):
            kind = next(kinds[left] for left, _ in way if left < 0)
            if kind:
                yield _word(left for left, _ in way), _word(right for _, right in way), kind


def _word(symbols: Iterable[int]) -> str:
    return "".join(chr(one) for one in symbols if one > 0)


def _read(content: bytes) -> tuple[list[str], list[tuple[int, int]], list[Transducer]]:
    reader = _Reader(content)
    if reader.features(_FILE) is None:
        raise ValueError("no lttoolbox file")
    for _ in range(reader.number()):
        reader.number()  # letters of its alphabet
    tags = [reader.text() for _ in range(reader.number())]
    pairs = [(reader.number() - len(tags), reader.number() - len(tags)) for _ in range(reader.number())]
    named = [(reader.text(), _read_transducer(reader)) for _ in range(reader.number())]
    return tags, pairs, [transducer for name, transducer in named if name.startswith(_WORDS)]


def _read_transducer(reader: _Reader) -> Transducer:
    features = reader.features(_TRANSDUCER) or 0
    if features & _WEIGHTED:
        raise ValueError("weighted transducers are not read")
    start = reader.number()
    for _ in range(reader.number()):
        reader.number()  # a state where an entry may end
    states = reader.number()
    edges: list[list[tuple[int, int]]] = []
    for state in range(states):
        label, leading = 0, []
        for _ in range(reader.number()):
            label += reader.number()
            leading.append((label, (reader.number() + state) % states))
        alike = Counter(after for _, after in leading)
        edges.append([(label, after) for label, after in leading if alike[after] < _CLASS])
    return Transducer(start, edges)


def _ways(transducer: Transducer, pairs: list[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """The ways from the start to where both sides have their first tag: the words are complete there, and what follows
    is grammar. Figures and circles, which are patterns, are not followed."""
    way: list[tuple[int, int]] = []
    states, patterns = [transducer.start], {transducer.start}
    open_edges = [iter(transducer.edges[transducer.start])]
    while open_edges:
        step = next(open_edges[-1], None)
        if step is None:
            open_edges.pop()
            states.pop()
            if way:
                way.pop()
            continue
        label, after = step
        pair = pairs[label]
        if after in states:
            patterns.add(after)
        if len(way) >= LONGEST or pair[0] in _FIGURES or after in patterns:
            continue
        way.append(pair)
        if any(left < 0 for left, _ in way) and any(right < 0 for _, right in way):
            yield list(way)
            way.pop()
        else:
            states.append(after)
            open_edges.append(iter(transducer.edges[after]))

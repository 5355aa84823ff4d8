"""Text similarity port for the rooms below the search: texts are compared by what their words mean, in any language.

The search registers its analysis when it starts; without it, words are compared as they are typed.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

_LONG_WORD = re.compile(r"[^\W\d_]{4,}")


@dataclass(frozen=True)
class Meaning:
    """A passage of a text as typed, and what it may stand for; ``concept`` is the slug of a glossary concept or ""."""

    typed: str
    keys: frozenset[str]
    concept: str = ""


@dataclass(frozen=True, slots=True)
class Clue:
    """What a text is about, as one of its words says: a concept, the same in every language, or a dictionary form.

    ``key`` is the slug of a concept behind "#", or the lemma with its letters folded; ``typed`` the passage as typed.
    ``steps`` says how far away a concept is that the text does not name itself: a step wider, or a part of a compound.
    """

    key: str
    typed: str
    steps: int = 0

    @property
    def is_concept(self) -> bool:
        """Whether this is a concept, which texts in other languages name too."""
        return self.key.startswith("#")


@dataclass(frozen=True, slots=True)
class Analysis:
    """What the search does for rooms below it.

    ``understand``: text and language (BCP 47) to its telling words and the concepts of the glossary that it names.
    ``clues``: likewise to concepts and all dictionary forms, also of words that a concept was found in, for likeness.
    ``name``: slug of a concept and language to what that language calls it; "" where it is unknown.
    """

    understand: Callable[[str, str], Iterable[Meaning]]
    clues: Callable[[str, str], Iterable[Clue]]
    name: Callable[[str, str], str]


_analyses: list[Analysis] = []


def register(analysis: Analysis) -> None:
    """Make ``analysis`` the one that is asked; to be called in an ``AppConfig.ready``."""
    _analyses[:] = [analysis]


def understand(text: str, language: str) -> list[Meaning]:
    """The telling words and concepts of ``text``, in reading order."""
    if _analyses:
        return list(_analyses[0].understand(text, language))
    return [Meaning(word, frozenset({word.casefold()})) for word in _LONG_WORD.findall(text)]


def clues(text: str, language: str) -> list[Clue]:
    """The concepts and dictionary forms of ``text``."""
    if _analyses:
        return list(_analyses[0].clues(text, language))
    return [Clue(word.casefold(), word) for word in _LONG_WORD.findall(text)]


def concept_name(slug: str, language: str) -> str:
    """What a language calls a concept; "" where nobody knows."""
    return _analyses[0].name(slug, language) if _analyses else ""

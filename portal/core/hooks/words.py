"""Text similarity port for the rooms below the search: texts are compared by what their words mean, in any language.

The search registers its analysis when it starts; without it, words are compared as they are typed.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Meaning:
    """A passage of a text as typed, and what it may stand for; ``concept`` is the slug of a glossary concept or ""."""

    typed: str
    keys: frozenset[str]
    concept: str = ""


#: Text and language (BCP 47) -> its telling words and the concepts of the glossary that it names.
Understand = Callable[[str, str], Iterable[Meaning]]
_analysers: list[Understand] = []


def register(analyser: Understand) -> None:
    """Make ``analyser`` the one that is asked; to be called in an ``AppConfig.ready``."""
    _analysers[:] = [analyser]


def understand(text: str, language: str) -> list[Meaning]:
    """The telling words and concepts of ``text``, in reading order."""
    if _analysers:
        return list(_analysers[0](text, language))
    return [Meaning(word, frozenset({word.casefold()})) for word in re.findall(r"[^\W\d_]{4,}", text)]

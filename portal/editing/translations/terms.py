"""Termbase of the translation editor. The room that keeps the glossary registers it here."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Term:
    """A word in the original with the one to use in the translation."""

    original: str
    translation: str


#: Takes the language of a text and of its translation; gives a function that finds the terms in one sentence.
Finder = Callable[[str, str], Callable[[str], list[Term]]]
_finders: list[Finder] = []


def register_terms(finder: Finder) -> None:
    """Offer the terms that ``finder`` finds; to be called in an ``AppConfig.ready``."""
    _finders.append(finder)


def terms_between(source: str, target: str) -> Callable[[str], list[Term]]:
    """A function that finds terms in sentences of language ``source``, with their words in language ``target``.

    The glossary is read once, however many sentences follow.
    """
    finders = [finder(source, target) for finder in _finders]
    return lambda text: [term for find in finders for term in find(text)]

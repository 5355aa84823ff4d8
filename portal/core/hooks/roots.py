"""Registry of things by kind and key that refer to each other across rooms: where a text comes from, where it went.

A reference is a kind (``contribution``, ``theme``, ``statement``, ``report``, ``case`` …) and a key. Each room
registers how to show its kinds, how to find them by words, and what of its own uses the things of others.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict


@dataclass(frozen=True)
class Reference:
    """A thing as others show it: never more than everybody may read."""

    kind: str
    key: str
    title: str
    #: Path; empty for a thing without a page of its own.
    url: str = ""
    #: Language of ``title`` (BCP 47).
    language: str = ""
    #: Whether it can be read still: what was withdrawn or erased counts, and shows as such.
    gone: bool = False
    #: Of what uses something: since when, where that is known.
    since: datetime | None = None


#: Keys and language of the reader -> references in any order; unknown keys are left out.
Resolver = Callable[[Sequence[str], str], list[Reference]]


@dataclass(frozen=True)
class Joint:
    """A resolver that several kinds share, which shows all of theirs in one query."""

    #: Keys by kind and language of the reader -> references in any order; unknown keys are left out.
    resolve: Callable[[Mapping[str, Sequence[str]], str], list[Reference]]


#: Words and language -> references, the best first.
Finder = Callable[[str, str], list[Reference]]
#: Kind, keys and language -> for each key what uses it.
UserFinder = Callable[[str, Sequence[str], str], dict[str, list[Reference]]]

_resolvers: dict[str, Resolver | Joint] = {}
_finders: dict[str, Finder] = {}
#: With the kind of what each finds.
_user_finders: list[tuple[UserFinder, str]] = []


def register_kind(kind: str, resolver: Resolver | Joint, finder: Finder | None = None) -> None:
    """Say how things of ``kind`` are shown, and found by words; to be called in an ``AppConfig.ready``."""
    _resolvers[kind] = resolver
    if finder:
        _finders[kind] = finder


def register_users(finder: UserFinder, finds: str = "") -> None:
    """Say what of a room uses the things of others; to be called in an ``AppConfig.ready``.

    Parameters:
        finds: the kind of what it finds, if that is one kind only.
    """
    if (finder, finds) not in _user_finders:
        _user_finders.append((finder, finds))


def kinds() -> list[str]:
    """The kinds that are known."""
    return list(_resolvers)


def resolve(references: Sequence[tuple[str, str]], language: str) -> list[Reference]:
    """References (kind, key) as readers of ``language`` see them, in the order given; unknown ones are left out."""
    keys: dict[str, list[str]] = {}
    for kind, key in references:
        keys.setdefault(kind, []).append(key)
    joint: dict[Joint, dict[str, list[str]]] = {}
    resolved: list[Reference] = []
    for kind, wanted in keys.items():
        resolver = _resolvers.get(kind)
        if isinstance(resolver, Joint):
            joint.setdefault(resolver, {})[kind] = wanted
        elif resolver:
            resolved += resolver(wanted, language)
    for shared, by_kind in joint.items():
        resolved += shared.resolve(by_kind, language)
    found = {(reference.kind, reference.key): reference for reference in resolved}
    return [found[pair] for pair in references if pair in found]


def search(words: str, language: str, kind: str) -> list[Reference]:
    """Things of ``kind`` that answer the words, the best first."""
    return _finders[kind](words, language) if kind in _finders else []


def users(kind: str, keys: Sequence[str], language: str, finds: str = "") -> dict[str, list[Reference]]:
    """Where things of ``kind`` went: for each key what uses it, of all rooms.

    Parameters:
        finds: only what is of this kind.
    """
    found: dict[str, list[Reference]] = {key: [] for key in keys}
    for finder in [finder for finder, kind_found in _user_finders if not finds or kind_found == finds]:
        for key, references in finder(kind, keys, language).items():
            found.setdefault(key, []).extend(references)
    return found


class Became(TypedDict):
    """How many contributions there are, and how many of them came how far."""

    said: int
    in_theme: int
    replied: int
    in_text: int


class Counted(TypedDict):
    """What became of what people said on one occasion, or to the standing questions."""

    #: Title and path of the page of the occasion by language; empty for the standing questions.
    pages: Mapping[str, Mapping[str, str]]
    numbers: Became
    #: Median days from when something was shown until it came so far, for ``in_theme``, ``replied`` and ``in_text``.
    days: Mapping[str, float | None]
    by_language: Mapping[str, Became]
    by_country: Mapping[str, Became]
    #: Contributions that somebody follows by mail, and of them those whose followers were told; None for few.
    told: Sequence[int] | None


#: -> what became of what was said, by occasion, and of all together first.
Counter = Callable[[], list[Counted]]
#: Keys -> the decision about each that was answered, in words by language.
AnswerFinder = Callable[[Sequence[str]], dict[str, dict[str, str]]]
_counters: list[Counter] = []
_answer_finders: dict[str, AnswerFinder] = {}


def register_counter(counter: Counter) -> None:
    """Make ``counter`` the one that is asked what became of what was said; to be called in an ``AppConfig.ready``."""
    _counters[:] = [counter]


def register_answers(kind: str, finder: AnswerFinder) -> None:
    """Say how things of ``kind`` were answered; to be called in an ``AppConfig.ready``."""
    _answer_finders[kind] = finder


def what_became() -> list[Counted]:
    """What became of what people said: all together, then by occasion; empty where no room keeps what they say."""
    return _counters[0]() if _counters else []


def answers(kind: str, keys: Sequence[str]) -> dict[str, dict[str, str]]:
    """The decision about each thing of ``kind`` that was answered, in words by language."""
    return _answer_finders[kind](keys) if kind in _answer_finders and keys else {}

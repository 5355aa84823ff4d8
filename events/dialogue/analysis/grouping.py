"""Themes that a machine suggests and people decide about: for one statement, and for all that are in none yet."""

import heapq
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from events.dialogue.analysis.likeness import Corpus, Vector, shared_reasons
from portal.core.hooks.words import concept_name

#: Mean likeness to the members of a theme, from which on it is suggested; and how many are.
SUGGESTED, MOST_SUGGESTED = 0.03, 3
#: Mean likeness of two groups, down to which they are joined.
JOINED = 0.05
SMALLEST, LARGEST, MOST_PROPOSED = 3, 25, 12
LABELS = 2


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A theme for a statement, and the three things that it shares with what is in it, as readers call them."""

    theme: str
    likeness: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """Statements that might be a theme, and what they have most in common, as readers call it."""

    members: tuple[str, ...]
    labels: tuple[str, ...]
    likeness: float


def suggest_themes(corpus: Corpus, key: str, themes: Mapping[str, Collection[str]], language: str) -> list[Suggestion]:
    """Themes whose members are like a statement of the corpus, most alike first, three at most.

    Parameters:
        corpus: the statements of the occasion.
        key: the statement.
        themes: keys of the members of each theme.
        language: of the reader, in which concepts are named.
    """
    vector = corpus.vectors[key]
    likenesses = corpus.likenesses(vector)
    found = []
    for theme, members in themes.items():
        others = [member for member in members if member != key and member in corpus.vectors]
        mean = sum(likenesses.get(member, 0.0) for member in others) / len(others) if others else 0.0
        if others and mean >= SUGGESTED:
            reasons = shared_reasons(vector, [corpus.vectors[member] for member in others])
            found.append(Suggestion(theme, mean, tuple(_say(corpus, name, [key], language) for name in reasons)))
    return sorted(found, key=lambda row: (-row.likeness, row.theme))[:MOST_SUGGESTED]


def propose_themes(corpus: Corpus, language: str, keys: Collection[str] | None = None) -> list[Proposal]:
    """Groups of three to twenty-five statements that are alike, twelve at most, the largest first.

    Parameters:
        corpus: the statements of the occasion.
        language: of the facilitator, in which the groups are named.
        keys: the statements to group; all if None.
    """
    chosen = sorted(corpus.vectors.keys() if keys is None else corpus.vectors.keys() & set(keys))
    found = []
    for members, likeness in _join(chosen, corpus):
        if len(members) >= SMALLEST:
            names = _most_telling(members, chosen, corpus.vectors)
            labels = tuple(_say(corpus, name, members, language) for name in names)
            found.append(Proposal(members, labels, likeness))
    return sorted(found, key=lambda row: (-len(row.members), -row.likeness, row.members))[:MOST_PROPOSED]


def _join(keys: list[str], corpus: Corpus) -> Iterator[tuple[tuple[str, ...], float]]:
    """Agglomerative clustering by average linkage: sorted members of each group, and the likeness at its last join."""
    place = {key: number for number, key in enumerate(keys)}
    links: list[dict[int, float]] = []
    for number, key in enumerate(keys):
        near = corpus.likenesses(corpus.vectors[key])
        links.append({place[other]: like for other, like in near.items() if place.get(other, number) != number})
    groups: dict[int, tuple[int, ...]] = {number: (number,) for number in range(len(keys))}
    joined_at = dict.fromkeys(groups, 1.0)
    waiting = [(-like, one, other) for one in groups for other, like in links[one].items() if one < other]
    heapq.heapify(waiting)
    while waiting:
        like, one, other = heapq.heappop(waiting)
        if -like < JOINED:
            break
        if one not in groups or other not in groups or len(groups[one]) + len(groups[other]) > LARGEST:
            continue
        sizes = len(groups[one]), len(groups[other])
        new, sums = len(links), defaultdict[int, float](float)
        for part, size in zip((one, other), sizes, strict=True):
            for third, theirs in links[part].items():
                if third in groups and third not in {one, other}:
                    sums[third] += theirs * size
        links.append({third: total / sum(sizes) for third, total in sums.items()})
        groups[new], joined_at[new] = groups.pop(one) + groups.pop(other), -like
        for third, mean in links[new].items():
            links[third][new] = mean
            heapq.heappush(waiting, (-mean, third, new))
    for number, members in groups.items():
        yield tuple(keys[member] for member in sorted(members)), joined_at[number]


def _most_telling(members: tuple[str, ...], everybody: list[str], vectors: Mapping[str, Vector]) -> list[str]:
    """What the members name often and others seldom; concepts before beginnings of words."""
    inside, outside = defaultdict[str, float](float), defaultdict[str, float](float)
    group = set(members)
    for key in everybody:
        for name, size in vectors[key].items():
            (inside if key in group else outside)[name] += size
    rest = max(1, len(everybody) - len(members))
    telling = {
        name: total / len(members) - outside[name] / rest
        for name, total in inside.items()
        if sum(name in vectors[key] for key in members) > 1
    }
    order = sorted(telling, key=lambda name: (not name.startswith("#"), -telling[name], name))
    return order[:LABELS]


def _say(corpus: Corpus, name: str, keys: Collection[str], language: str) -> str:
    """A concept in the reader's language, or a word as somebody typed it."""
    named = concept_name(name[1:], language) if name.startswith("#") else ""
    return named or next(corpus.features[key].typed[name] for key in keys if name in corpus.features[key].typed)

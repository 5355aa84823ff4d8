"""Counts of reactions, and what they say: typical of a group, shared by all, unsure; with Wilson score intervals.

Representativeness as in the opinion maps of Polis (Small et al. 2021; ``repness.clj``), whose pseudocounts of one keep
a few reactions from saying much.
"""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

AGREE, PASS, DISAGREE = 1, 0, -1
#: One-sided 90 %: what both tests must exceed for an answer to be typical of a group.
TYPICAL_Z = 1.28
MOST_TYPICAL = 5
#: Reactions in a group, below which nothing is said of it, nor of all groups. Ours: the tests alone let one pass.
FEWEST_IN_GROUP = 5
#: Share of passes in every group from which on a statement needs explaining.
UNSURE_SHARE = 1 / 3
#: 95 % of a normal distribution, on both sides.
WILSON_Z = 1.959963984540054


class Reaction(NamedTuple):
    """What one participant answered to one statement: 1 agrees, 0 passes, -1 disagrees."""

    participant: str
    statement: str
    value: int


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of some people answered what to one statement."""

    agree: int = 0
    disagree: int = 0
    passed: int = 0

    @property
    def seen(self) -> int:
        """Those who reacted in any way."""
        return self.agree + self.disagree + self.passed

    def answered(self, value: int) -> int:
        """Those who gave one answer."""
        return {AGREE: self.agree, DISAGREE: self.disagree, PASS: self.passed}[value]

    def share(self, value: int) -> float:
        """The share of an answer with one more of it and one more of another (add-one smoothing)."""
        return (self.answered(value) + 1) / (self.seen + 2)

    def without(self, other: "Tally") -> "Tally":
        """Those of this tally who are not in ``other``, a part of it."""
        return Tally(self.agree - other.agree, self.disagree - other.disagree, self.passed - other.passed)


#: Statement -> what was answered to it.
Tallies = Mapping[str, Tally]


@dataclass(frozen=True, slots=True)
class Typical:
    """An answer that a group gives more than all others do."""

    statement: str
    value: int
    inside: Tally
    outside: Tally
    strength: float


@dataclass(frozen=True, slots=True)
class Shared:
    """An answer that most people of every group give; ``strength`` is the product of its shares."""

    statement: str
    value: int
    strength: float


@dataclass(frozen=True, slots=True)
class Interval:
    """A share, and the interval in which it lies with 95 % confidence."""

    share: float
    low: float
    high: float


def count(reactions: Iterable[Reaction], people: Collection[str] | None = None) -> dict[str, Tally]:
    """The tallies of all statements, of all people or of some, by the order of the statements' keys."""
    counts: defaultdict[str, dict[int, int]] = defaultdict(lambda: {AGREE: 0, DISAGREE: 0, PASS: 0})
    for participant, statement, value in reactions:
        if people is None or participant in people:
            counts[statement][value] += 1
    return {
        statement: Tally(counts[statement][AGREE], counts[statement][DISAGREE], counts[statement][PASS])
        for statement in sorted(counts)
    }


def above_half(successes: int, seen: int) -> float:
    """z of a one-proportion test against one half, with one success more."""
    return 2 * math.sqrt(seen + 1) * ((successes + 1) / (seen + 1) - 0.5)


def above_others(successes: int, seen: int, other_successes: int, other_seen: int) -> float:
    """z of a two-proportion test with pooled variance, with one success more on either side."""
    inside, outside = (successes + 1) / (seen + 1), (other_successes + 1) / (other_seen + 1)
    pooled = (successes + other_successes + 2) / (seen + other_seen + 2)
    if pooled >= 1:
        return 0.0
    return (inside - outside) / math.sqrt(pooled * (1 - pooled) * (1 / (seen + 1) + 1 / (other_seen + 1)))


def typical(group: Tallies, everybody: Tallies) -> tuple[Typical, ...]:
    """The answers that tell a group from all others, strongest first, five at most."""
    found = []
    for statement, inside in group.items():
        if inside.seen < FEWEST_IN_GROUP:
            continue
        outside = everybody[statement].without(inside)
        for value in (AGREE, DISAGREE):
            half = above_half(inside.answered(value), inside.seen)
            others = above_others(inside.answered(value), inside.seen, outside.answered(value), outside.seen)
            if half > TYPICAL_Z and others > TYPICAL_Z:
                share = inside.share(value)
                strength = share / outside.share(value) * half * others * share
                found.append(Typical(statement, value, inside, outside, strength))
    return tuple(sorted(found, key=lambda row: (-row.strength, row.statement, row.value))[:MOST_TYPICAL])


def shared(groups: Sequence[Tallies], value: int) -> tuple[Shared, ...]:
    """Statements to which most people of every group answer ``value``, clearest first."""
    found = [
        Shared(statement, value, math.prod(tally.share(value) for tally in tallies))
        for statement, tallies in _seen_in_all(groups)
        if all(2 * tally.answered(value) > tally.seen for tally in tallies)
    ]
    return tuple(sorted(found, key=lambda row: (-row.strength, row.statement)))


def unsure(groups: Sequence[Tallies]) -> tuple[Shared, ...]:
    """Statements that at least a third of every group passes: they need explaining. The least clear first."""
    found = [
        Shared(statement, PASS, math.prod(tally.share(PASS) for tally in tallies))
        for statement, tallies in _seen_in_all(groups)
        if all(tally.passed >= UNSURE_SHARE * tally.seen for tally in tallies)
    ]
    return tuple(sorted(found, key=lambda row: (-row.strength, row.statement)))


def _seen_in_all(groups: Sequence[Tallies]) -> Iterable[tuple[str, list[Tally]]]:
    for statement in sorted(set().union(*groups)):
        tallies = [group.get(statement, Tally()) for group in groups]
        if all(tally.seen >= FEWEST_IN_GROUP for tally in tallies):
            yield statement, tallies


def wilson(successes: int, seen: int) -> Interval:
    """The share of ``successes`` with its Wilson score interval; of nobody, nothing is known."""
    if not seen:
        return Interval(0.0, 0.0, 1.0)
    share, squared = successes / seen, WILSON_Z**2
    middle = (share + squared / (2 * seen)) / (1 + squared / seen)
    half = WILSON_Z * math.sqrt(share * (1 - share) / seen + squared / (4 * seen**2)) / (1 + squared / seen)
    # The ends are exact where everybody or nobody answers so.
    return Interval(share, 0.0 if successes == 0 else middle - half, 1.0 if successes == seen else middle + half)

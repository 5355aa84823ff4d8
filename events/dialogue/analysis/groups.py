"""Opinion groups: participants who react alike, shown only where chance would not make such groups.

The procedure is that of Polis (Small et al. 2021), but for the participants' own means and the test of stability. For
the worker only, see ``clusters``.
"""

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from events.dialogue.analysis.clusters import (
    Floats,
    Labels,
    Projection,
    adjusted_rand,
    distances_of,
    k_means,
    project,
    silhouette,
)
from events.dialogue.analysis.opinions import AGREE, DISAGREE, Reaction, Shared, Tally, Typical, count, shared, typical
from events.dialogue.analysis.opinions import unsure as unsure_of

#: Reactions that somebody must have given to have a place; of fewer statements all.
FEWEST_REACTIONS = 7
FEWEST_PEOPLE = 40
#: So many statements must have so many reactions.
FEWEST_STATEMENTS, FEWEST_ON_STATEMENT = 12, 20
SMALLEST_GROUP, SMALLEST_SHARE = 5, 0.05
MOST_GROUPS = 5
SPLITS, LEAST_STABILITY = 8, 0.2
SEED = 20201116


class NoGroups(StrEnum):
    """Why no groups are shown."""

    FEW_PEOPLE = "few-people"
    FEW_STATEMENTS = "few-statements"
    SMALL_GROUP = "small-group"
    UNSTABLE = "unstable"


@dataclass(frozen=True, slots=True)
class Group:
    """Participants who react alike, and what tells them from all others."""

    number: int
    members: tuple[str, ...]
    typical: tuple[Typical, ...]
    tallies: Mapping[str, Tally]


@dataclass(frozen=True, slots=True)
class Opinions:
    """What the reactions of an occasion say. Without groups, everybody counts together, also those who reacted little.

    ``points`` are the places of those in groups on the plane; ``telling`` is, for each statement, how far from the
    middle somebody stands who agrees with nothing else.
    """

    participants: int
    tallies: Mapping[str, Tally]
    agreed: tuple[Shared, ...]
    disagreed: tuple[Shared, ...]
    unsure: tuple[Shared, ...]
    groups: tuple[Group, ...] = ()
    why_none: NoGroups | None = None
    stability: float | None = None
    points: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    telling: Mapping[str, float] = field(default_factory=dict)


def find_opinions(
    reactions: Iterable[Reaction],
    statements: Collection[str],
    *,
    excluded: Collection[str] = (),
    previous: Mapping[int, Collection[str]] | None = None,
) -> Opinions:
    """Groups of opinion, and what is typical of each and shared by all. Neither depends on the order of what is given.

    Parameters:
        reactions: at most one of a participant to a statement.
        statements: the keys of those published; reactions to others are left out.
        excluded: keys of participants who count as if they had never been there.
        previous: members of the groups of the last run by number; the same people keep their number.
    Raises:
        ValueError: two reactions of one participant to one statement, or one that is none of 1, 0, -1.
    """
    published, left_out = frozenset(statements), frozenset(excluded)
    kept = [row for row in reactions if row.statement in published and row.participant not in left_out]
    tallies = count(_checked(kept))
    people, values = _matrix(kept, sorted(published))
    labels, why_none, stability, projection = _cluster(values)
    if why_none or projection is None:
        together = [tallies]
        return Opinions(
            len({row.participant for row in kept}),
            tallies,
            shared(together, AGREE),
            shared(together, DISAGREE),
            unsure_of(together),
            why_none=why_none,
            stability=stability,
        )
    members = [
        tuple(person for person, label in zip(people, labels, strict=True) if label == one)
        for one in range(int(labels.max()) + 1)
    ]
    placed = set(people)
    of_placed = count(kept, placed)
    groups = []
    for number, those in sorted(number_groups(members, previous or {}).items()):
        own = count(kept, frozenset(those))
        groups.append(Group(number, those, typical(own, of_placed), own))
    by_group = [group.tallies for group in groups]
    return Opinions(
        len(people),
        tallies,
        shared(by_group, AGREE),
        shared(by_group, DISAGREE),
        unsure_of(by_group),
        groups=tuple(groups),
        stability=stability,
        points={person: (float(x), float(y)) for person, (x, y) in zip(people, projection.points, strict=True)},
        telling=dict(zip(sorted(published), _telling(projection), strict=True)),
    )


def _checked(reactions: list[Reaction]) -> list[Reaction]:
    if len({(row.participant, row.statement) for row in reactions}) < len(reactions):
        raise ValueError("A participant reacted twice to one statement")
    if not {row.value for row in reactions} <= {1, 0, -1}:
        raise ValueError("A reaction is none of 1, 0, -1")
    return reactions


def _matrix(reactions: list[Reaction], statements: list[str]) -> tuple[list[str], Floats]:
    """Participants who reacted enough, sorted, and their reactions as rows; NaN is not seen."""
    given: dict[str, list[Reaction]] = {}
    for row in reactions:
        given.setdefault(row.participant, []).append(row)
    enough = min(FEWEST_REACTIONS, len(statements))
    people = sorted(person for person, theirs in given.items() if len(theirs) >= max(enough, 1))
    column = {statement: number for number, statement in enumerate(statements)}
    values = np.full((len(people), len(statements)), np.nan)
    for number, person in enumerate(people):
        for row in given[person]:
            values[number, column[row.statement]] = row.value
    return people, values


def _cluster(values: Floats) -> tuple[Labels, NoGroups | None, float | None, Projection | None]:
    """Labels of the rows, or why there are none; the stability, and the plane."""
    nothing: Labels = np.zeros(0, dtype=np.intp)
    if len(values) < FEWEST_PEOPLE:
        return nothing, NoGroups.FEW_PEOPLE, None, None
    if ((~np.isnan(values)).sum(axis=0) >= FEWEST_ON_STATEMENT).sum() < FEWEST_STATEMENTS:
        return nothing, NoGroups.FEW_STATEMENTS, None, None
    projection = project(values)
    labels = best_clusters(projection.points)
    sizes = np.bincount(labels)
    if len(sizes) < 2 or sizes.min() < max(SMALLEST_GROUP, SMALLEST_SHARE * len(values)):
        return nothing, NoGroups.SMALL_GROUP, None, None
    stability = stability_of(values, len(sizes))
    if stability < LEAST_STABILITY:
        return nothing, NoGroups.UNSTABLE, stability, None
    return labels, None, stability, projection


def best_clusters(points: Floats) -> Labels:
    """The partition of two to five clusters with the best silhouette; one cluster where all points are the same."""
    distances = distances_of(points)
    best, labels = -1.0, np.zeros(len(points), dtype=np.intp)
    for groups in range(2, min(MOST_GROUPS, 2 + len(points) // 12) + 1):
        found = k_means(points, groups, SEED + groups)
        if (score := silhouette(distances, found)) > best:
            best, labels = score, found
    return labels


def stability_of(values: Floats, groups: int) -> float:
    """How alike so many groups are that two halves of the statements lead to: mean adjusted Rand index of eight splits.

    What tells groups from chance: by a silhouette of 0.4 alone, most noise of forty people would have groups.
    """
    random, columns = np.random.default_rng(SEED), values.shape[1]
    given = ~np.isnan(values)
    scores = []
    for _ in range(SPLITS):
        order = random.permutation(columns)
        halves = order[: columns // 2], order[columns // 2 :]
        in_both = given[:, halves[0]].any(axis=1) & given[:, halves[1]].any(axis=1)
        one, other = (k_means(project(values[in_both][:, half]).points, groups, SEED) for half in halves)
        scores.append(adjusted_rand(one, other))
    return math.fsum(scores) / SPLITS


def _telling(projection: Projection) -> list[float]:
    """How far from the middle somebody stands who only agrees with one statement, for each."""
    size = math.sqrt(projection.axes.shape[1])
    return [float(far) for far in size * np.abs(1 - projection.means) * np.hypot(*projection.axes)]


def number_groups(
    members: Iterable[Collection[str]], previous: Mapping[int, Collection[str]]
) -> dict[int, tuple[str, ...]]:
    """Numbers for groups from 1: those of the last run go where most of the same people are, others are new.

    The number of a group that is gone is not given to another in the next run.
    """
    groups = sorted((tuple(sorted(those)) for those in members), key=lambda those: (-len(those), those))
    overlaps = sorted(
        (-len(set(before) & set(now)), number, place)
        for number, before in previous.items()
        for place, now in enumerate(groups)
    )
    numbers: dict[int, int] = {}
    for overlap, number, place in overlaps:
        if overlap and place not in numbers and number not in numbers.values():
            numbers[place] = number
    free = (number for number in range(1, len(groups) + len(previous) + 1) if number not in previous)
    return {numbers[place] if place in numbers else next(free): those for place, those in enumerate(groups)}

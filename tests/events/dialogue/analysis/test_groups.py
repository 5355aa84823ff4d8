"""Groups of opinion: found where there are some, not where there are none, whatever the order of what came."""

import random

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.dialogue.analysis.clusters import adjusted_rand
from events.dialogue.analysis.groups import NoGroups, find_opinions, number_groups
from events.dialogue.analysis.opinions import Reaction
from tests.events.dialogue.analysis.crowds import CROWDS, react, statement_names, two_sides

SLOW = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
STATEMENTS = statement_names(40)


def groups_shown(kind: str, people: int, seeds: range) -> int:
    """In how many simulated occasions groups are shown."""
    crowds = (react(CROWDS[kind](people, len(STATEMENTS), seed), seed) for seed in seeds)
    return sum(bool(find_opinions(crowd, STATEMENTS).groups) for crowd in crowds)


@pytest.mark.parametrize("sides", [30, 60])
def test_two_sides_are_found(sides: int) -> None:
    people = 2 * sides
    opinions = find_opinions(react(two_sides(people, 40, seed=1), seed=1), STATEMENTS)
    assert (len(opinions.groups), opinions.participants, opinions.why_none) == (2, people, None)
    of_group = {member: group.number for group in opinions.groups for member in group.members}
    found = np.array([of_group[f"p{person:04}"] for person in range(people)])
    assert adjusted_rand(found, np.arange(people) % 2) > 0.9
    assert opinions.stability > 0.5
    assert opinions.points.keys() == of_group.keys()
    # The first half of the statements divides, the second does not.
    assert {row.statement for group in opinions.groups for row in group.typical} <= set(STATEMENTS[:20])
    assert all(len(group.typical) == 5 for group in opinions.groups)
    assert {row.statement for row in opinions.agreed} <= set(STATEMENTS[20:])
    telling = [opinions.telling[statement] for statement in STATEMENTS]
    assert sum(telling[:20]) > sum(telling[20:])


@pytest.mark.parametrize("kind", CROWDS)
def test_chance_blocs_and_yes_sayers_make_no_groups(kind: str) -> None:
    assert groups_shown(kind, 40, range(12)) == 0


@pytest.mark.drill
@pytest.mark.parametrize("kind", CROWDS)
@pytest.mark.parametrize("people", [40, 60, 150])
def test_at_most_one_crowd_of_fifty_has_false_groups(kind: str, people: int) -> None:
    assert groups_shown(kind, people, range(100)) <= 2


@pytest.mark.drill
@pytest.mark.parametrize("people", [60, 120])
def test_two_sides_are_found_nearly_always(people: int) -> None:
    crowds = (react(two_sides(people, 40, seed), seed) for seed in range(50))
    assert sum(len(find_opinions(crowd, STATEMENTS).groups) == 2 for crowd in crowds) >= 45


def test_few_people_few_statements_and_a_handful_apart_make_no_groups() -> None:
    crowd = react(two_sides(39, 40, seed=1), seed=1)
    assert find_opinions(crowd, STATEMENTS).why_none is NoGroups.FEW_PEOPLE
    crowd = react(two_sides(60, 11, seed=1), seed=1, seen=1)
    assert find_opinions(crowd, statement_names(11)).why_none is NoGroups.FEW_STATEMENTS
    chances = np.full((60, 40), 0.98)
    chances[:4] = np.tile([0.02, 0.98], 20)
    assert find_opinions(react(chances, seed=1), STATEMENTS).why_none is NoGroups.SMALL_GROUP


def test_people_who_all_say_the_same_make_no_groups() -> None:
    crowd = react(np.ones((60, 40)), seed=1, passing=0)
    opinions = find_opinions(crowd, STATEMENTS)
    assert opinions.why_none is NoGroups.SMALL_GROUP
    assert len(opinions.agreed) == 40


def test_nothing_at_all_is_no_groups() -> None:
    opinions = find_opinions([], [])
    assert (opinions.participants, opinions.groups, opinions.why_none) == (0, (), NoGroups.FEW_PEOPLE)


def test_who_reacted_little_has_no_place_but_counts_without_groups() -> None:
    crowd = react(two_sides(60, 40, seed=1), seed=1)
    little = [Reaction("few", statement, 1) for statement in STATEMENTS[:6]]
    opinions = find_opinions(crowd + little, STATEMENTS)
    assert "few" not in opinions.points
    assert opinions.participants == 60
    assert opinions.tallies[STATEMENTS[0]].agree == find_opinions(crowd, STATEMENTS).tallies[STATEMENTS[0]].agree + 1
    assert find_opinions(little, STATEMENTS).participants == 1


@SLOW
@given(st.randoms(use_true_random=False), st.integers(0, 5))
def test_groups_do_not_depend_on_the_order_of_people_statements_or_reactions(mixer: random.Random, seed: int) -> None:
    crowd = react(two_sides(60, 24, seed), seed)
    names = statement_names(24)
    mixed, mixed_names = list(crowd), list(names)
    mixer.shuffle(mixed)
    mixer.shuffle(mixed_names)
    opinions = find_opinions(crowd, names)
    assert find_opinions(mixed, mixed_names) == opinions
    assert opinions.groups


@SLOW
@given(st.sets(st.integers(0, 59), max_size=8), st.integers(0, 5))
def test_an_excluded_participant_is_as_if_never_there(numbers: set[int], seed: int) -> None:
    crowd = react(two_sides(60, 24, seed), seed)
    excluded = {f"p{number:04}" for number in numbers}
    without = [row for row in crowd if row.participant not in excluded]
    names = statement_names(24)
    assert find_opinions(crowd, names, excluded=excluded) == find_opinions(without, names)


def test_counts_are_of_published_statements_and_equal_a_recount() -> None:
    crowd = react(two_sides(60, 24, seed=3), seed=3)
    names = statement_names(20)
    opinions = find_opinions(crowd, names)
    assert set(opinions.tallies) == set(names)
    for name, tally in opinions.tallies.items():
        values = [row.value for row in crowd if row.statement == name]
        assert (tally.agree, tally.disagree, tally.passed) == (values.count(1), values.count(-1), values.count(0))


def test_two_reactions_to_one_statement_or_an_odd_value_are_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        find_opinions([Reaction("p", "s", 1), Reaction("p", "s", 0)], ["s"])
    with pytest.raises(ValueError, match="none of"):
        find_opinions([Reaction("p", "s", 2)], ["s"])


def test_the_same_people_keep_their_number() -> None:
    now = [{"a", "b", "c", "d"}, {"e", "f", "g"}, {"x", "y"}]
    assert number_groups(now, {}) == {1: ("a", "b", "c", "d"), 2: ("e", "f", "g"), 3: ("x", "y")}
    assert number_groups(now, {1: {"e", "f"}, 2: {"a", "x", "y"}}) == {
        1: ("e", "f", "g"),
        2: ("x", "y"),
        3: ("a", "b", "c", "d"),
    }
    # The number of a group that is gone stays free.
    assert number_groups(now[:1], {1: {"q"}, 4: {"r"}}) == {2: ("a", "b", "c", "d")}


def test_numbers_of_the_last_run_are_kept_in_the_result() -> None:
    crowd = react(two_sides(60, 24, seed=1), seed=1)
    first = find_opinions(crowd, statement_names(24))
    swapped = {group.number % 2 + 1: group.members for group in first.groups}
    again = find_opinions(crowd, statement_names(24), previous=swapped)
    assert {group.number: group.members for group in again.groups} == swapped

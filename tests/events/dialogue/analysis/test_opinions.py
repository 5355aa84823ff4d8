"""What counts of reactions say, worked out by hand."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.dialogue.analysis.opinions import (
    AGREE,
    DISAGREE,
    PASS,
    Reaction,
    Tally,
    above_half,
    above_others,
    count,
    shared,
    typical,
    unsure,
    wilson,
)


def test_reactions_are_counted_by_statement_and_answer() -> None:
    reactions = [Reaction("p", "t", 1), Reaction("p", "s", -1), Reaction("q", "s", 0), Reaction("r", "s", 1)]
    assert count(reactions) == {"s": Tally(1, 1, 1), "t": Tally(1, 0, 0)}
    assert list(count(reactions)) == ["s", "t"]
    assert count(reactions, {"q", "r"}) == {"s": Tally(1, 0, 1)}
    assert Tally(1, 2, 3).without(Tally(1, 1, 1)) == Tally(0, 1, 2)


def test_tests_of_proportions_are_those_of_the_books() -> None:
    # One success more of one more: 10 of 11 and 3 of 11, by hand.
    assert above_half(9, 10) == pytest.approx((10 / 11 - 0.5) / math.sqrt(0.25 / 11))
    pooled = 13 / 22
    error = math.sqrt(pooled * (1 - pooled) * (2 / 11))
    assert above_others(9, 10, 2, 10) == pytest.approx((10 / 11 - 3 / 11) / error)
    assert above_others(10, 10, 10, 10) == 0
    assert above_half(4, 9) == 0


def test_typical_is_what_a_group_says_and_others_do_not() -> None:
    group = {"liked": Tally(18, 1, 1), "loathed": Tally(1, 16, 3), "by all": Tally(19, 1, 0), "few": Tally(1, 0, 0)}
    everybody = {
        "liked": Tally(22, 25, 3),
        "loathed": Tally(25, 20, 5),
        "by all": Tally(47, 2, 1),
        "few": Tally(1, 20, 0),
    }
    found = typical(group, everybody)
    assert [(row.statement, row.value) for row in found] == [("liked", AGREE), ("loathed", DISAGREE)]
    first = found[0]
    assert (first.inside, first.outside) == (Tally(18, 1, 1), Tally(4, 24, 2))
    expected = (19 / 22) / (5 / 32) * above_half(18, 20) * above_others(18, 20, 4, 30) * (19 / 22)
    assert first.strength == pytest.approx(expected)


def test_typical_are_five_at_most_the_strongest() -> None:
    group = {f"s{number}": Tally(10 + number, 0, 0) for number in range(7)}
    everybody = {name: Tally(tally.agree, 30, 0) for name, tally in group.items()}
    assert [row.statement for row in typical(group, everybody)] == ["s6", "s5", "s4", "s3", "s2"]


def test_shared_needs_most_of_every_group_and_five_reactions_in_each() -> None:
    one = {"yes": Tally(9, 1, 0), "no": Tally(0, 6, 1), "split": Tally(9, 0, 0), "rare": Tally(9, 0, 0)}
    other = {"yes": Tally(6, 2, 1), "no": Tally(1, 8, 0), "split": Tally(3, 5, 1), "rare": Tally(4, 0, 0)}
    [agreed] = shared([one, other], AGREE)
    assert (agreed.statement, agreed.strength) == ("yes", pytest.approx(10 / 12 * 7 / 11))
    assert [row.statement for row in shared([one, other], DISAGREE)] == ["no"]
    assert [row.statement for row in shared([one], AGREE)] == ["rare", "split", "yes"]
    assert shared([one, {}], AGREE) == ()


def test_unsure_is_what_a_third_of_every_group_passes() -> None:
    one = {"dark": Tally(2, 1, 6), "plain": Tally(8, 1, 1), "here": Tally(1, 1, 6)}
    other = {"dark": Tally(3, 1, 2), "plain": Tally(5, 5, 0), "here": Tally(6, 1, 1)}
    assert [(row.statement, row.value) for row in unsure([one, other])] == [("dark", PASS)]


def test_wilson_intervals_are_those_of_the_books() -> None:
    # Newcombe 1998, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
    for successes, seen, low, high in ((81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (1, 29, 0.0061, 0.1718)):
        found = wilson(successes, seen)
        assert (round(found.low, 4), round(found.high, 4)) == (low, high)
    assert (wilson(0, 20).low, round(wilson(0, 20).high, 4)) == (0.0, 0.1611)
    assert wilson(20, 20).high == 1.0
    assert (wilson(0, 0).low, wilson(0, 0).high) == (0.0, 1.0)


@given(st.integers(0, 500), st.integers(0, 500))
def test_a_wilson_interval_holds_the_share(successes: int, others: int) -> None:
    found = wilson(successes, successes + others)
    assert 0 <= found.low <= found.share <= found.high <= 1

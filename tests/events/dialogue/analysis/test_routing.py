"""The order of statements: by weight, the same on every reload and in the browser, each statement once."""

import json
from collections import Counter
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from events.dialogue.analysis.routing import (
    Candidate,
    next_statement,
    number,
    order,
    seed_of,
    wait_of,
    weight,
)

#: What the script of the browser is tested with too.
TABLE = json.loads(Path(__file__).with_name("data").joinpath("routing.json").read_bytes())
IDS = st.text(alphabet="23456789abcdefghjkmnpqrstvwxyz", min_size=8, max_size=8)
SEEDS = st.integers(0, 2**32 - 1)
CANDIDATES = st.lists(
    st.builds(Candidate, IDS, st.integers(1, 40_000), st.booleans(), st.booleans(), st.booleans()),
    unique_by=lambda candidate: candidate.public_id,
    max_size=30,
)


def test_numbers_waits_weights_and_orders_are_those_of_the_table() -> None:
    for row in TABLE["numbers"]:
        assert number(row["seed"], row["id"]) == row["number"]
    for row in (*TABLE["numbers"], *TABLE["waits"]):
        assert wait_of(row["number"]) == row["wait"]
    for row in TABLE["weights"]:
        assert weight(row["agree"], row["disagree"], row["passed"], row["telling"]) == row["weight"]
    for row in TABLE["orders"]:
        candidates = [
            Candidate(each["id"], each["weight"], each["seed"], each["foreign"], each["own"])
            for each in row["statements"]
        ]
        assert [chosen.public_id for chosen in order(candidates, row["seed"])] == row["order"]
    assert [len(row["statements"]) for row in TABLE["orders"]] == [1, 12, 12, 25]


def test_a_wait_is_the_negative_logarithm() -> None:
    assert wait_of(2**32 - 1) == 0.0
    assert abs(wait_of(2**31 - 1) - 0.6931471805599453) < 1e-10
    assert abs(wait_of(0) - 21.487562597358306) < 1e-10


def test_new_agreed_and_telling_statements_weigh_more_and_unclear_ones_less() -> None:
    assert weight(0, 0, 0) == 5062
    assert weight(0, 0, 0) > weight(6, 4, 0) > weight(12, 8, 0)
    assert weight(16, 4, 0) > weight(4, 16, 0) >= 1
    assert weight(8, 4, 0) > weight(8, 0, 4)
    assert weight(0, 0, 0, telling=1.0) == 4 * 5062.5


@given(CANDIDATES, SEEDS)
def test_an_order_shows_every_statement_once_and_none_of_ones_own(candidates: list[Candidate], seed: int) -> None:
    shown = list(order(candidates, seed))
    assert sorted(each.public_id for each in shown) == sorted(each.public_id for each in candidates if not each.own)


@given(CANDIDATES, SEEDS, st.randoms())
def test_an_order_depends_on_no_other_order_and_survives_a_reload(candidates, seed, random) -> None:
    shown = list(order(candidates, seed))
    mixed = list(candidates)
    random.shuffle(mixed)
    assert list(order(mixed, seed)) == shown
    half = len(shown) // 2
    left = [each for each in mixed if each not in shown[:half]]
    seeds = sum(each.seed for each in shown[:half])
    resumed = next_statement(left, seed, shown=half, seeds_shown=seeds)
    assert resumed == (shown[half] if shown else None)


@given(CANDIDATES, SEEDS)
def test_seeds_are_a_third_of_the_first_ten_while_there_is_anything_else(
    candidates: list[Candidate], seed: int
) -> None:
    shown = list(order(candidates, seed))
    others = sum(not each.seed for each in shown)
    assert sum(each.seed for each in shown[:10]) <= max(3, 10 - others)


def test_a_foreign_statement_comes_first_half_as_often() -> None:
    statements = [Candidate("aaaaaaaa", 1000), Candidate("bbbbbbbb", 1000, foreign=True)]
    first = Counter(next(order(statements, seed * 2_654_435_761 % 2**32)).public_id for seed in range(6000))
    assert 0.31 < first["bbbbbbbb"] / 6000 < 0.356


def test_a_statement_comes_first_as_often_as_it_weighs() -> None:
    statements = [Candidate(name * 8, size) for name, size in (("c", 1000), ("d", 3000), ("f", 6000))]
    first = Counter(
        next(order(statements, seed_of(f"{seed * 2_654_435_761 % 2**32:08x}"))).weight for seed in range(6000)
    )
    assert [round(first[size] / 6000, 1) for size in (1000, 3000, 6000)] == [0.1, 0.3, 0.6]


def test_the_seed_is_the_beginning_of_the_hash() -> None:
    assert seed_of("3f9a2c1b" + "0" * 56) == 0x3F9A2C1B

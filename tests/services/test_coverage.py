"""The gate of coverage: never less than what was reached before."""

import json
from pathlib import Path

import pytest

from tests.services.suite import judge_branches


@pytest.mark.parametrize(
    ("taken", "before", "code", "after"),
    [
        (899, None, 0, "89.9\n"),
        (899, "89.9\n", 0, "89.9\n"),
        (898, "89.9\n", 1, "89.9\n"),
        (912, "89.9\n", 0, "91.2\n"),
    ],
)
def test_less_than_before_fails_and_more_is_kept(tmp_path: Path, taken: int, before: str | None, code: int, after: str):
    report, floor = tmp_path / "coverage.json", tmp_path / "branches.txt"
    report.write_text(json.dumps({"totals": {"covered_branches": taken, "num_branches": 1000}}))
    if before:
        floor.write_text(before)

    assert judge_branches(report, floor) == code
    assert floor.read_text() == after

"""A month that an organiser chooses is a calendar month, everywhere."""

from datetime import UTC, datetime

import pytest

from portal.core.operations.retention import months_later


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ((2026, 11, 29), 1, (2026, 12, 29)),
        ((2026, 8, 31), 6, (2027, 2, 28)),
        ((2027, 8, 31), 6, (2028, 2, 29)),
        ((2028, 2, 29), 12, (2029, 2, 28)),
        ((2026, 12, 1), 24, (2028, 12, 1)),
        ((2026, 1, 31), 0, (2026, 1, 31)),
    ],
)
def test_months_later_is_the_same_day_or_the_last_of_a_shorter_month(day, months, later):
    assert months_later(datetime(*day, 9, 30, tzinfo=UTC), months) == datetime(*later, 9, 30, tzinfo=UTC)

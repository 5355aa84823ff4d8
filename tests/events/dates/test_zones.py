from datetime import UTC, date, datetime, time

import pytest

from events.dates.zones import span, to_utc, zone_names


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "hour"), [("Europe/Copenhagen", 12), ("Europe/Helsinki", 11), ("Atlantic/Reykjavik", 13)]
)
def test_to_utc_reads_the_clock_of_the_zone_in_winter(zone: str, hour: int):
    assert to_utc(date(2020, 11, 16), time(13), zone) == utc(2020, 11, 16, hour)


def test_to_utc_knows_summer_time():
    assert to_utc(date(2021, 6, 16), time(13), "Europe/Copenhagen") == utc(2021, 6, 16, 11)


@pytest.mark.parametrize(
    ("day", "clock", "moment"),
    [
        (date(2026, 3, 29), time(1, 59), utc(2026, 3, 29, 0, 59)),
        (date(2026, 3, 29), time(2, 30), utc(2026, 3, 29, 1, 30)),
        (date(2026, 3, 29), time(3, 0), utc(2026, 3, 29, 1, 0)),
        (date(2026, 10, 25), time(2, 30), utc(2026, 10, 25, 0, 30)),
        (date(2026, 10, 25), time(3, 0), utc(2026, 10, 25, 2, 0)),
    ],
    ids=["before the gap", "in the gap", "after the gap", "first of the double hour", "after the double hour"],
)
def test_to_utc_in_the_nights_when_the_clocks_change(day: date, clock: time, moment: datetime):
    assert to_utc(day, clock, "Europe/Oslo") == moment


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (
            ("minute", "Europe/Copenhagen", date(2020, 11, 16), time(13), None, time(15, 30)),
            (utc(2020, 11, 16, 12), utc(2020, 11, 16, 14, 30)),
        ),
        (
            ("minute", "Europe/Copenhagen", date(2020, 11, 16), time(13), None, None),
            (utc(2020, 11, 16, 12), utc(2020, 11, 16, 12)),
        ),
        (
            ("day", "Europe/Oslo", date(2015, 9, 17), None, date(2015, 9, 18), None),
            (utc(2015, 9, 16, 22), utc(2015, 9, 18, 22)),
        ),
        (("month", "Europe/Oslo", date(2019, 9, 13), None, None, None), (utc(2019, 8, 31, 22), utc(2019, 9, 30, 22))),
        (("month", "Atlantic/Reykjavik", date(2024, 2, 1), None, None, None), (utc(2024, 2, 1), utc(2024, 3, 1))),
    ],
    ids=["minutes", "without end", "days", "month", "February of a leap year"],
)
def test_span_covers_what_the_precision_says(arguments: tuple, expected: tuple):
    assert span(*arguments) == expected


def test_zone_names_are_places():
    names = zone_names()

    assert "Europe/Helsinki" in names
    assert not {"CET", "UTC", "Etc/GMT+1", "posix/Europe/Oslo"} & set(names)

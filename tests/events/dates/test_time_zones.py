"""Calendar files describe zones so that a program without a list of its own reads every moment rightly."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from events.dates.time_zones import describe_zone

ZONES = [
    "Europe/Copenhagen", "Europe/Helsinki", "Atlantic/Reykjavik", "Atlantic/Faroe", "America/Nuuk", "America/New_York",
    "Africa/Casablanca", "Europe/Dublin", "Australia/Lord_Howe", "Asia/Kathmandu", "Europe/London",
]  # fmt: skip


@pytest.mark.parametrize("name", ZONES)
@pytest.mark.parametrize(
    ("first", "last"), [(date(2026, 3, 29), date(2026, 3, 29)), (date(2019, 1, 1), date(2028, 12, 31))]
)
def test_zone_read_back_shows_the_same_clock_as_the_zone_itself(name: str, first: date, last: date):
    described, real = describe_zone(name, first, last).to_tz(lookup_tzid=False), ZoneInfo(name)
    moment, end = datetime.fromisoformat(f"{first.year}-01-01"), datetime.fromisoformat(f"{last.year}-12-31")

    wrong = []
    while moment < end:
        offsets = {moment.replace(tzinfo=real, fold=fold).utcoffset() for fold in (0, 1)}
        # Hours that a night skips or has twice are no test: programs differ in what they take them for.
        if len(offsets) == 1 and moment.replace(tzinfo=described).utcoffset() not in offsets:
            wrong.append(moment)
        moment += timedelta(hours=23)
    assert wrong == []


def test_nordic_zones_have_rules_with_the_onset_on_the_clock_that_ends():
    text = describe_zone("Europe/Copenhagen", date(2027, 3, 15), date(2027, 3, 15)).to_ical().decode()

    assert "DTSTART:20260329T020000\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r\n" in text
    assert "DTSTART:20261025T030000\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\n" in text
    assert "RDATE" not in text


def test_greenland_changes_on_the_eve_by_a_rule_of_dates():
    text = describe_zone("America/Nuuk", date(2027, 3, 15), date(2027, 3, 15)).to_ical().decode().replace("\r\n ", "")

    assert "BYDAY=SA;BYMONTHDAY=24,25,26,27,28,29,30;BYMONTH=3" in text


@pytest.mark.parametrize("name", ZONES)
def test_first_period_began_before_the_first_event(name: str):
    zone = describe_zone(name, date(2027, 1, 1), date(2027, 1, 1))

    assert min(part.DTSTART.replace(tzinfo=UTC) for part in zone.subcomponents) < datetime(2026, 12, 31, tzinfo=UTC)

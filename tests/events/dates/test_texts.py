"""Times nobody misreads: zones, summer time, days without a time, months without a day."""

from datetime import date, time
from zoneinfo import ZoneInfo

import pytest

from events.dates.texts import event_text
from events.dates.zones import days_before, exists, is_ambiguous, span, to_utc
from portal.core.i18n.formats import zone_label
from tests.events.factories import make_event

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("zone", "november", "june"),
    [
        ("Europe/Copenhagen", "13:00", "13:00"),
        ("Europe/Helsinki", "14:00", "14:00"),
        ("Atlantic/Reykjavik", "12:00", "11:00"),
        ("Atlantic/Faroe", "12:00", "12:00"),
        ("Europe/Mariehamn", "14:00", "14:00"),
        ("America/Nuuk", "10:00", "10:00"),
    ],
)
def test_one_moment_on_the_clocks_of_the_north(zone, november, june):
    moments = [to_utc(day, time(13), "Europe/Copenhagen") for day in (date(2026, 11, 16), date(2026, 6, 16))]

    assert [f"{moment.astimezone(ZoneInfo(zone)):%H:%M}" for moment in moments] == [november, june]


@pytest.mark.parametrize(
    ("zone", "day", "label"),
    [
        ("Europe/Copenhagen", date(2026, 11, 16), "CET, UTC+1"),
        ("Europe/Copenhagen", date(2026, 6, 16), "CEST, UTC+2"),
        ("Europe/Helsinki", date(2026, 6, 16), "EEST, UTC+3"),
        ("Atlantic/Reykjavik", date(2026, 6, 16), "GMT, UTC"),
        ("America/Nuuk", date(2026, 11, 16), "UTC−2"),
        ("Asia/Kolkata", date(2026, 11, 16), "IST, UTC+5:30"),
    ],
)
def test_zone_text_is_that_of_the_date_of_the_event(zone, day, label):
    assert zone_label(to_utc(day, time(12), zone).astimezone(ZoneInfo(zone))) == label


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "16 November 2026, 13:00–15:30 (CET, UTC+1)"),
        ("da", "16. november 2026 kl. 13.00–15.30 (CET, UTC+1)"),
        ("nb", "16. november 2026 kl. 13.00–15.30 (CET, UTC+1)"),
        ("sv", "16 november 2026 kl. 13:00–15:30 (CET, UTC+1)"),
        ("fi", "16. marraskuuta 2026 klo 13.00–15.30 (CET, UTC+1)"),
        ("is", "16. nóvember 2026 kl. 13:00–15:30 (CET, UTC+1)"),
    ],
)
def test_event_text_in_every_language(language, text):
    assert event_text(make_event(), language) == text


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"precision": "month", "start_time": None, "end_time": None}, "November 2026"),
        ({"precision": "day", "start_time": None, "end_time": None}, "16 November 2026"),
        (
            {"precision": "day", "start_time": None, "end_time": None, "end_date": date(2026, 11, 18)},
            "16–18 November 2026",
        ),
        ({"end_time": None}, "16 November 2026, 13:00 (CET, UTC+1)"),
        (
            {
                "timezone": "Europe/Helsinki",
                "start_time": time(23, 30),
                "end_date": date(2026, 11, 17),
                "end_time": time(0, 30),
            },
            "16 November 2026, 23:30 – 17 November 2026, 00:30 (EET, UTC+2)",
        ),
    ],
)
def test_event_text_is_as_precise_as_the_date_is_known(fields, text):
    assert event_text(make_event(**fields), "en") == text


def test_clock_skips_an_hour_in_spring_and_shows_one_twice_in_autumn():
    spring, autumn, zone = date(2026, 3, 29), date(2026, 10, 25), "Europe/Copenhagen"

    assert [exists(day, time(2, 30), zone) for day in (spring, autumn)] == [False, True]
    assert [is_ambiguous(day, time(2, 30), zone) for day in (spring, autumn)] == [False, True]
    assert not is_ambiguous(autumn, time(3, 30), zone)


def test_a_day_before_keeps_the_clock_across_the_change():
    start = to_utc(date(2026, 10, 25), time(13), "Europe/Copenhagen")

    reminder = days_before(date(2026, 10, 25), time(13), "Europe/Copenhagen", 1)

    assert (start - reminder).total_seconds() / 3600 == 25


def test_month_precision_covers_the_whole_month_of_the_zone():
    first, last = span("month", "Europe/Helsinki", date(2026, 9, 12), None, None, None)

    assert (first.isoformat(), last.isoformat()) == ("2026-08-31T21:00:00+00:00", "2026-09-30T21:00:00+00:00")

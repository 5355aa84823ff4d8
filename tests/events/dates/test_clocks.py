"""One time on the clocks of the Nordic countries, the reader's own first."""

from datetime import UTC, date, datetime, time

import pytest
from django.utils.translation import override

from events.dates.clocks import clocks, readers_moment, readers_text
from events.enums import EventFormat
from tests.events.factories import make_event

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "16 November 2026, 13:00–15:30 Copenhagen · 14:00 Helsinki · 12:00 Reykjavík"),
        ("da", "16. november 2026 kl. 13.00–15.30 København · 14.00 Helsinki · 12.00 Reykjavík"),
        ("nb", "16. november 2026 kl. 13.00–15.30 Oslo · 14.00 Helsingfors · 12.00 Reykjavík"),
        ("sv", "16 november 2026 kl. 13:00–15:30 Stockholm · 14:00 Helsingfors · 12:00 Reykjavík"),
        ("fi", "16. marraskuuta 2026 klo 14.00–16.30 Helsinki · 13.00 Kööpenhamina · 12.00 Reykjavík"),
        ("is", "16. nóvember 2026 kl. 12:00–14:30 Reykjavík · 13:00 Kaupmannahöfn · 14:00 Helsinki"),
    ],
)
def test_online_event_begins_with_the_readers_own_clock(language, text):
    event = make_event(format=EventFormat.ONLINE)

    with override(language):
        assert readers_text(event, language).replace("\xa0", " ") == text


def test_room_comes_first_where_people_also_meet_in_one():
    event = make_event(format=EventFormat.HYBRID)

    assert [one.zone for one in clocks(event, "fi")] == ["Europe/Copenhagen", "Europe/Helsinki", "Atlantic/Reykjavik"]


def test_event_to_which_everybody_travels_has_the_clock_on_its_wall():
    event = make_event(format=EventFormat.IN_PERSON)

    assert [one.zone for one in clocks(event, "fi")] == ["Europe/Copenhagen"]
    assert readers_text(event, "fi") == "16. marraskuuta 2026 klo 13.00–15.30 (CET, UTC+1)"


@pytest.mark.parametrize(
    ("language", "kind", "text"),
    [
        ("fi", EventFormat.ONLINE, "15. marraskuuta 2026 klo 00.30 Helsinki"),
        ("is", EventFormat.ONLINE, "14. nóvember 2026 kl. 22:30 Reykjavík"),
        ("fi", EventFormat.HYBRID, "14. marraskuuta 2026 klo 23.30 Kööpenhamina"),
        ("fi", EventFormat.IN_PERSON, "14. marraskuuta 2026 klo 23.30 (CET, UTC+1)"),
    ],
)
def test_deadline_is_on_the_clock_that_comes_first(language, kind, text):
    until = datetime(2026, 11, 14, 22, 30, tzinfo=UTC)
    with override(language):
        assert readers_moment(make_event(format=kind), until, language).replace("\xa0", " ") == text


def test_another_day_is_named():
    late = make_event(format=EventFormat.ONLINE, start_time=time(23, 30), end_time=time(23, 45))

    assert [one.day for one in clocks(late, "en")] == ["", "17 November 2026", ""]


def test_summer_time_is_that_of_the_day():
    summer = make_event(format=EventFormat.ONLINE, start_date=date(2026, 6, 16))

    assert [one.time for one in clocks(summer, "is")] == ["11:00–13:30", "13:00", "14:00"]


def test_zone_of_the_event_is_shown_wherever_it_is():
    nuuk = make_event(format=EventFormat.ONLINE, timezone="America/Nuuk")

    assert [one.zone for one in clocks(nuuk, "da")] == [
        "Europe/Copenhagen",
        "America/Nuuk",
        "Europe/Helsinki",
        "Atlantic/Reykjavik",
    ]


def test_event_without_a_time_has_no_clock():
    assert clocks(make_event(precision="day", start_time=None, end_time=None), "en") == []

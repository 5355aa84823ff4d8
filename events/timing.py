"""When an event is: wall time in its own zone, and what follows from it in UTC."""

import calendar
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from events.enums import DatePrecision


@lru_cache(maxsize=1)
def zone_names() -> list[str]:
    """All IANA zones that name a place, European and Atlantic ones first."""
    places = [name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "posix/", "right/"))]
    return sorted(places, key=lambda name: (not name.startswith(("Europe/", "Atlantic/", "America/Nuuk")), name))


def to_utc(day: date, clock: time, zone: str) -> datetime:
    """The moment at which the clock on the wall in ``zone`` shows ``clock`` on ``day``.

    In the hour that an autumn night has twice, the first one is meant (``fold=0``); a time that a spring night skips
    moves forward by the length of the gap, as in RFC 5545.
    """
    return datetime.combine(day, clock, ZoneInfo(zone)).astimezone(UTC)


def last_day_of_month(day: date) -> date:
    """The last day of the month of ``day``."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def span(
    precision: str, zone: str, start: date, start_clock: time | None, end: date | None, end_clock: time | None
) -> tuple[datetime, datetime]:
    """First and last moment of an event in UTC; the last one is exclusive.

    Day and month precision cover whole days on the wall of ``zone``: an event in ``September`` ends with the month.
    Without an end, an event of minute precision is over as it begins.
    """
    if precision == DatePrecision.MINUTE:
        first = to_utc(start, start_clock or time.min, zone)
        last = to_utc(end or start, end_clock, zone) if end_clock else first
        return first, last
    final = end or start
    if precision == DatePrecision.MONTH:
        start, final = start.replace(day=1), last_day_of_month(final)
    return to_utc(start, time.min, zone), to_utc(final + timedelta(days=1), time.min, zone)

"""Time zones: wall time in the zone of the event, and what follows from it in UTC."""

import calendar
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from events.enums import DatePrecision


@lru_cache(maxsize=1)
def zone_names() -> list[str]:
    """All IANA zones that name a place, European and Atlantic ones first."""
    places = [
        name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "posix/", "right/"))
    ]
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


def exists(day: date, clock: time, zone: str) -> bool:
    """Whether the clock on the wall shows ``clock`` on ``day`` at all: the night to summer time skips an hour."""
    local = datetime.combine(day, clock, ZoneInfo(zone))
    return local.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) == local.replace(tzinfo=None)


def is_ambiguous(day: date, clock: time, zone: str) -> bool:
    """Whether the clock shows ``clock`` twice on ``day``: the night back from summer time."""
    early, late = (datetime.combine(day, clock, ZoneInfo(zone)).replace(fold=fold) for fold in (0, 1))
    return exists(day, clock, zone) and early.astimezone(UTC) != late.astimezone(UTC)


def days_before(day: date, clock: time | None, zone: str, days: int) -> datetime:
    """The moment at which the clock shows ``clock`` (nine without one), ``days`` days before ``day``.

    Across a change to or from summer time that is not a multiple of 24 hours.
    """
    return to_utc(day - timedelta(days=days), clock or time(9), zone)

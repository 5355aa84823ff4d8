"""Formatted times of events: in their own time zone, with the UTC offset of their own date, so that nobody errs."""

from datetime import date, datetime, time
from typing import Protocol
from zoneinfo import ZoneInfo

from events.enums import DatePrecision
from portal.core.i18n.formats import clock, date_range, day_and_clock, month_and_year, zone_label


class Timed(Protocol):
    """Anything that says when it is: the event that people register for and its page alike."""

    start_date: date
    start_time: time | None
    end_date: date | None
    end_time: time | None
    timezone: str
    precision: str
    starts_at: datetime
    ends_at: datetime


def moment_text(moment: datetime, zone: str, language: str) -> str:
    """A single moment with its zone: ``16 November 2020, 13:00 (CET, UTC+1)``."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{day_and_clock(local, language)} ({zone_label(local)})"


def event_text(event: Timed, language: str) -> str:
    """When the event is, in its own zone, as precisely as it is known.

    ``16 November 2020, 13:00–15:30 (CET, UTC+1)``; without a time of day only the days; or only the month.
    """
    if event.precision == DatePrecision.MONTH:
        return month_and_year(event.start_date, language)
    if event.precision == DatePrecision.DAY:
        return date_range(event.start_date, event.end_date or event.start_date, language)
    zone = ZoneInfo(event.timezone)
    start, end = event.starts_at.astimezone(zone), event.ends_at.astimezone(zone)
    first = day_and_clock(start, language)
    if event.end_time is None:
        return f"{first} ({zone_label(start)})"
    if start.date() == end.date():
        return f"{first}–{clock(end, language)} ({zone_label(start)})"
    return f"{first} – {day_and_clock(end, language)} ({zone_label(end)})"

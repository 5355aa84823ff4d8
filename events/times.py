"""How the time of an event is said: in its own zone, with the offset of its own date, so that nobody errs."""

from datetime import date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton

from events.enums import DatePrecision
from portal.i18n import babel_locale

#: Languages that write 13.00 rather than 13:00.
DOTTED_CLOCKS = {"da", "nb", "nn", "fi", "fo"}


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


def clock_text(moment: datetime, language: str) -> str:
    """The time of day as people of ``language`` write it: 13.00 or 13:00."""
    return f"{moment:%H.%M}" if language in DOTTED_CLOCKS else f"{moment:%H:%M}"


def zone_text(moment: datetime) -> str:
    """Name and offset of the zone of ``moment`` on its own date: ``CET, UTC+1``, in June ``CEST, UTC+2``."""
    minutes = int((moment.utcoffset() or timedelta()).total_seconds()) // 60
    text = "UTC" if not minutes else f"UTC{'+' if minutes > 0 else '−'}{abs(minutes) // 60}"
    if minutes % 60:
        text += f":{abs(minutes) % 60:02d}"
    name = moment.tzname() or ""
    return f"{name}, {text}" if name.isalpha() and name != text else text


def day_text(day: date, language: str) -> str:
    """A date in full: 16 November 2020, 16. marraskuuta 2020."""
    return format_date(day, format="long", locale=babel_locale("en-GB" if language == "en" else language))


def month_text(day: date, language: str) -> str:
    """Month and year: September 2019, syyskuu 2019."""
    text: str = format_skeleton("yMMMM", day, locale=babel_locale(language))
    return text


def moment_text(moment: datetime, zone: str, language: str) -> str:
    """A single moment with its zone: ``16 November 2020, 13:00 (CET, UTC+1)``."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{day_text(local.date(), language)}, {clock_text(local, language)} ({zone_text(local)})"


def event_text(event: Timed, language: str) -> str:
    """When the event is, in its own zone, as precisely as it is known.

    ``16 November 2020, 13:00–15:30 (CET, UTC+1)``; without a time of day only the days; or only the month.
    """
    if event.precision == DatePrecision.MONTH:
        return month_text(event.start_date, language)
    if event.precision == DatePrecision.DAY:
        return _days_text(event.start_date, event.end_date or event.start_date, language)
    zone = ZoneInfo(event.timezone)
    start, end = event.starts_at.astimezone(zone), event.ends_at.astimezone(zone)
    first = f"{day_text(start.date(), language)}, {clock_text(start, language)}"
    if event.end_time is None:
        return f"{first} ({zone_text(start)})"
    if start.date() == end.date():
        return f"{first}–{clock_text(end, language)} ({zone_text(start)})"
    return f"{first} – {day_text(end.date(), language)}, {clock_text(end, language)} ({zone_text(end)})"


def _days_text(first: date, last: date, language: str) -> str:
    if last == first:
        return day_text(first, language)
    return f"{day_text(first, language)} – {day_text(last, language)}"

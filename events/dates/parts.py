"""The formatted parts of an event's date: day, month, year, clock, zone; for its block and its line in a list."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from events.enums import DatePrecision
from portal.core.i18n import formats


class HasEventTime(Protocol):
    """What has the time of an event: its page, and its core."""

    precision: str

    @property
    def starts_local(self) -> datetime:
        """Start on the clock of the event's zone."""

    @property
    def ends_local(self) -> datetime:
        """End on the clock of the event's zone, exclusive."""


@dataclass(frozen=True)
class DateParts:
    """Parts of a time, each empty where the precision of the date does not give it."""

    #: Day of the month in figures, the month by its name, and the year.
    day: str
    month: str
    year: str
    #: Its weekday, if it is one day alone.
    weekday: str
    #: The whole date or span of dates: ``16–17 November 2020``; one day alone with its weekday.
    date: str
    #: Start and end on the clock of the event's zone: ``13:00–15:30``.
    clock: str
    #: ``CET, UTC+1``.
    zone: str
    #: For machines, as HTML's ``time`` wants it.
    machine: str


def date_parts(event: HasEventTime, language: str) -> DateParts:
    """The time of ``event`` in ``language``, on the clock of its own zone."""
    start = event.starts_local
    # The end is exclusive: an event of whole days ends at midnight after its last one.
    end = event.ends_local if event.precision == DatePrecision.MINUTE else event.ends_local - timedelta(minutes=1)
    month, year = formats.month_name(start, language), str(start.year)
    if event.precision == DatePrecision.MONTH:
        return DateParts("", month, year, "", formats.month_and_year(start, language), "", "", start.strftime("%Y-%m"))
    one_day = start.date() == end.date()
    weekday = formats.weekday_name(start, language) if one_day else ""
    whole = formats.full_date(start, language) if one_day else formats.date_range(start.date(), end.date(), language)
    if event.precision == DatePrecision.DAY:
        return DateParts(str(start.day), month, year, weekday, whole, "", "", start.strftime("%Y-%m-%d"))
    clock = formats.clock(start, language)
    if end > start:
        clock = f"{clock}–{formats.clock(end, language)}"
    return DateParts(str(start.day), month, year, weekday, whole, clock, formats.zone_label(start), start.isoformat())

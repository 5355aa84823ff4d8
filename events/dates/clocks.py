"""World clock of an event: its time in the Nordic cities, the reader's own first, so that nobody has to convert it."""

from datetime import datetime, timedelta
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo

from events.dates.texts import Timed, event_text, moment_text
from events.enums import DatePrecision, EventFormat
from portal.core.i18n.exonyms import name_of_place
from portal.core.i18n.formats import clock, day_and_clock, long_date
from portal.core.i18n.languages import language_row

#: Zones of which each stands for all that have its time.
NORDIC_ZONES = ("Europe/Oslo", "Europe/Helsinki", "Atlantic/Reykjavik")
#: Cities of zones whose names do not say how the content writes them.
CITIES = {"Atlantic/Reykjavik": "Reykjavík", "Atlantic/Faroe": "Tórshavn"}


class OnAClock(Timed, Protocol):
    """What has the time of an event, and says whether people come to it."""

    format: str


class Clock(NamedTuple):
    """An event's time in one city."""

    #: ``13.00–15.30`` on the first clock, ``14.00`` on the others.
    time: str
    city: str
    zone: str
    #: The day there, if it is another than where the event is.
    day: str

    def __str__(self) -> str:
        """A clock does not break into two lines."""
        return f"{self.time}\N{NO-BREAK SPACE}{self.city}" + (f" ({self.day})" if self.day else "")


def clocks(event: OnAClock, language: str) -> list[Clock]:
    """The time of ``event`` on the clocks of the Nordic countries, each time once.

    Online the first is that of readers of ``language``, if they share a zone; where people also meet in a room it is
    that of the room. An event to which everybody travels has one clock, and one whose time is not known has none.
    """
    if event.precision != DatePrecision.MINUTE:
        return []
    own = language_row(language).zone or event.timezone
    zones = {
        EventFormat.ONLINE: (own, event.timezone, *NORDIC_ZONES),
        EventFormat.HYBRID: (event.timezone, own, *NORDIC_ZONES),
    }.get(EventFormat(event.format), (event.timezone,))
    shown: dict[timedelta | None, Clock] = {}
    for zone in zones:
        offset = event.starts_at.astimezone(ZoneInfo(zone)).utcoffset()
        if offset not in shown:
            shown[offset] = _clock(event, zone, language, is_first=not shown)
    return list(shown.values())


def readers_text(event: OnAClock, language: str) -> str:
    """When an event is, for a reader: ``16 November 2026, 13.00–15.30 Oslo · 14.00 Helsinki · 12.00 Reykjavík``.

    The day is that where the event is. With one clock, or more days than one, it is as ``event_text`` says.
    """
    zone, found = ZoneInfo(event.timezone), clocks(event, language)
    day = event.starts_at.astimezone(zone).date()
    if len(found) < 2 or event.ends_at.astimezone(zone).date() != day:
        return event_text(event, language)
    return f"{long_date(day, language)}{language_row(language).before_clock}{' · '.join(map(str, found))}"


def readers_moment(event: OnAClock, moment: datetime, language: str) -> str:
    """A deadline of an event on the clock that readers see first: ``16 November 2026, 14:00 Helsinki``.

    Where an event has one clock, or none, it is as ``moment_text`` says.
    """
    found = clocks(event, language)
    if len(found) < 2:
        return moment_text(moment, event.timezone, language)
    local = moment.astimezone(ZoneInfo(found[0].zone))
    return f"{day_and_clock(local, language)}\N{NO-BREAK SPACE}{found[0].city}"


def _clock(event: OnAClock, zone: str, language: str, *, is_first: bool) -> Clock:
    first, last = event.starts_at.astimezone(ZoneInfo(zone)), event.ends_at.astimezone(ZoneInfo(zone))
    time = clock(first, language)
    if is_first and last > first:
        time = f"{time}–{clock(last, language)}"
    city = name_of_place(CITIES.get(zone, zone.rpartition("/")[2].replace("_", " ")))
    moved = first.date() != event.starts_at.astimezone(ZoneInfo(event.timezone)).date()
    return Clock(time, city, zone, long_date(first.date(), language) if moved else "")

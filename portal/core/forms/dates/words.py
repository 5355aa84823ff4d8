"""Feedback of the date parser: what it understood, in words; and what to write where it did not."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.forms.utils import from_current_timezone
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core.forms.countries import city_of
from portal.core.forms.dates.reading import (
    ImpossibleError,
    NotUnderstoodError,
    WeekdayError,
    read_clock,
    read_day,
    read_moment,
)
from portal.core.i18n import formats
from portal.core.i18n.languages import active_language

#: The three kinds of field.
DAY, CLOCK, MOMENT = "day", "clock", "moment"
READERS: dict[str, Callable[[str], Any]] = {DAY: read_day, CLOCK: read_clock, MOMENT: read_moment}


def words_of_day(day: date) -> str:
    """``Monday 15 March 2027``, ``mandag den 15. marts 2027``; English without the comma, as in Britain now."""
    written = formats.full_date(day, active_language())
    return written.replace(", ", " ", 1) if active_language() == "en" else written


def words_of_clock(clock: time) -> str:
    """``13:00``, ``13.00``."""
    return formats.clock(datetime.combine(date.min, clock), active_language())


def words_of(value: date | time | datetime, zone: str = "") -> str:
    """A day with its weekday, a time, or both with the city whose clock it is.

    ``Monday 15 March 2027, 13:00 in Copenhagen``. A moment without a zone is on the clock of the account.
    """
    if isinstance(value, datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        day, clock = words_of_day(local.date()), words_of_clock(local.time())
        zone = zone or timezone.get_current_timezone_name()
        return _("%(day)s, %(time)s in %(city)s") % {"day": day, "time": clock, "city": city_of(zone)}
    if isinstance(value, date):
        return words_of_day(value)
    clock = words_of_clock(value)
    return _("%(time)s in %(city)s") % {"time": clock, "city": city_of(zone)} if zone else clock


def example(kind: str) -> str:
    """How a reader of the active language may write it."""
    day = date(timezone.localdate().year + 1, 3, 15)
    short, clock = f"{day.day}.{day.month}.{day.year}", words_of_clock(time(13, 30))
    if kind == CLOCK:
        return clock
    return short if kind == DAY else f"{short} {clock}"


def long_example(kind: str) -> str:
    """The same, as it is written in running text."""
    day = date(timezone.localdate().year + 1, 3, 15)
    return formats.long_date(day, active_language()) if kind == DAY else ""


def refusal(text: str, kind: str, error: NotUnderstoodError) -> str:
    """Why ``text`` was not taken, and how it can be written, in the reader's language."""
    if isinstance(error, WeekdayError):
        said = _("The weekday does not fit: that day is %(day)s. Change the one or the other.")
        return said % {"day": words_of_day(error.day)}
    named = {"text": text, "example": example(kind), "written": long_example(kind)}
    if kind == CLOCK:
        return _("“%(text)s” is not understood as a time of day. Write for example %(example)s.") % named
    if kind == MOMENT:
        return _("“%(text)s” is not understood as a day and time. Write for example %(example)s.") % named
    if isinstance(error, ImpossibleError):
        return _("The calendar has no day “%(text)s”. Write the day first, for example %(example)s.") % named
    return _("“%(text)s” is not understood as a day. Write for example %(example)s or %(written)s.") % named


def understand(text: str, kind: str, zone: str = "") -> tuple[str, str]:
    """What ``text`` was understood as, in words, and the refusal if it was not; both empty for an empty text."""
    if not text.strip():
        return "", ""
    try:
        value = READERS[kind](text)
        if kind == MOMENT and not zone:
            from_current_timezone(value)
        return words_of(value, zone), ""
    except ValidationError as error:  # the clock shows it twice on that day, or never
        return "", " ".join(error.messages)
    except NotUnderstoodError as error:
        return "", refusal(text, kind, error)

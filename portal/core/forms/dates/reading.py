"""Parser of dates and times in whatever language and order; the day comes before the month.

Nothing is guessed: what cannot be one day or one time of the calendar is not understood.
"""

import re
from datetime import date, datetime, time

from portal.core.forms.dates.names import month_number, weekday_numbers
from portal.core.i18n.text import comparable

#: Years that people mean; what lies beyond is a slip of the finger.
FIRST_YEAR, LAST_YEAR = 1900, 2199
#: Two figures mean a year of this century up to here, and one of the last century beyond.
LAST_SHORT_YEAR = 69
#: Longest text that can be a day and a time.
MOST = 100
#: Words around a day and around a time, as ``_plain`` leaves them.
_DAY_WORDS = frozenset({"den", "d", "the", "of", "on", "þann", "hinn", "dagen", "päivänä", "pvm", "a", "e", "'"})
_CLOCK_WORDS = re.compile(
    r"\b(kl|klo|klukkan|kello|klockan|klokken|klokka|klok|at|um|hrs|o'clock)\b\.?|@", re.IGNORECASE
)
_DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_ISO_MOMENT = re.compile(r"\d{4}-?\d\d-?\d\d[T ]\d\d:?\d\d(:?\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?")
_ORDINAL = re.compile(r"(?<=\d)(st|nd|rd|th|:[aes])\b", re.IGNORECASE)
_DAY_PART = re.compile(r"(?P<figures>\d+)|(?P<word>[^\W\d_]+\.?)|(?P<between>[\s.,/'-]+)")
_CLOCK = re.compile(
    r"(?P<hour>\d{1,2})\s*(?:[.:,h]\s*(?P<minute>\d\d)(?:[.:](?P<second>\d\d)(?:[.,]\d+)?)?|h)?\s*"
    r"(?P<half>[ap]\.?\s?m\.?)?",
    re.IGNORECASE,
)
_CLOCK_FIGURES = re.compile(r"(?P<hour>\d{1,2})(?P<minute>\d\d)")


class NotUnderstoodError(ValueError):
    """The text names no day or time that the portal can read."""


class ImpossibleError(NotUnderstoodError):
    """The text names a day or time that the calendar or the clock does not have."""


class WeekdayError(NotUnderstoodError):
    """The text names a day of the week which ``day`` is not."""

    def __init__(self, day: date) -> None:
        super().__init__(day)
        self.day = day


def read_day(text: str) -> date:
    """The day that ``text`` names: ``15.3.2027``, ``den 15 mars 2027``, ``March 15, 2027``, ``20270315``.

    Raises:
        NotUnderstoodError: it names none; ``ImpossibleError`` and ``WeekdayError`` say more.
    """
    figures: list[str] = []
    month: tuple[int, int] | None = None  # the month, and how many figures stood before its name
    weekdays: frozenset[int] = frozenset(range(7))
    for part in _day_parts(_plain(text)):
        if part.isdecimal():
            figures.append(part)
        elif part in _DAY_WORDS:
            continue
        elif month is None and (number := month_number(part)):
            month = number, len(figures)
        elif named := weekday_numbers(part):
            weekdays = named
        else:
            raise NotUnderstoodError(text)
    year, of_year, of_month = _ordered(figures, month)
    try:
        day = date(year, of_year, of_month)
    except ValueError as error:
        raise ImpossibleError(text) from error
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ImpossibleError(text)
    if day.weekday() not in weekdays:
        raise WeekdayError(day)
    return day


def read_clock(text: str) -> time:
    """The time of day that ``text`` names: ``13``, ``kl. 13``, ``klo 13.30``, ``1330``, ``1 pm``.

    Raises:
        NotUnderstoodError: it names none.
    """
    plain = _CLOCK_WORDS.sub(" ", _plain(text)).strip(" .,")
    if plain and plain[0] in "tT":  # as in 2027-02-01T12:00
        plain = plain[1:]
    found = _CLOCK_FIGURES.fullmatch(plain) or _CLOCK.fullmatch(plain)
    if found is None:
        raise NotUnderstoodError(text)
    said = found.groupdict()
    hour, half = int(said["hour"]), (said.get("half") or "")[:1].lower()
    if half and not 1 <= hour <= 12:
        raise ImpossibleError(text)
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return time(hour, int(said["minute"] or 0), int(said.get("second") or 0))
    except ValueError as error:
        raise ImpossibleError(text) from error


def read_moment(text: str) -> datetime:
    """The day and time that ``text`` names, without a zone unless it names one; midnight if it names only a day.

    Raises:
        NotUnderstoodError: it names no day, no time, or could mean several.
    """
    plain = _plain(text)
    if _ISO_MOMENT.fullmatch(plain):
        return _iso_moment(plain)
    words = re.sub(r"(?<=\d)T(?=\d)", " ", plain).split(" ")
    found: set[datetime] = set()
    failures: list[NotUnderstoodError] = []
    for place in range(1, len(words)):
        first, second = " ".join(words[:place]), " ".join(words[place:])
        for day, clock in ((first, second), (second, first)):
            try:
                found.add(datetime.combine(read_day(day), read_clock(clock)))
            except NotUnderstoodError as failure:
                failures.append(failure)
    if not found:
        try:
            found.add(datetime.combine(read_day(" ".join(words)), time.min))
        except NotUnderstoodError as failure:
            failures.append(failure)
    if len(found) == 1:
        return found.pop()
    raise next((failure for failure in failures if isinstance(failure, WeekdayError)), NotUnderstoodError(text))


def _iso_moment(plain: str) -> datetime:
    try:
        return datetime.fromisoformat(plain)
    except ValueError as error:
        raise ImpossibleError(plain) from error


def _plain(text: str) -> str:
    """Without accents taken apart, invisible characters, special blanks and dashes."""
    plain = _DASHES.sub("-", comparable(text).text).replace("\u2019", "'").replace("\u2044", "/")
    if len(plain) > MOST:
        raise NotUnderstoodError(text)
    return " ".join(plain.split())


def _day_parts(plain: str) -> list[str]:
    """Figures and words; what stands between them is dropped."""
    plain = _ORDINAL.sub("", plain)
    parts, place = [], 0
    while place < len(plain):
        match = _DAY_PART.match(plain, place)
        if match is None:
            raise NotUnderstoodError(plain)
        if match["figures"] or match["word"]:
            parts.append(match[0].rstrip(".").lower())
        place = match.end()
    return parts


def _ordered(figures: list[str], month: tuple[int, int] | None) -> tuple[int, int, int]:
    """Year, month and day of the figures, of which the month may be missing because it was named.

    Raises:
        NotUnderstoodError: too many or too few, or a year that could be a day.
    """
    sizes = [len(part) for part in figures]
    numbers = [int(part) for part in figures if len(part) <= 8]
    if month is None and sizes == [8]:
        return _solid(figures[0])
    if month is not None and sizes in ([1, 4], [2, 4]):
        return numbers[1], month[0], numbers[0]
    if month is not None and sizes in ([4, 1], [4, 2]):
        return numbers[0], month[0], numbers[1]
    if month is not None and sizes in ([1, 2], [2, 2]) and month[1] == 1:
        return _long_year(numbers[1]), month[0], numbers[0]
    if month is None and len(sizes) == 3 and max(sizes[:2]) <= 2 and sizes[2] in {2, 4}:
        return (numbers[2] if sizes[2] == 4 else _long_year(numbers[2])), numbers[1], numbers[0]
    if month is None and len(sizes) == 3 and sizes[0] == 4 and max(sizes[1:]) <= 2:
        return numbers[0], numbers[1], numbers[2]
    raise NotUnderstoodError(" ".join(figures))


def _solid(figures: str) -> tuple[int, int, int]:
    """Eight figures: the year is first, as in ISO 8601, unless only the last four can be one."""
    if FIRST_YEAR <= int(figures[:4]) <= LAST_YEAR and int(figures[4:6]) <= 12:
        return int(figures[:4]), int(figures[4:6]), int(figures[6:])
    return int(figures[4:]), int(figures[2:4]), int(figures[:2])


def _long_year(short: int) -> int:
    return short + (2000 if short <= LAST_SHORT_YEAR else 1900)

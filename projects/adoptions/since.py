"""Reading since when something is in use, as people type it: a year, or a month and a year."""

import re
import unicodedata
from datetime import date

from portal.core.forms.dates.names import month_number

#: Nothing that is told here is older.
EARLIEST = 1990
#: Letters that a month needs to be known by; endings behind them are dropped (elokuussa, ágústmánuði).
_LEAST = 3
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_WORD = re.compile(r"[^\W\d_]+")


class NotUnderstoodError(ValueError):
    """The text names no year, or a month that does not exist."""


def read_since(text: str, today: date) -> tuple[int, int | None]:
    """Year and, if it is said, month.

    Raises:
        NotUnderstoodError: it is no month and no year, too long ago, or still to come.
    """
    text = unicodedata.normalize("NFC", text)
    years = _YEAR.findall(text)
    if len(years) != 1:
        raise NotUnderstoodError(text)
    rest = _YEAR.sub(" ", text)
    year, month = int(years[0]), _month(rest, day_first=text.strip().endswith(years[0]))
    if not year >= EARLIEST or (year, month or 1) > (today.year, today.month):
        raise NotUnderstoodError(text)
    return year, month


def _month(rest: str, *, day_first: bool) -> int | None:
    figures = [int(number) for number in re.findall(r"\d{1,2}", rest)]
    if figures:
        # 1.8.2024 has its day first, 2024-08-01 its month.
        number = figures[-1] if day_first else figures[0]
        if len(figures) > 2 or not 1 <= number <= 12:
            raise NotUnderstoodError(rest)
        return number
    named = {_named(word) for word in _WORD.findall(rest)} - {None}
    return named.pop() if len(named) == 1 else None


def _named(word: str) -> int | None:
    """The month that ``word`` names, in whatever case it stands."""
    for length in range(len(word), _LEAST - 1, -1):
        if (number := month_number(word[:length])) is not None:
            return number
    return None

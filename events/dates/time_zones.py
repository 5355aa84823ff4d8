"""VTIMEZONE components (RFC 5545): when the clock changes, as a recurrence rule (RRULE) where there is one.

RFC 5545 3.6.5: the onset of a period is written on the clock that it ends, and a rule holds for all years to come, so
that an entry that is moved to another year still has its time.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

#: Weekdays as RFC 5545 writes them, from Monday on.
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
#: After so many years the calendar has shown every date on every weekday.
_CYCLE = 28
_STEP = timedelta(days=7)
#: Before all events: since when a zone without changes has been as it is.
_ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)


class Change(NamedTuple):
    """A change of the clock: the moment, and what the clock was and is."""

    moment: datetime
    before: timedelta
    after: timedelta
    name: str
    is_summer: bool

    @property
    def onset(self) -> datetime:
        """The moment on the clock that is changed."""
        return (self.moment + self.before).replace(tzinfo=None)


def describe_zone(name: str, first: date, last: date) -> Timezone:
    """The VTIMEZONE of zone ``name`` that is right for all events from ``first`` to ``last``, and as far as a rule
    is known for later ones."""
    zone = Timezone()
    zone.add("tzid", name)
    for change, rule, others in _periods(name, first.year, last.year):
        part = TimezoneDaylight() if change.is_summer else TimezoneStandard()
        part.DTSTART = change.onset
        part.TZOFFSETFROM, part.TZOFFSETTO = change.before, change.after
        part.add("tzname", change.name)
        if rule:
            part.add("rrule", vRecur(rule))
        elif others:
            part.add("rdate", others)
        zone.add_component(part)
    return zone


@lru_cache(maxsize=200)
def _periods(name: str, first: int, last: int) -> list[tuple[Change, dict[str, object] | None, list[datetime]]]:
    """The kinds of periods of a zone, each with its first beginning and the rule, or the dates, of the others."""
    kinds: dict[tuple[object, ...], list[Change]] = defaultdict(list)
    horizon = last + _CYCLE
    for change in _changes(name, first - 1, horizon):
        kinds[change[1:]].append(change)
    periods = []
    for changes in kinds.values():
        rule = _rule_of([change.onset for change in changes], horizon)
        within = [change for change in changes if change.onset.year <= last + 1]
        if within:
            periods.append((within[0], rule, [change.onset for change in within[1:]]))
    starts = [change.moment for change, _rule, _others in periods]
    if not starts or min(starts) >= datetime(first, 1, 1, tzinfo=UTC) - timedelta(days=1):
        periods.insert(0, (_initial(name, datetime(first - 1, 1, 1, tzinfo=UTC)), None, []))
    return periods


def _changes(name: str, first: int, last: int) -> Iterator[Change]:
    """All changes of the clock from the beginning of year ``first`` to the end of ``last``."""
    zone = ZoneInfo(name)

    def state(moment: datetime) -> tuple[timedelta, str, bool]:
        local = moment.astimezone(zone)
        return local.utcoffset() or timedelta(), local.tzname() or name, bool(local.dst())

    left, end = datetime(first, 1, 1, tzinfo=UTC), datetime(last + 1, 1, 1, tzinfo=UTC)
    while left < end:
        before = state(left)
        if state(left + _STEP) != before:
            # Seconds from ``left``: the clock is as before at ``early``, and changed at ``late``.
            early, late = 0, int(_STEP.total_seconds())
            while late - early > 1:
                middle = (early + late) // 2
                same = state(left + timedelta(seconds=middle)) == before
                early, late = (middle, late) if same else (early, middle)
            moment = left + timedelta(seconds=late)
            yield Change(moment, before[0], *state(moment))
        left += _STEP


def _initial(name: str, moment: datetime) -> Change:
    local = moment.astimezone(ZoneInfo(name))
    offset = local.utcoffset() or timedelta()
    return Change(_ALWAYS - offset, offset, offset, local.tzname() or name, bool(local.dst()))


def _rule_of(onsets: list[datetime], last: int) -> dict[str, object] | None:
    """The yearly rule by which all ``onsets`` follow each other up to year ``last``; None without one."""
    same = {(onset.month, onset.weekday(), onset.time()) for onset in onsets}
    years = [onset.year for onset in onsets]
    if len(years) < _CYCLE // 2 or years != list(range(years[0], last + 1)) or len(same) != 1:
        return None
    [(month, weekday, _time)] = same
    days = {onset.day for onset in onsets}
    rule: dict[str, object] = {"FREQ": "YEARLY", "BYMONTH": month}
    if all((onset + _STEP).month != month for onset in onsets):
        return {**rule, "BYDAY": f"-1{_DAYS[weekday]}"}
    if len({(day - 1) // 7 for day in days}) == 1:
        return {**rule, "BYDAY": f"{(min(days) - 1) // 7 + 1}{_DAYS[weekday]}"}
    if max(days) - min(days) == len(_DAYS) - 1:
        return {**rule, "BYDAY": _DAYS[weekday], "BYMONTHDAY": sorted(range(min(days), max(days) + 1))}
    return None

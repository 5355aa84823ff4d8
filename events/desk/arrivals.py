"""Check-in at the door: marks of a phone that may have waited for the connection. Sent twice, they change nothing."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from django.db.models import Count, Q, QuerySet
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from events.desk.actions import check_in
from events.enums import RegistrationState
from events.models import Event, Registration
from portal.core.files.spreadsheets import PER_QUERY
from portal.core.i18n.alphabets import alphabetical
from portal.core.operations.retention import DOOR
from portal.core.types import AnyUser

#: Number of the registration, whether the person came, and how many milliseconds ago it was marked (if not right now).
_MARK = re.compile(r"([0-9]{1,18}):([01])(?::([0-9]{1,14}))?")


@dataclass(frozen=True)
class Mark:
    """What was pressed beside a name, and when."""

    number: int
    present: bool
    at: datetime


def read_marks(sent: Iterable[str], now: datetime) -> list[Mark]:
    """Marks in the order in which they were made; what is none is left out.

    A phone says how long ago, so that its clock need not be right.
    """
    longest = DOOR.period // timedelta(milliseconds=1)
    marks = []
    for match in filter(None, map(_MARK.fullmatch, sent)):
        at = now - timedelta(milliseconds=min(int(match[3] or 0), longest))
        marks.append(Mark(int(match[1]), match[2] == "1", at))
    return sorted(marks, key=lambda mark: mark.at)


def take_marks(event: Event, marks: list[Mark], user: AnyUser, now: datetime) -> Iterator[dict[str, object]]:
    """Apply ``marks``; gives for each person how things stand now, with a sentence where nothing could be marked."""
    numbers = {mark.number for mark in marks}
    people = {person.pk: person for person in event.registrations.select_related("event").filter(pk__in=numbers)}
    refused = {
        mark.number
        for mark in marks
        if mark.number not in people or not check_in(people[mark.number], user, now, present=mark.present, at=mark.at)
    }
    fresh = event.registrations.in_bulk(numbers)
    for number in sorted(numbers):
        person = fresh.get(number)
        came = person.attended_at if person else None
        yield {
            "number": number,
            "at": formats.time_format(timezone.localtime(came)) if came else "",
            "said": not_marked(person) if number in refused else "",
        }


def not_marked(person: Registration | None) -> str:
    """Why nobody is marked as arrived: without a place, or not of this event."""
    if person is None:
        return _("One of the people you marked is not in this list any more.")
    said = _("%(name)s: no arrival is marked. State of the registration: %(state)s.")
    return said % {"name": person.name or f"#{person.pk}", "state": person.get_state_display()}


def arrived(event: Event) -> dict[str, int]:
    """How many of those who have a place have come."""
    placed = event.registrations.filter(state=RegistrationState.CONFIRMED)
    return placed.aggregate(people=Count("pk"), arrived=Count("pk", Q(attended_at__isnull=False)))


def placed(event: Event) -> QuerySet[Registration]:
    """Everybody with a place."""
    return event.registrations.filter(state=RegistrationState.CONFIRMED, anonymised_at=None)


def on_paper(event: Event) -> Iterator[list[Registration]]:
    """Everybody with a place, in the alphabetical order of the reader: the list that is printed, a share at a time.

    Of all of them at once only the names are held, to be put in order.
    """
    names = placed(event).values_list("name", "pk").iterator(PER_QUERY)
    order = iter([pk for _key, pk in sorted((alphabetical(name), pk) for name, pk in names)])
    while share := list(islice(order, PER_QUERY)):
        found = placed(event).select_related("pool").in_bulk(share)
        yield [found[pk] for pk in share if pk in found]

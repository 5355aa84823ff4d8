"""Availability: what an event page says about its registration."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from events.enums import EventStatus
from events.models import Event, EventPage
from events.registration.queries import CountedPool, numbered_pools
from portal.core.i18n.formats import long_date

#: From here on the page says that few places are left: as a share of all, and as a number.
FEW_SHARE, FEW_NUMBER = 0.1, 5


@dataclass(frozen=True)
class Availability:
    """The state of an event's registration, for the event block."""

    #: open, few, full, opens, closed or cancelled.
    state: str
    #: None without limit.
    places_left: int | None
    #: Address of the form.
    url: str
    #: Days in the language of the page; empty if the organiser set none.
    opens_on: str
    closes_on: str


def registration_of(page: EventPage, now: datetime | None = None) -> Availability | None:
    """Availability of seats at the event of ``page``; None if one cannot register for it here."""
    now = now or timezone.now()
    if not page.takes_registrations or page.is_past:
        return None
    pools = list(numbered_pools(now).filter(event__translation_key=page.translation_key).select_related("event"))
    if not pools:
        return None
    event, language = pools[0].event, page.reading_language
    left, zone = _places_left(pools), ZoneInfo(event.timezone)
    with override(language):
        address = reverse("events:register", args=[page.slug_in_address])
    return Availability(
        state=_state(event, pools, left, now),
        places_left=left,
        url=address,
        opens_on=long_date(event.opens_at.astimezone(zone).date(), language) if event.opens_at else "",
        closes_on=long_date(event.closes_at.astimezone(zone).date(), language) if event.closes_at else "",
    )


def _state(event: Event, pools: Sequence[CountedPool], left: int | None, now: datetime) -> str:
    if event.status == EventStatus.CANCELLED:
        return "cancelled"
    if event.opens_at and now < event.opens_at:
        return "opens"
    if not event.is_open(now) or all(pool.capacity == 0 for pool in pools):
        return "closed"
    if left == 0:
        return "full" if any(pool.waiting_list for pool in pools if pool.capacity != 0) else "closed"
    capacity = sum(pool.capacity or 0 for pool in pools)
    return "few" if left is not None and left <= max(FEW_NUMBER, capacity * FEW_SHARE) else "open"


def _places_left(pools: Sequence[CountedPool]) -> int | None:
    """Places that a newcomer would get: none in a pool where somebody waits; None if a pool has no limit."""
    left = 0
    for pool in pools:
        if pool.capacity is None:
            return None
        if not pool.waiting:
            left += max(0, pool.capacity - pool.taken)
    return left

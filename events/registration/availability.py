"""What an event page says about its registration."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from events.enums import EventStatus
from events.models import EventPage
from events.registration.queries import numbered_pools
from portal.core.i18n.formats import long_date

#: From here on the page says that few places are left: as a share of all, and as a number.
FEW_SHARE, FEW_NUMBER = 0.1, 5


def registration_of(page: EventPage, now: datetime | None = None) -> dict[str, Any] | None:
    """State of the registration for the event block; None if one cannot register for this event here.

    Returns:
        ``state`` (open, few, full, opens, closed, cancelled), ``places_left`` (None without limit), ``url`` of the
        form, ``opens_on`` and ``closes_on`` as texts in the language of the page.
    """
    now = now or timezone.now()
    if not page.takes_registrations or page.is_past:
        return None
    pools = list(numbered_pools(now).filter(event__translation_key=page.translation_key).select_related("event"))
    if not pools:
        return None
    event, language = pools[0].event, page.locale_code
    left, zone = _places_left(pools), ZoneInfo(event.timezone)
    with override(language):
        # A list may show the page to readers of another language.
        address = reverse("events:register", args=[page.slug])
    result: dict[str, Any] = {
        "places_left": left,
        "url": address,
        "opens_on": long_date(event.opens_at.astimezone(zone).date(), language) if event.opens_at else "",
        "closes_on": long_date(event.closes_at.astimezone(zone).date(), language) if event.closes_at else "",
    }
    if event.status == EventStatus.CANCELLED:
        state = "cancelled"
    elif event.opens_at and now < event.opens_at:
        state = "opens"
    elif not event.is_open(now) or all(pool.capacity == 0 for pool in pools):
        state = "closed"
    elif left == 0:
        state = "full" if any(pool.waiting_list for pool in pools if pool.capacity != 0) else "closed"
    else:
        capacity = sum(pool.capacity or 0 for pool in pools)
        state = "few" if left is not None and left <= max(FEW_NUMBER, capacity * FEW_SHARE) else "open"
    return {**result, "state": state}


def _places_left(pools: list[Any]) -> int | None:
    """Places that a newcomer would get: none in a pool where somebody waits; None if a pool has no limit."""
    if any(pool.capacity is None for pool in pools):
        return None
    return sum(max(0, pool.capacity - pool.taken) for pool in pools if not pool.waiting)

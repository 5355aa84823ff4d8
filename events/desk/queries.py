"""Lists and numbers for the registration desk. Callers have checked that the user may see the event's people."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet, Window
from django.db.models.functions import RowNumber, TruncDate

from events.enums import LIVE_STATES, SEATED_STATES, PoolKind, RegistrationState
from events.models import Event, Registration
from events.registration.queries import queued
from portal.core.i18n.text import finder
from portal.core.mail.addresses import readable_address

#: The plot shows so many days at most.
PLOT_DAYS = 60


def filtered(event: Event, chosen: dict[str, Any]) -> QuerySet[Registration]:
    """Registrations of an event that match the filters, newest first; the queue in its order."""
    people = event.registrations.select_related("pool")
    if chosen.get("state"):
        people = people.filter(state=chosen["state"])
    if chosen.get("pool"):
        people = people.filter(pool__kind=chosen["pool"])
    match chosen.get("mark"):
        case "present":
            people = people.filter(attended_at__isnull=False)
        case "absent":
            people = people.filter(attended_at__isnull=True, state=RegistrationState.CONFIRMED)
        case "bounced":
            people = people.filter(bounced_at__isnull=False)
    if chosen.get("q"):
        people = people.filter(pk__in=_found(people, chosen["q"]))
    order = ("queue_at", "pk") if chosen.get("state") == RegistrationState.WAITING else ("-pk",)
    return people.order_by(*order)


def _found(people: QuerySet[Registration], asked: str) -> list[int]:
    """Numbers of those whose name, organisation or address holds every word, by a key that no database can work out.

    One query for the people of one event, whose names and addresses are read anyway when they are listed.
    """
    is_found = finder(asked)
    rows = people.order_by().values_list("pk", "name", "organisation", "email")
    return [pk for pk, *texts, email in rows.iterator() if is_found(*texts, email, readable_address(email))]


def readers(event: Event) -> dict[str, int]:
    """How many of those who are registered, wait or have an offer read each language; the most read one first."""
    people = event.registrations.filter(state__in=LIVE_STATES, anonymised_at__isnull=True, bounced_at__isnull=True)
    counted = people.order_by().values_list("language").annotate(people=Count("pk"))
    return dict(counted.order_by("-people", "language"))


def positions(people: Iterable[Registration]) -> dict[int, int]:
    """Positions on the waiting lists of those among ``people`` who wait, by number of the registration.

    The database numbers the lists and hands over what is asked for: nobody reads a list of thousands for one page.
    """
    waiting = {person.pk: person.pool_id for person in people if person.state == RegistrationState.WAITING}
    if not waiting:
        return {}
    place = Window(RowNumber(), partition_by="pool", order_by=("queue_at", "pk"))
    queues = queued(Registration.objects.filter(pool__in=set(waiting.values()))).annotate(place=place)
    # Beside a condition on the place, the numbers are looked at after all of the list is numbered, not before.
    shown = queues.filter(Q(pk__in=waiting) | Q(place=0))
    return dict(shown.order_by().values_list("pk", "place"))


def numbers(event: Event) -> list[dict[str, object]]:
    """For each pool: capacity, and how many people are in each state."""
    counted = Counter(
        {
            (row["pool"], row["state"]): row["people"]
            for row in event.registrations.values("pool", "state").annotate(people=Count("pk"))
        }
    )
    table = []
    for pool in event.pools.all():
        by_state = [(state, counted[pool.pk, state]) for state in RegistrationState]
        held = sum(counted[pool.pk, state] for state in SEATED_STATES)
        over = held - pool.capacity if pool.capacity is not None else 0
        table.append(
            {
                "pool": pool,
                "name": PoolKind(pool.kind).label,
                "capacity": pool.capacity,
                "states": by_state,
                "stranded": 0 if pool.waiting_list else counted[pool.pk, RegistrationState.WAITING],
                "over": over if over > pool.acknowledged_over else 0,
            }
        )
    return table


def per_day(event: Event) -> list[dict[str, object]]:
    """New registrations per day on the calendar of the event, for the plot: {day, people, height in percent}."""
    rows = (
        event.registrations.exclude(state=RegistrationState.UNCONFIRMED)
        .annotate(day=TruncDate("created_at", tzinfo=ZoneInfo(event.timezone)))
        .values("day")
        .annotate(people=Count("pk"))
        .order_by("day")
    )
    counted = {row["day"]: row["people"] for row in rows}
    if not counted:
        return []
    last, most = max(counted), max(counted.values())
    first = max(min(counted), last - timedelta(days=PLOT_DAYS - 1))
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return [
        {"day": day, "people": counted.get(day, 0), "height": round(100 * counted.get(day, 0) / most), "x": 12 * place}
        for place, day in enumerate(days)
    ]

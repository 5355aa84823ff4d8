"""Allocation of seats and waiting lists. Everything that changes a seat runs in here, under one row lock per event.

Counting before the lock, or inserting a row before it, oversells; see docs/registration.md.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import count, islice
from typing import TypeVar

from django.db import OperationalError, connection, transaction
from django.db.models import Max

from events.enums import (
    Action,
    EventStatus,
    MailKind,
    Promotion,
    RegistrationState,
)
from events.models import Event, Registration, SeatPool
from events.outbox import queue
from events.privacy.audit_log import SYSTEM, By, record
from events.registration.queries import queue_of, taken_seats

T = TypeVar("T")
#: So close to the start nobody can be asked to answer an offer in time.
NO_OFFERS_WITHIN = timedelta(hours=24)
#: How often a change is tried again when the lock was not free within three seconds.
LOCK_ATTEMPTS = 5
#: SQLite waits for twenty seconds each time.
SQLITE_ATTEMPTS = 2


def with_event_locked(event_id: int, change: Callable[[Event], T]) -> T:
    """Run ``change`` with the event's row locked (SELECT FOR UPDATE), in a transaction of its own.

    Raises:
        OperationalError: the lock was not free in several attempts of three seconds.
        RuntimeError: called inside another transaction, which would hold the lock for too long.
    """
    for attempt in range(1, LOCK_ATTEMPTS + 1):
        try:
            with transaction.atomic(durable=True):
                return change(lock_event(event_id))
        except OperationalError:
            if attempt == (LOCK_ATTEMPTS if connection.vendor == "postgresql" else SQLITE_ATTEMPTS):
                raise
    raise AssertionError("unreachable")


def lock_event(event_id: int) -> Event:
    """The event as it is now, locked until the end of the transaction.

    ``no_key`` leaves inserts that merely refer to the event alone. SQLite has no row locks; its transactions
    are immediate and therefore one after the other.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '3s'")
    return Event.objects.select_for_update(no_key=True).get(pk=event_id)


def fresh_registration(event: Event, pk: int) -> Registration:
    """A registration re-read under the lock, with the locked event: what was read before may be stale."""
    registration = event.registrations.select_related("pool").get(pk=pk)
    registration.event = event
    return registration


def free_numbers(pool: SeatPool, *, beyond: bool = False) -> Iterator[int | None]:
    """Seat numbers to give away, lowest first; None for ever in a pool without limit.

    No number is above the capacity: together with the unique index, the database alone then keeps from overselling.

    Parameters:
        beyond: go on above the capacity, for seats that an organiser gives on purpose.
    """
    if pool.capacity is None:
        while True:
            yield None
    taken = set(pool.registrations.filter(seat_no__isnull=False).values_list("seat_no", flat=True))
    for number in count(1) if beyond else range(1, pool.capacity + 1):
        if number not in taken:
            yield number


def fill(event: Event, now: datetime) -> None:
    """Let overdue offers lapse, then promote from the waiting list, in order. Needs the lock.

    Called after everything that can free a seat, and by the worker every minute. An event that does not take place
    gives no seats and takes none back: everybody is cancelled with it.
    """
    if event.status == EventStatus.CANCELLED:
        return
    for pool in event.pools.all():
        for late in pool.registrations.filter(state=RegistrationState.OFFERED, offer_until__lte=now):
            move(late, RegistrationState.LAPSED, Action.LAPSE, SYSTEM, now, mail=MailKind.LAPSED)
        if event.status != EventStatus.SCHEDULED or now >= event.cutoff() or pool.capacity == 0:
            continue
        waiting = queue_of(pool)
        if pool.capacity is not None:
            waiting = waiting[: max(0, pool.capacity - taken_seats(pool))]
        offers = event.promotion == Promotion.OFFER and now < event.starts_at - NO_OFFERS_WITHIN
        for registration, seat in zip(list(waiting), free_numbers(pool), strict=False):
            if offers:
                until = min(now + timedelta(hours=event.offer_hours), event.cutoff())
                move(
                    registration,
                    RegistrationState.OFFERED,
                    Action.OFFER,
                    SYSTEM,
                    now,
                    seat=seat,
                    until=until,
                    mail=MailKind.OFFERED,
                )
            else:
                move(
                    registration,
                    RegistrationState.CONFIRMED,
                    Action.PROMOTE,
                    SYSTEM,
                    now,
                    seat=seat,
                    mail=MailKind.PROMOTED,
                )


def move(
    registration: Registration,
    state: RegistrationState,
    action: Action,
    by: By,
    now: datetime,
    *,
    seat: int | None = None,
    until: datetime | None = None,
    mail: MailKind | None = None,
) -> None:
    """State transition of a registration: change it, write the audit log, queue the mail. Needs the lock."""
    before = registration.state
    registration.state = state
    registration.sequence += 1
    registration.seat_no = seat
    registration.offer_until = until
    if state == RegistrationState.WAITING:
        registration.queue_at = _end_of_queue(registration.pool, now)
    if state == RegistrationState.CONFIRMED and registration.confirmed_at is None:
        registration.confirmed_at = now
    registration.save(update_fields=["state", "sequence", "seat_no", "offer_until", "queue_at", "confirmed_at"])
    record(action, by, now, event=registration.event, registration=registration, from_state=before)
    if mail:
        queue(mail, registration, now)


def _end_of_queue(pool: SeatPool, now: datetime) -> datetime:
    """The timestamp that puts somebody last on the waiting list: monotonic, even if the clock goes back."""
    last = pool.registrations.aggregate(last=Max("queue_at"))["last"]
    return max(now, last + timedelta(microseconds=1)) if last else now


def place(registration: Registration, action: Action, by: By, now: datetime) -> bool:
    """Allocate a seat to ``registration``, or the last place on the waiting list. Needs the lock.

    Nobody overtakes the queue: while somebody waits, even a free seat is not for a newcomer.

    Returns:
        False if there is neither a seat nor a waiting list, or the event is cancelled; nothing is changed then.
    """
    event, pool = registration.event, registration.pool
    fill(event, now)
    if pool.capacity == 0 or event.status == EventStatus.CANCELLED:
        return False
    free = pool.capacity is None or taken_seats(pool) < pool.capacity
    seats = list(islice(free_numbers(pool), 1))
    if free and seats and not queue_of(pool).exists():
        move(
            registration,
            RegistrationState.CONFIRMED,
            action,
            by,
            now,
            seat=seats[0],
            mail=MailKind.CONFIRMED,
        )
        return True
    if pool.waiting_list:
        move(registration, RegistrationState.WAITING, action, by, now, mail=MailKind.WAITING)
        return True
    return False

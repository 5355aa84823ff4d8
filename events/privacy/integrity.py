"""Integrity checks: the invariants of registrations. The nightly job and ``manage.py check_registrations`` run them."""

from datetime import datetime, timedelta

from django.db.models import Count, F, Q

from events.enums import LIVE_STATES, SEATED_STATES, RegistrationState
from events.models import Registration, SeatPool
from portal.core.enums import MailStatus
from portal.core.models import OutgoingMail

#: A mail that is due for longer means that the worker or the mail server is away.
LATEST_MAIL = timedelta(hours=1)


def violations(now: datetime) -> list[str]:
    """A sentence for each thing that is wrong; empty when all is well. Nobody is named."""
    return [*_oversold(now), *_shared_seats(), *_without_consent(), *_late_mails(now), *_waiting_in_vain(now)]


def _oversold(now: datetime) -> list[str]:
    seated = Q(registrations__state=RegistrationState.CONFIRMED) | Q(
        registrations__state=RegistrationState.OFFERED, registrations__offer_until__gt=now
    )
    pools = SeatPool.objects.filter(capacity__isnull=False, event__ends_at__gt=now).select_related("event")
    over = pools.annotate(taken=Count("registrations", filter=seated)).filter(
        taken__gt=F("capacity") + F("acknowledged_over")
    )
    return [
        f"Event {pool.event_id}, pool {pool.kind}: {pool.taken} seats held of {pool.capacity}, "
        f"{pool.acknowledged_over} above are acknowledged."
        for pool in over
    ]


def _shared_seats() -> list[str]:
    """The database refuses this; asked all the same, since an index can be lost in a restored backup."""
    shared = (
        Registration.objects.filter(state__in=SEATED_STATES, seat_no__isnull=False)
        .values("pool", "seat_no")
        .annotate(people=Count("pk"))
        .filter(people__gt=1)
    )
    return [f"Pool {row['pool']}: seat {row['seat_no']} is held by {row['people']}." for row in shared]


def _without_consent() -> list[str]:
    rows = Registration.objects.filter(state__in=LIVE_STATES, anonymised_at__isnull=True).filter(
        Q(consent__isnull=True) | Q(consent__withdrawn_at__isnull=False)
    )
    return [f"Registration {pk}: no consent." for pk in rows.order_by("pk").values_list("pk", flat=True)]


def _late_mails(now: datetime) -> list[str]:
    late = OutgoingMail.objects.filter(
        status__in=(MailStatus.QUEUED, MailStatus.SENDING), due_at__lte=now - LATEST_MAIL
    ).count()
    return [f"{late} mails are due for more than an hour."] if late else []


def _waiting_in_vain(now: datetime) -> list[str]:
    """Somebody waits although a seat is free and may be given."""
    found = []
    pools = (
        SeatPool.objects.filter(
            event__status="scheduled",
            event__starts_at__gt=now,
            registrations__state=RegistrationState.WAITING,
            registrations__bounced_at__isnull=True,
        )
        .exclude(capacity=0)
        .distinct()
        .select_related("event")
    )
    for pool in pools:
        taken = pool.registrations.filter(state__in=SEATED_STATES).count()
        free = pool.capacity is None or taken < pool.capacity
        if free and now < pool.event.cutoff():
            found.append(f"Event {pool.event_id}, pool {pool.kind}: a seat is free while somebody waits.")
    return found

"""Business actions of the registration desk. Views only call these; the audit log says who did each."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import QuerySet

from events.enums import Action, Actor, EventStatus, MailKind, PoolKind, RegistrationState
from events.models import Event, Registration, SeatPool
from events.outbox import queue
from events.privacy.audit_log import By, desk, record
from events.registration.actions import Details, Outcome, new_registration, save_details
from events.registration.crowds import tell_link
from events.registration.queries import last_sequence, live_registration, taken_seats
from events.registration.seats import fill, free_numbers, fresh_registration, move, place, with_event_locked
from events.registration.tokens import revoke_all
from partners.teams.ownership import acts_for_all, organisation_ids
from portal.core.enums import MailStatus
from portal.core.mail.outbox.tasks import send_due_mail
from portal.core.models import OutgoingMail
from portal.core.models.mail import MailQuerySet
from portal.core.types import AnyUser

S = RegistrationState
#: How much later than it was pressed a mark may arrive for the server: who takes it back at once means that one.
SLOWEST = timedelta(seconds=15)
#: The mail that tells how things stand, by state.
STATE_MAIL = {
    S.UNCONFIRMED: MailKind.OPT_IN,
    S.CONFIRMED: MailKind.CONFIRMED,
    S.WAITING: MailKind.WAITING,
    S.OFFERED: MailKind.OFFERED,
    S.LAPSED: MailKind.LAPSED,
    S.CANCELLED: MailKind.CANCELLED_DESK,
}


def events_of(user: AnyUser) -> QuerySet[Event]:
    """Events whose people ``user`` may see: the secretariat all, a team those of its organisation, nobody else any."""
    if acts_for_all(user):
        return Event.objects.all()
    return Event.objects.filter(organisation__in=organisation_ids(user))


def add_by_hand(event_id: int, details: Details, user: AnyUser, now: datetime, *, beyond: bool) -> Outcome:
    """Register somebody who asked by phone or mail and agreed to be stored. The address gets the usual mail.

    Parameters:
        beyond: give a seat even if all are taken; the organiser thereby acknowledges it.
    """

    def change(event: Event) -> Outcome:
        if event.status == EventStatus.CANCELLED:
            return Outcome.CLOSED
        registration = new_registration(event, details, now)
        if live_registration(event, registration.email_key):
            return Outcome.ALREADY
        registration.pool = event.pools.get(pk=details.pool.pk)
        registration.by_hand = True
        registration.sequence = last_sequence(registration)
        registration.save()
        save_details(registration, details, now)
        if beyond:
            _seat_beyond(registration, Action.ADD, desk(user), now, MailKind.CONFIRMED)
        elif not place(registration, Action.ADD, desk(user), now):
            registration.delete()
            return Outcome.FULL
        event.registrations.filter(email_key=registration.email_key, state=S.UNCONFIRMED).delete()
        return Outcome.DONE

    return with_event_locked(event_id, change)


def promote(registration: Registration, user: AnyUser, now: datetime) -> Outcome:
    """Give somebody who waits a seat at once, out of turn and if need be above the capacity."""

    def change(event: Event) -> Outcome:
        if event.status == EventStatus.CANCELLED:
            return Outcome.CLOSED
        fresh = fresh_registration(event, registration.pk)
        if fresh.state not in {S.WAITING, S.OFFERED, S.LAPSED}:
            return Outcome.UNCHANGED
        if fresh.state == S.LAPSED and live_registration(event, fresh.email_key):
            return Outcome.ALREADY
        _seat_beyond(fresh, Action.PROMOTE, desk(user), now, MailKind.PROMOTED)
        return Outcome.DONE

    return with_event_locked(registration.event_id, change)


def change_pool(registration: Registration, kind: PoolKind, user: AnyUser, now: datetime) -> Outcome:
    """Move somebody between in person and online: a free seat there, or the end of the queue there."""

    def change(event: Event) -> Outcome:
        if event.status == EventStatus.CANCELLED:
            return Outcome.CLOSED
        fresh = fresh_registration(event, registration.pk)
        target = event.pools.get(kind=kind)
        if fresh.pool_id == target.pk or not fresh.is_live:
            return Outcome.UNCHANGED
        source, state, seat = fresh.pool, fresh.state, fresh.seat_no
        # The seat is given back first: a number belongs to one pool.
        Registration.objects.filter(pk=fresh.pk).update(seat_no=None, pool=target)
        fresh.pool, fresh.seat_no = target, None
        if not place(fresh, Action.MOVE, desk(user), now):
            Registration.objects.filter(pk=fresh.pk).update(seat_no=seat, pool=source, state=state)
            return Outcome.FULL
        fill(event, now)
        return Outcome.DONE

    return with_event_locked(registration.event_id, change)


def _seat_beyond(registration: Registration, action: Action, by: By, now: datetime, mail: MailKind) -> None:
    pool = registration.pool
    fill(registration.event, now)
    registration.refresh_from_db(fields=["state", "sequence", "seat_no"])
    seat = registration.seat_no or next(free_numbers(pool, beyond=True))
    move(registration, S.CONFIRMED, action, by, now, seat=seat, mail=mail)
    acknowledge(pool, by, now)


def acknowledge(pool: SeatPool, by: By, now: datetime) -> None:
    """The organiser knows that more seats are held than there are. Needs the lock."""
    over = max(0, taken_seats(pool) - pool.capacity) if pool.capacity is not None else 0
    if over != pool.acknowledged_over:
        SeatPool.objects.filter(pk=pool.pk).update(acknowledged_over=over)
        record(Action.ACKNOWLEDGE, by, now, event=pool.event, amount=over)


def acknowledge_all(event_id: int, user: AnyUser, now: datetime) -> None:
    """Acknowledge the overbooking of every pool of an event, for example after the capacity was lowered."""

    def change(event: Event) -> None:
        for pool in event.pools.all():
            acknowledge(pool, desk(user), now)

    with_event_locked(event_id, change)


def check_in(
    registration: Registration, user: AnyUser, now: datetime, *, present: bool, at: datetime | None = None
) -> bool:
    """Somebody came, or was ticked by mistake; False without a place, when nothing is marked.

    Parameters:
        at: when it was pressed, if that had to wait for the connection; taken back is what was marked until then.
    """
    at = at or now
    placed = Registration.objects.filter(pk=registration.pk, state=S.CONFIRMED)
    found = placed.filter(attended_at=None) if present else placed.filter(attended_at__lte=at + SLOWEST)
    changed = found.update(attended_at=at if present else None)
    if changed:
        action = Action.CHECK_IN if present else Action.UNDO_CHECK_IN
        record(action, desk(user), now, event=registration.event, registration=registration, from_state=S.CONFIRMED)
    return bool(changed) or placed.exists()


def resend(registration: Registration, user: AnyUser, now: datetime, *, revoke: bool = False) -> None:
    """Send the mail that tells how things stand again, with new links.

    Parameters:
        revoke: make all links sent before worthless, for example after a mail went astray.
    """
    if revoke:
        revoke_all(registration, now)
    address_works(registration.event, user, now, [registration])
    record(Action.RESEND, desk(user), now, event=registration.event, registration=registration)
    queue(STATE_MAIL[S(registration.state)], registration, now, about=f"again-{now:%Y%m%d%H%M%S}")


def address_works(event: Event, user: AnyUser, now: datetime, people: Iterable[Registration] | None = None) -> int:
    """Take the flag "mail refused" from some people or from all of an event, and send what they missed.

    Returns how many were flagged.
    """
    flagged = event.registrations.filter(bounced_at__isnull=False, anonymised_at__isnull=True)
    if people is not None:
        flagged = flagged.filter(pk__in=[person.pk for person in people])
    freed = list(flagged)
    for person in freed:
        Registration.objects.filter(pk=person.pk).update(bounced_at=None)
        record(Action.WORKS, desk(user), now, event=event, registration=person, from_state=person.state)
    if freed:
        send_failed(event, user, now, freed)
    return len(freed)


def failed_mails(event: Event) -> MailQuerySet:
    """Mails that were given up, to people whose addresses are not flagged: they can be sent again."""
    people = event.registrations.filter(bounced_at__isnull=True, anonymised_at__isnull=True)
    return OutgoingMail.objects.about(Registration.ABOUT, people).filter(status=MailStatus.FAILED)


def send_failed(event: Event, user: AnyUser, now: datetime, people: Iterable[Registration] | None = None) -> int:
    """Queue again what failed, for some people or for everybody; returns how many mails.

    What is no longer true when its turn comes is dropped as usual.
    """
    mails = failed_mails(event)
    if people is not None:
        mails = mails.about(Registration.ABOUT, [person.pk for person in people])
    number = mails.update(status=MailStatus.QUEUED, due_at=now, attempts=0, error="", refusal="", done_at=None)
    if number:
        record(Action.RESEND, desk(user), now, event=event, amount=number)
        send_due_mail.enqueue()
    return number


def refused_addresses(event: Event) -> int:
    """How many addresses of an event are flagged: they get no mail and are promoted to no seat."""
    return event.registrations.filter(bounced_at__isnull=False, anonymised_at__isnull=True).count()


def save_links(
    event: Event, join_link: str, join_link_hours: int, recordings_link: str, user: AnyUser, now: datetime
) -> int:
    """Set the links of an event. A link that people can see already and that changes is mailed; returns to how many.

    The worker queues these mails.

    Raises:
        OperationalError: the event was not free for some seconds.
    """

    def change(event: Event) -> int:
        is_news = bool(event.join_link and join_link) and join_link != event.join_link
        event.join_link, event.join_link_hours, event.recordings_link = join_link, join_link_hours, recordings_link
        event.save(update_fields=["join_link", "join_link_hours", "recordings_link"])
        record(Action.LINKS, desk(user), now, event=event)
        return tell_link(event, now) if is_news and now >= event.join_link_visible_from() else 0

    return with_event_locked(event.pk, change)


def log_reading(event: Event, action: Action, user: AnyUser, number: int, now: datetime) -> None:
    """Who read or exported which list, and how long it was."""
    record(action, By(Actor.DESK, user), now, event=event, amount=number)

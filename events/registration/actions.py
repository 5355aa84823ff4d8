"""Business actions of registrants: register, confirm, change, cancel, answer an offer, erase. Views only call these."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, auto

from django.db import IntegrityError, transaction

from events.enums import Action, EventStatus, MailKind, RegistrationState
from events.models import Consent, ConsentText, Event, Registration, SeatPool, Token
from events.models.registration import MAX_NAME
from events.outbox import queue
from events.privacy.audit_log import SELF, By, record
from events.privacy.retention import anonymise
from events.registration.answers import AnswerValue, save_answers
from events.registration.queries import last_sequence, live_registration
from events.registration.seats import fill, fresh_registration, move, place, with_event_locked
from events.registration.tokens import CONFIRM_WITHIN
from portal.core.enums import MailStatus
from portal.core.i18n.text import tidy_name
from portal.core.mail.addresses import address_key, tidy_address
from portal.core.models import OutgoingMail
from portal.core.web.tokens import fingerprint

#: Time between two mails that ask the same address to confirm, and how many a day.
OPT_IN_PAUSE = timedelta(minutes=10)
OPT_IN_PER_DAY = 5


class Outcome(Enum):
    """The outcome of an action; the page says it in words, together with the registration's state."""

    DONE = auto()
    #: It had been done before: the state is what it is.
    UNCHANGED = auto()
    #: Registration closed, or the event was cancelled, in the meantime.
    CLOSED = auto()
    #: No seat and no waiting list.
    FULL = auto()
    #: The address is registered already, by another form.
    ALREADY = auto()
    #: The deadline for cancelling, or for answering the offer, has passed.
    TOO_LATE = auto()
    #: Nobody without a place can arrive.
    NO_PLACE = auto()


@dataclass(frozen=True)
class Details:
    """What a registrant tells."""

    name: str
    email: str
    language: str
    pool: SeatPool
    consent: ConsentText
    organisation: str = ""
    #: Values by primary key of the question.
    answers: Mapping[int, AnswerValue] = field(default_factory=dict)


def register(event: Event, details: Details, nonce: str, now: datetime) -> None:
    """Begin the double opt-in: keep what was typed until the address is confirmed by mail.

    The same work is done for every address, known or not; the mail tells the difference. The same form sent
    twice counts once.

    Parameters:
        nonce: the form's own random text; its SHA-256 is the idempotency key.
    """
    try:
        with transaction.atomic():
            registration = new_registration(event, details, now)
            registration.form_key = fingerprint(nonce)
            registration.expires_at = min(now + CONFIRM_WITHIN, event.starts_at)
            registration.save()
            save_details(registration, details, now)
            _queue_opt_in(registration, now)
    except IntegrityError:
        if not Registration.objects.filter(form_key=fingerprint(nonce)).exists():
            raise


def new_registration(event: Event, details: Details, now: datetime) -> Registration:
    """An unsaved registration with tidied values."""
    return Registration(
        event=event,
        pool=details.pool,
        name=tidy_name(details.name)[:MAX_NAME],
        email=tidy_address(details.email),
        email_key=address_key(details.email),
        organisation=tidy_name(details.organisation)[:MAX_NAME],
        language=details.language,
        created_at=now,
    )


def save_details(registration: Registration, details: Details, now: datetime) -> None:
    """Answers and consent of a registration that has just been saved."""
    save_answers(registration, details.answers)
    Consent.objects.create(registration=registration, text=details.consent, given_at=now)


def _queue_opt_in(registration: Registration, now: datetime) -> None:
    """Queue the mail of the double opt-in, rate limited per mailbox: one in ten minutes, five a day."""
    same_mailbox = registration.event.registrations.filter(email_key=registration.email_key)
    mails = OutgoingMail.objects.about(Registration.ABOUT, same_mailbox)
    earlier = mails.filter(kind=MailKind.OPT_IN, due_at__gt=now - timedelta(days=1)).exclude(status=MailStatus.DROPPED)
    due = list(earlier.order_by("due_at").values_list("due_at", flat=True))
    next_due = max(now, due[-1] + OPT_IN_PAUSE) if due else now
    queue(MailKind.OPT_IN, registration, now, due=next_due)
    if len(due) >= OPT_IN_PER_DAY:
        registration.mails.update(status=MailStatus.DROPPED, done_at=now)


def confirm(token: Token, now: datetime) -> Outcome:
    """Complete the double opt-in: give a seat or a place on the waiting list. Only ever called by a POST."""

    def change(event: Event) -> Outcome:
        fresh = Token.objects.select_related("registration__pool").filter(pk=token.pk).first()
        if fresh is None:
            return Outcome.CLOSED
        registration = fresh.registration
        registration.event = event
        if registration.state != RegistrationState.UNCONFIRMED:
            return Outcome.UNCHANGED
        if not event.is_open(now):
            return Outcome.CLOSED
        if live_registration(event, registration.email_key):
            return Outcome.ALREADY
        registration.sequence = last_sequence(registration)
        if not place(registration, Action.CONFIRM, SELF, now):
            return Outcome.FULL
        Registration.objects.filter(pk=registration.pk).update(expires_at=None)
        Token.objects.filter(pk=fresh.pk).update(used_at=now)
        (event.registrations.filter(email_key=registration.email_key, state=RegistrationState.UNCONFIRMED).delete())
        return Outcome.DONE

    return with_event_locked(token.registration.event_id, change)


def cancel(registration_id: int, by: By, now: datetime) -> Outcome:
    """Cancel a live registration; the seat is free at once. Editors may cancel after the deadline as well."""

    def change(event: Event) -> Outcome:
        registration = fresh_registration(event, registration_id)
        if not registration.is_live:
            return Outcome.UNCHANGED
        if by.user is None and not event.can_cancel(now):
            return Outcome.TOO_LATE
        kind = MailKind.CANCELLED_DESK if by.user else MailKind.CANCELLED_SELF
        move(registration, RegistrationState.CANCELLED, Action.CANCEL, by, now, mail=kind)
        fill(event, now)
        return Outcome.DONE

    return with_event_locked(_event_of(registration_id), change)


def accept(registration_id: int, now: datetime) -> Outcome:
    """Accept the offered seat, if the offer still stands by the clock, whether or not the worker has run."""

    def change(event: Event) -> Outcome:
        if event.status == EventStatus.CANCELLED:
            return Outcome.CLOSED
        fill(event, now)
        registration = fresh_registration(event, registration_id)
        if registration.state == RegistrationState.LAPSED:
            return Outcome.TOO_LATE
        if registration.state != RegistrationState.OFFERED:
            return Outcome.UNCHANGED
        move(
            registration,
            RegistrationState.CONFIRMED,
            Action.ACCEPT,
            SELF,
            now,
            seat=registration.seat_no,
            mail=MailKind.CONFIRMED,
        )
        return Outcome.DONE

    return with_event_locked(_event_of(registration_id), change)


def decline(registration_id: int, now: datetime) -> Outcome:
    """Decline the offered seat: it goes to the next on the waiting list."""

    def change(event: Event) -> Outcome:
        registration = fresh_registration(event, registration_id)
        if registration.state != RegistrationState.OFFERED:
            return Outcome.UNCHANGED
        move(registration, RegistrationState.CANCELLED, Action.DECLINE, SELF, now, mail=MailKind.CANCELLED_SELF)
        fill(event, now)
        return Outcome.DONE

    return with_event_locked(_event_of(registration_id), change)


def rejoin(registration_id: int, now: datetime) -> Outcome:
    """Join the waiting list again, at its end, after a lapsed offer."""

    def change(event: Event) -> Outcome:
        registration = fresh_registration(event, registration_id)
        if registration.state != RegistrationState.LAPSED:
            return Outcome.UNCHANGED
        if not event.is_open(now):
            return Outcome.CLOSED
        if live_registration(event, registration.email_key):
            return Outcome.ALREADY
        return Outcome.DONE if place(registration, Action.REJOIN, SELF, now) else Outcome.FULL

    return with_event_locked(_event_of(registration_id), change)


def change_details(
    registration: Registration, name: str, organisation: str, answers: Mapping[int, AnswerValue], now: datetime
) -> None:
    """Correct the name and the answers of a live registration."""
    with transaction.atomic():
        registration.name = tidy_name(name)[:MAX_NAME]
        registration.organisation = tidy_name(organisation)[:MAX_NAME]
        registration.save(update_fields=["name", "organisation"])
        save_answers(registration, answers)
        record(Action.CHANGE, SELF, now, event=registration.event, registration=registration)
        queue(MailKind.CHANGED, registration, now, about=f"{now:%Y%m%d%H%M%S}")


def erase(registration_id: int, by: By, now: datetime) -> Outcome:
    """Erase personal data at once (GDPR, article 17); a seat goes to the next. No mail follows: the address is gone."""

    def change(event: Event) -> Outcome:
        registration = fresh_registration(event, registration_id)
        if registration.is_live:
            move(registration, RegistrationState.CANCELLED, Action.CANCEL, by, now)
        anonymise([registration], now)
        record(Action.ERASE, by, now, event=event, registration=registration)
        fill(event, now)
        return Outcome.DONE

    return with_event_locked(_event_of(registration_id), change)


def _event_of(registration_id: int) -> int:
    return int(Registration.objects.values_list("event_id", flat=True).get(pk=registration_id))

"""The registration as a client of the outbox: its mails are written, and refusals and silence have consequences."""

from datetime import datetime, timedelta

from django.core.mail import EmailMessage

from events.enums import LIVE_STATES, Action, MailKind, RegistrationState
from events.mail.rendering import write
from events.models import Registration
from events.outbox import has_mail
from events.privacy.audit_log import SYSTEM, record
from events.registration.tokens import CONFIRM_WITHIN
from portal.core.enums import MailStatus
from portal.core.mail.outbox.clients import register_client
from portal.core.mail.outbox.queueing import queue
from portal.core.models import OutgoingMail
from portal.core.models.mail import MailQuerySet
from portal.core.operations.retention import UNCONFIRMED

#: Times are moved when they have come so near, not every minute.
RENEW_AFTER, OFFER_NEARLY_OVER = timedelta(hours=12), timedelta(hours=1)


def register() -> None:
    """Called when the app is ready."""
    register_client(
        Registration.ABOUT,
        write_or_look_up,
        refused=flag_address,
        recipient=address_of,
        forgiven=take_flags,
        server_away=extend_deadlines,
    )


def write_or_look_up(mail: OutgoingMail, now: datetime) -> EmailMessage | None:
    """The message of a mail. A lost link is no mail itself: whoever is found gets one."""
    if mail.kind == MailKind.LINKS and not mail.about_key:
        _queue_found_links(mail.address, now)
        return None
    return write(mail, now)


def _queue_found_links(address: str, now: datetime) -> None:
    """Queue one mail for every registration of the address that can still be managed."""
    found = Registration.objects.filter(
        email_key=address,
        state__in=(*LIVE_STATES, RegistrationState.LAPSED),
        event__ends_at__gt=now,
    )
    for registration in found:
        queue(MailKind.LINKS, about=(Registration.ABOUT, registration.pk), language=registration.language, due=now)


def address_of(mail: OutgoingMail) -> str:
    """The address of the registration that a mail is about."""
    found = Registration.objects.filter(pk=mail.about_key).values_list("email", flat=True)
    return found.first() or ""


def flag_address(mail: OutgoingMail, now: datetime) -> None:
    """An address does not exist: it is flagged, for the desk to see at once."""
    registration = Registration.objects.select_related("event").filter(pk=mail.about_key).first()
    if registration is None:
        return
    Registration.objects.filter(pk=registration.pk).update(bounced_at=now)
    record(
        Action.BOUNCE,
        SYSTEM,
        now,
        event=registration.event,
        registration=registration,
        from_state=registration.state,
    )


def take_flags(mails: MailQuerySet, now: datetime) -> None:
    """It was the server's fault: the flags go from the addresses of ``mails``."""
    refused = Registration.objects.filter(has_mail(pk__in=mails.values("pk")), bounced_at__isnull=False)
    for registration in list(refused.select_related("event")):
        Registration.objects.filter(pk=registration.pk).update(bounced_at=None)
        record(Action.WORKS, SYSTEM, now, event=registration.event, registration=registration)


def extend_deadlines(now: datetime) -> None:
    """Extend the deadlines of people whose mail waits: no form expires, no offer lapses of which nobody has heard."""
    people = Registration.objects.select_related("event")
    forms = people.filter(
        has_mail(kind=MailKind.OPT_IN, status=MailStatus.QUEUED),
        state=RegistrationState.UNCONFIRMED,
        expires_at__range=(now, now + CONFIRM_WITHIN - RENEW_AFTER),
        created_at__gt=now - UNCONFIRMED.most,
    )
    for registration in forms:
        until = min(now + CONFIRM_WITHIN, registration.event.starts_at)
        Registration.objects.filter(pk=registration.pk).update(expires_at=until)
    offers = people.filter(
        has_mail(kind=MailKind.OFFERED, status=MailStatus.QUEUED),
        state=RegistrationState.OFFERED,
        offer_until__range=(now, now + OFFER_NEARLY_OVER),
    )
    for registration in offers:
        until = min(now + timedelta(hours=registration.event.offer_hours), registration.event.cutoff())
        Registration.objects.filter(pk=registration.pk, state=RegistrationState.OFFERED).update(offer_until=until)

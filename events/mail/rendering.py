"""Rendering of the outbox: from a row to a MIME message, if it is still true, in the registrant's language."""

from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from events.calendar.entries import invitation
from events.enums import LIVE_STATES, EventStatus, MailKind, RegistrationState
from events.mail.texts import CONTENTS, MailContent, MailContext
from events.models import Message, Registration
from events.public_urls import event_url
from portal.core.i18n.text import tidy_line
from portal.core.mail.message import Mail
from portal.core.mail.outbox.clients import AddressRefusedError
from portal.core.models import OutgoingMail

S = RegistrationState
#: States in which a mail is still true; for the organiser's messages see the message itself.
TRUE_IN: dict[MailKind, tuple[RegistrationState, ...]] = {
    MailKind.OPT_IN: (S.UNCONFIRMED,),
    MailKind.CONFIRMED: (S.CONFIRMED,),
    MailKind.PROMOTED: (S.CONFIRMED,),
    MailKind.WAITING: (S.WAITING,),
    MailKind.OFFERED: (S.OFFERED,),
    MailKind.LAPSED: (S.LAPSED,),
    MailKind.CHANGED: LIVE_STATES,
    MailKind.CANCELLED_SELF: (S.CANCELLED,),
    MailKind.CANCELLED_DESK: (S.CANCELLED,),
    MailKind.EVENT_MOVED: LIVE_STATES,
    MailKind.EVENT_CANCELLED: (S.CANCELLED,),
    MailKind.EVENT_REOPENED: (S.CANCELLED,),
    MailKind.JOIN_LINK: (S.CONFIRMED,),
    MailKind.REMINDER: (S.CONFIRMED,),
    MailKind.THANKS: (S.CONFIRMED,),
    MailKind.LINKS: (*LIVE_STATES, S.LAPSED),
}
#: News about the event as it was at one sequence; overtaken by the next. Whether it takes place is asked of its status.
ABOUT_THE_EVENT = {MailKind.EVENT_MOVED, MailKind.REMINDER}


def is_still_true(mail: OutgoingMail, registration: Registration, message: Message | None, now: datetime) -> bool:
    """Whether the mail says what holds now; a mail that does not is dropped."""
    event, kind = registration.event, MailKind(mail.kind)
    if not registration.email or (kind == MailKind.MESSAGE and message is None):
        return False
    allowed = message.states if message else TRUE_IN[kind]
    overtaken = kind in ABOUT_THE_EVENT and mail.payload.get("event_sequence") != event.sequence
    if registration.state not in allowed or overtaken:
        return False
    return _event_allows(kind, registration, now)


def _event_allows(kind: MailKind, registration: Registration, now: datetime) -> bool:
    """What the clock and the event have to say about a mail of this kind."""
    event = registration.event
    if kind == MailKind.OFFERED:
        return registration.offer_until is not None and now < registration.offer_until
    if kind == MailKind.OPT_IN:
        return registration.expires_at is not None and now < registration.expires_at
    if kind == MailKind.EVENT_CANCELLED:
        return bool(event.status == EventStatus.CANCELLED)
    if kind in {MailKind.REMINDER, MailKind.EVENT_REOPENED, MailKind.JOIN_LINK}:
        return event.status == EventStatus.SCHEDULED and now < event.starts_at
    return kind != MailKind.THANKS or bool(event.recordings_link)


def write(mail: OutgoingMail, now: datetime) -> EmailMultiAlternatives | None:
    """The message for a row of the outbox, or None if it is no longer needed.

    Raises:
        AddressRefusedError: the address is flagged. The desk sends the mail when it says that it works again.
    """
    registration = Registration.objects.select_related("event", "pool").filter(pk=mail.about_key).first()
    if registration is None:
        return None
    if registration.bounced_at:
        raise AddressRefusedError
    message = Message.objects.filter(pk=mail.payload.get("message")).first()
    if not is_still_true(mail, registration, message, now):
        return None
    with translation.override(registration.language):
        mail_context = MailContext(registration, now, message)
        content = CONTENTS[MailKind(mail.kind)](mail_context)
        return compose(mail, mail_context.registration, content, now)


def compose(
    mail: OutgoingMail, registration: Registration, content: MailContent, now: datetime, *, to: str = ""
) -> EmailMultiAlternatives:
    """The multipart message: text, HTML and the calendar entry if there is one. Needs the registrant's language active.

    Parameters:
        to: another recipient, for a test to oneself.
    """
    language = registration.language
    event = registration.event
    context = {
        "content": content,
        "subject": content.subject,
        "event": event,
        "language": language,
        "event_url": event_url(event, language),
    }
    message = Mail(
        subject=tidy_line(content.subject),
        body=render_to_string("events/mail/message.txt", context).strip() + "\n",
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[to or registration.email],
        uuid=mail.message_uuid,
        headers={"Content-Language": language, "X-Auto-Response-Suppress": "All"},
    )
    message.attach_alternative(render_to_string("events/mail/message.html", context), "text/html")
    if content.calendar:
        method, file = invitation(registration, now)
        message.attach_alternative(file.decode(), f"text/calendar; method={method}")
        message.attach("event.ics", file, "application/ics")
    return message

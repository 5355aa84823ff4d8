"""Sending what the outbox holds. At least once: only a crash right after the server accepted can send a mail twice,
and then with the same Message-ID, by which mail programs show it once.
"""

import logging
import smtplib
from datetime import datetime, timedelta
from uuid import uuid4

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F
from django.utils import timezone

from events.enums import LIVE_STATES, Action, MailKind, MailStatus, RegistrationState
from events.log import SYSTEM, record
from events.mail import write
from events.models import OutgoingMail, Registration

logger = logging.getLogger(__name__)
#: Pauses after a temporary refusal of one mail; then it has failed.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720))
#: Pause while the server cannot be reached. That counts for no mail, however long it lasts.
SERVER_PAUSE = timedelta(minutes=1)
#: A mail that is being sent for longer belongs to a worker that died.
STUCK_AFTER = timedelta(minutes=15)


class ServerAwayError(Exception):
    """The mail server cannot be reached or is not ready: every other mail would fare the same now."""


def send_due(now: datetime | None = None) -> int:
    """Send all mails that are due, oldest first; returns how many left.

    Stops as soon as the mail server is away. Two workers may run it at once: each takes the mails it claimed.
    """
    fixed, sent = now, 0
    requeue_stuck(now or timezone.now())
    connection = get_connection()
    try:
        while mail := claim(fixed or timezone.now()):
            sent += _send_one(mail, connection, fixed or timezone.now())
    except ServerAwayError as reason:
        logger.warning("The mail server is away (%s): mails wait.", reason)
    finally:
        _close(connection)
    return sent


def claim(now: datetime) -> OutgoingMail | None:
    """Take the next mail that is due, so that no other worker sends it."""
    due = OutgoingMail.objects.filter(status=MailStatus.QUEUED, due_at__lte=now).order_by("due_at", "pk")
    while (pk := due.values_list("pk", flat=True).first()) is not None:
        taken = OutgoingMail.objects.filter(pk=pk, status=MailStatus.QUEUED).update(
            status=MailStatus.SENDING, claimed_at=now, attempts=F("attempts") + 1
        )
        if taken:
            return OutgoingMail.objects.select_related("registration__event", "registration__pool", "message").get(
                pk=pk
            )
    return None


def requeue_stuck(now: datetime) -> int:
    """Give back what a dead worker had claimed."""
    stuck = OutgoingMail.objects.filter(status=MailStatus.SENDING, claimed_at__lte=now - STUCK_AFTER)
    return stuck.update(status=MailStatus.QUEUED, due_at=now)


def _send_one(mail: OutgoingMail, connection: BaseEmailBackend, now: datetime) -> bool:
    """Send one claimed mail and write down what came of it.

    Raises:
        ServerAwayError: the mail is queued again.
    """
    try:
        if mail.kind == MailKind.LINKS and mail.registration is None:
            _answer_lost_link(mail, now)
            return False
        message = write(mail, now)
        if message is None:
            _finish(mail, MailStatus.DROPPED, now)
            return False
        message.connection = connection
        message.send()
    except smtplib.SMTPRecipientsRefused as error:
        _refused(mail, max(code for code, _text in error.recipients.values()), now)
    except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
        _rejected(mail, error.smtp_code, type(error).__name__, now)
    except (OSError, smtplib.SMTPException) as error:
        # Connection refused or lost, no answer, no login: SMTPException is an OSError, named for the reader.
        OutgoingMail.objects.filter(pk=mail.pk).update(
            status=MailStatus.QUEUED, due_at=now + SERVER_PAUSE, attempts=F("attempts") - 1, error=type(error).__name__
        )
        _close(connection)
        raise ServerAwayError(type(error).__name__) from error
    except Exception as error:  # one bad mail must not stop the others
        logger.exception(
            "Mail %s (%s) could not be written: %s", mail.pk, mail.kind, type(error).__name__, exc_info=False
        )
        _rejected(mail, 0, type(error).__name__, now)
    else:
        _finish(mail, MailStatus.SENT, now)
        return True
    return False


def _refused(mail: OutgoingMail, code: int, now: datetime) -> None:
    """The server does not take mail for this address: for good (5xx) it is flagged, else tried again."""
    if code < 500:
        _rejected(mail, code, "SMTPRecipientsRefused", now)
        return
    _finish(mail, MailStatus.FAILED, now, error=f"SMTPRecipientsRefused {code}")
    registration = mail.registration
    if registration is not None:
        Registration.objects.filter(pk=registration.pk).update(bounced_at=now)
        record(
            Action.BOUNCE,
            SYSTEM,
            now,
            event=registration.event,
            registration=registration,
            from_state=registration.state,
        )


def _rejected(mail: OutgoingMail, code: int, error: str, now: datetime) -> None:
    """This mail was not taken: a 5xx is final, anything else is tried again with growing pauses."""
    attempt = mail.attempts - 1
    if 500 <= code < 600 or attempt >= len(PAUSES):
        _finish(mail, MailStatus.FAILED, now, error=f"{error} {code or ''}".strip())
        return
    OutgoingMail.objects.filter(pk=mail.pk).update(
        status=MailStatus.QUEUED, due_at=now + PAUSES[attempt], error=f"{error} {code or ''}".strip()
    )


def _finish(mail: OutgoingMail, status: MailStatus, now: datetime, error: str = "") -> None:
    OutgoingMail.objects.filter(pk=mail.pk).update(status=status, done_at=now, error=error, address="")


def _answer_lost_link(mail: OutgoingMail, now: datetime) -> None:
    """Queue one mail for every registration of the address that can still be managed; then forget the address."""
    found = Registration.objects.filter(
        email_key=mail.address,
        state__in=(*LIVE_STATES, RegistrationState.LAPSED),
        event__ends_at__gt=now,
    ).select_related("event")
    for registration in found:
        OutgoingMail.objects.create(
            kind=MailKind.LINKS,
            event=registration.event,
            registration=registration,
            due_at=now,
            language=registration.language,
            dedupe_key=f"{MailKind.LINKS}:{registration.pk}:{uuid4()}",
        )
    _finish(mail, MailStatus.DROPPED, now)


def _close(connection: BaseEmailBackend) -> None:
    """Close a connection that may be broken already."""
    try:
        connection.close()
    except (OSError, smtplib.SMTPException):
        logger.debug("The connection was closed already.")

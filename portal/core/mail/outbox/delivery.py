"""Delivery of the outbox over SMTP, at least once.

Only a crash right after the server accepted can send a mail twice, and then with the same Message-ID, by which mail
programs show it once.
"""

import logging
import smtplib
import time
from datetime import datetime, timedelta
from math import inf

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from portal.core.enums import MailStatus, Refusal
from portal.core.mail.outbox.clients import CLIENTS, AddressRefusedError, client_of
from portal.core.mail.outbox.refusals import refuse, settle_open_refusals, try_later
from portal.core.mail.server import NOT_NOW, ServerAwayError, judge, note_accepted, note_away
from portal.core.models import OutgoingMail
from portal.core.operations.database import TROUBLE
from portal.core.operations.periodic import AHEAD

logger = logging.getLogger(__name__)
#: A mail that is being sent for longer belongs to a worker that died.
STUCK_AFTER = timedelta(minutes=15)
#: What is due later than this was written by a clock that was ahead.
FURTHEST = timedelta(days=1)
#: A share: so many mails, or so many seconds. Then the worker does what else it has to do.
MOST_MAILS, MOST_SECONDS = 50, 20.0


def due_mails(now: datetime) -> QuerySet[OutgoingMail]:
    """What is to be sent now, oldest first."""
    due = Q(due_at__lte=now) | Q(due_at__gt=now + FURTHEST)
    return OutgoingMail.objects.filter(due, status=MailStatus.QUEUED).order_by("due_at", "pk")


def send_share() -> int:
    """Send a batch of what is due, as the worker does again and again; returns how many mails left."""
    return send_due(most=MOST_MAILS, seconds=MOST_SECONDS)


def send_due(now: datetime | None = None, *, most: float = inf, seconds: float = inf) -> int:
    """Send the mails that are due, oldest first, through one connection; returns how many left.

    Stops as soon as the mail server is away. Two workers may run it at once: each takes the mails it claimed.

    Parameters:
        most: stop after so many mails that were handed over or refused.
        seconds: stop after this time.
    """
    requeue_stuck(now or timezone.now())
    if not due_mails(now or timezone.now()).exists():
        return 0
    share = Share(now)
    try:
        share.send(most, time.monotonic() + seconds)
    except ServerAwayError as reason:
        note_away(str(reason), share.now())
        for client in CLIENTS.values():
            client.server_away(share.now())
    finally:
        share.close()
    return share.sent


def claim(now: datetime) -> OutgoingMail | None:
    """Claim the next mail that is due, so that no other worker sends it."""
    due = due_mails(now)
    while (pk := due.values_list("pk", flat=True).first()) is not None:
        taken = OutgoingMail.objects.filter(pk=pk, status=MailStatus.QUEUED).update(
            status=MailStatus.SENDING, claimed_at=now, attempts=F("attempts") + 1
        )
        if taken:
            return OutgoingMail.objects.get(pk=pk)
    return None


def requeue_stuck(now: datetime) -> int:
    """Requeue what a dead worker had claimed."""
    lost = Q(claimed_at__lte=now - STUCK_AFTER) | Q(claimed_at__gt=now + AHEAD)
    return OutgoingMail.objects.filter(lost, status=MailStatus.SENDING).update(status=MailStatus.QUEUED, due_at=now)


class Share:
    """A batch of due mails, sent through one SMTP connection."""

    def __init__(self, fixed: datetime | None = None) -> None:
        self.fixed, self.sent, self.tried = fixed, 0, 0
        self._used = False
        self._open_refusals = OutgoingMail.objects.filter(refusal=Refusal.OPEN).exists()
        self.connection: BaseEmailBackend = get_connection()

    def now(self) -> datetime:
        """The time, or the one that was given."""
        return self.fixed or timezone.now()

    def send(self, most: float, end: float) -> None:
        """Send until the share is used up or nothing is due.

        Raises:
            ServerAwayError: every other mail would fare the same now.
        """
        self._open()
        while self.tried < most and time.monotonic() < end and (mail := claim(self.now())):
            self._send_one(mail)

    def _open(self) -> None:
        try:
            self.connection.open()
        except OSError as error:
            raise ServerAwayError(judge(error).words) from error

    def _send_one(self, mail: OutgoingMail) -> None:
        """Send one claimed mail and write down what came of it.

        Raises:
            ServerAwayError: the mail is queued again.
        """
        try:
            message = client_of(mail.kind).write(mail, self.now())
        except AddressRefusedError:
            _finish(mail, MailStatus.FAILED, self.now(), error="AddressRefused")
            return
        except TROUBLE:
            raise  # nothing is wrong with the mail: it is claimed, and given back after a while
        except Exception as error:  # one bad mail must not stop the others
            logger.exception(
                "Mail %s (%s) could not be written: %s", mail.pk, mail.kind, type(error).__name__, exc_info=False
            )
            try_later(mail, type(error).__name__, self.now(), give_up=True)
            return
        if message is None:
            _finish(mail, MailStatus.DROPPED, self.now())
            return
        self.tried += 1
        try:
            self._hand_over(message)
        except OSError as error:  # SMTPException is an OSError
            self._open_refusals = True
            refuse(mail, message.to[0], judge(error), self.now())
        else:
            _finish(mail, MailStatus.SENT, self.now())
            self._accepted()

    def _hand_over(self, message: EmailMessage) -> None:
        message.connection = self.connection
        try:
            message.send()
        except (smtplib.SMTPServerDisconnected, smtplib.SMTPSenderRefused) as error:
            ended = isinstance(error, smtplib.SMTPServerDisconnected) or error.smtp_code == NOT_NOW
            if not (ended and self._used):
                raise
            # Servers may end a connection after some mails: that says nothing about this one.
            self.close()
            self.connection.open()
            message.send()
        self._used = True

    def _accepted(self) -> None:
        self.sent += 1
        if self.sent == 1:
            note_accepted()
        if self._open_refusals:
            settle_open_refusals()
            self._open_refusals = False

    def close(self) -> None:
        """Close the connection, which may be broken already."""
        try:
            self.connection.close()
        except OSError:
            logger.debug("The connection was closed already.")


def _finish(mail: OutgoingMail, status: MailStatus, now: datetime, error: str = "") -> None:
    OutgoingMail.objects.filter(pk=mail.pk).update(
        status=status, done_at=now, error=error, address="", refusal="", refused_domain=""
    )

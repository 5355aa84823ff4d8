"""Bounces after the mail server took a mail: what servers report is written down, and held against addresses.

A report is believed if it names a mail of ours by its number, which nobody but its recipient and the servers on the way
know, and the address that this mail would go to today. Of any other, nothing is changed.
"""

import logging
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from portal.core.enums import MailStatus
from portal.core.mail.addresses import address_key
from portal.core.mail.mailbox import read_mailbox
from portal.core.mail.outbox.clients import client_of
from portal.core.mail.reports import Fate, Report, read_reports
from portal.core.models import OutgoingMail
from portal.core.operations.metrics import counting

logger = logging.getLogger(__name__)
#: What a report that changes nothing is counted as.
IGNORED = "ignored"
#: Clocks of servers differ by less.
CLOCKS = timedelta(minutes=10)


def read_own_mailbox() -> Counter[str]:
    """Read the mailbox of the settings, if there is one; the worker does it every ten minutes."""
    return take_in(read_mailbox(settings.BOUNCES, timezone.now())) if settings.BOUNCES else Counter()


def take_in(messages: Iterable[bytes]) -> Counter[str]:
    """Read what came back and write down what it says; returns how many reports of which fate.

    What is no report counts as nothing, what is about no mail of ours or said before as ``ignored``.
    """
    counts: Counter[str] = Counter()
    for data in messages:
        for report in _reports_of(data):
            result = note_report(report, timezone.now())
            if result != IGNORED:
                counting.count("bounces", result)
            counts[result] += 1
    return counts


def _reports_of(data: bytes) -> list[Report]:
    try:
        return read_reports(data)
    except Exception as error:  # noqa: BLE001 (written by anybody: nothing in it may keep the others from being read)
        logger.warning("A mail in the mailbox of bounces cannot be read: %s", type(error).__name__)
        return []


def note_report(report: Report, now: datetime) -> str:
    """Write down what a server reports; returns its fate, or ``ignored`` if nothing was changed by it."""
    with transaction.atomic():
        mail = OutgoingMail.objects.select_for_update().filter(message_uuid__in=report.numbers).first()
        if mail is None or mail.status != MailStatus.SENT or not _is_believed(report, mail):
            return IGNORED
        changes: dict[str, object] = {"error": f"Delayed {report.code}".strip()}
        if report.fate != Fate.DELAYED:
            changes = {"status": MailStatus.FAILED, "error": f"Bounced {report.code}", "done_at": now}
        OutgoingMail.objects.filter(pk=mail.pk).update(**changes)
        if report.fate == Fate.REFUSED:
            client_of(mail.kind).refused(mail, now)
    return report.fate.value


def _is_believed(report: Report, mail: OutgoingMail) -> bool:
    """Whether a report is about the mail as it was sent last, to the address as it is now."""
    if report.written_at and mail.done_at and report.written_at < mail.done_at - CLOCKS:
        return False
    recipient = client_of(mail.kind).recipient(mail)
    return bool(recipient) and address_key(recipient) in report.addresses

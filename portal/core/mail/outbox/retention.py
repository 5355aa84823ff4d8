"""Retention of the outbox: what is left of mails that nobody asks for any more."""

from django.utils import timezone

from portal.core.enums import MailStatus
from portal.core.models import OutgoingMail
from portal.core.operations.retention import MAIL_ADDRESSES, MAILS


def forget_old_mails() -> None:
    """Give up mails that wait for too long with an address, and delete those that are about nothing or stuck.

    Other rows go with what they are about: until then they keep the same news from going out twice.
    """
    now, mails = timezone.now(), OutgoingMail.objects
    waiting = mails.exclude(address="").filter(due_at__lte=now - MAIL_ADDRESSES.period)
    waiting.update(status=MailStatus.FAILED, done_at=now, address="")
    mails.filter(about_kind="", done_at__lte=now - MAILS.period).delete()
    mails.filter(status=MailStatus.SENDING, due_at__lte=now - MAILS.period).delete()

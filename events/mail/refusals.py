"""Bounces at the SMTP server: whether a refusal is the address's, the mail's or the server's fault.

A server that refuses everybody, for a minute or a week, says the same about every address as about one that is gone.
What tells them apart is whether it takes other mails. So a refusal is *open* until the server takes some other mail;
when too many are open, nobody was to blame: all of them are queued again and every flag goes.
"""

from datetime import datetime, timedelta
from typing import Any

from events.enums import Action, MailKind, MailStatus, Refusal, RegistrationState
from events.models import OutgoingMail, Registration
from events.privacy.audit_log import SYSTEM, record
from events.registration.tokens import CONFIRM_WITHIN
from portal.core.mail.server import PAUSES, SERVER_PAUSE, Answer, ServerAwayError, Verdict
from portal.core.operations.retention import UNCONFIRMED

#: Refused one after the other, in so many domains or so many mails: then it is the server.
REFUSED_DOMAINS, REFUSED_MAILS = 5, 10
#: Times are moved when they have come so near, not every minute.
RENEW_AFTER, OFFER_NEARLY_OVER = timedelta(hours=12), timedelta(hours=1)


def settle_open_refusals() -> None:
    """The server accepted a mail: what it refused before is held against those mails from now on."""
    OutgoingMail.objects.filter(refusal=Refusal.OPEN).update(refusal=Refusal.OWN)


def refuse(mail: OutgoingMail, answer: Answer, now: datetime) -> None:
    """Write down that the server did not take ``mail``.

    Raises:
        ServerAwayError: it is the server's trouble; everything that it refused is queued again.
    """
    own = mail.refusal == Refusal.OWN
    if answer.verdict == Verdict.LATER or (own and answer.verdict == Verdict.SERVER):
        try_later(mail, answer.words, now, give_up=own)
    elif answer.verdict == Verdict.SERVER:
        _queue_uncounted(mail, answer.words, now)
        raise ServerAwayError(answer.words)
    else:
        _fail(mail, answer, now)
        if not own and _is_servers_fault():
            _forgive(now)
            raise ServerAwayError(f"refuses one after the other, {answer.words}")


def try_later(mail: OutgoingMail, words: str, now: datetime, *, give_up: bool) -> None:
    """Retry a mail with growing pauses (backoff).

    Parameters:
        give_up: whether it fails after the last pause. Never while the server takes no other mail either.
    """
    attempt = mail.attempts - 1
    changes: dict[str, Any] = {"error": words, "refusal": mail.refusal or Refusal.OPEN}
    if give_up and attempt >= len(PAUSES):
        changes |= {"status": MailStatus.FAILED, "done_at": now, "address": ""}
    else:
        changes |= {"status": MailStatus.QUEUED, "due_at": now + PAUSES[min(attempt, len(PAUSES) - 1)]}
    OutgoingMail.objects.filter(pk=mail.pk).update(**changes)


def _queue_uncounted(mail: OutgoingMail, words: str, now: datetime) -> None:
    OutgoingMail.objects.filter(pk=mail.pk).update(
        status=MailStatus.QUEUED,
        due_at=now + SERVER_PAUSE,
        attempts=mail.attempts - 1,
        error=words,
        refusal=Refusal.OPEN,
    )


def _fail(mail: OutgoingMail, answer: Answer, now: datetime) -> None:
    """The mail has failed; an address that does not exist is flagged, for the desk to see at once."""
    OutgoingMail.objects.filter(pk=mail.pk).update(
        status=MailStatus.FAILED, done_at=now, error=answer.words, address="", refusal=mail.refusal or Refusal.OPEN
    )
    registration = mail.registration
    if answer.verdict == Verdict.ADDRESS and registration is not None:
        Registration.objects.filter(pk=registration.pk).update(bounced_at=now)
        record(
            Action.BOUNCE,
            SYSTEM,
            now,
            event=registration.event,
            registration=registration,
            from_state=registration.state,
        )


def _is_servers_fault() -> bool:
    """Whether so much was refused for good since the server took a mail that it cannot be the addresses' fault."""
    refused = OutgoingMail.objects.filter(refusal=Refusal.OPEN, error__contains=" 5", registration__isnull=False)
    addresses = list(refused.values_list("registration__email_key", flat=True)[: REFUSED_MAILS * 20])
    return len(addresses) >= REFUSED_MAILS or len({key.rpartition("@")[2] for key in addresses}) >= REFUSED_DOMAINS


def _forgive(now: datetime) -> None:
    """Queue again what failed in the row, and take the flags from its addresses."""
    row = OutgoingMail.objects.filter(refusal=Refusal.OPEN, status=MailStatus.FAILED)
    flagged = Registration.objects.filter(bounced_at__isnull=False, mails__in=row).select_related("event").distinct()
    for registration in list(flagged):
        Registration.objects.filter(pk=registration.pk).update(bounced_at=None)
        record(Action.WORKS, SYSTEM, now, event=registration.event, registration=registration)
    row.update(status=MailStatus.QUEUED, due_at=now + SERVER_PAUSE, done_at=None)


def extend_deadlines(now: datetime) -> None:
    """Extend the deadlines of people whose mail waits: no form expires, no offer lapses of which nobody has heard."""
    unheard = Registration.objects.filter(mails__status=MailStatus.QUEUED).select_related("event").distinct()
    forms = unheard.filter(
        state=RegistrationState.UNCONFIRMED,
        mails__kind=MailKind.OPT_IN,
        expires_at__range=(now, now + CONFIRM_WITHIN - RENEW_AFTER),
        created_at__gt=now - UNCONFIRMED.most,
    )
    for registration in forms:
        until = min(now + CONFIRM_WITHIN, registration.event.starts_at)
        Registration.objects.filter(pk=registration.pk).update(expires_at=until)
    offers = unheard.filter(
        state=RegistrationState.OFFERED, mails__kind=MailKind.OFFERED, offer_until__range=(now, now + OFFER_NEARLY_OVER)
    )
    for registration in offers:
        until = min(now + timedelta(hours=registration.event.offer_hours), registration.event.cutoff())
        Registration.objects.filter(pk=registration.pk, state=RegistrationState.OFFERED).update(offer_until=until)

"""Bounces at the SMTP server: whether a refusal is the address's, the mail's or the server's fault.

A server that refuses everybody, for a minute or a week, says the same about every address as about one that is gone.
What tells them apart is whether it takes other mails. So a refusal is *open* until the server takes some other mail;
when too many are open, nobody was to blame: all of them are queued again and every flag goes.
"""

from datetime import datetime
from typing import Any

from django.db.models import Count
from django.utils.crypto import salted_hmac

from portal.core.enums import MailStatus, Refusal
from portal.core.mail.addresses import address_key
from portal.core.mail.outbox.clients import CLIENTS, client_of
from portal.core.mail.server import PAUSES, SERVER_PAUSE, Answer, ServerAwayError, Verdict
from portal.core.models import OutgoingMail

#: Refused one after the other, in so many domains or so many mails: then it is the server.
REFUSED_DOMAINS, REFUSED_MAILS = 5, 10


def settle_open_refusals() -> None:
    """The server accepted a mail: what it refused before is held against those mails from now on."""
    was_open = OutgoingMail.objects.filter(refusal=Refusal.OPEN)
    # Until now it could still have been queued again.
    was_open.filter(status=MailStatus.FAILED).exclude(address="").update(address="")
    was_open.update(refusal=Refusal.OWN, refused_domain="")


def refuse(mail: OutgoingMail, address: str, answer: Answer, now: datetime) -> None:
    """Write down that the server did not take ``mail`` to ``address``.

    Raises:
        ServerAwayError: it is the server's trouble; everything that it refused is queued again.
    """
    own = mail.refusal == Refusal.OWN
    if answer.verdict == Verdict.LATER or (own and answer.verdict == Verdict.SERVER):
        try_later(mail, answer.words, now, give_up=own)
    elif answer.verdict == Verdict.SERVER:
        _queue_uncounted(mail, address, answer.words, now)
        raise ServerAwayError(answer.words)
    else:
        _fail(mail, address, answer, now)
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
        changes |= {"status": MailStatus.FAILED, "done_at": now}
        if changes["refusal"] == Refusal.OWN:
            changes["address"] = ""
    else:
        changes |= {"status": MailStatus.QUEUED, "due_at": now + PAUSES[min(attempt, len(PAUSES) - 1)]}
    OutgoingMail.objects.filter(pk=mail.pk).update(**changes)


def _queue_uncounted(mail: OutgoingMail, address: str, words: str, now: datetime) -> None:
    OutgoingMail.objects.filter(pk=mail.pk).update(
        status=MailStatus.QUEUED,
        due_at=now + SERVER_PAUSE,
        attempts=mail.attempts - 1,
        error=words,
        refusal=Refusal.OPEN,
        refused_domain=_domain_hmac(address),
    )


def _fail(mail: OutgoingMail, address: str, answer: Answer, now: datetime) -> None:
    """The mail has failed; whoever wrote it hears at once of an address that does not exist."""
    changes: dict[str, Any] = {"status": MailStatus.FAILED, "done_at": now, "error": answer.words}
    if mail.refusal == Refusal.OWN:
        changes["address"] = ""
    else:
        changes |= {"refusal": Refusal.OPEN, "refused_domain": _domain_hmac(address)}
    OutgoingMail.objects.filter(pk=mail.pk).update(**changes)
    if answer.verdict == Verdict.ADDRESS:
        client_of(mail.kind).refused(mail, now)


def _domain_hmac(address: str) -> str:
    """What tells domains apart without naming them."""
    domain = address_key(address).rpartition("@")[2]
    return salted_hmac("portal.mail.domain", domain).hexdigest()[:16]


def _is_servers_fault() -> bool:
    """Whether so much was refused for good since the server took a mail that it cannot be the addresses' fault."""
    refused = OutgoingMail.objects.filter(refusal=Refusal.OPEN, error__contains=" 5")
    found = refused.aggregate(mails=Count("pk"), domains=Count("refused_domain", distinct=True))
    return bool(found["mails"] >= REFUSED_MAILS or found["domains"] >= REFUSED_DOMAINS)


def _forgive(now: datetime) -> None:
    """Queue again what failed in the row, and have the flags taken from its addresses."""
    row = OutgoingMail.objects.filter(refusal=Refusal.OPEN, status=MailStatus.FAILED)
    for client in CLIENTS.values():
        client.forgiven(client.owns(row), now)
    row.update(status=MailStatus.QUEUED, due_at=now + SERVER_PAUSE, done_at=None)

"""Clients of the outbox: who writes the mails of a kind, and who is told what the mail server says about them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.core.mail import EmailMessage

from portal.core.models import OutgoingMail
from portal.core.models.mail import MailQuerySet

Writer = Callable[[OutgoingMail, datetime], EmailMessage | None]


class AddressRefusedError(Exception):
    """Raised by a writer: the address is known not to work. The mail is kept as failed, for somebody to send again."""


def _ignore(*arguments: object) -> None:
    """What a client does that has nothing to do."""


def _unknown(mail: OutgoingMail) -> str:
    """The recipient of a mail whose client stores no address."""
    return ""


@dataclass(frozen=True)
class Client:
    """A flow that sends mails."""

    #: The name that its kinds begin with.
    prefix: str
    write: Writer
    refused: Callable[[OutgoingMail, datetime], None]
    recipient: Callable[[OutgoingMail], str]
    forgiven: Callable[[MailQuerySet, datetime], None]
    server_away: Callable[[datetime], None]

    def owns(self, mails: MailQuerySet) -> MailQuerySet:
        """Those of ``mails`` that it writes."""
        return mails.filter(kind__startswith=f"{self.prefix}.")


#: Everything registered, by prefix.
CLIENTS: dict[str, Client] = {}


def register_client(
    prefix: str,
    writer: Writer,
    *,
    refused: Callable[[OutgoingMail, datetime], None] = _ignore,
    recipient: Callable[[OutgoingMail], str] = _unknown,
    forgiven: Callable[[MailQuerySet, datetime], None] = _ignore,
    server_away: Callable[[datetime], None] = _ignore,
) -> None:
    """Have the mails whose kind begins with ``prefix`` and a dot written by ``writer``; called when an app is ready.

    Parameters:
        writer: makes the message right before it is sent, or None if it is no longer needed. It may queue others.
        refused: a server says for good that the address of a mail does not exist.
        recipient: the address to which a mail that was sent would go today; without it, no bounce is believed.
        forgiven: it turned out that this was the server's fault; these mails are queued again after the call.
        server_away: the server takes nothing: time for what runs out while nobody hears of it.

    Raises:
        ValueError: the prefix is taken.
    """
    if prefix in CLIENTS:
        raise ValueError(f"There is already a client of the outbox named {prefix}.")
    CLIENTS[prefix] = Client(prefix, writer, refused, recipient, forgiven, server_away)


def client_of(kind: str) -> Client:
    """Who writes mails of ``kind``.

    Raises:
        LookupError: nobody has registered for it.
    """
    prefix = kind.partition(".")[0]
    if prefix not in CLIENTS:
        raise LookupError(f"No client of the outbox is named {prefix}.")
    return CLIENTS[prefix]

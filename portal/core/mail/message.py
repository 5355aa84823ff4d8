"""MIME messages of the portal: Message-ID, Auto-Submitted (RFC 3834), and headers that are folded as readers expect."""

from collections.abc import Mapping
from email.header import Header, decode_header, make_header
from email.utils import formataddr, getaddresses, parseaddr
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from portal.core.i18n.text import tidy_line
from portal.core.mail.addresses import tidy_address

#: Octets in a line of a header (RFC 5322).
LONGEST_LINE = 78
#: A word that is longer is encoded, since nothing else can be cut into lines.
LONGEST_WORD = 60
ADDRESSES = ("From", "To", "Cc", "Reply-To")


class Mail(EmailMultiAlternatives):
    """An automatic MIME message. The sender is that of the settings if none is named.

    A mail that is tried again keeps its Message-ID, by which mail programs show it once, whoever sent it twice.

    Django encodes a header before it knows what stands in front: the first line is then empty but for the name, and
    readers that unfold it strictly show a blank before the first word.
    """

    def __init__(
        self, *args: Any, uuid: UUID | str = "", headers: Mapping[str, str] | None = None, **kwargs: Any
    ) -> None:
        own = {"Message-ID": message_id(uuid), "Auto-Submitted": "auto-generated"}
        super().__init__(*args, headers={**own, **(headers or {})}, **kwargs)

    def message(self, **kwargs: Any) -> Any:
        """The message, with headers folded by what their lines can hold."""
        message = super().message(**kwargs)
        message.replace_header("Subject", _words(str(self.subject)))
        for name in ADDRESSES:
            if name in message:
                message.replace_header(name, _addresses(name, str(message[name])))
        return message


def message_id(uuid: UUID | str = "") -> str:
    """The Message-ID (RFC 5322) of a mail with this number, by default a new one; in the domain of the sender."""
    domain = tidy_address(parseaddr(settings.DEFAULT_FROM_EMAIL)[1]).rpartition("@")[2]
    return f"<{uuid or uuid4()}@{domain or 'localhost'}>"


def _words(text: str) -> Header | str:
    text = tidy_line(text)  # the header would end at a line separator
    plain = text.isascii() and "=?" not in text and all(len(word) <= LONGEST_WORD for word in text.split())
    return text if plain else Header(text, "utf-8", header_name="Subject", maxlinelen=LONGEST_LINE - 2)


def _addresses(name: str, written: str) -> Header:
    """Display names encoded one by one; the addresses themselves are never touched."""
    header = Header(header_name=name, maxlinelen=LONGEST_LINE - 2)
    found = getaddresses([written])
    for place, (encoded, address) in enumerate(found):
        shown = str(make_header(decode_header(encoded)))
        if shown and not shown.isascii():
            header.append(shown, "utf-8")
        elif shown:
            header.append(formataddr((shown, ""))[: -len(" <>")], "us-ascii")
        comma = "," if place < len(found) - 1 else ""
        header.append(f"<{address}>{comma}" if shown else f"{address}{comma}", "us-ascii")
    return header

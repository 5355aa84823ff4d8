"""A mail whose headers begin beside their names, whatever letters they hold."""

from email.header import Header, decode_header, make_header
from email.utils import formataddr, getaddresses
from typing import Any

from django.core.mail import EmailMultiAlternatives

from portal.core.i18n.text import tidy_line

#: Octets in a line of a header (RFC 5322).
LONGEST_LINE = 78
#: A word that is longer is encoded, since nothing else can be cut into lines.
LONGEST_WORD = 60
ADDRESSES = ("From", "To", "Cc", "Reply-To")


class Mail(EmailMultiAlternatives):
    """A mail of the portal. The sender is that of the settings if none is named.

    Django encodes a header before it knows what stands in front: the first line is then empty but for the name, and
    readers that unfold it strictly show a blank before the first word.
    """

    def message(self, **kwargs: Any) -> Any:
        """The message, with headers folded by what their lines can hold."""
        message = super().message(**kwargs)
        message.replace_header("Subject", _words(str(self.subject)))
        for name in ADDRESSES:
            if name in message:
                message.replace_header(name, _addresses(name, str(message[name])))
        return message


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

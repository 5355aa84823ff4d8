"""Delivery status notifications (RFC 3464, 6522 and 6533): what mail servers write back about a mail that they took.

Only fields are read that are made for programs, never the words around them: these are in any language, and whoever
likes may write them. What cannot be read is no report.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message
from email.parser import HeaderParser
from email.utils import parsedate_to_datetime
from enum import Enum
from uuid import UUID

from portal.core.mail.addresses import address_key

#: Octets of a report that are read: the returned mail stands at its end, and only its head matters.
MOST_BYTES = 500_000
#: Recipients of one report that are looked at; mails of the portal have one.
MOST_RECIPIENTS = 20
_NUMBER = re.compile(r"<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@", re.IGNORECASE)
_CODE = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")
#: RFC 3463: permission and the sender, a full mailbox, the server, the message. They say nothing about the address.
_NOT_THE_ADDRESS = re.compile(r"5\.(7\.\d+|1\.[78]|2\.[234]|3\.\d+|6\.\d+)")


class Fate(Enum):
    """What became of a mail."""

    #: There is no such mailbox.
    REFUSED = "refused"
    #: It did not arrive, for a reason that is none of the address's.
    LOST = "lost"
    #: It has not arrived yet.
    DELAYED = "delayed"


@dataclass(frozen=True)
class Report:
    """What a server says about one recipient of a mail."""

    #: Numbers of mails that it may be about (``OutgoingMail.message_uuid``).
    numbers: frozenset[UUID]
    #: Keys of the address, as it is and as it was written to.
    addresses: frozenset[str]
    fate: Fate
    #: Enhanced status code (RFC 3463), such as ``5.1.1``.
    code: str
    written_at: datetime | None


def read_reports(data: bytes) -> list[Report]:
    """What a mail reports, one for each recipient; nothing if it is no report or cannot be read."""
    message = message_from_bytes(data[:MOST_BYTES])
    if message.get_content_type() != "multipart/report":
        return []
    parts = [part for part in message.walk() if part is not message]
    numbers = _numbers_of(message, parts)
    at = _moment(_field(message, "Date"))
    blocks = [block for part in parts if _is_status(part) for block in _blocks(part)]
    found = []
    # The first block is about the mail, the others about its recipients; those alone name an action.
    for block in [block for block in blocks if "Action" in block or "Final-Recipient" in block][:MOST_RECIPIENTS]:
        code = _code_of(block)
        fate = _fate_of(_field(block, "Action").lower(), code)
        addresses = frozenset(filter(None, map(_address_in, _fields(block, "Final-Recipient", "Original-Recipient"))))
        if fate and addresses and numbers:
            found.append(Report(numbers, addresses, fate, code, at))
    return found


def _is_status(part: Message) -> bool:
    return part.get_content_type() in {"message/delivery-status", "message/global-delivery-status"}


def _blocks(part: Message) -> Iterator[Message]:
    """The groups of fields of a status."""
    inner = part.get_payload()
    for block in [one for one in inner if isinstance(one, Message)] if isinstance(inner, list) else []:
        yield block
        # Only ``message/delivery-status`` is taken apart by the parser; of others it takes the first group for a head.
        rest = re.split(r"\r?\n\s*\r?\n", _text_of(block))
        yield from (HeaderParser().parsestr(text.lstrip()) for text in rest if text.strip())


def _text_of(part: Message) -> str:
    content = part.get_payload(decode=True)
    return content.decode("utf-8", "replace") if isinstance(content, bytes) else ""


def _numbers_of(message: Message, parts: Iterable[Message]) -> frozenset[UUID]:
    """The numbers in the Message-ID of the mail that came back, or in what the report says it answers."""
    named = _fields(message, "In-Reply-To", "References")
    for part in parts:
        named += _fields(part, "Message-ID")
        if part.get_content_type() == "text/rfc822-headers":
            named += _fields(HeaderParser().parsestr(_text_of(part)), "Message-ID")
    return frozenset(UUID(found) for text in named for found in _NUMBER.findall(text))


def _fields(part: Message, *names: str) -> list[str]:
    """The values of fields, as UTF-8 where they have letters beyond ASCII (RFC 6533)."""
    wanted = {name.lower() for name in names}
    raw = [str(value) for name, value in part.raw_items() if name.lower() in wanted]
    return [value.encode("utf-8", "surrogateescape").decode("utf-8", "replace") for value in raw]


def _field(part: Message, name: str) -> str:
    return next(iter(_fields(part, name)), "").strip()


def _address_in(value: str) -> str:
    """The key of an address in a field such as ``rfc822; name@example.org``."""
    _kind, semicolon, address = value.partition(";")
    key = address_key(address if semicolon else value)
    return key if "@" in key else ""


def _code_of(block: Message) -> str:
    for name in ("Status", "Diagnostic-Code"):
        if found := _CODE.search(_field(block, name)):
            return found[0]
    return ""


def _fate_of(action: str, code: str) -> Fate | None:
    if action == "delayed" or (not action and code.startswith("4")):
        return Fate.DELAYED
    if (action and not action.startswith("failed")) or not code.startswith(("4", "5")):
        return None
    return Fate.REFUSED if code.startswith("5") and not _NOT_THE_ADDRESS.fullmatch(code) else Fate.LOST


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

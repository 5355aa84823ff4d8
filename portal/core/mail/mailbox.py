"""The mailbox to which mail servers send back what they cannot deliver: read by IMAP, and left as it is.

People may read the same mailbox. So nothing is moved, deleted or marked: what stands there for longer than some days is
not looked at again, and a report that was read before changes nothing.
"""

import imaplib
import ssl
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

from portal.core.mail.places import Mailbox
from portal.core.mail.reports import MOST_BYTES

#: What came in during so many days is looked at.
LOOK_BACK = timedelta(days=3)
#: The newest so many mails of these.
MOST_MAILS = 500
TIMEOUT = 30


class MailboxError(Exception):
    """The mailbox cannot be read; the message says what kind of error it was, without words of the server."""


def read_mailbox(place: Mailbox, now: datetime) -> Iterator[bytes]:
    """The reports in a mailbox, without marking them as read.

    Raises:
        MailboxError: it cannot be reached, or does not answer as it should.
    """
    try:
        with _connect(place) as server:
            server.login(place.user, place.password)
            _ask(server.select(f'"{place.folder}"', readonly=True))
            day = "-".join(format_datetime(now - LOOK_BACK).split()[1:4])
            found = _ask(server.uid("SEARCH", "SINCE", day))[0].split()
            for number in found[-MOST_MAILS:]:
                head = _fetch(server, number, "BODY.PEEK[HEADER.FIELDS (CONTENT-TYPE)]")
                if b"multipart/report" in head.lower():
                    yield _fetch(server, number, f"BODY.PEEK[]<0.{MOST_BYTES}>")
    except (OSError, imaplib.IMAP4.error) as error:
        raise MailboxError(type(error).__name__) from None


def _connect(place: Mailbox) -> imaplib.IMAP4:
    trust = ssl.create_default_context()
    if place.ssl:
        return imaplib.IMAP4_SSL(place.host, place.port, ssl_context=trust, timeout=TIMEOUT)
    server = imaplib.IMAP4(place.host, place.port, timeout=TIMEOUT)
    if place.starttls:
        server.starttls(trust)
    return server


def _ask(answer: tuple[str, list[bytes | None]]) -> list[bytes]:
    kind, data = answer
    if kind != "OK":
        raise imaplib.IMAP4.error(kind)
    return [part or b"" for part in data]


def _fetch(server: imaplib.IMAP4, number: bytes, what: str) -> bytes:
    """One part of a mail; empty if it is gone."""
    _kind, data = server.uid("FETCH", number.decode(), f"({what})")
    return next((part[1] for part in data if isinstance(part, tuple)), b"")


def read_folder(path: Path) -> Iterator[bytes]:
    """The mails of a file with one of them, of a Maildir, or of a folder of such files."""
    folders = [path / "new", path / "cur"] if (path / "new").is_dir() else [path]
    inside = [file for folder in folders if folder.is_dir() for file in sorted(folder.iterdir()) if file.is_file()]
    for file in inside if path.is_dir() else [path]:
        with file.open("rb") as opened:
            yield opened.read(MOST_BYTES)

"""Where mails come in, as the settings name it; nothing here needs Django."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mailbox:
    """A folder of an IMAP server."""

    host: str
    port: int
    user: str
    password: str
    folder: str
    ssl: bool
    starttls: bool

"""Where mails come in, as the settings name it; nothing here needs Django."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Mailbox:
    """A folder of an IMAP server."""

    host: str
    port: int
    user: str
    #: Left out wherever settings are shown (diffsettings, error pages).
    password: str = field(repr=False)
    folder: str
    ssl: bool
    starttls: bool

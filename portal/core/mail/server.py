"""Replies of the SMTP server, classified: whose fault a refusal is, and how long to pause. For every mail."""

import re
import smtplib
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from django.utils import timezone

from portal.core.models import Trouble
from portal.core.operations.health import register
from portal.core.operations.retention import QUEUED_MAILS
from portal.core.operations.trouble import describe_trouble, note_mended, note_trouble

#: Pauses after a temporary refusal of one mail; then it has failed.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720))
#: Pause while the server is away or refuses everybody. That counts for no mail, however long it lasts.
SERVER_PAUSE = timedelta(minutes=1)
#: The same for mails of the task queue, each of which waits by itself: for longer and longer, but not for hours.
AWAY_PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15))
#: So often a mail of the task queue waits for a server that is away; then it is given up.
MOST_WAITS = QUEUED_MAILS.period // AWAY_PAUSES[-1]
#: So soon after the server was found to be away it is not asked again for a single mail: asking can take as long.
JUST_ASKED = timedelta(seconds=20)
#: The name of the part in ``/readyz``.
PART = "mail"
#: The server wants a login, or a safer one.
LOGIN_WANTED = {530, 534, 535, 538}
NOT_NOW = 421
TOO_LARGE = 552
#: RFC 3463: 5.7 is about permission (of the sender, of our server), 5.1.7 and 5.1.8 about the sender's address.
_ABOUT_US = re.compile(rb"\s*5\.(7\.\d+|1\.[78])\b")


class Verdict(Enum):
    """Whose fault a refused mail is."""

    #: The server's: it cannot be reached, is not ready, or takes nothing from us. Every other mail would fare the same.
    SERVER = auto()
    #: The address's: it does not exist.
    ADDRESS = auto()
    #: The message's: it is too large, looks like spam.
    MESSAGE = auto()
    #: Nobody's: to be tried again later.
    LATER = auto()


@dataclass(frozen=True)
class Answer:
    """The reply to a mail that was not accepted."""

    verdict: Verdict
    #: Class and code of the error; never the server's words, which may quote an address.
    words: str


class ServerAwayError(Exception):
    """The mail server is away or takes nothing from us: every other mail would fare the same now."""


def judge(error: OSError) -> Answer:
    """Classify the error with which a mail to one address was refused."""
    code, text = _code_and_text(error)
    return Answer(_verdict(error, code, text), f"{type(error).__name__} {code or ''}".strip())


def _code_and_text(error: OSError) -> tuple[int, bytes]:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return max(error.recipients.values(), key=lambda answer: answer[0])
    if isinstance(error, smtplib.SMTPResponseException):
        text = error.smtp_error
        return error.smtp_code, text.encode() if isinstance(text, str) else text
    return 0, b""


def _verdict(error: OSError, code: int, text: bytes) -> Verdict:
    about_one = (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError)
    if code == NOT_NOW or code in LOGIN_WANTED:
        return Verdict.SERVER
    if isinstance(error, about_one) and code < 500:
        return Verdict.LATER
    match error:
        case smtplib.SMTPRecipientsRefused() if not _ABOUT_US.match(text):
            return Verdict.ADDRESS
        case smtplib.SMTPDataError() | smtplib.SMTPNotSupportedError():
            return Verdict.MESSAGE
        case smtplib.SMTPSenderRefused() if code == TOO_LARGE:
            return Verdict.MESSAGE
    # Connection refused or lost, no answer, no login: SMTPException is an OSError.
    return Verdict.SERVER


def is_away(now: datetime | None = None) -> bool:
    """Circuit breaker: whether the server was found to be away a moment ago."""
    now = now or timezone.now()
    return Trouble.objects.filter(part=PART, seen_at__gt=now - JUST_ASKED, seen_at__lte=now).exists()


def note_away(reason: str, now: datetime) -> None:
    """The server is away or refuses everybody: said in the log once, and in ``/readyz`` until it takes a mail."""
    note_trouble(PART, f"the mail server takes nothing, all mails wait ({reason})", now)


def note_accepted() -> None:
    """The server took a mail."""
    note_mended(PART)


def register_probe() -> None:
    """Have ``/readyz`` say how the mail server is; called when the app is ready."""
    register(PART, lambda: describe_trouble(PART))

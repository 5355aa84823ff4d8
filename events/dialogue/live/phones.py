"""Simulated phones: they speak HTTP to a running portal, and try again what it does not take at once, as people do."""

import json
import re
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from random import Random
from types import TracebackType
from typing import Self
from urllib.parse import urlencode, urlsplit

from django.conf import settings

from events.dialogue.made_up import THOUGHTS, marked

#: Seconds between opening a form and sending it; less is what programs do.
PATIENCE = 3.2
#: Seconds after which something is sent again that was not taken, a little more or less.
PAUSES = (0.5, 1.0, 2.0, 4.0)
#: Statuses of a portal that is busy, itself or behind its proxy.
BUSY = {502, 503, 504}
#: Phones that do something at the same moment.
MOST_AT_ONCE = 50
FORM = "application/x-www-form-urlencoded"
_FIELD = re.compile(r'<input[^>]*name="(form_key|round)"[^>]*value="([^"]*)"')


class DemoTroubleError(Exception):
    """The portal did not answer as it should; the message says what it did."""


@dataclass
class Sheet:
    """What the phones have sent."""

    joined: int = 0
    statements: int = 0
    reactions: int = 0
    #: Requests that had to be sent once more.
    repeated: int = 0
    #: What did not get through in the end, by the reason.
    troubles: Counter[str] = field(default_factory=Counter)


class Phone:
    """One simulated phone: a connection that is kept, and a personal URL."""

    def __init__(self, base: str, number: int) -> None:
        parts, self.number = urlsplit(base), number
        kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        self.line = kind(parts.netloc, timeout=30)
        spoken = [code for code, _name in settings.LANGUAGES if code in THOUGHTS] or ["en"]
        self.language = spoken[number % len(spoken)]
        self.dice, self.url = Random(number), ""  # noqa: S311 (a rehearsal)
        self.repeated, self.troubles = 0, Counter[str]()

    def ask(self, path: str, body: str = "", kind: str = FORM) -> tuple[int, str, str]:
        """Status, text and Location of an answer; with a body it is a POST, which can be sent twice without harm.

        Raises:
            DemoTroubleError: no answer came, however often it was asked.
        """
        for pause in PAUSES:
            try:
                answer = self.ask_once(path, body, kind)
                if answer[0] not in BUSY:
                    return answer
            except (HTTPException, OSError):
                self.line.close()
            self.repeated += 1
            time.sleep(pause * self.dice.uniform(0.7, 1.3))
        try:
            return self.ask_once(path, body, kind)
        except (HTTPException, OSError) as error:
            self.line.close()
            raise DemoTroubleError(f"No answer came ({str(error) or type(error).__name__}).") from error

    def ask_once(self, path: str, body: str = "", kind: str = FORM) -> tuple[int, str, str]:
        """As ``ask``, and once only."""
        headers = {"Content-Type": kind} if body else {}
        self.line.request("POST" if body else "GET", path, body.encode() or None, headers)
        with self.line.getresponse() as answer:
            return answer.status, answer.read().decode(), answer.headers.get("Location", "")

    def join(self, code: str) -> int:
        """Join by the page with the button."""
        path = f"/{self.language}/live/{code}/"
        fields = dict(_FIELD.findall(self.ask(path)[1]))
        time.sleep(PATIENCE)
        status, _text, location = self.ask(path, urlencode({"form_key": fields.get("form_key", "")}))
        self.url = location if status == 303 else ""
        return _expect(status, 303)

    def say(self, more: str = "") -> int:
        """Write one statement, with ``more`` behind it."""
        fields = dict(_FIELD.findall(self.ask(self.url)[1]))
        text = marked(self.dice.choice(THOUGHTS[self.language]), self.number, self.language)
        sent = {"action": "say", "text": f"{text} {more}".strip(), "language": self.language, **fields}
        return _expect(self.ask(self.url, urlencode(sent))[0], 303)

    def react(self, code: str) -> int:
        """React to all statements of others, in batches; returns to how many."""
        status, text, _location = self.ask(f"/live/{code}/state.json")
        _expect(status, 200)
        ids = [row[0] for row in json.loads(text)["rows"]]
        taken = 0
        for start in range(0, len(ids), 20):
            batch = [[public_id, self.dice.choice((-1, 0, 1))] for public_id in ids[start : start + 20]]
            status, text, _location = self.ask(f"{self.url}reactions/", json.dumps(batch), "application/json")
            _expect(status, 200)
            taken += len(json.loads(text)["taken"])
        return taken


def look_for(base: str) -> None:
    """See whether a portal answers.

    Raises:
        DemoTroubleError: none does.
    """
    phone = Phone(base, 0)
    try:
        phone.ask_once("/")
    except (HTTPException, OSError) as error:
        raise DemoTroubleError(f"No portal answers at {base} ({error}). Is it running there?") from error
    finally:
        phone.line.close()


def _expect(status: int, wanted: int) -> int:
    """One thing done.

    Raises:
        DemoTroubleError: the answer has another status.
    """
    if status != wanted:
        raise DemoTroubleError(f"The portal answered {status}, {wanted} was expected.")
    return 1


class Crowd:
    """The phones of a rehearsal; what one of them cannot do does not stop the others, and is counted."""

    def __init__(self, base: str, number: int, sheet: Sheet, spread: float = 0.0) -> None:
        """Parameters:
        spread: seconds within which they do something, each at a moment of its own.
        """
        self.phones = [Phone(base, one) for one in range(number)]
        #: Those who could join, once they were asked to.
        self.people = self.phones
        self.sheet, self.spread = sheet, spread
        self.pool = ThreadPoolExecutor(max_workers=min(number, MOST_AT_ONCE))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.pool.shutdown(cancel_futures=True)
        for phone in self.phones:
            phone.line.close()

    def each(self, do: Callable[[Phone], int]) -> int:
        """Let each phone do something; returns how much was done. Whoever could not join does nothing from then on."""
        done = sum(self.pool.map(lambda phone: self._try(phone, do), self.people))
        self.sheet.repeated = sum(phone.repeated for phone in self.phones)
        for phone in self.people:
            self.sheet.troubles += phone.troubles
            phone.troubles.clear()
        self.people = [phone for phone in self.people if phone.url]
        return done

    def _try(self, phone: Phone, do: Callable[[Phone], int]) -> int:
        time.sleep(phone.dice.uniform(0, self.spread))
        try:
            return do(phone)
        except DemoTroubleError as error:
            phone.troubles[str(error)] += 1
            return 0

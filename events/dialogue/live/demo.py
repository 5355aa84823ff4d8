"""A made-up workshop to rehearse with: phones speak HTTP to a running portal, every text says that it is made up."""

import json
import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPSConnection
from random import Random
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import uuid5

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from events.demo import demo_key, publish_demo_event, remove_demo_event
from events.dialogue.enums import Phase, Stage
from events.dialogue.live import rooms, rounds
from events.dialogue.live.state import OLDEST_SECONDS
from events.dialogue.models import (
    Contribution,
    DialogueLog,
    Occasion,
    Participant,
    Question,
    ReportPage,
    Round,
    Theme,
)
from events.enums import Moderation
from portal.core.models import BasePage
from portal.core.users.models import User

#: Seconds between opening a form and sending it; less is what programs do.
PATIENCE = 3.2
#: Seconds after which the state of every process shows a new phase.
LONGEST_WAIT = OLDEST_SECONDS + 0.1
#: What the phones say; each is put into a sentence that says that it is made up.
THOUGHTS = {
    "en": ("More benches", "Ask the children", "Explain decisions", "Open the library at night"),
    "da": ("Flere bænke", "Spørg børnene", "Forklar beslutninger", "Åbn biblioteket om natten"),
    "nb": ("Flere benker", "Spør barna", "Forklar vedtak", "Åpne biblioteket om natten"),
    "sv": ("Fler bänkar", "Fråga barnen", "Förklara beslut", "Öppna biblioteket på natten"),
    "fi": ("Lisää penkkejä", "Kysykää lapsilta", "Selittäkää päätökset", "Kirjasto auki öisin"),
    "is": ("Fleiri bekkir", "Spyrjið börnin", "Útskýrið ákvarðanir", "Bókasafnið opið á nóttunni"),
}
_FIELD = re.compile(r'<input[^>]*name="(form_key|round)"[^>]*value="([^"]*)"')


class DemoTroubleError(Exception):
    """The running portal did not answer as it should; the message says what it said."""


@dataclass
class Sheet:
    """What the phones have sent."""

    joined: int = 0
    statements: int = 0
    reactions: int = 0


def publish_workshop(slug: str) -> Occasion:
    """Publish the try-out event in every language, with one question for the live room."""
    for page in publish_demo_event(slug, None, 0):
        with translation.override(page.locale_code):
            question = _("Made up, to try it out: what should be different where you live?")
        block = page.input_questions.stream_block
        value = {"text": question, "stages": [Stage.LIVE.value], "seeds": []}
        stored = {"type": "own", "id": str(uuid5(demo_key(slug), "question")), "value": value}
        page.input_questions = block.to_python([stored])
        page.takes_input, page.moderation = True, Moderation.AFTER
        page.save_revision().publish()
    return Occasion.objects.get(page_key=demo_key(slug))


@transaction.atomic
def remove_workshop(slug: str) -> int:
    """Take the workshop away with everything that was said in it; returns how many statements it had."""
    occasion = Occasion.objects.filter(page_key=demo_key(slug)).first()
    number = 0
    if occasion is not None:
        number = Contribution.objects.filter(occasion=occasion).count()
        for report in ReportPage.objects.filter(occasion=occasion):
            report.delete()
        occasion.themes.update(merged_into=None)
        for model in (Theme, Contribution, Participant, Round, Question):
            rows: Any = model
            rows._default_manager.filter(occasion=occasion).delete()
        # The log cannot be shortened by anything else: a workshop that was never real leaves none.
        log = DialogueLog.objects.filter(occasion=occasion)
        log._raw_delete(log.db)
        BasePage.of_key(occasion.page_key).update(live=False)
        occasion.delete()
    remove_demo_event(slug)
    return number


class Phone:
    """One simulated phone: a connection that is kept, and a personal URL."""

    def __init__(self, base: str, number: int) -> None:
        parts, self.number = urlsplit(base), number
        kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        self.line = kind(parts.netloc, timeout=30)
        spoken = [code for code, _name in settings.LANGUAGES if code in THOUGHTS] or ["en"]
        self.language = spoken[number % len(spoken)]
        self.dice, self.url = Random(number), ""  # noqa: S311 (a rehearsal)

    def ask(self, path: str, body: str = "", kind: str = "application/x-www-form-urlencoded") -> tuple[int, str, str]:
        """Status, text and Location of an answer; with a body it is a POST."""
        headers = {"Content-Type": kind} if body else {}
        self.line.request("POST" if body else "GET", path, body.encode() or None, headers)
        answer = self.line.getresponse()
        return answer.status, answer.read().decode(), answer.headers.get("Location", "")

    def join(self, code: str) -> int:
        """Join by the page with the button."""
        path = f"/{self.language}/live/{code}/"
        fields = dict(_FIELD.findall(self.ask(path)[1]))
        time.sleep(PATIENCE)
        status, _text, self.url = self.ask(path, urlencode({"form_key": fields.get("form_key", "")}))
        return _expect(status, 303)

    def say(self, more: str = "") -> int:
        """Write one statement, with ``more`` behind it."""
        fields = dict(_FIELD.findall(self.ask(self.url)[1]))
        thought = self.dice.choice(THOUGHTS[self.language])
        with translation.override(self.language):
            text = _("%(thought)s (made up by phone %(number)s)") % {"thought": thought, "number": self.number}
        text = f"{text} {more}".strip()
        sent = {"action": "say", "text": text, "language": self.language, **fields}
        return _expect(self.ask(self.url, urlencode(sent))[0], 303)

    def react(self, code: str) -> int:
        """React to all statements of others, in batches; returns to how many."""
        state = json.loads(self.ask(f"/live/{code}/state.json")[1])
        ids = [row[0] for row in state["rows"]]
        taken = 0
        for start in range(0, len(ids), 20):
            batch = [[public_id, self.dice.choice((-1, 0, 1))] for public_id in ids[start : start + 20]]
            status, text, _location = self.ask(f"{self.url}reactions/", json.dumps(batch), "application/json")
            _expect(status, 200)
            taken += len(json.loads(text)["taken"])
        return taken


def _expect(status: int, wanted: int) -> int:
    if status != wanted:
        raise DemoTroubleError(f"The portal answered {status}, {wanted} was expected.")
    return 1


def play(base: str, occasion: Occasion, user: User, phones: int, pause: float) -> Iterator[tuple[str, Sheet]]:
    """Play a workshop; after each step its name and what was sent so far.

    Parameters:
        base: address of the running portal, on the same database.
        pause: seconds to look at each step.

    Raises:
        DemoTroubleError: the portal did not answer as it should.
    """
    sheet = Sheet()
    occasion = rooms.open_room(occasion.pk, user, timezone.now())
    rooms.set_one_room(occasion.pk, True)
    code = str(occasion.live_code)
    yield code, sheet
    people = [Phone(base, number) for number in range(phones)]
    with ThreadPoolExecutor(max_workers=min(phones, 50)) as pool, ExitStack() as lines:
        for phone in people:
            lines.callback(phone.line.close)

        def each(do: Callable[[Phone], int]) -> int:
            return sum(pool.map(do, people))

        sheet.joined = each(lambda phone: phone.join(code))
        yield "joined", sheet
        question = occasion.questions.get()
        rounds.open_round(occasion.pk, _version(occasion), user, timezone.now(), question_id=question.pk, minutes=2)
        time.sleep(pause)
        sheet.statements = each(Phone.say)
        yield "written", sheet
        rounds.move_round(occasion.pk, _version(occasion), user, timezone.now(), phase=Phase.REACT)
        time.sleep(max(pause, LONGEST_WAIT))
        sheet.reactions = each(lambda phone: phone.react(code))
        yield "reacted", sheet
        rounds.move_round(occasion.pk, _version(occasion), user, timezone.now(), phase=Phase.WALL)
        time.sleep(pause)
        yield "shown", sheet


def _version(occasion: Occasion) -> int:
    return Occasion.objects.values_list("phase_version", flat=True).get(pk=occasion.pk)

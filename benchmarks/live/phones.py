"""Phones in a live room: each joins by the page with the button, then asks, reacts and writes as the script does."""

import asyncio
import json
import re
import time
from dataclasses import dataclass, field
from random import Random

from benchmarks.live.figures import Figures
from benchmarks.live.lines import JSON, Line

#: A phone reacts every 5 s; it asks for the state, and sends reactions, when the state says, give or take 30 %.
REACTS = 5.0
#: So often a batch of reactions, and a statement, is sent once more, as if the answer had been lost.
REPEATED = 0.1
#: Seconds between opening the page with the button and pressing it; less is what programs do.
READS = 3.2
#: While there is something to react to, new texts are loaded after so many times that pause only.
LOADS = 5
_FIELD = re.compile(r'<input[^>]*name="(form_key|round)"[^>]*value="([^"]*)"')


@dataclass
class Clock:
    """When the measured part begins and ends; monotonic."""

    begin: float
    end: float


@dataclass
class Known:
    """What all phones read and need not be parsed by each: the client shares the machine with the server."""

    states: dict[str, dict] = field(default_factory=dict)

    def state(self, etag: str, content: bytes) -> dict:
        """The state of an ETag."""
        if etag not in self.states:
            self.states = {etag: json.loads(content)}
        return self.states[etag]


class Phone:
    """One participant, on one connection."""

    def __init__(self, number: int, port: int, code: str, figures: Figures, known: Known) -> None:
        self.number, self.code, self.figures, self.known = number, code, figures, known
        self.line, self.dice = Line(port, figures), Random(number)
        self.url, self.form, self.etag = "", {}, ""
        self.state: dict = {"rows": [], "next": 3000, "texts": []}
        self.pages: set[str] = set()
        self.loaded = 0.0
        #: Reactions that wait to be sent, by statement; the page would send them before it goes, the run just ends.
        self.waiting: dict[str, int] = {}
        #: What was answered to be taken: reactions by statement, and texts by public id.
        self.reactions: dict[str, int] = {}
        self.statements: dict[str, str] = {}
        #: Moments at which it says something.
        self.says: list[float] = []
        self.refused = 0

    @property
    def secret(self) -> str:
        """The secret of the personal URL."""
        return self.url.rstrip("/").rsplit("/", 1)[-1]

    async def join(self, pause: float) -> None:
        """Open the page of the room, press the button, and be led to the personal page."""
        await asyncio.sleep(pause)
        path = f"/en/live/{self.code}/"
        page = await self.line.get("join", path)
        await asyncio.sleep(READS)
        answer = await self.line.post("join", path, dict(_FIELD.findall(page.text)), {})
        self.url = answer.headers.get("location", "")
        if not self.url:
            raise SystemExit(f"a phone could not join: {answer.status}")
        page = await self.line.get("join", self.url)
        self.form = dict(_FIELD.findall(page.text))

    async def live(self, clock: Clock) -> None:
        """Ask, react and say something until the end."""
        asks = clock.begin + self.dice.random() * 3
        reacts = clock.begin + self.dice.random() * REACTS
        sends = asks
        while True:
            says = self.says[0] if self.says else clock.end
            due = min(asks, reacts, sends, says)
            if due >= clock.end:
                break
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            if due == says:
                self.says.pop(0)
                await self._say()
            elif due == asks:
                await self._ask()
                asks = self._after(self.pause)
            elif due == sends:
                await self._send()
                sends = self._after(self.pause)
            else:
                self._react()
                reacts = self._after(REACTS)
        self.line.close()

    @property
    def pause(self) -> float:
        """Seconds that the state asks to wait."""
        return float(self.state["next"]) / 1000

    def _after(self, pause: float) -> float:
        return time.monotonic() + pause * self.dice.uniform(0.7, 1.3)

    async def _ask(self) -> None:
        headers = {"If-None-Match": self.etag} if self.etag else {}
        answer = await self.line.get("state", f"/live/{self.code}/state.json", headers)
        if answer.status != 200:
            return
        self.etag = answer.headers["etag"]
        self.state = self.known.state(self.etag, answer.content)
        self.figures.slowed += self.state["next"] > 3000
        open_ = len(self.state["rows"]) - len({*self.reactions, *self.waiting}) - len(self.statements)
        if time.monotonic() - self.loaded < LOADS * self.pause and open_ > 0:
            return
        self.loaded = time.monotonic()
        for number, generation in enumerate(self.state["texts"]):
            name = f"{number}-g{generation}"
            if name not in self.pages:
                got = await self.line.get("texts", f"/live/{self.code}/texts-{name}.json")
                if got.status == 200:
                    self.pages.add(name)

    def _react(self) -> None:
        others = [row[0] for row in self.state["rows"] if row[0] not in self.statements]
        fresh = [one for one in others if one not in self.reactions and one not in self.waiting]
        if others:
            self.waiting[self.dice.choice(fresh or others)] = self.dice.choice((-1, 0, 1))

    async def _send(self) -> None:
        batch, self.waiting = self.waiting, {}
        for _time in range(self._times() if batch else 0):
            answer = await self.line.post_json(
                "reaction", f"{self.url}reactions/", json.dumps(list(batch.items())).encode()
            )
            if answer.status == 200:
                content = json.loads(answer.content)
                self.reactions |= {taken[0]: taken[1] for taken in content["taken"]}
                self.refused += len(content["refused"])

    async def _say(self) -> None:
        text = f"Phone {self.number} says no. {len(self.statements)}: þak á torgið, æ ð ö"
        fields: dict[str, object] = {"action": "say", "text": text, "language": "is", **self.form}
        answers = [await self.line.post("statement", self.url, fields, {"Accept": JSON}) for _ in range(self._times())]
        for answer in answers:
            if answer.status == 200:
                content = json.loads(answer.content)
                self.statements[content["id"]] = text
                self.form["form_key"] = content["form_key"]

    def _times(self) -> int:
        return 2 if self.dice.random() < REPEATED else 1

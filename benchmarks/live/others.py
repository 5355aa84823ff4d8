"""Who else asks the portal: the facilitator's page, the projector, and somebody who reads other pages."""

import asyncio
import re
import time
from random import Random

from benchmarks.live.figures import Figures
from benchmarks.live.lines import Line
from benchmarks.live.phones import Clock

#: Seconds between two looks of desk and projector, and after which the facilitator turns the projector.
LOOKS, TURNS = 2.0, 10.0
#: When the facilitator leads the round from "react" to "wall": at this share of the time.
WALL_AT = 0.8
#: Other pages that are opened in a second.
OTHERS = 2.0
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
_VERSION = re.compile(r'name="version" value="(\d+)"')


class Mirror:
    """A page that is read anew when the state has changed, as the script of desk and projector does."""

    def __init__(self, kind: str, port: int, code: str, figures: Figures) -> None:
        self.kind, self.code, self.line = kind, code, Line(port, figures)
        self.dice, self.etag, self.page = Random(kind), "", ""
        self.headers: dict[str, str] = {}

    async def show(self, url: str, clock: Clock) -> None:
        """Show ``url`` until the end."""
        while time.monotonic() < clock.end:
            state = await self.line.get(f"state of the {self.kind}", f"/live/{self.code}/state.json", self._known())
            if state.status == 200:
                self.etag = state.headers["etag"]
                await self.load(url)
            await asyncio.sleep(LOOKS * self.dice.uniform(0.7, 1.3))
        self.line.close()

    def _known(self) -> dict[str, str]:
        return {"If-None-Match": self.etag} if self.etag else {}

    async def load(self, url: str) -> None:
        """Load the page."""
        answer = await self.line.get(self.kind, url, self.headers)
        if answer.status == 200:
            self.page = answer.text


class Facilitator(Mirror):
    """Somebody at the desk, logged in, who turns the projector and leads the round."""

    def __init__(self, port: int, code: str, figures: Figures, occasion: int) -> None:
        super().__init__("desk", port, code, figures)
        self.url = f"/admin/input/{occasion}/live/"
        self.cookies: dict[str, str] = {}
        self.turned = 0

    async def log_in(self, name: str, password: str) -> None:
        """Log in and open the desk."""
        path = f"/admin/login/?next={self.url}"
        page = await self.line.get("login", path)
        self._keep(page.headers)
        fields = {"username": name, "password": password, "csrfmiddlewaretoken": _TOKEN.findall(page.text)[0]}
        answer = await self.line.post("login", path, fields, self.headers)
        self._keep(answer.headers)
        await self.load(self.url)
        if answer.status != 302 or not _VERSION.search(self.page):
            raise SystemExit(f"the facilitator could not log in: {answer.status}")

    async def lead(self, clock: Clock) -> None:
        """Turn the projector again and again; once, lead everybody to the wall."""
        wall = clock.begin + WALL_AT * (clock.end - clock.begin)
        while (now := time.monotonic()) < clock.end - TURNS:
            await asyncio.sleep(min(TURNS, max(0.1, wall - now)) if now < wall else TURNS)
            if now < wall <= time.monotonic():
                await self._press({"do": "move", "phase": "wall", "version": _VERSION.findall(self.page)[0]})
            else:
                self.turned += 1
                await self._press({"do": "turn", "view": "wall", "page": 1 + self.turned % 5})

    async def _press(self, fields: dict[str, object]) -> None:
        token = _TOKEN.findall(self.page)[0]
        await self.line.post("click", self.url, {**fields, "csrfmiddlewaretoken": token}, self.headers)
        await self.load(self.url)

    def _keep(self, headers: dict[str, str]) -> None:
        for cookie in headers.get("set-cookie", "").split("\n"):
            name, _is, value = cookie.partition(";")[0].partition("=")
            if name:
                self.cookies[name] = value
        self.headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}


async def read_others(kind: str, urls: list[str], port: int, figures: Figures, end: float) -> None:
    """Open other pages in turn, ``OTHERS`` in a second, until ``end``."""
    line, number = Line(port, figures), 0
    while (begun := time.monotonic()) < end:
        await line.get(kind, urls[number % len(urls)])
        number += 1
        await asyncio.sleep(max(0.0, begun + 1 / OTHERS - time.monotonic()))
    line.close()

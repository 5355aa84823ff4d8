"""A facilitator's browser at a running web server."""

import re

from events.dialogue.enums import Phase
from tests.events.dialogue.live.rooms import Room
from tests.served import TOKEN, ask, log_in

VERSION = re.compile(r'name="version" value="(\d+)"')


class Desk:
    """A facilitator's browser."""

    def __init__(self, port: int, room: Room, name: str) -> None:
        self.port, self.url = port, f"/admin/input/{room.occasion.pk}/live/"
        self.cookie = log_in(port, name)
        self.page = ""
        self.read()

    def read(self) -> str:
        """The page as it is now."""
        status, self.page, _headers = ask(self.port, "GET", self.url, Cookie=self.cookie)
        assert status == 200
        return self.page

    def fields(self, phase: Phase) -> dict[str, str]:
        """What a press of the button for a phase sends, from the page as it was last read."""
        token, version = TOKEN.findall(self.page)[0], VERSION.findall(self.page)[0]
        return {"csrfmiddlewaretoken": token, "version": version, "do": "move", "phase": phase.value}

    def press(self, phase: Phase) -> str:
        """Press it, and return the page that follows."""
        status, _page, headers = ask(self.port, "POST", self.url, self.fields(phase), Cookie=self.cookie)
        assert status == 302
        # What is said about the press comes in a cookie.
        self.page = ask(self.port, "GET", self.url, Cookie=f"{self.cookie}; {headers['cookie']}")[1]
        return self.page

"""A live room for tests: an occasion with a question, a facilitator, and phones that speak HTTP."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.dialogue.enums import Phase
from events.dialogue.live import joining, rooms, rounds
from events.dialogue.live.rounds import Click
from events.dialogue.live.state import expire
from events.dialogue.models import Occasion, Question
from events.enums import Moderation
from portal.core.users.models import User
from tests.events.dialogue.factories import make_occasion, make_question
from tests.forms import fields_of


def make_facilitator(name: str = "facilitator") -> User:
    """Somebody who leads rooms."""
    return User.objects.create_user(name, f"{name}@example.org", "a long password of tests", is_superuser=True)


@contextmanager
def queries(number: int) -> Iterator[None]:
    """As many statements that read or write rows: neither savepoints nor settings of the connection."""
    with CaptureQueriesContext(connection) as captured:
        yield
    told = [query["sql"] for query in captured if query["sql"].startswith(("SELECT", "INSERT", "UPDATE", "DELETE"))]
    assert len(told) == number, "\n".join(told)


@dataclass
class Room:
    """An open room."""

    occasion: Occasion
    question: Question
    user: User

    @property
    def code(self) -> str:
        """Its code."""
        return str(self.occasion.live_code or self.occasion.former_code)

    @property
    def version(self) -> int:
        """``phase_version`` as it is now."""
        return Occasion.objects.values_list("phase_version", flat=True).get(pk=self.occasion.pk)

    def open_round(self, question: Question | None = None) -> Click:
        """Open a round."""
        asked = question or self.question
        return self._did(
            rounds.open_round(self.occasion.pk, self.version, self.user, timezone.now(), question_id=asked.pk)
        )

    def move(self, phase: Phase) -> Click:
        """Lead the round to a phase."""
        return self._did(rounds.move_round(self.occasion.pk, self.version, self.user, timezone.now(), phase=phase))

    def close(self) -> None:
        """Close the room."""
        rooms.close_room(self.occasion.pk, self.user, timezone.now())
        self._did(Click.DONE)

    def _did(self, click: Click) -> Click:
        self.occasion.refresh_from_db()
        expire(self.code)
        return click

    def join(self, language: str = "en", address: str = "192.0.2.1") -> str:
        """A new participant's secret."""
        return joining.join(self.occasion, language, address, timezone.now())

    def url(self, secret: str, language: str = "en") -> str:
        """A personal URL."""
        return f"/{language}/live/{self.code}/me/{secret}/"


def open_room(moderation: str = Moderation.AFTER, **fields: Any) -> Room:
    """A room in which statements are shown at once, unless told otherwise."""
    occasion = make_occasion(moderation=moderation, **fields)
    question = make_question(occasion)
    user = User.objects.filter(username="facilitator").first() or make_facilitator()
    return Room(rooms.open_room(occasion.pk, user, timezone.now()), question, user)


class Phone:
    """A browser without script: it reads pages, fills in what stands in their forms, and follows redirects."""

    def __init__(self, url: str, language: str = "en") -> None:
        self.client, self.url, self.language = Client(), url, language

    def read(self, query: str = "") -> BeautifulSoup:
        """The personal page."""
        response = self.client.get(f"{self.url}{query}")
        assert response.status_code == 200, response.status_code
        return BeautifulSoup(response.content, "html.parser")

    def say(self, text: str, language: str = "", query: str = "") -> int:
        """Write a statement; returns the status of the answer."""
        page = self.client.get(f"{self.url}{query}").content.decode()
        sent = {**fields_of(page, "text"), "text": text, "language": language or self.language, "action": "say"}
        return self.client.post(self.url, sent).status_code

    def react(self, value: int) -> str:
        """React to the statement that the page shows; returns its public id, empty when nothing is left."""
        page = self.read()
        form = page.select_one("[data-live-react] > form:not([hidden])")
        if form is None:
            return ""
        public_id = form.select_one("[name=statement]")["value"]
        sent = {"action": "react", "statement": public_id, "value": str(value)}
        assert self.client.post(self.url, sent).status_code == 303
        return str(public_id)

    def batch(self, items: Any, code: int = 200) -> dict[str, Any]:
        """Send reactions as the script does."""
        response = self.client.post(f"{self.url}reactions/", json.dumps(items), content_type="application/json")
        assert response.status_code == code, response.content
        return response.json()

"""Proposals of LibreTranslate and DeepL, over HTTP, from a small server that speaks both protocols and has bad days."""

import json
import re
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.test import Client
from django.urls import reverse
from wagtail_localize.models import StringTranslation, Translation

from portal.editing.enums import State
from portal.editing.translations import editor
from portal.settings.kinds import machine_translator
from projects.models import CaseStudyPage
from tests.partners.world import World, translate_page
from tests.portal.editing.translations.test_editor import state_of

pytestmark = pytest.mark.django_db
KEY = "fictional-key"


class Service(BaseHTTPRequestHandler):
    """LibreTranslate at /translate, DeepL at /v2/translate: every word in capitals, elements as they are."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        server: Any = self.server
        if self.path == "/translate":
            asked = json.loads(body)
            texts, pair, key = asked["q"], (asked["source"], asked["target"]), asked["api_key"]
        else:
            form = parse_qs(body.decode())
            texts, pair = form["text"], (form["source_lang"][0], form["target_lang"][0])
            key = self.headers["Authorization"].removeprefix("DeepL-Auth-Key ")
        server.asked.append((self.path, pair, key, len(texts)))
        mood = server.moods.pop(0) if server.moods else "well"
        if mood == "slow":
            time.sleep(1.5)
        said = [_changed(text, mood) for text in texts]
        shape: Any = {"translations": [{"text": text} for text in said]}
        if self.path == "/translate":
            shape = {"translatedText": said}
        answer = {
            "html": b"<html>",
            "busy": b'{"message": "Too many requests", "error": "Slowdown"}',
            "short": b'{"translatedText": ["one"], "translations": []}',
        }
        self.send_response(429 if mood == "busy" else 200)
        self.end_headers()
        self.wfile.write(answer.get(mood, json.dumps(shape).encode()))

    def log_message(self, *args: object) -> None:
        """Say nothing."""


def _changed(text: str, mood: str) -> str:
    if mood == "lost":
        return re.sub(r"<[^>]*>", "", text).upper()
    if mood == "evil":
        return f"{text}<script>alert(1)</script>"
    return "".join(part if part.startswith("<") else part.upper() for part in re.split(r"(<[^>]*>)", text))


@pytest.fixture
def service() -> Iterator[Any]:
    server: Any = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    server.asked, server.moods = [], []
    Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(params=["libretranslate", "deepl"])
def machine(request: pytest.FixtureRequest, service: Any, settings: Any) -> Any:
    """The server, as the machine of ``MACHINE_TRANSLATION``."""
    found = machine_translator(f"{request.param}+http://{KEY}@127.0.0.1:{service.server_port}")
    assert found
    found["OPTIONS"]["TIMEOUT"] = 1
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = found
    return service


@pytest.fixture
def translation(world: World) -> Translation:
    """With a link in the result, and nothing translated."""
    StringTranslation.objects.all().delete()
    case = world.a.case
    case.result = '<p>Read <a href="https://example.org/">the 2,500 answers</a> of 17 %.</p>'
    case.save_revision().publish()
    return translate_page(CaseStudyPage.objects.get(pk=case.pk), "da")


def press(client: Client, world: World, translation: Translation) -> str:
    client.force_login(world.a.member)
    address = reverse("wagtail_localize:machine_translate", args=[translation.pk])
    return client.post(address, follow=True).content.decode()


def test_what_is_proposed_stands_at_the_desk_and_is_not_public(machine: Any, translation, world: World, client: Client):
    shown = press(client, world, translation)
    path, pair, key, _count = machine.asked[0]
    assert (path, *map(str.lower, pair), key) in {("/translate", "en", "da", KEY), ("/v2/translate", "en", "da", KEY)}
    assert "THE CHALLENGE." in shown
    assert "portal-state--machine" in shown
    assert {sentence.todo for sentence in editor.sentences(translation)} == {"machine"}
    assert state_of(translation).state == State.MACHINE
    danish = CaseStudyPage.objects.get(locale__language_code="da", translation_key=world.a.case.translation_key)
    assert not danish.live
    assert "CHALLENGE" not in danish.challenge
    assert KEY not in shown


@pytest.mark.parametrize("moods", ["busy", "slow slow", "html", "short"])
def test_a_machine_with_a_bad_day_costs_nothing(machine: Any, translation, world: World, client: Client, moods, caplog):
    machine.moods = moods.split()
    shown = press(client, world, translation)
    assert "gives no answer just now" in shown
    assert not StringTranslation.objects.exists()
    assert KEY not in caplog.text
    assert "THE CHALLENGE." in press(client, world, translation)


def test_a_machine_that_is_too_slow_is_asked_for_half(machine: Any, translation, world: World, client: Client):
    machine.moods = ["slow"]
    assert "THE CHALLENGE." in press(client, world, translation)
    counts = [count for *_rest, count in machine.asked]
    assert counts[1:] == [(counts[0] + 1) // 2, counts[0] // 2]


def test_a_proposal_that_lost_its_link_is_to_be_looked_at(machine: Any, translation, world: World, client: Client):
    machine.moods = ["lost"]
    shown = press(client, world, translation)
    assert "The link is missing" in shown
    [unsure] = [sentence for sentence in editor.sentences(translation) if sentence.todo == "unsure"]
    assert unsure.field == "Result"
    assert editor.unfinished(translation)


def test_a_proposal_brings_in_nothing(machine: Any, translation, world: World, client: Client):
    machine.moods = ["evil"]
    press(client, world, translation)
    assert not StringTranslation.objects.filter(data__contains="script").exists()


def test_a_machine_that_is_away(machine: Any, translation, world: World, client: Client):
    machine.shutdown()
    machine.server_close()
    assert "gives no answer just now" in press(client, world, translation)

"""What breaks in the middle of a workshop: the facilitator's machine, a phone's connection, and the time."""

import json
import socket
import struct
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.utils import timezone

from events.dialogue.enums import Phase
from events.dialogue.live import statements
from events.dialogue.models import Contribution, DialogueLog, Occasion, Reaction, Round
from tests.events.dialogue.factories import make_contribution
from tests.events.dialogue.live.desk import Desk
from tests.events.dialogue.live.rooms import Room, make_facilitator, open_room
from tests.served import FORM, ask, served
from tests.waiting import wait_for

__all__ = ["served"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.sqlite_drill]


@pytest.fixture
def room() -> Room:
    return open_room()


def break_off(port: int, path: str, body: bytes, sent: int, cookie: str = "", *, politely: bool = False) -> None:
    """Send the head of a request and so many bytes of its body, then let the machine die, with or without a goodbye."""
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: {FORM}\r\n"
    head += f"Content-Length: {len(body)}\r\nCookie: {cookie}\r\n\r\n"
    line = socket.create_connection(("127.0.0.1", port), timeout=20)
    line.sendall(head.encode() + body[:sent])
    time.sleep(0.3)
    if not politely:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    line.close()


def say(port: int, room: Room, secret: str, text: str, key: str = "k") -> tuple[int, dict]:
    """Write a statement as the script does, again while the database is too busy; status and content of the answer."""
    fields = {"action": "say", "text": text, "language": "is", "round": 1, "form_key": key}
    for _time in range(10):
        status, answer, _headers = ask(port, "POST", room.url(secret), fields, Accept="application/json")
        if status != 503:
            break
        assert "send it again" in answer
    return status, json.loads(answer)


def test_facilitators_machine_dies_in_mid_round_and_another_goes_on(served, room):
    make_facilitator("second")
    room.open_round()
    secrets = [room.join() for _ in range(20)]
    desk = Desk(served, room, "facilitator")
    version, body = room.version, urlencode(desk.fields(Phase.REACT)).encode()

    with ThreadPoolExecutor(12) as pool:
        said = [pool.submit(say, served, room, one, f"Þetta skiptir máli {n}") for n, one in enumerate(secrets)]
        for politely in (False, True):
            # Cut off within the last word: "phase=rea".
            break_off(served, desk.url, body, len(body) - 2, desk.cookie, politely=politely)
        answers = [one.result() for one in said]

    assert [status for status, _answer in answers] == [200] * 20
    assert room.version == version
    assert Round.objects.get().phase == Phase.WRITE

    # The next press arrives whole; the machine dies before it hears what came of it.
    break_off(served, desk.url, body, len(body), desk.cookie)
    wait_for(lambda: room.version == version + 1)
    other = Desk(served, room, "second")
    assert Round.objects.get().phase == Phase.REACT
    assert "facilitator at " in other.page
    # Whoever still has the page of before changes nothing, and is told.
    assert "Nothing was changed" in desk.press(Phase.REACT)
    assert room.version == version + 1

    ids = {answer["id"] for _status, answer in answers}
    assert set(Contribution.objects.values_list("public_id", flat=True)) == ids
    reacted = [
        ask(
            served,
            "POST",
            f"{room.url(one)}reactions/",
            json.dumps([[answer["id"], 1]]),
            **{"Content-Type": "application/json"},
        )
        for one, (_status, answer) in zip(secrets, answers[1:] + answers[:1], strict=True)
    ]
    assert [status for status, *_rest in reacted] == [200] * 20
    assert Reaction.objects.count() == 20
    other.press(Phase.CLOSED)
    assert Round.objects.get().phase == Phase.CLOSED
    assert DialogueLog.objects.filter(action="phase").count() == 2


@pytest.mark.parametrize("politely", [False, True], ids=["reset", "closed"])
def test_statement_that_was_cut_off_on_its_way_is_not_stored_by_half(served, room, politely):
    room.open_round()
    secret = room.join()
    fields = {"action": "say", "language": "is", "round": 1, "form_key": "k", "text": "Við viljum ekki fleiri bíla"}
    body = urlencode(fields).encode()

    break_off(served, room.url(secret), body, body.index(b"ekki"), politely=politely)
    time.sleep(1)
    assert not Contribution.objects.exists()

    status, answer = say(served, room, secret, fields["text"])
    assert (status, answer["text"]) == (200, fields["text"])
    assert Contribution.objects.get().text == fields["text"]


def test_clock_passes_the_end_of_the_grace_while_fifty_write(served, room):
    room.open_round()
    secrets = [room.join() for _ in range(50)]
    room.move(Phase.CLOSED)
    end = timezone.now() + timedelta(seconds=3)
    Round.objects.update(phase_at=end - statements.GRACE, closed_at=end - statements.GRACE)

    def write(number: int) -> list[tuple[int, dict]]:
        """At a moment within three seconds around the end, and once more, as if the answer had been lost."""
        time.sleep(max(0.0, (end - timezone.now()).total_seconds() - 1.5 + 3 * number / 50))
        return [say(served, room, secrets[number], f"Í lokin, nr. {number}") for _time in range(2)]

    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(write, range(50)))

    assert {status for both in answers for status, _answer in both} == {200}
    assert all(first["id"] == again["id"] and first["late"] == again["late"] for (_s, first), (_t, again) in answers)
    stored = {one.public_id: one for one in Contribution.objects.all()}
    assert len(stored) == 50
    for number, ((_status, answer), _again) in enumerate(answers):
        kept = stored[answer["id"]]
        assert kept.text == f"Í lokin, nr. {number}"
        assert kept.late == answer["late"] == (kept.created_at > end)
        assert kept.stage == ("after" if kept.late else "live")
    assert {one.late for one in stored.values()} == {True, False}


def test_room_that_closes_while_fifty_write_keeps_all_or_says_that_it_does_not(served, room):
    room.open_round()
    secrets = [room.join() for _ in range(50)]
    make_contribution(room.question, round=Round.objects.get())

    def write(number: int) -> tuple[int, dict]:
        return say(served, room, secrets[number], f"Undir lokin, nr. {number}")

    with ThreadPoolExecutor(50) as pool:
        before = list(pool.map(write, range(10)))
        meanwhile = [pool.submit(write, number) for number in range(10, 40)]
        room.close()
        after = list(pool.map(write, range(40, 50)))
        answers = [*before, *[one.result() for one in meanwhile], *after]

    assert {status for status, _answer in before} == {200}
    assert {status for status, _answer in after} == {409}
    taken = {answer["id"] for status, answer in answers if status == 200}
    refused = [answer for status, answer in answers if status != 200]
    assert {status for status, _answer in answers} == {200, 409}
    assert (
        set(
            Contribution.objects.exclude(participant=None)
            .filter(text__startswith="Undir")
            .values_list("public_id", flat=True)
        )
        == taken
    )
    assert {answer["error"] for answer in refused} == {"The workshop is over. Your text was not sent."}
    assert Occasion.objects.get(pk=room.occasion.pk).live_code is None

"""Everybody at once in a live room. The controls switch off what protects and prove that the race is real."""

import multiprocessing
import threading
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial

import pytest
from django.utils import timezone

from events.dialogue.enums import Phase
from events.dialogue.live import reacting, rooms, rounds, statements, verified
from events.dialogue.live.hot import Person, find_person
from events.dialogue.live.reacting import Wanted
from events.dialogue.live.rounds import Click
from events.dialogue.models import Contribution, DialogueLog, Occasion, Participant, Reaction, Round
from tests.events.dialogue.factories import make_contribution, make_question
from tests.events.dialogue.live.rooms import Room, open_room
from tests.events.factories import coming_event, registered
from tests.events.registration.race import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.sqlite_drill]


@pytest.fixture
def room() -> Room:
    return open_room()


def open_at_once(room: Room) -> list[str]:
    """Two facilitators press "open a round" of different questions on the same page."""
    seen, now = room.version, timezone.now()
    questions = [room.question, make_question(room.occasion)]

    def press(question) -> str:
        return rounds.open_round(room.occasion.pk, seen, room.user, now, question_id=question.pk).name

    return at_once([partial(press, question) for question in questions])


def test_two_facilitators_open_one_round(room):
    assert sorted(open_at_once(room)) == ["DONE", "STALE"]
    assert Round.objects.count() == 1
    assert DialogueLog.objects.filter(action="open_round").count() == 1
    assert room.version == 2


@pytest.mark.postgresql
def test_control_without_the_lock_the_database_refuses_a_second_open_round(room, monkeypatch):
    meeting = multiprocessing.get_context("fork").Barrier(2)

    def unlocked(occasion_id: int) -> Occasion:
        occasion = Occasion.objects.get(pk=occasion_id)
        with suppress(threading.BrokenBarrierError):
            meeting.wait(timeout=10)
        return occasion

    monkeypatch.setattr(rounds, "locked", unlocked)

    assert sorted(open_at_once(room)) == ["DONE", "IntegrityError"]


def react_at_once(room: Room, times: int) -> list[object]:
    """One participant reacts to one statement so many times at the same moment."""
    room.open_round()
    statement = make_contribution(room.question, round=Round.objects.get())
    room.move(Phase.REACT)
    room.join()
    key = Participant.objects.exclude(joined_hour=None).get().key_sha256

    def press(value: int) -> int:
        return reacting.react(find_person(key), [Wanted(statement.public_id, value)], timezone.now()).status

    return at_once([partial(press, (-1, 0, 1)[number % 3]) for number in range(times)])


def test_hundred_reactions_of_one_participant_are_one(room):
    answers = react_at_once(room, 100)

    assert set(answers) == {200}
    assert Reaction.objects.count() == 1


def test_control_without_the_upsert_some_reactions_fail(room, monkeypatch):
    meeting = multiprocessing.get_context("fork").Barrier(2)

    def look_and_write(person: Person, values: dict[int, int], minute: datetime) -> None:
        for statement, value in values.items():
            whose = {"participant": Participant.objects.get(pk=str(person.key)), "contribution_id": statement}
            if not Reaction.objects.filter(**whose).update(value=value):
                with suppress(threading.BrokenBarrierError):
                    meeting.wait(timeout=5)
                Reaction.objects.create(**whose, value=value, minute=minute)

    monkeypatch.setattr(reacting, "store", look_and_write)

    assert "IntegrityError" in react_at_once(room, 20)


def close_while_writing(room: Room, people: int) -> list[object]:
    """The facilitator closes the round while so many people press "send"."""
    room.open_round()
    secrets = [room.join() for _ in range(people)]
    seen = room.version

    def say(secret: str) -> str:
        taken = statements.give(
            secret, room.code, number=1, text=f"From {secret[:9]}", language="en", form_key="k", now=timezone.now()
        )
        return "late" if taken.statement and taken.statement.late else "taken" if taken.statement else "refused"

    def close() -> str:
        now = timezone.now()
        return rounds.move_round(room.occasion.pk, seen, room.user, now, phase=Phase.CLOSED).name

    return at_once([*(partial(say, secret) for secret in secrets), close])


def test_close_while_fifty_write_loses_nothing(room):
    *said, closed = close_while_writing(room, 50)

    assert closed == Click.DONE.name
    assert said == ["taken"] * 50
    assert Contribution.objects.filter(round__number=1, late=False).count() == 50


def test_control_without_grace_a_statement_behind_the_click_is_late(room, monkeypatch):
    monkeypatch.setattr(statements, "GRACE", timedelta(seconds=-1))
    room.open_round()
    secret = room.join()
    room.move(Phase.CLOSED)

    taken = statements.give(
        secret, room.code, number=1, text="Just behind", language="en", form_key="k", now=timezone.now()
    )

    assert taken.statement.late


def say_at_once(room: Room, times: int) -> list[object]:
    """One participant sends so many statements at once, having eighteen already."""
    room.open_round()
    secret = room.join()

    def say(number: int) -> str:
        taken = statements.give(
            secret, room.code, number=1, text=f"No. {number}", language="en", form_key=f"{number}", now=timezone.now()
        )
        return "taken" if taken.statement else taken.refusal.name

    for number in range(18):
        say(number)
    return at_once([partial(say, 100 + number) for number in range(times)])


def test_twenty_statements_stay_twenty_when_sent_at_once(room):
    answers = say_at_once(room, 8)

    assert sorted(answers) == ["TOO_MANY"] * 6 + ["taken"] * 2
    assert Contribution.objects.count() == 20


@pytest.mark.postgresql
def test_control_without_the_lock_more_than_twenty_are_taken(room, monkeypatch):
    def unlocked(secret: str) -> Participant | None:
        found = Participant.objects.select_related("occasion")
        return found.filter(key_sha256=statements.fingerprint(secret)).first()

    look = statements._round_of
    meeting = multiprocessing.get_context("fork").Barrier(8)

    def look_together(*about):
        found = look(*about)
        if found.own >= 18:
            with suppress(threading.BrokenBarrierError):
                meeting.wait(timeout=10)
        return found

    monkeypatch.setattr(statements, "locked_participant", unlocked)
    monkeypatch.setattr(statements, "_round_of", look_together)

    assert say_at_once(room, 8) == ["taken"] * 8
    assert Contribution.objects.count() > 20


def test_same_form_sent_at_once_is_one_statement(room):
    room.open_round()
    secret = room.join()

    def say() -> str:
        taken = statements.give(
            secret, room.code, number=1, text="Once", language="en", form_key="same", now=timezone.now()
        )
        return taken.statement.public_id

    assert len(set(at_once([say] * 12))) == 1
    assert Contribution.objects.count() == 1


def test_link_of_a_registered_person_used_at_once_joins_once(room):
    event = coming_event()
    room.occasion.event = event
    room.occasion.save()
    link = verified.live_link(registered(event, now=timezone.now()), timezone.now())
    token = link.rstrip("/").rsplit("/", 1)[1]

    secrets = at_once([partial(verified.join_verified, token, room.code, "en", timezone.now())] * 8)

    assert len([secret for secret in secrets if secret]) == 1
    assert Participant.objects.filter(verified=True).count() == 1


def test_room_opened_at_once_has_one_code(room):
    room.close()

    codes = at_once([lambda: rooms.open_room(room.occasion.pk, room.user, timezone.now()).live_code] * 6)

    assert len(set(codes)) == 1

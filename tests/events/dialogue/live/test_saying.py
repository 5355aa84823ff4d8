"""Statements and reactions: what is taken, what is refused and why, and what odd requests get."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import gettext, override

from events.dialogue.enums import ContributionState, Phase, Stage
from events.dialogue.live import rounds, statements
from events.dialogue.live.forms import StatementForm, words_of
from events.dialogue.live.statements import MOST_STATEMENTS, Refusal
from events.dialogue.models import Contribution, Flag, Reaction, Round
from tests.events.dialogue.live.rooms import Phone, Room, open_room, queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def room() -> Room:
    room = open_room()
    room.open_round()
    return room


@pytest.fixture
def phone(room) -> Phone:
    return Phone(room.url(room.join()))


def earlier(**ago: float) -> None:
    """Let the phase of all rounds have begun so long ago."""
    Round.objects.update(phase_at=timezone.now() - timedelta(**ago))


def said(room: Room, text: str = "Said by another, æ") -> Contribution:
    """A statement of somebody else."""
    Phone(room.url(room.join())).say(text)
    return Contribution.objects.latest("pk")


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "?!…", "🙂🙂", "\u200b\u00ad"])
def test_empty_statement_is_asked_for_beside_its_field(phone, text):
    assert phone.say(text) == 422
    assert not Contribution.objects.exists()


def test_statement_of_280_characters_as_people_see_them_is_taken(phone):
    assert phone.say("e\u0301" * 279 + "👨‍👩‍👧‍👦") == 303
    assert phone.say("x" * 281) == 422


def test_too_long_text_stays_in_the_field(room, phone):
    page = phone.client.post(phone.url, {"action": "say", "text": "ö" * 300, "language": "en", "round": "1"})

    assert page.status_code == 422
    assert "ö" * 300 in page.content.decode()
    assert "20 characters too long" in page.content.decode()


def test_markup_controls_and_overrides_are_shown_literally(room, phone):
    phone.say("<script>alert(1)</script> \u202ereversed\u0007 𝔊")

    text = Contribution.objects.get().text
    assert text == "<script>alert(1)</script> reversed 𝔊"
    assert "&lt;script&gt;" in phone.client.get(phone.url).content.decode()


def test_same_form_sent_twice_is_one_statement(room, phone):
    page = phone.read()
    sent = {"action": "say", "text": "Only once", "language": "en", "round": "1"}
    sent["form_key"] = page.select_one("[name=form_key]")["value"]

    assert [phone.client.post(phone.url, sent).status_code for _ in range(2)] == [303, 303]
    assert Contribution.objects.count() == 1


def test_twentieth_statement_is_taken_and_the_next_is_not(room, phone):
    answers = [phone.say(f"Statement {number}") for number in range(MOST_STATEMENTS + 1)]

    assert answers == [303] * MOST_STATEMENTS + [409]


def test_statement_asks_six_queries(room, phone):
    # One for the participant, one for the round, two for what holds statements back, the statement, the log.
    phone.say("The first one")
    sent = {"action": "say", "text": "The second one", "language": "en", "round": "1", "form_key": "k" * 43}

    with queries(6):
        phone.client.post(phone.url, sent)
    assert Contribution.objects.count() == 2


@pytest.mark.parametrize(("seconds", "late"), [(30, False), (59, False), (61, True), (3600, True)])
def test_statement_after_its_round_is_in_time_for_a_minute_and_then_kept_as_late(room, phone, seconds, late):
    room.move(Phase.CLOSED)
    earlier(seconds=seconds)

    taken = statements.give(
        phone.url.split("/")[-2], room.code, number=1, text="Late", language="en", form_key="k", now=timezone.now()
    )

    assert taken.statement.late is late
    assert taken.statement.stage == (Stage.AFTER if late else Stage.LIVE)


def test_late_statement_is_told_so_and_not_on_the_wall(room, phone):
    room.move(Phase.CLOSED)
    earlier(minutes=5)

    response = phone.client.post(phone.url, {"action": "say", "text": "Too late", "language": "en", "round": "1"})

    assert response["Location"].endswith("?done=late#write")
    assert phone.read("?done=late").select("[data-live-wall] [data-id]") == []
    assert "after the round" in phone.read().text


def test_confirmation_stands_beside_the_field_or_above_all_once_the_field_is_gone(room, phone):
    told = "Your statement has arrived"
    assert phone.read().select_one("#write [data-live-told]").text == ""
    assert told in phone.read("?done=said").select_one("#write [data-live-told]").text
    room.move(Phase.WALL)
    page = phone.read("?done=said")
    assert page.select_one("#write").has_attr("hidden")
    assert told in page.select_one("[role=status].notice").text


def test_pause_and_freeze_take_nothing_and_keep_what_was_typed(room, phone):
    now = timezone.now()
    rounds.set_paused(room.occasion.pk, room.version, room.user, now, paused=True)
    page = phone.client.post(phone.url, {"action": "say", "text": "Typed before", "language": "en", "round": "1"})
    assert page.status_code == 409
    assert "Typed before" in page.content.decode()
    rounds.set_paused(room.occasion.pk, room.version, room.user, now, paused=False)
    rounds.set_frozen(room.occasion.pk, room.version, room.user, now, frozen=True)

    page = phone.client.post(phone.url, {"action": "say", "text": "Typed in the cold", "language": "en", "round": "1"})
    assert page.status_code == 409
    assert "The workshop is frozen: reading only." in page.content.decode()
    assert "Typed in the cold" in page.content.decode()
    assert not Contribution.objects.exists()


def test_closed_room_and_excluded_participant_are_refused(room, phone):
    other = said(room)
    room.move(Phase.REACT)
    participant = other.participant
    participant.excluded_at, participant.excluded_because = timezone.now(), "a test"
    participant.save()
    secret = room.join()
    excluded = Phone(room.url(secret))
    type(participant).objects.exclude(pk=participant.pk).update(excluded_at=timezone.now(), excluded_because="a test")

    assert excluded.say("Not counted") == 409
    excluded.batch([[other.public_id, 1]], 409)
    room.close()
    assert phone.client.post(phone.url, {"action": "say", "text": "Over", "language": "en"}).status_code in {409, 422}


def test_reactions_are_counted_once_whatever_is_repeated(room, phone):
    other = said(room)
    room.move(Phase.REACT)

    first = phone.batch([[other.public_id, 1]])
    again = phone.batch([[other.public_id, 1], [other.public_id, -1]])

    assert first["taken"] == [[other.public_id, 1, 1, 0, 0]]
    assert again["taken"][0][:2] == [other.public_id, -1]
    assert list(Reaction.objects.values_list("value", flat=True)) == [-1]
    assert Reaction.objects.get().minute.second == 0


def test_batch_of_reactions_asks_three_queries(room, phone, django_assert_num_queries):
    others = [said(room, f"Statement {number}") for number in range(5)]
    room.move(Phase.REACT)
    batch = [[other.public_id, 1] for other in others]
    phone.batch(batch[:1])

    with django_assert_num_queries(3):
        phone.batch(batch)
    assert Reaction.objects.count() == 5


def test_wrong_items_are_named_by_their_index_and_the_others_taken(room, phone):
    other, hidden = said(room), said(room, "Held back")
    Contribution.objects.filter(pk=hidden.pk).update(state=ContributionState.HELD)
    phone.say("My own")
    mine = Contribution.objects.latest("pk")
    foreign_room = open_room()
    foreign_room.open_round()
    foreign = said(foreign_room)
    room.move(Phase.REACT)

    wrong = [[hidden.public_id, 1], [mine.public_id, 1], ["zzzzzzzz", 0], [foreign.public_id, 1], [other.public_id, 2]]
    answer = phone.batch([*wrong, "nonsense", [1, 2, 3], [other.public_id, True], [other.public_id, -1]])

    assert [index for index, _status, _why in answer["refused"]] == [0, 1, 2, 3, 4, 5, 6, 7]
    assert {status for _index, status, _why in answer["refused"]} == {422}
    assert [taken[:2] for taken in answer["taken"]] == [[other.public_id, -1]]
    assert Reaction.objects.count() == 1


def test_twenty_first_reaction_of_a_batch_is_refused(room, phone):
    others = [said(room, f"Statement {number}") for number in range(3)]
    room.move(Phase.REACT)

    answer = phone.batch([[others[0].public_id, 1]] * 20 + [[others[1].public_id, 1]])

    assert answer["refused"] == [[20, 422, "too_many"]]
    assert Reaction.objects.count() == 1


@pytest.mark.parametrize("body", ["", "{", "null", "{}", '"x"', "[" * 5000, "[]" + " " * 9000, "\xff"])
def test_body_that_is_no_list_is_a_bad_request(room, phone, body):
    response = phone.client.post(f"{phone.url}reactions/", body, content_type="application/json")

    assert response.status_code == 400


@pytest.mark.parametrize(("language", "spoken"), [("fi", "fi"), ("is", "is"), ("xx", "en")])
def test_batch_is_answered_in_the_language_of_its_address_and_sets_no_cookie(room, phone, language, spoken):
    url = phone.url.replace("/en/", f"/{language}/", 1)
    response = phone.client.post(f"{url}reactions/", "{}", content_type="application/json")

    with override(spoken):
        said = gettext("The portal does not understand this request.")
    assert (response.status_code, response.json()["error"]) == (400, said)
    assert not response.cookies
    assert (response["Cache-Control"], response["Referrer-Policy"]) == ("private, no-store", "no-referrer")


def test_reactions_are_refused_while_people_write_and_after_a_minute_from_the_end(room, phone):
    other = said(room)
    phone.batch([[other.public_id, 1]], 409)
    room.move(Phase.WALL)
    phone.batch([[other.public_id, 1]])
    room.move(Phase.CLOSED)
    phone.batch([[other.public_id, 0]])
    earlier(seconds=61)

    assert phone.batch([[other.public_id, -1]], 409)["refused"] == [[0, 409, "phase"]]
    assert Reaction.objects.get().value == 0


def test_participant_reacts_three_hundred_times_a_minute(room, phone):
    other = said(room)
    room.move(Phase.REACT)

    for _ in range(15):
        phone.batch([[other.public_id, 1]] * 20)
    phone.batch([[other.public_id, 1]], 429)


def test_statement_is_reported_once_by_each_reader(room, phone):
    other = said(room)
    room.move(Phase.REACT)
    sent = {"action": "flag", "statement": other.public_id, "reason": "insult"}

    assert phone.client.post(phone.url, sent).status_code == 303
    assert phone.client.post(phone.url, sent).status_code == 303
    assert phone.client.post(phone.url, {**sent, "reason": "disagree"}).status_code == 422
    assert Flag.objects.count() == 1


def test_script_gets_json_in_place_of_pages(room, phone):
    accept = {"accept": "application/json"}
    sent = {"action": "say", "text": "By the script", "language": "en", "round": "1", "form_key": "a"}

    good = phone.client.post(phone.url, sent, headers=accept)
    bad = phone.client.post(phone.url, {**sent, "text": ""}, headers=accept)

    assert good.json()["text"] == "By the script"
    assert len(good.json()["form_key"]) == 43
    assert (bad.status_code, bad.json()) == (422, {"error": "Write something first."})


@pytest.mark.parametrize(
    ("query", "sent"),
    [
        ("?round=9999999999999", None),
        ("?round=²&s=<x>&done=x", None),
        ("?s=" + "z" * 500, None),
        ("", {"action": "nonsense"}),
        ("", {"action": "react", "statement": "x" * 500, "value": "9"}),
        ("", {"action": "say", "round": "x", "language": "xx", "text": "æ"}),
        ("", {"action": "flag"}),
    ],
)
def test_odd_requests_never_fail(room, phone, query, sent):
    url = f"{phone.url}{query}"
    response = Client().get(url) if sent is None else Client().post(url, sent)

    assert response.status_code in {200, 400, 422}


def test_reading_changes_nothing(room, phone):
    before = json.dumps(list(Contribution.objects.values_list("pk", "state"))), Round.objects.get().phase_at
    for method in ("get", "head", "options"):
        getattr(phone.client, method)(phone.url)
        getattr(phone.client, method)(f"{phone.url}reactions/")

    assert before == (
        json.dumps(list(Contribution.objects.values_list("pk", "state"))),
        Round.objects.get().phase_at,
    )


def test_words_with_a_number_are_in_the_language_of_the_page():
    with override("sv"):
        hint, refused = StatementForm().fields["text"].help_text, words_of(Refusal.TOO_MANY)
        thought = gettext("One thought, at most %(most)s characters. Please name no persons.")
        said = gettext("You have sent %(most)s statements in this round. Let others speak too.")
    assert (hint, refused) == (thought % {"most": 280}, said % {"most": 20})
    assert "characters" not in hint

"""The shared state: what it holds and hides, its bytes and queries, and the texts beside it."""

import gzip
import json
import random
import threading
import time
from contextlib import ExitStack
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import timezone

from events.dialogue.enums import ContributionState, Phase
from events.dialogue.live import rooms, state
from events.dialogue.models import Contribution, OpinionAnalysis, Participant, Reaction, Rendering
from tests.events.dialogue.factories import make_contribution, make_participant
from tests.events.dialogue.live.rooms import Phone, Room, open_room
from tests.sites import make_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def room() -> Room:
    return open_room()


def state_url(room: Room) -> str:
    return f"/live/{room.code}/state.json"


def ask(room: Room) -> dict:
    state.expire(room.code)
    return Client().get(state_url(room)).json()


def fill(room: Room, statements: int, reactions: int = 0) -> list[Contribution]:
    """So many statements, each with up to so many reactions."""
    if not room.occasion.rounds.exists():
        room.open_round()
    round_ = room.occasion.rounds.get()
    author = make_participant(room.occasion)[0]
    made = [
        make_contribution(room.question, f"Made-up statement {number}, ð", participant=author, round=round_)
        for number in range(statements)
    ]
    people = [make_participant(room.occasion)[0] for _ in range(reactions)]
    dice = random.Random(7)
    Reaction.objects.bulk_create(
        Reaction(participant=person, contribution=one, value=dice.choice((-1, 0, 1)), minute=timezone.now())
        for one in made
        for person in people
    )
    return made


def test_state_kept_asks_nothing_and_a_refresh_two_queries(room, django_assert_num_queries, monkeypatch):
    monkeypatch.setattr(state, "KEEP_SECONDS", 600)
    fill(room, 3, 4)
    room.move(Phase.WALL)
    client = Client()
    client.get(state_url(room))

    with django_assert_num_queries(0):
        client.get(state_url(room))
    state.expire(room.code)
    with django_assert_num_queries(2):
        client.get(state_url(room))


def test_state_is_the_same_for_everybody_and_not_made_again_for_each(room):
    fill(room, 2)
    room.move(Phase.WALL)
    phone = Client(headers={"cookie": "sessionid=x" * 500, "accept-language": "fi"})

    one, other = Client().get(state_url(room)), phone.get(f"{state_url(room)}?me=1")

    assert one.content == other.content
    assert one["ETag"] == other["ETag"]
    assert one["Cache-Control"] == "public, max-age=1"
    assert not one.cookies
    assert not other.cookies


def test_state_answers_conditional_and_odd_requests_as_http_says(room):
    client = Client()
    etag = client.get(state_url(room))["ETag"]

    assert client.get(state_url(room), headers={"if-none-match": etag}).status_code == 304
    assert client.get(state_url(room), headers={"if-none-match": "*"}).status_code == 304
    assert client.get(state_url(room), headers={"if-none-match": '"other"'}).status_code == 200
    assert client.head(state_url(room)).status_code == 200
    assert client.post(state_url(room)).status_code == 405
    assert client.get(f"{state_url(room)}?%00").status_code == 400
    assert client.get("/live/zzzzz/state.json").status_code == 404
    assert client.get("/live/%F0%9F%98%80/state.json").status_code == 404


def test_state_is_compressed_once_and_says_so(room):
    fill(room, 5)
    room.move(Phase.WALL)

    plain = Client().get(state_url(room))
    zipped = Client().get(state_url(room), headers={"accept-encoding": "gzip"})

    assert zipped["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.content) == plain.content
    assert plain["Vary"] == zipped["Vary"] == "Accept-Encoding"


def test_shared_answers_depend_on_no_language_and_may_do_nothing(room):
    fill(room, 1)
    room.move(Phase.WALL)
    (generation,) = ask(room)["texts"]
    for name, status in (("state", 200), (f"texts-0-g{generation}", 200), ("texts-9-g9", 404)):
        response = Client().get(f"/live/{room.code}/{name}.json", headers={"accept-language": "fi"})
        assert response.status_code == status
        assert "Accept-Language" not in response.get("Vary", "")
        assert "Content-Language" not in response
        assert response["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Length"] == str(len(response.content))
        assert not response.cookies


def test_state_hides_counts_until_all_may_see_them(room):
    fill(room, 2, 3)

    assert ask(room)["rows"] == []
    room.move(Phase.REACT)
    assert [len(row) for row in ask(room)["rows"]] == [2, 2]
    room.move(Phase.WALL)
    assert [sum(row[1:]) for row in ask(room)["rows"]] == [3, 3]


def test_state_of_three_hundred_statements_fits_into_two_and_a_half_kilobytes(room):
    made = fill(room, 300, 6)
    telling = {one.public_id: number % 97 / 30 for number, one in enumerate(made)}
    OpinionAnalysis.objects.create(occasion=room.occasion, computed_at=timezone.now(), telling=telling)
    for phase in (Phase.REACT, Phase.WALL):
        room.move(phase)
        state.expire(room.code)
        zipped = Client().get(state_url(room), headers={"accept-encoding": "gzip"}).content
        assert len(zipped) <= 2560, (phase, len(zipped))


def test_only_what_is_shown_counts_and_excluded_participants_do_not(room):
    shown, held, folded = fill(room, 3, 2)
    Contribution.objects.filter(pk=held.pk).update(state=ContributionState.HELD)
    Contribution.objects.filter(pk=folded.pk).update(same_as=shown)
    person = Reaction.objects.filter(contribution=shown).first().participant
    person.excluded_at, person.excluded_because = timezone.now(), "twice the same"
    person.save()
    room.move(Phase.WALL)

    rows = ask(room)["rows"]

    assert [row[0] for row in rows] == [shown.public_id]
    assert sum(rows[0][1:]) == 1


def test_texts_stay_the_same_until_one_comes_goes_or_changes(room):
    made = fill(room, 60)
    room.move(Phase.WALL)
    first, second = ask(room)["texts"]
    client = Client()

    response = client.get(f"/live/{room.code}/texts-0-g{first}.json")
    assert response["Cache-Control"] == "public, max-age=600"
    assert [text[0] for text in response.json()] == [one.public_id for one in made[:50]]

    Contribution.objects.filter(pk=made[55].pk).update(state=ContributionState.HELD)
    again, other = ask(room)["texts"]
    assert again == first
    assert other != second
    assert client.get(f"/live/{room.code}/texts-1-g{second}.json").status_code == 404
    assert made[55].text not in client.get(f"/live/{room.code}/texts-1-g{other}.json").content.decode()


def test_translation_comes_with_the_text_and_is_marked(room):
    (made,) = fill(room, 1)
    room.move(Phase.WALL)
    before = ask(room)["texts"]
    Rendering.objects.create(
        contribution=made, language="en", text="More buses, please", machine="test", made_at=timezone.now()
    )
    (after,) = ask(room)["texts"]

    assert [after] != before
    texts = Client().get(f"/live/{room.code}/texts-0-g{after}.json").json()
    assert texts[0][4] == {"en": ["More buses, please", 1]}


def test_one_thread_refreshes_while_others_get_what_is_kept(room, monkeypatch):
    fill(room, 1)
    state.room_of(room.code)
    reads, gate, begun = [], threading.Event(), threading.Event()
    kept = state.state_of(room.code)

    def slowly(code: str):
        reads.append(code)
        begun.set()
        assert gate.wait(10)
        return kept

    monkeypatch.setattr(state, "read", slowly)
    state.expire(room.code)
    refreshing = threading.Thread(target=state.room_of, args=[room.code])
    refreshing.start()
    assert begun.wait(10)

    answered = time.monotonic()
    assert all(state.state_of(room.code) is kept for _ in range(20))
    assert time.monotonic() - answered < 5
    gate.set()
    refreshing.join(10)
    assert reads == [room.code]


def test_a_text_that_no_process_knows_is_looked_for_once_by_all_who_wait(room, monkeypatch):
    fill(room, 1)
    monkeypatch.setattr(state, "KEEP_SECONDS", 600)
    kept = state.state_of(room.code)
    reads, looked, gate, has = [], [], threading.Event(), state._has

    def slowly(code: str):
        reads.append(code)
        assert gate.wait(10)
        return kept

    def counted_has(*given) -> bool:
        looked.append(given)
        return has(*given)

    monkeypatch.setattr(state, "read", slowly)
    monkeypatch.setattr(state, "_has", counted_has)
    phones = [threading.Thread(target=state.texts_of, args=[room.code, 0, 12345]) for _ in range(5)]
    for phone in phones:
        phone.start()
    while len(looked) < len(phones):
        time.sleep(0.01)
    time.sleep(0.3)  # all of them wait for the lock now
    gate.set()
    for phone in phones:
        phone.join(10)

    assert reads == [room.code]


def test_phones_are_asked_to_wait_when_refreshing_is_slow(room, monkeypatch):
    assert ask(room)["next"] == state.NEXT
    monkeypatch.setattr(state, "SLOW_SECONDS", -1)
    assert ask(room)["next"] == state.NEXT_BUSY


def test_phones_are_asked_to_wait_when_many_requests_run_at_once(room):
    with state.counted():
        assert ask(room)["next"] == state.NEXT
    with ExitStack() as running:
        for _ in range(state.MANY_REQUESTS):
            running.enter_context(state.counted())
        assert ask(room)["next"] == state.NEXT_BUSY
    assert state._running == 0


def test_phones_are_asked_to_wait_while_many_requests_come(room, monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(state, "time", SimpleNamespace(monotonic=lambda: now[0]))

    def asked(requests: int) -> int:
        """What a phone is told that asks two seconds and so many requests later."""
        for _ in range(requests):
            state.state_of(room.code)
        now[0] += 2
        return ask(room)["next"]

    assert [asked(0), asked(299), asked(300)] == [state.NEXT, state.NEXT, state.NEXT_BUSY]
    # While phones go easy fewer are many: else they would come back all at once.
    assert [asked(120), *(asked(119) for _ in range(8))] == [*[state.NEXT_BUSY] * 8, state.NEXT]


def test_counts_leave_out_who_is_excluded_whether_joined_or_not(room):
    fill(room, 2, 4)
    room.move(Phase.WALL)
    before = [row[1:4] for row in ask(room)["rows"]]
    person = Participant.objects.filter(occasion=room.occasion, reactions__isnull=False).first()
    Participant.objects.filter(pk=person.pk).update(joined_hour=None, excluded_at=timezone.now())
    state.expire(room.code)

    after = [row[1:4] for row in ask(room)["rows"]]

    assert sum(map(sum, before)) - sum(map(sum, after)) == 2


def test_closed_room_says_that_it_is_over(room):
    fill(room, 1, 1)
    room.close()

    found = ask(room)

    assert found["phase"] == "over"
    assert len(found["rows"]) == 1
    assert rooms.rooms_with(room.code).get().live_code is None


def test_personal_page_has_eight_kilobytes_at_most_and_few_queries(room, django_assert_num_queries, monkeypatch):
    monkeypatch.setattr(state, "KEEP_SECONDS", 600)
    make_site("en")
    fill(room, 300, 6)
    for phase, most in ((Phase.WRITE, 5), (Phase.REACT, 6)):
        if phase != Phase.WRITE:
            room.move(phase)
        phone = Phone(room.url(room.join()))
        phone.read()
        with django_assert_num_queries(most):
            response = phone.client.get(phone.url)
        assert len(gzip.compress(response.content, 6)) <= 8192
        assert json.loads(phone.read().select_one("[data-live]")["data-live"])["state"] == state_url(room)

"""The facilitator's page: who may see it, what its buttons do, and what two facilitators at once are told."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from events.dialogue.enums import LogAction, Phase
from events.dialogue.live import exclusion, rounds
from events.dialogue.live.rounds import Click
from events.dialogue.models import Contribution, DialogueLog, Occasion, Participant, Reaction, Round, Theme, ThemeMember
from tests.events.dialogue.factories import make_contribution, make_question
from tests.events.dialogue.live.rooms import Phone, Room, make_facilitator, open_room
from tests.forms import fields_of
from tests.sites import make_site
from tests.undoing import press_undo, undo_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def room() -> Room:
    return open_room()


def desk(room: Room, user=None) -> Client:
    client = Client()
    client.force_login(user or room.user)
    return client


def url(room: Room) -> str:
    return f"/admin/input/{room.occasion.pk}/live/"


def press(client: Client, room: Room, do: str, **sent):
    return client.post(url(room), {"do": do, "version": room.version, **sent}, follow=True)


def told(response) -> str:
    """The message at the top of the page."""
    found = BeautifulSoup(response.content, "html.parser").select(".messages li")
    return " ".join(one.get_text(" ", strip=True) for one in found)


def test_page_is_for_the_owners_team_and_the_secretariat_alone(world):
    room = open_room(organisation=world.a.organisation)

    def answer(user) -> int:
        return desk(room, user).get(url(room)).status_code

    assert answer(world.a.member) == answer(world.secretary) == 200
    assert answer(world.b.member) == 404
    assert desk(room, world.b.member).post(url(room), {"do": "open_round"}).status_code == 404
    assert Client().get(url(room)).status_code == 302


def test_room_is_opened_led_and_closed_by_buttons(room):
    make_site("en")
    client = desk(room)
    room.close()
    press(client, room, "open_room")
    room.occasion.refresh_from_db()
    assert room.occasion.live_code == room.code

    press(client, room, "open_round", question=room.question.pk, minutes="7")
    assert Round.objects.get().minutes == 7
    for phase in (Phase.REACT, Phase.WRITE, Phase.WALL, Phase.CLOSED):
        press(client, room, "move", phase=phase)
        assert Round.objects.get().phase == phase
    press(client, room, "reopen", number=1)
    assert Round.objects.get().phase == Phase.WALL
    assert "Paused" in told(press(client, room, "pause", on="1"))
    frozen = press(client, room, "freeze", on="1")
    assert "Frozen" in told(frozen)
    assert 'value="pause"' not in frozen.content.decode()
    assert "People are in one room" in told(press(client, room, "one_room", on="1"))
    room.occasion.refresh_from_db()
    assert (Round.objects.get().paused, room.occasion.frozen, room.occasion.one_room) == (True, True, True)
    assert "Tick “The workshop is over” first." in told(press(client, room, "close_room"))
    assert Occasion.objects.get(pk=room.occasion.pk).live_code
    page = press(client, room, "close_room", sure="1")
    assert "Live room closed" in told(page)
    assert "The room was closed at" in page.content.decode()
    assert f"/admin/input/{room.occasion.pk}/themes/" in page.content.decode()
    assert not Occasion.objects.get(pk=room.occasion.pk).live_code
    assert Round.objects.get().phase == Phase.CLOSED


def test_click_on_an_older_page_changes_nothing_and_says_who_did_what(room):
    room.open_round()
    seen = room.version
    other = make_facilitator("Åse-Þóra")
    rounds.move_round(room.occasion.pk, seen, other, timezone.now(), phase=Phase.REACT)

    response = desk(room).post(url(room), {"do": "move", "version": seen, "phase": "wall"}, follow=True)

    assert Round.objects.get().phase == Phase.REACT
    assert "Nothing was changed" in response.content.decode()
    assert "Åse-Þóra" in response.content.decode()


def test_transitions_that_are_none_are_refused(room):
    second = make_question(room.occasion)
    foreign = make_question(open_room().occasion)
    now = timezone.now()
    assert room.move(Phase.WALL) == Click.IMPOSSIBLE
    assert room.open_round(foreign) == Click.IMPOSSIBLE
    assert room.open_round() == Click.DONE
    assert room.open_round(second) == Click.IMPOSSIBLE
    assert room.move(Phase.WALL) == Click.DONE
    assert room.move(Phase.WRITE) == Click.IMPOSSIBLE
    assert room.move(Phase.CLOSED) == Click.DONE
    assert room.open_round(second) == Click.DONE
    reopened = rounds.reopen_round(room.occasion.pk, room.version, room.user, now, number=1)
    assert reopened == Click.IMPOSSIBLE


def test_statements_of_the_organisers_enter_the_round_marked(room):
    make_site("en")
    seed = make_contribution(
        room.question,
        "From us: more benches",
        by_organiser=True,
        subject_kind="seed",
        subject_key="1",
        participant=None,
    )
    room.open_round()
    room.move(Phase.REACT)
    seed.refresh_from_db()
    assert seed.round == Round.objects.get()

    page = Phone(room.url(room.join())).read()
    assert "From us: more benches" in page.text
    assert "From the organisers" in page.select_one("[data-live-react] figcaption").text


def test_queue_shows_refuses_with_a_reason_and_takes_back(room):
    make_site("en")
    room.occasion.moderation = "before"
    room.occasion.save()
    room.open_round()
    phone = Phone(room.url(room.join()))
    phone.say("Please read me")
    client = desk(room)
    page = client.get(url(room)).content.decode()
    assert "Please read me" in page
    sent = {key: value for key, value in fields_of(page, "seen").items() if key in {"seen", "statement"}}

    assert "Choose a reason" in press(client, room, "refuse", **sent).content.decode()
    refused = press(client, room, "refuse", **sent, reason="off_topic")
    statement = Contribution.objects.get(occasion=room.occasion)
    assert statement.state == "refused"
    assert "not about the question" in phone.read().text

    assert press_undo(client, undo_token(refused.content.decode())) == "The decision is taken back."
    statement.refresh_from_db()
    assert statement.state == "pending"
    page = client.get(url(room)).content.decode()
    seen = {key: value for key, value in fields_of(page, "seen").items() if key in {"seen", "statement"}}
    press(client, room, "show", **seen)
    statement.refresh_from_db()
    assert statement.state == "published"


def test_statement_of_another_occasion_cannot_be_decided_about(room):
    other = open_room()
    other.open_round()
    Phone(other.url(other.join())).say("Elsewhere")

    elsewhere = Contribution.objects.get(occasion=other.occasion)
    response = desk(room).post(url(room), {"do": "show", "statement": elsewhere.pk, "seen": "x"})

    assert response.status_code == 404


def same_reactions(room: Room, people: int, minutes: int = 0) -> list[Participant]:
    """So many participants of one network who react alike to five statements, the later ones after ``minutes``."""
    now = timezone.now()
    statements = list(Contribution.objects.filter(occasion=room.occasion))
    made = []
    for number in range(people):
        room.join(address="198.51.100.9")
        person = Participant.objects.exclude(network="").exclude(pk__in=[one.pk for one in made]).latest("joined_hour")
        Reaction.objects.bulk_create(
            Reaction(participant=person, contribution=one, value=1, minute=now + timedelta(minutes=number * minutes))
            for one in statements
        )
        made.append(person)
    return made


def test_equal_reactions_of_one_network_within_ten_minutes_are_listed(room):
    room.open_round()
    for number in range(5):
        make_contribution(room.question, f"Statement {number}", round=Round.objects.get())
    same_reactions(room, 3, minutes=4)

    (pattern,) = exclusion.equal_patterns(room.occasion)

    assert (len(pattern.participants), pattern.reactions) == (3, 5)
    Reaction.objects.filter(pk=Reaction.objects.last().pk).update(value=-1)
    (pattern,) = exclusion.equal_patterns(room.occasion)
    assert len(pattern.participants) == 2
    Reaction.objects.all().delete()
    Participant.objects.exclude(network="").delete()
    same_reactions(room, 2, minutes=11)
    assert exclusion.equal_patterns(room.occasion) == []


def test_excluded_participants_are_counted_publicly_and_leave_the_counts(room):
    make_site("en")
    room.open_round()
    for number in range(5):
        make_contribution(room.question, f"Statement {number}", round=Round.objects.get())
    people = same_reactions(room, 2)
    room.move(Phase.WALL)
    client = desk(room)

    press(client, room, "exclude", participant=[str(one.pk) for one in people], because="  ")
    assert not Participant.objects.filter(excluded_at__isnull=False).exists()
    press(client, room, "exclude", participant=[*(str(one.pk) for one in people), "nonsense"], because="One device")

    page = Phone(room.url(room.join())).read()
    assert "do not count 2 participants" in page.text
    assert {item.text for item in page.select("[data-live-wall] .live-counts")} == {"0 agree, 0 disagree, 0 passed"}
    press(client, room, "readmit", participant=str(people[0].pk))
    assert Participant.objects.filter(excluded_at__isnull=False).count() == 1
    assert DialogueLog.objects.filter(action=LogAction.EXCLUDE).get().amount == 2


def test_projector_shows_only_what_is_shown_and_is_turned_from_the_desk(room):
    make_site("en")
    room.open_round()
    made = [make_contribution(room.question, f"Statement {n:02}", round=Round.objects.get()) for n in range(10)]
    make_contribution(room.question, "Unread", round=Round.objects.get(), state="pending")
    room.move(Phase.WALL)
    path = f"/en/live/{room.code}/screen/"
    first = Client().get(path).content.decode()
    assert "Statement 00" in first
    assert "Statement 09" not in first
    assert "Unread" not in first
    assert room.code in first
    assert "<svg" in first
    assert "style=" not in first

    press(desk(room), room, "turn", view="wall", page="2")
    assert "Statement 09" in Client().get(path).content.decode()

    theme = Theme.objects.create(occasion=room.occasion, titles={"en": "Bænke"}, created_at=timezone.now())
    ThemeMember.objects.create(theme=theme, contribution=made[0], added_at=timezone.now())
    press(desk(room), room, "turn", view="themes", page="99999999")
    page = Client().get(path).content.decode()
    assert "Bænke" in page
    assert "Not grouped yet" in page


def test_projector_says_what_to_do_now_and_leads_each_phone_to_its_language(room, settings):
    make_site("en", "fi")
    settings.BASE_URL = "https://example.org"
    path = f"/fi/live/{room.code}/screen/"

    def read() -> tuple[str, str]:
        page = BeautifulSoup(Client().get(path).content, "html.parser")
        assert page.select_one(".screen__address strong").text == "example.org/live"
        assert page.select_one(".screen__code").text == room.code
        now = page.select_one(".screen__now")
        return page.select_one(".screen__join")["class"][1].partition("--")[2], now.text if now else ""

    size, join = read()
    assert (size, bool(join)) == ("large", True)
    room.open_round()
    size, write = read()
    assert (size, bool(write)) == ("middle", True)
    room.move(Phase.REACT)
    size, react = read()
    assert (size, len({join, write, react})) == ("middle", 3)
    room.move(Phase.WALL)
    assert read() == ("small", "")
    leads = Client().get("/live", headers={"accept-language": "fi"}, follow=True)
    assert leads.request["PATH_INFO"] == "/fi/live/"
    leads = Client().get(f"/live/{room.code}/", headers={"accept-language": "fi"}, follow=True)
    assert leads.request["PATH_INFO"] == f"/fi/live/{room.code}/"


@pytest.mark.parametrize("do", ["", "nonsense", "move", "reopen", "turn", "readmit", "open_round"])
def test_odd_buttons_never_fail(room, do):
    sent = {"version": "x", "phase": "ð", "number": "9" * 30, "page": "-1", "participant": "x", "token": "x", "do": do}

    assert desk(room).post(url(room), sent).status_code == 302

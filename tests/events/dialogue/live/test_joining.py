"""The code, the page with the button, personal URLs of before, and the one-time link of registered people."""

import re
import time
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from events.dialogue.live import joining, rooms, verified
from events.dialogue.models import Participant
from events.models import Registration
from portal.core.web import rates
from tests.events.dialogue.factories import make_participant
from tests.events.dialogue.live.rooms import Phone, Room, open_room, queries
from tests.events.factories import coming_event, registered
from tests.forms import fields_of
from tests.sites import make_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def room() -> Room:
    return open_room()


@pytest.fixture
def later(monkeypatch) -> None:
    """Five seconds after each form was opened."""
    now = time.time
    monkeypatch.setattr("django.core.signing.time.time", now)

    def opened(self) -> str:
        monkeypatch.setattr("django.core.signing.time.time", lambda: now() - 5)
        key = self.signer.sign("form")
        monkeypatch.setattr("django.core.signing.time.time", now)
        return key

    monkeypatch.setattr("portal.core.web.public_forms.PublicForm.new_key", opened)


def press(client: Client, url: str, **typed: str):
    """Open the page and press the button."""
    return client.post(url, {**fields_of(client.get(url).content.decode(), "form_key"), **typed})


@pytest.mark.parametrize("typed", ["{}", " {} ", "{upper}", "{spaced}", "{upper}."])
def test_code_is_found_whatever_capitals_blanks_and_signs(room, typed):
    code = room.code
    typed = typed.format(code, upper=code.upper(), spaced=" ".join(code))

    response = Client().get("/fi/live/", {"code": typed})

    assert response["Location"] == f"/fi/live/{code}/"


def test_letters_that_no_code_has_mean_those_that_look_like_them():
    assert rooms.normalised_code("IO-u2l") == "jqv2j"
    assert rooms.normalised_code("ab") == ""
    assert rooms.normalised_code("ðþæøå") == ""


@pytest.mark.parametrize("typed", ["zzzzz", "a", "ðþæøå", "x" * 3000, "\u202eabcde", "<script>", "22222 or 1=1"])
def test_unknown_code_gets_one_page_with_the_field(room, typed):
    response = Client().get("/en/live/", {"code": typed})

    assert response.status_code == 404
    assert "No workshop runs under this code" in response.content.decode()
    assert 'name="code"' in response.content.decode()


def test_codes_are_tried_thirty_times_a_minute(room):
    client = Client()
    answers = [client.get("/en/live/", {"code": "zzzzz"}).status_code for _ in range(31)]

    assert answers == [404] * 30 + [429]
    assert client.get("/en/live/").status_code == 200


def test_page_of_the_room_is_public_sets_no_cookie_and_joins_by_its_button(room, later):
    make_site("en", "is")
    client = Client()
    url = f"/is/live/{room.code}/"
    page = client.get(url)
    assert page["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert not page.cookies

    response = press(client, url)

    assert response.status_code == 303
    assert re.fullmatch(rf"/is/live/{room.code}/me/[A-Za-z0-9_-]{{43}}/", response["Location"])
    participant = Participant.objects.get()
    assert (participant.language, participant.verified) == ("is", False)
    assert participant.joined_hour.minute == participant.joined_hour.second == 0
    personal = client.get(response["Location"])
    assert personal["Cache-Control"] == "private, no-store"
    assert personal["Referrer-Policy"] == "no-referrer"
    assert not personal.cookies


def test_joining_asks_four_queries(room, later):
    client = Client()
    url = f"/en/live/{room.code}/"
    press(client, url)
    sent = fields_of(client.get(url).content.decode(), "form_key")

    with queries(4):
        client.post(url, sent)
    assert Participant.objects.count() == 2


def test_programs_join_nothing(room, later):
    url = f"/en/live/{room.code}/"

    assert press(Client(), url, leave_empty="http://spam.example").status_code == 303
    assert Client().post(url, {}).status_code == 422
    assert Client().post(url, {"form_key": "1:forged"}).status_code == 422
    assert not Participant.objects.exists()


def test_button_pressed_within_three_seconds_is_asked_for_once_more(room):
    response = press(Client(), f"/en/live/{room.code}/")

    assert response.status_code == 422
    assert "once more" in response.content.decode()


def test_network_joins_sixty_a_minute_and_a_thousand_in_one_room(room, later, monkeypatch):
    client, url = Client(), f"/en/live/{room.code}/"
    sent = fields_of(client.get(url).content.decode(), "form_key")
    answers = [client.post(url, sent).status_code for _ in range(rates.LIVE_JOIN.limit + 1)]
    assert answers == [303] * 60 + [429]

    rooms.set_one_room(room.occasion.pk, True)
    assert client.post(url, sent).status_code == 303
    assert rates.LIVE_JOIN_ROOM.limit == 1000


def test_personal_url_of_before_is_used_in_the_room(room, later):
    make_site("en")
    _participant, secret = make_participant(room.occasion)
    url = f"/en/live/{room.code}/"

    response = press(Client(), url, mine=f"https://portal.example/fi/take-part/mine/{secret}/")

    assert response["Location"] == room.url(secret)
    assert Participant.objects.get().joined_hour is not None


def test_who_answered_before_enters_by_one_button_and_reading_changes_nothing(room):
    make_site("en")
    _participant, secret = make_participant(room.occasion)
    phone = Phone(room.url(secret))

    phone.read()
    assert Participant.objects.get().joined_hour is None
    phone.client.post(phone.url, {"action": "enter"})
    assert Participant.objects.get().joined_hour is not None


def test_secret_of_another_room_cut_off_or_in_capitals_is_unknown(room):
    other = open_room()
    secret = other.join()

    for wrong in (secret, secret[:30], secret.upper(), "x" * 43, "%00"):
        response = Client().get(room.url(wrong))
        assert response.status_code in {400, 404}, wrong
    answer = Client().post(f"{room.url(secret)}reactions/", "[]", content_type="application/json")
    assert answer.status_code == 404
    assert Client().post(room.url(secret), {"action": "say", "text": "Hello"}).status_code in {404, 422}


def test_code_of_a_closed_room_says_when_the_report_comes(room):
    make_site("en")
    room.occasion.report_due = timezone.now().date() + timedelta(days=9)
    room.occasion.save()
    room.close()

    response = Client().get("/en/live/", {"code": room.code}, follow=True)

    assert response.status_code == 200
    assert "The workshop is over" in response.content.decode()
    assert "what they heard by" in response.content.decode()


def test_room_opened_again_has_its_code_again(room):
    secret, code = room.join(), room.code
    room.close()
    assert "over" in Client().get(room.url(secret)).content.decode()

    rooms.open_room(room.occasion.pk, room.user, timezone.now())

    room.occasion.refresh_from_db()
    assert room.occasion.live_code == code


def test_network_hash_is_of_one_occasion_and_day(room):
    now = timezone.now()
    joining.join(room.occasion, "en", "192.0.2.7", now)
    first = Participant.objects.get()
    tomorrow = joining.network_hash(room.occasion, "192.0.2.7", now + timedelta(days=1))
    assert first.network == joining.network_hash(room.occasion, "192.0.2.7", now) != tomorrow


@pytest.fixture
def invited(room) -> tuple[Room, Registration, str]:
    """A registered person and the path of the link that is mailed."""
    event = coming_event()
    room.occasion.event = event
    room.occasion.save()
    registration = registered(event, now=timezone.now())
    link = verified.live_link(registration, timezone.now())
    return room, registration, "/" + link.split("/", 3)[3]


def test_link_of_a_registered_person_joins_once_and_reading_it_does_not(invited):
    make_site("en")
    _room, registration, path = invited
    client = Client()
    assert client.get(path).status_code == client.head(path).status_code == 200
    assert not Participant.objects.exists()

    response = client.post(path)
    again = client.post(path)

    assert response.status_code == 303
    assert again.status_code == 409
    assert Participant.objects.get().verified
    assert verified.has_joined(registration)


def test_nothing_leads_from_a_participant_to_a_registration(invited):
    _room, registration, path = invited
    Client().post(path)
    participant, token = Participant.objects.get(), registration.tokens.get(purpose="live")

    assert participant.network == ""
    assert token.used_at == participant.joined_hour  # both the full hour
    assert not [field for field in Participant._meta.get_fields() if field.related_model is Registration]
    held = {str(value) for value in vars(participant).values()}
    assert not held & {token.sha256, registration.email, registration.name, str(registration.form_key)}


def test_link_of_another_event_and_a_link_to_manage_do_not_join(invited):
    room, _registration, path = invited
    other = open_room()

    assert Client().post(path.replace(room.code, other.code)).status_code == 404
    assert Client().post(f"/en/live/{room.code}/verified/{'x' * 43}/").status_code == 404
    assert not Participant.objects.exists()


def test_newer_link_replaces_the_older_one(invited):
    _room, registration, path = invited

    newer = "/" + verified.live_link(registration, timezone.now()).split("/", 3)[3]

    assert Client().post(path).status_code == 404
    assert Client().post(newer).status_code == 303
    assert verified.live_link(registration, timezone.now()) == ""

"""A whole workshop over HTTP, without a script: joining, writing, reacting, looking at all."""

import re
import time

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from events.dialogue.enums import Phase
from events.dialogue.live import state
from events.dialogue.models import Contribution, Participant, Reaction
from tests.events.dialogue.live.rooms import Phone, Room, open_room
from tests.forms import fields_of
from tests.sites import make_site

pytestmark = pytest.mark.django_db
#: What is said, in seven languages, as people type: also decomposed.
SAID = {
    "en": "Let children decide about the playground.",
    "da": "Æ ø å: lad naboerne mødes på torvet først.",
    "nb": "Bussen må gå på søndager óg.",
    "sv": "Fra\u030aga de a\u0308ldre fo\u0308rst.",
    "fi": "Päätökset pitää selittää selkeästi, öisin ei kokouksia.",
    "is": "Þing á netinu, ðæfing fyrir alla.",
    "fo": "Fólk í bygdini mugu hoyrast fyrst.",
}


@pytest.fixture
def room() -> Room:
    make_site("en", "da", "nb", "sv", "fi", "is")
    return open_room()


def join(room: Room, language: str, monkeypatch) -> Phone:
    """Join by the page, a while after it was opened."""
    client = Client()
    url = f"/{language}/live/{room.code}/"
    page = client.get(url).content.decode()
    now = time.time()
    with monkeypatch.context() as patch:
        patch.setattr(time, "time", lambda: now + 5)
        response = client.post(url, fields_of(page, "form_key"))
    assert response.status_code == 303, response.content.decode()
    return Phone(response["Location"], language)


def counts_of(page: BeautifulSoup) -> dict[str, list[int]]:
    """Numbers of each statement on the wall, by its public id."""
    return {
        item["data-id"]: [int(number) for number in re.findall(r"\d+", item.select_one(".live-counts").text)]
        for item in page.select("[data-live-wall] [data-id]")
    }


def test_whole_workshop_without_script_has_the_counts_of_the_sheet(room, monkeypatch):
    phones = {language: join(room, "en" if language == "fo" else language, monkeypatch) for language in SAID}
    assert Participant.objects.filter(occasion=room.occasion, joined_hour__isnull=False).count() == 7
    assert "has not begun" in phones["en"].read().text
    room.open_round()
    assert phones["fi"].read().h1.text.strip() == room.question.texts["fi"]
    assert phones["en"].read().h1.text.strip() == room.question.texts["en"]

    for language, phone in phones.items():
        assert phone.say(SAID[language], language) == 303
    assert Contribution.objects.get(language="sv").text == "Fråga de äldre först."
    room.move(Phase.REACT)

    sheet = {public_id: [0, 0, 0] for public_id in Contribution.objects.values_list("public_id", flat=True)}
    for number, phone in enumerate(phones.values()):
        seen = []
        while public_id := phone.react((1, -1, 0)[(number + len(seen)) % 3]):
            sheet[public_id][(number + len(seen)) % 3] += 1
            seen.append(public_id)
        assert len(set(seen)) == len(seen) == 6
    assert Reaction.objects.count() == 42

    state.forget()
    room.move(Phase.WALL)
    for phone in phones.values():
        page = phone.read()
        assert counts_of(page) == sheet
        assert len(page.select(".live-card--mine")) == 1


def test_counts_are_hidden_until_one_has_reacted(room):
    room.open_round()
    phones = [Phone(room.url(room.join())) for _ in range(3)]
    for number, phone in enumerate(phones):
        phone.say(f"Statement {number} of many")
    room.move(Phase.REACT)
    phones[0].react(1)

    state.forget()
    page = phones[1].read()
    assert page.select("[data-live-react] .live-counts") == []
    first = phones[1].react(1)
    state.forget()
    again = phones[1].read(f"?s={first}")
    assert again.select_one("[data-live-mine] .live-counts").text.strip()
    assert again.select_one("[data-live-react] button[value='1']")["aria-pressed"] == "true"


def test_back_to_the_last_one_changes_and_takes_back(room):
    room.open_round()
    author, reader = (Phone(room.url(room.join())) for _ in range(2))
    author.say("The library stays open at night")
    room.move(Phase.REACT)
    first = reader.react(1)
    back = reader.read().select_one("[data-live-back]")
    assert back["href"] == f"?s={first}"

    reader.client.post(reader.url, {"action": "react", "statement": first, "value": "-1"})
    assert Reaction.objects.get().value == -1
    reader.client.post(reader.url, {"action": "react", "statement": first, "value": "back"})
    assert not Reaction.objects.exists()


def test_page_names_its_time_and_reloads_only_when_chosen(room):
    room.open_round()
    phone = Phone(room.url(room.join()))

    plain, chosen = phone.read(), phone.read("?reload")

    assert plain.select("meta[http-equiv=refresh]") == []
    assert chosen.select_one("meta[http-equiv=refresh]")["content"] == "15"
    assert chosen.select("script[src*=live]") == []
    assert "See what is new" in plain.text


def test_late_comer_answers_an_earlier_question(room):
    second = room.occasion.questions.create(key=room.occasion.page_key, texts={"en": "And who decides?"})
    room.open_round()
    room.move(Phase.CLOSED)
    room.open_round(second)
    phone = Phone(room.url(room.join()))

    assert phone.say("As in the first round: the neighbours", query="?round=1") == 303

    said = Contribution.objects.get()
    assert (said.round.number, said.late) == (1, False)  # within the minute of grace
    assert phone.say("Everybody decides") == 303
    assert Contribution.objects.latest("pk").round.number == 2


def test_moderated_room_shows_nothing_unread(room):
    room.occasion.moderation = "before"
    room.occasion.save()
    room.open_round()
    author, reader = (Phone(room.url(room.join())) for _ in range(2))
    author.say("Nobody has read this yet")
    room.move(Phase.WALL)

    assert "Nobody has read this yet" in author.read().text
    assert "Nobody has read this yet" not in reader.read().text
    assert "Nobody has read this yet" not in Client().get(f"/en/live/{room.code}/screen/").content.decode()

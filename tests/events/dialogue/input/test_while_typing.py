"""What others said is shown while somebody types; what is typed is stored nowhere."""

import logging
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from events.dialogue.enums import ContributionState
from events.dialogue.input.forms import AnswerForm
from events.dialogue.models import Contribution, Question
from portal.core.models.throttle import RateCounter
from portal.core.web import rate_limits, rates
from tests.events.dialogue.factories import make_contribution, make_occasion, make_participant, make_question
from tests.events.dialogue.input.people import set_state
from tests.portal.core.web.test_assets import packed

pytestmark = pytest.mark.django_db
SCRIPT = Path(settings.BASE_DIR, "events/dialogue/static/dialogue/answering/similar.js")
TYPED = "Vi har brug for flere busser om aftenen i landsbyen."
LONG = f"{TYPED} " + "Bussen kører aldrig efter klokken otte. " * 20


@pytest.fixture(autouse=True)
def fresh_counts():
    rate_limits.forget_here()


@pytest.fixture
def question() -> Question:
    return make_question(make_occasion(closes_at=None))


@pytest.fixture
def buses(question: Question) -> Contribution:
    return make_contribution(question, "Vi trenger flere busser om kvelden i bygda.", language="nb")


def new_key() -> str:
    return AnswerForm(occasion=None, language="da").new_key()


def ask(client: Client, question: Question, text: str = TYPED, **fields: str):
    """What the script of the form sends."""
    data = {"text": text, "language": "da", "form_key": fields.pop("form_key", None) or new_key(), **fields}
    return client.post(f"/da/take-part/q/{question.public_id}/answer/similar.json", data)


def test_same_wish_of_somebody_else_is_named(client: Client, question: Question, buses: Contribution):
    make_contribution(question, "Biblioteket ska vara öppet på söndagar.", language="sv")
    answer = ask(client, question)

    assert answer.json()["near"] == [
        {
            "id": buses.public_id,
            "text": "Vi trenger flere busser om kvelden i bygda.",
            "language": "nb",
            "url": f"/da/take-part/c/{buses.public_id}/",
        }
    ]
    assert "1" in answer.json()["say"]
    assert answer["Cache-Control"] == "private, no-store"
    assert "Set-Cookie" not in answer.headers
    assert ask(client, question, "Sundhedsdata skal tilhøre patienten selv.").json() == {"say": "", "near": []}


@pytest.mark.parametrize("typed", ["", "busser busse", "    busser    ", "!!!!!!!!!!!!!!!", "b" * 2001, "\x00" * 20])
def test_too_little_too_much_and_odd_texts_find_nothing(client: Client, question: Question, buses, typed: str):
    answer = ask(client, question, typed[:11] if typed.startswith("busser") else typed)

    assert (answer.status_code, answer.json()) == (200, {"say": "", "near": []})


def test_language_is_found_out_from_the_words(client: Client, question: Question, buses: Contribution):
    assert [one["id"] for one in ask(client, question, language="").json()["near"]] == [buses.public_id]
    assert [one["id"] for one in ask(client, question, language="xx").json()["near"]] == [buses.public_id]


def test_long_answers_are_shortened_and_at_most_three_are_named(client: Client, question: Question):
    for number in range(5):
        make_contribution(question, f"{LONG}{number}", language="da")
    near = ask(client, question, LONG).json()["near"]

    assert [len(one["text"]) for one in near] == [160, 160, 160]


def test_own_and_hidden_answers_are_not_named(client: Client, question: Question):
    participant, secret = make_participant(question.occasion)
    make_contribution(question, TYPED, participant=participant, language="da")
    set_state(make_contribution(question, TYPED, language="da"), ContributionState.HELD)
    url = f"/da/take-part/mine/{secret}/q/{question.public_id}/answer/similar.json"
    own = client.post(url, {"text": TYPED, "form_key": new_key()})

    assert own.json()["near"] == []
    assert (own["Referrer-Policy"], own["Cache-Control"]) == ("no-referrer", "private, no-store")
    assert len(ask(client, question).json()["near"]) == 1


def test_form_without_a_key_of_ours_is_told_nothing(client: Client, question: Question, buses: Contribution):
    for key in ("x", AnswerForm.signer.sign("x")[:-1], "ø:ð:þ"):
        answer = ask(client, question, form_key=key)
        assert (answer.status_code, answer.json()["near"]) == (403, [])
    assert client.get(f"/da/take-part/q/{question.public_id}/answer/similar.json").status_code == 405
    assert client.post("/da/take-part/q/2222zzzz/answer/similar.json").status_code == 404
    assert client.post(f"/da/take-part/mine/{'a' * 43}/q/{question.public_id}/answer/similar.json").status_code == 404


def test_one_form_asks_once_in_two_seconds(client: Client, question: Question, buses, monkeypatch):
    key = new_key()
    monkeypatch.setattr("portal.core.web.rate_limits.time.time", lambda: 1_000_000.0)
    first, second, other = (
        ask(client, question, form_key=key),
        ask(client, question, form_key=key),
        ask(client, question),
    )
    monkeypatch.setattr("portal.core.web.rate_limits.time.time", lambda: 1_000_002.0)
    later = ask(client, question, form_key=key)

    assert [one.status_code for one in (first, second, other, later)] == [200, 429, 200, 200]
    assert second.json() == {"say": "", "near": []}


def test_one_network_cannot_ask_without_end(client: Client, question: Question, monkeypatch):
    monkeypatch.setattr("portal.core.web.rate_limits.time.time", lambda: 1_000_020.0)
    for _ in range(rates.SIMILAR_NETWORK.limit):
        rate_limits.allow_here(rates.SIMILAR_NETWORK, "127.0.0.1")

    assert ask(client, question).status_code == 429


def test_typed_text_is_stored_and_logged_nowhere(client: Client, question: Question, buses, caplog):
    with caplog.at_level(logging.DEBUG):
        answer = ask(client, question, "Vi har brug for flere hemmelige busser om aftenen i landsbyen.")

    assert len(answer.json()["near"]) == 1
    assert "hemmelig" not in caplog.text.lower()
    assert Contribution.objects.count() == 1
    assert not RateCounter.objects.exists()


def test_asking_costs_three_queries_and_few_bytes(client: Client, question: Question, django_assert_num_queries):
    for number in range(30):
        make_contribution(question, f"{TYPED} Og {number} til.", language="da")
    ask(client, question)  # the glossary is read once

    with django_assert_num_queries(3):
        answer = ask(client, question)

    assert len(answer.json()["near"]) == 3
    assert len(answer.content) <= 1500
    assert packed(SCRIPT.read_bytes()) <= 1400


def test_agreeing_from_the_form_stores_the_reaction_and_no_word(client: Client, question: Question, buses, monkeypatch):
    form = {"text": TYPED, "quoting": "no", "form_key": new_key(), "same": buses.public_id}
    monkeypatch.setattr("events.dialogue.input.forms.AnswerForm._is_opened_within", lambda self, seconds: seconds > 60)
    url = f"/da/take-part/q/{question.public_id}/answer/"
    agreed = client.post(url, form)
    set_state(buses, ContributionState.HELD)
    gone = client.post(url, {**form, "form_key": new_key()})

    assert (agreed.status_code, buses.reactions.count()) == (302, 1)
    assert gone.status_code == 409
    assert TYPED in gone.content.decode()
    assert Contribution.objects.count() == 1


def test_only_the_form_that_answers_a_question_loads_the_script(client: Client, question: Question, buses):
    form = client.get(f"/da/take-part/q/{question.public_id}/answer/").content.decode()
    shown = client.get(f"/da/take-part/q/{question.public_id}/").content.decode()

    assert "dialogue/answering/similar" in form
    assert "dialogue/answering/similar" not in shown

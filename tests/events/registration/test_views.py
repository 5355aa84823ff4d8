"""The form and the calendar files over HTTP."""

import logging
import time
from dataclasses import replace

import pytest
from django.core import signing
from django.utils import timezone

from events.enums import PoolKind, QuestionKind
from events.models import Answer, Event, Question, Registration
from events.registration.forms import new_form_key
from portal.core.models import OutgoingMail, RateCounter
from portal.core.web import rates
from tests.events.factories import coming_event, many_seated, pending, registered

pytestmark = pytest.mark.django_db


def address(event: Event, language: str = "en", rest: str = "register/") -> str:
    return f"/{language}/events/{event.texts.get(language=language).slug}/{rest}"


@pytest.fixture
def form_key(monkeypatch):
    """Makes the key of a form that was opened some seconds ago."""

    def make(event: Event, seconds: float = 10) -> str:
        with monkeypatch.context() as clock:
            opened = time.time() - seconds
            clock.setattr(signing.time, "time", lambda: opened)
            return new_form_key(event)

    return make


@pytest.fixture
def fill(client, form_key):
    """Sends the form of an event."""

    def send(event: Event, seconds: float = 10, language: str = "en", **typed):
        data = {
            "name": "Test Person",
            "email": "person@example.org",
            "consent": "on",
            "website": "",
            "form_key": form_key(event, seconds),
            **typed,
        }
        return client.post(address(event, language), data)

    return send


def test_form_is_kept_by_no_cache_and_listed_nowhere(client):
    response = client.get(address(coming_event()))

    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex, nofollow"


@pytest.mark.parametrize("pools", [(PoolKind.ONLINE,), (PoolKind.IN_PERSON, PoolKind.ONLINE)])
def test_form_costs_six_statements(client, django_assert_num_queries, pools):
    event = coming_event(capacity=5, pools=pools)
    target = address(event)
    client.get(target)

    with django_assert_num_queries(6):
        client.get(target)


def test_form_and_receipt_lead_back_to_the_event(client):
    event = coming_event()

    for rest in ("register/", "register/sent/"):
        text = client.get(address(event, rest=rest)).content.decode()
        assert f'{address(event, rest="")}">{event.title}</a>' in text


def test_form_in_the_language_of_its_address(client, fill):
    event = coming_event()

    response = fill(event, language="fi")

    assert response["Location"] == address(event, "fi", "register/sent/")
    assert Registration.objects.get().language == "fi"


def test_register_stores_and_answers_neutrally(client, fill):
    event = coming_event()

    response = fill(event)

    assert (response.status_code, response["Location"]) == (302, address(event, rest="register/sent/"))
    registration = Registration.objects.get()
    assert (registration.state, registration.consent.text.text) == ("unconfirmed", "I agree (en).")
    assert "person@example.org" not in client.get(response["Location"]).content.decode()


def test_errors_stand_at_the_field_and_in_a_summary_and_nothing_typed_is_lost(fill):
    response = fill(coming_event(), name="", email="not an address", organisation="Typed before", consent="")

    page = response.content.decode()
    assert response.status_code == 422
    assert page.index('class="error-summary"') < page.index('name="name"')
    assert 'href="#id_name">Name: Enter your name.' in page
    assert 'id="id_email_error"' in page
    assert 'aria-describedby="id_email_helptext id_email_error"' in page
    assert 'value="not an address"' in page
    assert 'value="Typed before"' in page


def test_form_still_works_after_four_hours(fill):
    assert fill(coming_event(), seconds=4 * 3600).status_code == 302


@pytest.mark.parametrize(("seconds", "words"), [(1, "look over what you wrote"), (25 * 3600, "open for very long")])
def test_too_fast_and_too_old_forms_are_shown_again_with_what_was_typed(fill, client, seconds, words):
    event = coming_event()

    response = fill(event, seconds=seconds, name="Kept Name")

    assert response.status_code == 422
    assert words in response.content.decode()
    assert 'value="Kept Name"' in response.content.decode()
    assert Registration.objects.count() == 0
    again = response.context["form"]["form_key"].value()
    assert again.startswith(f"{event.pk}.")


def test_who_has_something_to_mend_is_not_told_that_it_was_fast(fill):
    page = fill(coming_event(), seconds=1, name="").content.decode()

    assert "Enter your name." in page
    assert "look over what you wrote" not in page


def test_forged_form_key_is_refused(fill):
    event = coming_event()

    assert fill(event, form_key=f"{event.pk}.nonce:1:forged").status_code == 422


def test_honeypot_looks_like_success_and_stores_nothing(fill):
    response = fill(coming_event(), website="https://spam.example")

    assert response.status_code == 302
    assert (Registration.objects.count(), OutgoingMail.objects.count()) == (0, 0)


def test_honeypot_is_hidden_from_assistive_technology_but_labelled(client):
    page = client.get(address(coming_event())).content.decode()

    trap = page[page.index('aria-hidden="true"') : page.index('name="website"')]
    assert "Leave this field empty" in trap
    assert 'tabindex="-1"' in page[page.index('name="website"') :][:80]


def test_same_form_posted_twice_is_one_registration(client, form_key):
    event = coming_event()
    data = {"name": "A", "email": "a@example.org", "consent": "on", "form_key": form_key(event)}

    for _ in range(2):
        client.post(address(event), data)

    assert (Registration.objects.count(), OutgoingMail.objects.count()) == (1, 1)


def test_new_pending_confirmed_and_waiting_addresses_get_the_same_answer(client, fill):
    event = coming_event(capacity=1)
    now = timezone.now()
    registered(event, "confirmed@example.org", now)
    registered(event, "waiting@example.org", now)
    pending(event, "pending@example.org", now)

    answers = [fill(event, email=f"{who}@example.org") for who in ("new", "pending", "confirmed", "waiting")]

    assert len({(a.status_code, a["Location"], a.content) for a in answers}) == 1
    assert len({client.get(a["Location"]).content for a in answers}) == 1


def test_new_and_known_addresses_cost_the_same_statements(fill, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    event = coming_event()
    now = timezone.now()
    registered(event, "confirmed@example.org", now)
    counts = []
    for who in ("new", "confirmed", "new2"):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            fill(event, email=f"{who}@example.org")
        counts.append(len(queries))

    assert counts[1] == counts[2]


def test_network_limit_answers_429_and_keeps_what_was_typed(client, fill, monkeypatch):
    monkeypatch.setattr(rates, "REGISTER_NETWORK", replace(rates.REGISTER_NETWORK, limit=3))
    event = coming_event()
    for number in range(3):
        assert fill(event, email=f"{number}@example.org").status_code == 302

    response = fill(event, email="fourth@example.org", name="Kept Name")

    assert response.status_code == 429
    assert 'value="Kept Name"' in response.content.decode()
    client.defaults["REMOTE_ADDR"] = "192.0.2.77"
    assert fill(event, email="other-network@example.org").status_code == 302


def test_address_limit_answers_as_always_and_stores_nothing_more(fill, monkeypatch):
    monkeypatch.setattr(rates, "REGISTER_ADDRESS", replace(rates.REGISTER_ADDRESS, limit=2))
    event = coming_event()

    answers = [fill(event, email="victim@example.org").status_code for _ in range(5)]

    assert answers == [302] * 5
    assert Registration.objects.count() == 2
    assert not RateCounter.objects.filter(key__contains="victim").exists()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"status": "cancelled"}, "The event is cancelled."),
        ({"takes_registrations": False}, "Registration is closed"),
    ],
)
def test_closed_registration_says_so_and_keeps_what_was_typed(client, fill, change, words):
    event = coming_event()
    Event.objects.filter(pk=event.pk).update(**change)

    assert words in client.get(address(event)).content.decode()
    response = fill(event, name="Kept Name")
    assert response.status_code == 409
    assert 'value="Kept Name"' in response.content.decode()


@pytest.mark.parametrize("loss", ["renamed", "unpublished", "deleted"])
def test_page_renamed_or_gone_while_the_form_was_open_loses_no_answers(client, form_key, loss):
    event = coming_event()
    target, data = address(event), {"name": "A", "email": "a@example.org", "consent": "on", "form_key": form_key(event)}
    match loss:
        case "renamed":
            event.texts.filter(language="en").update(slug="new-name")
        case "unpublished":
            event.texts.filter(language="en").update(live=False)
        case "deleted":
            event.texts.filter(language="en").delete()

    assert client.get(target).status_code == 404
    assert client.post(target, data).status_code == 302
    assert Registration.objects.count() == 1


def test_full_event_offers_the_waiting_list_or_says_full(client):
    event = coming_event(capacity=2)
    many_seated(event, 2, timezone.now())

    assert "You can join the waiting list" in client.get(address(event)).content.decode()
    event.pools.update(waiting_list=False)
    page = client.get(address(event)).content.decode()
    assert "Fully booked" in page
    assert 'name="form_key"' not in page


def test_hybrid_event_asks_how_one_takes_part(fill):
    event = coming_event(pools=(PoolKind.IN_PERSON, PoolKind.ONLINE))

    assert fill(event).status_code == 422
    assert fill(event, pool="online").status_code == 302
    assert Registration.objects.get().pool.kind == "online"


def test_questions_of_every_kind_are_asked_and_stored_with_their_wording(fill):
    event = coming_event()
    options = [["a", "Alpha"], ["b", "Beta"]]
    for position, kind in enumerate(QuestionKind):
        Question.objects.create(
            event=event,
            key=f"00000000-0000-0000-0000-00000000000{position}",
            kind=kind,
            required=True,
            position=position,
            texts={"en": {"label": f"About {kind}", "help": "", "options": options}},
        )
    short, long, one, some, yes = (f"question_{question.pk}" for question in event.questions.all())
    assert fill(event).content.decode().count("Answer this question.") == 10

    fill(event, **{short: "Short", long: "Long\nlong", one: "b", some: ["a", "b"], yes: "no"})

    assert list(Answer.objects.order_by("question__position").values_list("label", "text")) == [
        ("About short_text", "Short"),
        ("About long_text", "Long\nlong"),
        ("About one_of", "Beta"),
        ("About some_of", "Alpha, Beta"),
        ("About yes_no", "No"),
    ]


def test_lost_link_answers_known_and_unknown_alike(client):
    registered(coming_event(), "known@example.org", timezone.now())

    answers = [
        client.post("/en/events/registration/link/", {"email": f"{who}@example.org"}) for who in ("known", "unknown")
    ]

    assert len({(a.status_code, a["Location"]) for a in answers}) == 1
    assert OutgoingMail.objects.filter(kind="registration.links").count() == 2


def test_calendar_feed_and_file(client, django_assert_num_queries):
    event = coming_event()
    coming_event()
    with django_assert_num_queries(2):
        feed = client.get("/da/events/calendar.ics")
    file = client.get(address(event, rest="calendar.ics"))

    assert feed["Content-Type"] == file["Content-Type"] == "text/calendar; charset=utf-8"
    assert feed.content.count(b"BEGIN:VEVENT") == 2
    assert file.content.count(b"SUMMARY:Test workshop") == 1
    assert "no-store" not in feed["Cache-Control"]


def test_nothing_personal_is_logged(fill, caplog):
    caplog.set_level(logging.DEBUG)
    event = coming_event()

    fill(event, email="secret.person@example.org", name="Secret Name")
    fill(event, email="secret.person@", name="Secret Name")

    own = [record.getMessage() for record in caplog.records if not record.name.startswith("django.db")]
    assert not [line for line in own if "ecret" in line]

"""Pages behind mailed links: GET changes nothing, every token opens its own page only."""

import re

import pytest
from django.core.serializers import serialize
from django.utils import timezone

from events.enums import Promotion, QuestionKind, RegistrationState, TokenPurpose
from events.models import Event, Question, Registration, Token
from events.privacy.audit_log import SELF
from events.registration import actions
from events.registration.tokens import issue
from tests.events.factories import coming_event, manage_token, pending, registered

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


def everything() -> str:
    """All rows that a visitor's request could change."""
    return "".join(serialize("json", model.objects.order_by("pk")) for model in (Registration, Token, Event))


def confirm_address(registration, now) -> str:
    return f"/en/events/registration/confirm/{issue(registration, TokenPurpose.CONFIRM, now)}/"


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("headers", [{}, {"Sec-Purpose": "prefetch"}, {"User-Agent": "LinkPreview/1.0"}])
def test_opening_a_mailed_link_changes_nothing(client, now, method, headers):
    event = coming_event(capacity=1, promotion=Promotion.OFFER)
    waiting_for = registered(event, now=now)
    offered = registered(event, now=now)
    actions.cancel(waiting_for.pk, SELF, now)
    links = [confirm_address(pending(event, now=now), now)]
    links += [
        f"/en/events/registration/{manage_token(r)}/{rest}" for r in (offered, waiting_for) for rest in ("", "change/")
    ]
    before = everything()

    answers = [getattr(client, method)(link, headers=headers).status_code for link in links]

    assert set(answers) <= {200, 302}
    assert everything() == before


def test_token_pages_tell_no_referrer_and_are_kept_nowhere(client, now):
    response = client.get(confirm_address(pending(coming_event(), now=now), now))

    assert response["Referrer-Policy"] == "no-referrer"
    assert response["Cache-Control"] == "private, no-store"
    assert not response.cookies


def test_confirm_acts_on_post_and_the_used_link_shows_the_state(client, now):
    registration = pending(coming_event(), now=now)
    link = confirm_address(registration, now)

    assert "Confirm" in client.get(link).content.decode()
    assert client.post(link)["Location"] == link
    for answer in (client.get(link), client.post(link, follow=True)):
        assert "You are registered" in answer.content.decode()
    registration.refresh_from_db()
    assert (registration.state, registration.sequence) == ("confirmed", 1)


def test_unknown_expired_revoked_foreign_and_garbled_links_are_one_page(client, now):
    registration = registered(coming_event(), now=now)
    good, revoked, expired = (manage_token(registration) for _ in range(3))
    expired_token, revoked_token = registration.tokens.order_by("-pk")[:2]
    Token.objects.filter(pk=expired_token.pk).update(expires_at=now)
    Token.objects.filter(pk=revoked_token.pk).update(revoked_at=now)
    bad = [expired, revoked, good[:-2], "x" * 43, "cut", "gärbled.)", issue(registration, TokenPurpose.CONFIRM, now)]

    answers = [client.get(f"/en/events/registration/{token}/") for token in bad]
    answers += [client.post(f"/en/events/registration/{token}/", {"action": "cancel"}) for token in bad]
    answers += [client.get(f"/en/events/registration/{link}") for link in (f"confirm/{good}/", "confirm/", "")]

    assert {answer.status_code for answer in answers} == {404}
    # Only the language switch repeats the address that was asked for.
    pages = {re.sub(r"/registration/[^\"]*", "", answer.content.decode()) for answer in answers}
    pages = {re.sub(r"csrfmiddlewaretoken[^>]*", "", page) for page in pages}
    assert len(pages) == 1
    assert 'action="/en/events/registration/link/"' in answers[0].content.decode()
    registration.refresh_from_db()
    assert registration.state == "confirmed"


def test_used_confirm_link_of_a_cancelled_registration_offers_to_register_again(client, now):
    registration = pending(coming_event(), now=now)
    link = confirm_address(registration, now)
    client.post(link)
    client.post(f"/en/events/registration/{manage_token(registration)}/", {"action": "cancel"})

    page = client.get(link).content.decode()

    assert "Register again" in page
    assert "We have sent you a mail" not in page


def test_token_of_one_never_shows_another(client, now):
    event = coming_event()
    a = registered(event, "alpha@example.org", now, name="Alpha")
    registered(event, "beta@example.org", now, name="Beta")

    page = client.get(f"/en/events/registration/{manage_token(a)}/").content.decode()

    assert "alpha@example.org" in page
    assert "eta@example.org" not in page


def press(client, registration, action, **data):
    return client.post(
        f"/en/events/registration/{manage_token(registration)}/", {"action": action, **data}, follow=True
    )


def test_cancel_and_the_next_is_told(client, now):
    event = coming_event(capacity=1)
    first, second = registered(event, now=now), registered(event, now=now)

    page = press(client, first, "cancel").content.decode()

    assert "Your registration is cancelled" in page
    second.refresh_from_db()
    assert second.state == "confirmed"
    assert second.mails.filter(kind="registration.promoted").exists()


def test_waiting_page_tells_the_place_and_lets_one_leave(client, now):
    event = coming_event(capacity=1)
    registered(event, now=now)
    waiting = registered(event, now=now)

    page = client.get(f"/en/events/registration/{manage_token(waiting)}/").content.decode()

    assert "You are number 1." in page
    assert "Leave the waiting list" in page
    press(client, waiting, "cancel")
    waiting.refresh_from_db()
    assert waiting.state == "cancelled"


@pytest.mark.parametrize(("action", "state"), [("accept", "confirmed"), ("decline", "cancelled")])
def test_offer_is_answered_on_the_page(client, now, action, state):
    event = coming_event(capacity=1, promotion=Promotion.OFFER)
    first, second = registered(event, now=now), registered(event, now=now)
    actions.cancel(first.pk, SELF, now)
    assert "A seat is kept for you" in press(client, second, "nothing").content.decode()

    press(client, second, action)

    second.refresh_from_db()
    assert second.state == state


def test_expired_offer_is_told_before_the_worker_has_run_and_leads_back_to_the_queue(client, now):
    event = coming_event(capacity=1, promotion=Promotion.OFFER)
    first, second = registered(event, now=now), registered(event, now=now)
    actions.cancel(first.pk, SELF, now)
    Registration.objects.filter(pk=second.pk).update(offer_until=now)

    page = client.get(f"/en/events/registration/{manage_token(second)}/").content.decode()
    assert "passed on" in page
    assert press(client, second, "accept").status_code == 409
    second.refresh_from_db()
    assert second.state == "lapsed"
    press(client, second, "rejoin")
    second.refresh_from_db()
    assert second.state == RegistrationState.CONFIRMED  # nobody else wanted the seat


def test_cancelling_after_the_deadline_is_kindly_refused(client, now):
    event = coming_event(cancel_until=now)
    registration = registered(event, now=now)

    answer = press(client, registration, "cancel")

    assert answer.status_code == 409
    assert "The time to cancel by yourself is over" in answer.content.decode()


def test_change_answers(client, now):
    event = coming_event()
    question = Question.objects.create(
        event=event,
        key="00000000-0000-0000-0000-000000000001",
        kind=QuestionKind.YES_NO,
        texts={"en": {"label": "Lunch?"}},
    )
    registration = registered(event, now=now, answers={question.pk: True})
    link = f"/en/events/registration/{manage_token(registration)}/change/"
    assert "checked" in client.get(link).content.decode()

    client.post(link, {"name": "New Name", f"question_{question.pk}": "no"})

    registration.refresh_from_db()
    assert registration.name == "New Name"
    assert list(registration.answers.values_list("text", flat=True)) == ["No"]
    assert registration.mails.filter(kind="registration.changed").count() == 1


def test_change_with_an_error_keeps_what_was_typed(client, now):
    registration = registered(coming_event(), now=now)
    link = f"/en/events/registration/{manage_token(registration)}/change/"

    answer = client.post(link, {"name": "", "organisation": "Kept"})

    assert answer.status_code == 422
    assert 'value="Kept"' in answer.content.decode()


def test_everything_stored_is_shown_and_erased_on_request(client, now):
    registration = registered(coming_event(), "gone@example.org", now, name="Gone Person")
    token = manage_token(registration)
    link = f"/en/events/registration/{token}/"
    page = client.get(link).content.decode()
    assert "Gone Person" in page
    assert "I agree (en)." in page

    assert "Tick the box if you are sure." in client.post(link, {"action": "erase"}).content.decode()
    answer = client.post(link, {"action": "erase", "sure": "yes"})

    assert answer["Location"] == "/en/events/registration/erased/"
    assert client.get(answer["Location"]).status_code == 200
    assert client.get(link).status_code == 404
    registration.refresh_from_db()
    assert (registration.name, registration.email) == ("", "")


def test_join_link_is_shown_to_confirmed_people_from_the_set_time_and_gone_after_cancelling(client, now):
    event = coming_event(join_link="https://meeting.example/room", join_link_hours=24)
    registration = registered(event, now=now)
    link = f"/en/events/registration/{manage_token(registration)}/"
    assert "meeting.example" not in client.get(link).content.decode()

    Event.objects.filter(pk=event.pk).update(join_link_hours=24 * 30)
    assert "meeting.example" in client.get(link).content.decode()
    actions.cancel(registration.pk, SELF, now)
    assert "meeting.example" not in client.get(link).content.decode()


def test_cancelled_event_is_told(client, now):
    event = coming_event()
    registration = registered(event, now=now)
    Event.objects.filter(pk=event.pk).update(status="cancelled")

    assert (
        "The event is cancelled."
        in client.get(f"/en/events/registration/{manage_token(registration)}/").content.decode()
    )

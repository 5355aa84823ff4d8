"""What somebody does behind the personal URL."""

import re
from gzip import compress

import pytest
from django.core.serializers import serialize

from events.dialogue.enums import ContributionState, HoldReason, RefusalReason
from events.dialogue.input import participants
from events.dialogue.input.agreement import agree
from events.dialogue.models import Contribution, Follower, Participant, Reply, Theme, ThemeMember
from portal.core.models import OutgoingMail
from tests.events.dialogue.input.people import (
    NOW,
    in_days,
    make_occasion,
    make_participant,
    make_question,
    said,
    set_state,
    shown,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def somebody():
    """A participant of a consultation, and the path of the personal page in Finnish."""
    occasion = make_occasion(closes_at=in_days(5))
    participant, secret = make_participant(occasion, "fi")
    return participant, f"/fi/take-part/mine/{secret}/"


def text_of(response) -> str:
    return response.content.decode()


def main_of(response) -> str:
    return text_of(response).partition("<main")[2].partition("</main>")[0]


def test_page_lists_all_that_was_said_with_reasons(client, somebody):
    participant, path = somebody
    question = make_question(participant.occasion)
    shown(question, "Shade for all.", participant=participant)
    said(question, "Look at example.org", participant=participant)
    refused = said(question, "Buy my benches.", participant=participant)
    set_state(refused, ContributionState.REFUSED, reason=RefusalReason.ADVERT, reason_text="A shop is named.")
    shown(question, "Said by somebody else.")

    page = main_of(client.get(path.replace("/fi/", "/en/")))

    for text in ("Shade for all.", "Look at example.org", "Buy my benches."):
        assert text in page
    assert str(HoldReason.LINK.label) in page
    assert str(RefusalReason.ADVERT.label) in page
    assert "A shop is named." in page
    assert "Said by somebody else." not in page
    assert f"http://testserver{path}".replace("/fi/", "/en/").split("://")[1].split("/", 1)[1] in page


def test_page_tells_theme_reply_and_promise(client, somebody):
    participant, path = somebody
    contribution = shown(make_question(participant.occasion), participant=participant)
    theme = Theme.objects.create(occasion=participant.occasion, titles={"fi": "Varjo"}, created_at=NOW)
    ThemeMember.objects.create(theme=theme, contribution=contribution, added_at=NOW)
    Reply.objects.create(theme=theme, decision="not_now", reasons={"da": "Først næste år."}, decided_at=NOW)

    page = main_of(client.get(path.replace("/fi/", "/en/")))

    assert "Varjo" in page
    assert "Not now" in page
    assert "Først næste år." in page


def test_page_lists_what_one_agrees_with_and_what_can_still_be_answered(client, somebody):
    participant, path = somebody
    question = make_question(participant.occasion)
    other = shown(question, "A back, please.")
    agree(participant, other, NOW)

    page = main_of(client.get(path))

    assert "A back, please." in page
    assert f"{path}q/{question.public_id}/answer/" in page


def test_answer_from_the_personal_page_belongs_to_the_same_person(client, somebody, monkeypatch):
    monkeypatch.setattr("portal.core.web.public_forms.PublicForm.least_seconds", -1)
    participant, path = somebody
    question = make_question(participant.occasion)
    form = f"{path}q/{question.public_id}/answer/"
    key = re.search(r'name="form_key" value="([^"]+)"', text_of(client.get(form)))[1]

    response = client.post(form, {"text": "Shade.", "quoting": "no", "form_key": key})

    assert response["Location"].startswith(path)
    assert Contribution.objects.get().participant == participant
    assert Participant.objects.count() == 1


def test_question_of_another_occasion_is_no_question_of_this_person(client, somebody):
    _participant, path = somebody
    foreign = make_question(make_occasion())

    assert client.get(f"{path}q/{foreign.public_id}/answer/").status_code == 404


def test_edit_keeps_what_was_typed_when_it_is_refused(client, somebody):
    participant, path = somebody
    contribution = said(make_question(participant.occasion), "Shade.", participant=participant)
    own = f"{path}{contribution.public_id}/"

    bad = client.post(own, {"action": "edit", "text": "?!", "quoting": "named", "name": "Åke Testö"})
    good = client.post(own, {"action": "edit", "text": "Varjoa.", "language": "fi", "quoting": "no"})

    assert bad.status_code == 422
    assert 'value="Åke Testö"' in text_of(bad)
    assert good["Location"] == own
    contribution.refresh_from_db()
    assert (contribution.text, contribution.language) == ("Varjoa.", "fi")


def test_withdraw_leaves_the_number_only(client, somebody):
    participant, path = somebody
    contribution = shown(
        make_question(participant.occasion), "Zquirrel words.", participant=participant, name="Zquirrel"
    )

    client.post(f"{path}{contribution.public_id}/", {"action": "withdraw"})

    assert "Zquirrel" not in main_of(client.get(path))
    public = client.get(f"/en/take-part/c/{contribution.public_id}/")
    assert public.status_code == 200
    assert "Withdrawn by its author." in text_of(public)
    assert "Zquirrel" not in serialize("json", Contribution.objects.all())


def test_edit_of_what_was_withdrawn_in_another_tab_says_so_and_shows_what_was_typed(client, somebody):
    participant, path = somebody
    contribution = said(make_question(participant.occasion), "Shade.", participant=participant)
    own = f"{path}{contribution.public_id}/"
    client.post(own, {"action": "withdraw"})

    response = client.post(own, {"action": "edit", "text": "My new words.", "quoting": "no"})

    assert response.status_code == 409
    assert "My new words." in text_of(response)


def test_appeal_is_offered_once(client, somebody):
    participant, path = somebody
    contribution = said(make_question(participant.occasion), "Buy benches.", participant=participant)
    set_state(contribution, ContributionState.REFUSED, reason=RefusalReason.ADVERT)
    own = f"{path}{contribution.public_id}/"
    assert 'value="appeal"' in text_of(client.get(own))

    empty = client.post(own, {"action": "appeal", "reason": ""})
    client.post(own, {"action": "appeal", "reason": "No shop is meant."})

    assert empty.status_code == 422
    contribution.refresh_from_db()
    assert (contribution.state, contribution.appeal_text) == (ContributionState.PENDING, "No shop is meant.")
    assert 'value="appeal"' not in text_of(client.get(own))
    assert client.post(own, {"action": "appeal", "reason": "Again."}).status_code == 409


def test_follow_queues_one_mail_to_confirm_without_the_words(client, somebody):
    participant, path = somebody
    contribution = said(make_question(participant.occasion), "Shade.", participant=participant)
    own = f"{path}{contribution.public_id}/"

    for address in ("Test.Person@exämple.org", "test.person@xn--exmple-cua.org"):
        assert client.post(own, {"action": "follow", "email": address}).status_code == 302

    follower, mail = Follower.objects.get(), OutgoingMail.objects.get()
    assert follower.address == "Test.Person@xn--exmple-cua.org"
    assert follower.confirmed_at is None
    assert (mail.kind, mail.about_kind, mail.about_key) == ("dialogue.confirm", "follower", str(follower.pk))
    assert mail.language == "fi"
    assert "Shade" not in serialize("json", OutgoingMail.objects.all())
    client.post(own, {"action": "unfollow"})
    assert not Follower.objects.exists()
    assert not OutgoingMail.objects.exists()


def test_bad_address_is_refused_and_kept(client, somebody):
    participant, path = somebody
    contribution = said(make_question(participant.occasion), participant=participant)

    response = client.post(f"{path}{contribution.public_id}/", {"action": "follow", "email": "not an address"})

    assert response.status_code == 422
    assert 'value="not an address"' in text_of(response)


@pytest.mark.parametrize("action", ["", "publish", "x" * 500])
def test_unknown_button_changes_nothing(client, somebody, action: str):
    participant, path = somebody
    contribution = said(make_question(participant.occasion), participant=participant)

    assert client.post(f"{path}{contribution.public_id}/", {"action": action}).status_code == 422
    contribution.refresh_from_db()
    assert contribution.state == ContributionState.PENDING


def test_secrets_that_are_wrong_in_any_way_are_one_page(client, somebody):
    participant, path = somebody
    contribution = said(make_question(participant.occasion), participant=participant)
    secret = path.split("/")[4]
    _other, foreign = make_participant(make_occasion())
    addresses = [
        f"/fi/take-part/mine/{wrong}/" for wrong in (secret[:-1], secret.swapcase(), "x", "ä" * 43, secret + "/a")
    ]
    addresses += [f"/fi/take-part/mine/{foreign}/{contribution.public_id}/{rest}" for rest in ("", "sent/")]
    addresses += ["/fi/take-part/mine/", "/fi/take-part/confirm/", "/fi/take-part/stop/", "/fi/take-part/stop/a:b/"]
    addresses += [f"/fi/take-part/confirm/{secret}/"]

    answers = [client.get(address) for address in addresses if not address.endswith("/a/")]
    answers += [client.post(f"/fi/take-part/mine/{foreign}/{contribution.public_id}/", {"action": "withdraw"})]

    assert {answer.status_code for answer in answers} == {404}
    assert len({main_of(answer) for answer in answers}) == 1
    contribution.refresh_from_db()
    assert contribution.state == ContributionState.PENDING


def test_pages_behind_a_secret_are_kept_nowhere_and_told_nobody(client, somebody):
    participant, path = somebody
    contribution = said(make_question(participant.occasion), participant=participant)
    rests = ("", f"{contribution.public_id}/", f"{contribution.public_id}/sent/")

    for response in (client.get(f"{path}{rest}") for rest in rests):
        assert response.status_code == 200
        assert response["Cache-Control"] == "private, no-store"
        assert response["Referrer-Policy"] == "no-referrer"
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert not response.cookies


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("headers", [{}, {"Sec-Purpose": "prefetch"}])
def test_opening_a_personal_page_changes_nothing(client, somebody, method: str, headers: dict[str, str]):
    participant, path = somebody
    contribution = said(make_question(participant.occasion), participant=participant)
    before = serialize("json", [*Contribution.objects.all(), *Participant.objects.all()])

    for rest in ("", f"{contribution.public_id}/?action=withdraw", f"{contribution.public_id}/sent/"):
        assert getattr(client, method)(f"{path}{rest}", headers=headers).status_code == 200

    assert serialize("json", [*Contribution.objects.all(), *Participant.objects.all()]) == before


def test_secret_stands_in_no_table(somebody):
    participant, path = somebody
    secret = path.split("/")[4]

    assert secret not in serialize("json", Participant.objects.all())
    assert participants.find(secret) == participant


def test_page_of_a_long_list_is_light_and_asks_little(client, somebody, django_assert_num_queries):
    participant, path = somebody
    question = make_question(participant.occasion)
    for number in range(12):
        shown(question, f"Wish number {number}: a bench with a back, in the shade.", participant=participant)
    client.get(path)

    with django_assert_num_queries(8):
        response = client.get(path)

    assert len(compress(response.content, 6)) < 8 * 1024

"""Public pages of taking part: caching, queries, bytes, and requests that no browser sends."""

import re
from gzip import compress

import pytest

from events.dialogue.enums import ContributionState, RefusalReason
from events.dialogue.input import actions
from events.dialogue.input.actions import Words
from events.dialogue.input.agreement import agree
from events.dialogue.input.flagging import flag
from events.dialogue.models import Contribution, Rendering, Reply, Theme, ThemeMember
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
from tests.kept_rows import kept

pytestmark = pytest.mark.django_db
ODD_VALUES = ["", "0", "-1", "999999", "9" * 40, "abc", "1.5", "%FF%FE", "٣", "%F0%9F%92%A9", "%27%22%3E%3Cscript%3E"]


@pytest.fixture
@kept
def question():
    """A question of an open consultation with a hundred answers in three languages."""
    question = make_question(make_occasion(closes_at=in_days(5)))
    for number in range(100):
        contribution = shown(question, f"Answer number {number}.", language=("fi", "is", "fo")[number % 3])
        Rendering.objects.create(contribution=contribution, language="en", text=f"In English {number}.", made_at=NOW)
    return question


def paths(question) -> dict[str, str]:
    base = f"/en/take-part/q/{question.public_id}/"
    first = question.contributions.first()
    return {"question": base, "answers": f"{base}answers/", "contribution": f"/en/take-part/c/{first.public_id}/"}


@pytest.mark.parametrize(("name", "queries"), [("question", 6), ("answers", 6), ("contribution", 8)])
def test_page_asks_the_database_as_often_for_a_hundred(
    client, question, django_assert_num_queries, name: str, queries: int
):
    path = paths(question)[name]
    client.get(path)

    with django_assert_num_queries(queries):
        client.get(path)


def test_pages_are_light(client, question):
    sizes = {name: len(compress(client.get(path).content, 6)) for name, path in paths(question).items()}

    assert {name for name, size in sizes.items() if size > 8 * 1024} == set()


def test_pages_may_be_kept_and_are_asked_for_again(client, question):
    for path in paths(question).values():
        response = client.get(path)
        assert response["Cache-Control"] == "public, max-age=0"
        assert not response.cookies
        assert client.get(path, headers={"If-None-Match": response["ETag"]}).status_code == 304
        assert client.get(path, headers={"If-None-Match": "*"}).status_code == 304
        head = client.head(path)
        assert (head.status_code, head.content, head["ETag"]) == (200, b"", response["ETag"])
        assert client.post(path).status_code == 405


def test_page_is_another_as_soon_as_somebody_withdraws(client, question):
    path = paths(question)["question"]
    tag = client.get(path)["ETag"]

    set_state(question.contributions.order_by("-published_at", "-pk").first(), ContributionState.HELD)

    assert client.get(path, headers={"If-None-Match": tag}).status_code == 200


def test_lists_answer_any_value_of_any_parameter(client, question):
    asked = [
        f"{path}?{name}={value}"
        for path in paths(question).values()
        for name in ("page", "language", "x")
        for value in ODD_VALUES
    ]

    assert {path: client.get(path).status_code for path in asked if client.get(path).status_code != 200} == {}


def test_forms_and_wrong_methods(client, question):
    base = paths(question)["question"]
    for path in (f"{base}answer/", f"{paths(question)['contribution']}report/"):
        assert client.get(path)["Cache-Control"] == "private, no-store"
        assert client.head(path).status_code == 200
        assert client.put(path).status_code == 405
        assert (
            client.post(path, {"text": ["a", "b"], "quoting": "x", "language": "xx", "reason": "9"}).status_code == 422
        )
        assert client.post(path, b"\x00\xff", content_type="application/octet-stream").status_code == 422
    assert not Contribution.objects.exclude(question=question).exists()


def test_original_stands_with_its_translation(client, question):
    page = client.get(f"/en/take-part/q/{question.public_id}/answers/").content.decode()

    assert page.index('lang="fi"><p>Answer number 99.') < page.index("In English 99.")
    icelandic = client.get(f"/is/take-part/q/{question.public_id}/answers/?page=2").content.decode()
    assert "In English 79." not in icelandic
    assert "Answer number 79." in icelandic


def test_translation_by_a_machine_is_marked_until_somebody_checked_it(client, django_user_model):
    contribution = shown(make_question(make_occasion()), "Varjoa.", language="fi")
    rendering = Rendering.objects.create(
        contribution=contribution, language="en", text="Shade.", machine="a machine", made_at=NOW
    )
    path = f"/en/take-part/c/{contribution.public_id}/"
    assert "Translated by a machine (English):" in client.get(path).content.decode()

    rendering.checked_by = django_user_model.objects.create_user("reader")
    rendering.save()

    assert "Translated by a machine, checked by a person (English):" in client.get(path).content.decode()


def test_contribution_tells_theme_and_reply(client):
    contribution = shown(make_question(make_occasion()), "Shade.")
    old = Theme.objects.create(occasion=contribution.occasion, titles={"en": "Old"}, created_at=NOW)
    theme = Theme.objects.create(occasion=contribution.occasion, titles={"is": "Skuggi"}, created_at=NOW)
    old.merged_into = theme
    old.save()
    ThemeMember.objects.create(theme=old, contribution=contribution, added_at=NOW)
    Reply.objects.create(theme=theme, decision="taken_up", reasons={"en": "In paragraph 3."}, decided_at=NOW)

    page = client.get(f"/en/take-part/c/{contribution.public_id}/").content.decode()

    for text in ("Skuggi", "Taken up", "In paragraph 3."):
        assert text in page


@pytest.mark.parametrize(
    ("state", "fields", "status", "says"),
    [
        ("pending", {}, 404, ""),
        ("refused", {"reason": RefusalReason.INSULT}, 200, "This contribution is not shown."),
        ("held", {"published_at": NOW}, 200, "held back until"),
        ("held", {}, 404, ""),
    ],
)
def test_contribution_that_is_not_shown_says_why_and_nothing_else(client, state, fields, status, says):
    contribution = set_state(said(make_question(make_occasion()), "Zquirrel.", name="Zquirrel"), state, **fields)

    response = client.get(f"/en/take-part/c/{contribution.public_id}/")

    assert response.status_code == status
    assert "Zquirrel" not in response.content.decode()
    assert says in response.content.decode()


def test_what_its_author_changed_leads_to_the_new_words(client):
    old = shown(make_question(make_occasion()), "Zquirrel.")
    agree(make_participant(old.occasion)[0], old, NOW)
    _outcome, public_id = actions.edit(old.participant, old.public_id, Words("Better words.", "en"), NOW)
    path = f"/en/take-part/c/{old.public_id}/"
    assert "Zquirrel." in client.get(path).content.decode()

    set_state(Contribution.objects.get(public_id=public_id), ContributionState.PUBLISHED)

    page = client.get(path).content.decode()
    assert "Zquirrel." not in page
    assert f"/en/take-part/c/{public_id}/" in page
    answers = client.get(f"/en/take-part/q/{old.question.public_id}/").content.decode()
    assert "Zquirrel." not in answers
    assert "1 answer" in answers


def test_three_networks_hold_a_contribution_by_the_form(client, monkeypatch):
    monkeypatch.setattr("portal.core.web.public_forms.PublicForm.least_seconds", -1)
    contribution = shown(make_question(make_occasion()))
    path = f"/fi/take-part/c/{contribution.public_id}/report/"
    for number in (1, 1, 2, 3):
        page = client.get(path).content.decode()
        key = re.search(r'name="form_key" value="([^"]+)"', page)[1]
        sent = client.post(path, {"reason": "insult", "form_key": key}, REMOTE_ADDR=f"192.0.2.{number}")
        assert sent["Location"] == f"{path}sent/"

    contribution.refresh_from_db()
    assert contribution.state == ContributionState.HELD
    assert client.get(path).status_code == 404
    assert client.get(f"{path}sent/").status_code == 200
    assert not flag(contribution, RefusalReason.INSULT, "another", NOW)


def test_answers_are_narrowed_by_language_and_keep_it_from_page_to_page(client, question):
    base = f"/en/take-part/q/{question.public_id}/answers/"
    everything = client.get(base).content.decode()
    finnish = client.get(f"{base}?language=fi&page=2").content.decode()
    unknown = client.get(f"{base}?language=xx").content.decode()

    assert '<a href="?" aria-current="true">All languages (100)</a>' in everything
    assert '<a href="?language=fi">Finnish (34)</a>' in everything
    assert '<a href="?language=is">Icelandic (33)</a>' in everything
    assert '<a href="?language=fi" aria-current="true">Finnish (34)</a>' in finnish
    assert "34 answers" in finnish
    assert set(re.findall(r'<blockquote dir="auto" lang="(\w+)">', finnish)) == {"fi"}
    assert finnish.count('<article class="said"') == 14
    assert 'rel="prev" href="?language=fi' in finnish
    assert "100 answers" in unknown


def test_language_of_hidden_and_folded_answers_is_not_counted(client, question):
    first = question.contributions.first()
    set_state(shown(question, "Skjult.", language="da"), ContributionState.HELD)
    set_state(shown(question, "Samma sak.", language="sv"), ContributionState.PUBLISHED, same_as=first)
    page = client.get(f"/en/take-part/q/{question.public_id}/answers/").content.decode()

    assert "All languages (100)" in page
    assert "language=da" not in page
    assert "language=sv" not in page


def test_narrowed_page_asks_as_often(client, question, django_assert_num_queries):
    path = f"{paths(question)['answers']}?language=fo"
    client.get(path)

    with django_assert_num_queries(6):
        client.get(path)

"""Pages for everybody: questions, answers, forms."""

import re
from dataclasses import replace

import pytest
from django.test import Client
from django.utils import timezone

from events.dialogue.enums import ContributionState, Quoting
from events.dialogue.input.forms import AnswerForm
from events.dialogue.models import Contribution, DialogueSettings, Participant, Reaction
from events.enums import Moderation
from portal.core.web import rates
from tests.events.dialogue.input.people import in_days, make_occasion, make_question, said, set_state, shown

pytestmark = pytest.mark.django_db
LANGUAGES = ("en", "fi", "is")


@pytest.fixture(autouse=True)
def people_are_slow(monkeypatch):
    """Nobody in these tests takes three seconds to type."""
    monkeypatch.setattr("portal.core.web.public_forms.PublicForm.least_seconds", -1)


def typed(client, path: str, text: str = "Enemmän penkkejä varjoon.", **fields) -> dict[str, str]:
    """What somebody fills in, with the key of the form."""
    page = client.get(path).content.decode()
    key = re.search(r'name="form_key" value="([^"]+)"', page)
    assert key, page
    return {"text": text, "language": "", "quoting": "no", "form_key": key[1], **fields}


def answer_path(question, language: str = "fi") -> str:
    return f"/{language}/take-part/q/{question.public_id}/answer/"


def text_of(response) -> str:
    return response.content.decode()


def test_question_says_who_asks_and_what_was_answered(client):
    question = make_question(make_occasion(closes_at=in_days(9)))
    shown(question, "Penkit varjoon.\n<b>Kiitos</b> & näkemiin", language="fi", name="Testi Henkilö")
    said(question, "Not read yet.")
    for _number in range(5):
        shown(question)

    page = text_of(client.get(f"/en/take-part/q/{question.public_id}/"))

    assert "What makes a bench good?" in page
    assert question.occasion.page("en")["title"] in page
    assert answer_path(question, "en") in page
    assert "6 answers" in page
    assert "Not read yet." not in page
    everything = text_of(client.get(f"/fi/take-part/q/{question.public_id}/answers/"))
    assert "&lt;b&gt;Kiitos&lt;/b&gt; &amp; näkemiin" in everything
    assert "<bdi>Testi Henkilö</bdi>" in everything


def test_answer_is_stored_and_leads_to_the_personal_address(client):
    question = make_question(make_occasion())
    path = answer_path(question)

    response = client.post(path, typed(client, path, quoting="named", name="Åsa Testþór", licence="on"))

    contribution = Contribution.objects.get()
    assert response.status_code == 302
    assert re.fullmatch(rf"/fi/take-part/mine/[\w-]{{43}}/{contribution.public_id}/sent/", response["Location"])
    assert (contribution.language, contribution.state) == ("fi", ContributionState.PENDING)
    assert (contribution.shown_name, contribution.quoting) == ("Åsa Testþór", Quoting.NAMED)
    assert contribution.can_be_quoted
    page = text_of(client.get(response["Location"]))
    assert "/fi/take-part/mine/" in page


def test_what_happens_next_is_said_before_sending(client):
    page = text_of(client.get(answer_path(make_question(make_occasion()), "en")))

    assert page.index("Somebody reads it within 2 working days") < page.index("<textarea")
    assert "/en/take-part/rules/" in page
    assert "creativecommons.org" in page
    after = make_question(make_occasion(moderation=Moderation.AFTER))
    assert "It is shown at once." in text_of(client.get(answer_path(after, "en")))


def test_country_and_role_are_asked_only_where_the_occasion_asks(client):
    plain, asking = make_question(make_occasion()), make_question(make_occasion(asks_country=True, asks_role=True))

    assert 'name="country"' not in text_of(client.get(answer_path(plain)))
    page = text_of(client.get(answer_path(asking)))
    assert 'name="country"' in page
    assert 'name="role"' in page


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Write your answer."),
        (" \n\u200b ", "Write"),
        ("?!…", "Write at least one word."),
        ("å" * 2001, "1 character too long"),
        ("a\u030a" * 2002, "2 characters too long"),
    ],
    ids=["empty", "unseen", "signs", "long", "decomposed"],
)
def test_bad_text_is_refused_beside_the_field_and_kept(client, text: str, message: str):
    path = answer_path(make_question(make_occasion()), "en")

    response = client.post(path, typed(client, path, text, name="Test Person"))

    assert response.status_code == 422
    assert message in text_of(response)
    assert 'value="Test Person"' in text_of(response)
    assert text.strip()[:20] in text_of(response)
    assert not Contribution.objects.exists()


def test_text_of_the_longest_length_in_families_is_taken(client):
    path = answer_path(make_question(make_occasion()), "en")

    response = client.post(path, typed(client, path, "a" + "👩‍👩‍👧‍👦" * 1999))

    assert response.status_code == 302


def test_named_quote_needs_a_name_and_mail_needs_an_address(client):
    path = answer_path(make_question(make_occasion()), "en")

    response = client.post(path, typed(client, path, quoting="named", follow="on"))

    assert response.status_code == 422
    assert "Write your name, or choose to be quoted without it." in text_of(response)
    assert "Enter your email address, or untick the box above." in text_of(response)
    assert "penkkejä varjoon" in text_of(response)


def test_html_controls_and_overrides_are_text(client):
    question = make_question(make_occasion(moderation=Moderation.AFTER))
    path = answer_path(question, "en")

    client.post(path, typed(client, path, "<script>alert(1)</script>\x07 a\u202ereverse 👍 o\u0308"))

    page = text_of(client.get(f"/en/take-part/q/{question.public_id}/"))
    assert "&lt;script&gt;alert(1)&lt;/script&gt; areverse 👍 ö" in page


def test_same_form_sent_twice_is_one_answer_at_one_address(client):
    path = answer_path(make_question(make_occasion()))
    data = typed(client, path)

    first, second = client.post(path, data), client.post(path, data)

    assert first["Location"] == second["Location"]
    assert Contribution.objects.count() == Participant.objects.count() == 1


def test_way_back_with_other_words_loses_nothing(client):
    path = answer_path(make_question(make_occasion()))
    data = typed(client, path)

    first, second = client.post(path, data), client.post(path, {**data, "text": "Vielä yksi asia."})

    assert first["Location"].split("/")[4] == second["Location"].split("/")[4]
    assert Contribution.objects.count() == 2


def test_program_that_fills_in_everything_is_sent_away(client):
    question = make_question(make_occasion())
    path = answer_path(question)

    response = client.post(path, typed(client, path, leave_empty="x"))

    assert response["Location"] == f"/fi/take-part/q/{question.public_id}/"
    assert not Contribution.objects.exists()


def test_foreign_form_key_is_refused_and_renewed(client):
    path = answer_path(make_question(make_occasion()), "en")
    data = typed(client, path, form_key="forged")

    response = client.post(path, data)

    assert response.status_code == 422
    assert "nothing is lost" in text_of(response)
    again = re.search(r'name="form_key" value="([^"]+)"', text_of(response))
    assert client.post(path, {**data, "form_key": again[1]}).status_code == 302


def test_question_that_closed_meanwhile_keeps_what_was_typed(client):
    question = make_question(make_occasion())
    path = answer_path(question, "en")
    data = typed(client, path)
    question.occasion.closes_at = timezone.now()
    question.occasion.save()

    response = client.post(path, data)

    assert response.status_code == 409
    assert "No more answers are taken." in text_of(response)
    assert data["text"] in text_of(response)
    assert "<textarea" not in text_of(client.get(path))
    assert path not in text_of(client.get(f"/en/take-part/q/{question.public_id}/"))


def test_too_many_forms_of_one_network_are_told_to_wait(client, settings, monkeypatch):
    monkeypatch.setattr(rates, "CONTRIBUTE_NETWORK", replace(rates.CONTRIBUTE_NETWORK, limit=1))
    path = answer_path(make_question(make_occasion()), "en")

    statuses = [client.post(path, typed(client, path, f"Number {number}")).status_code for number in range(2)]

    assert statuses == [302, 429]


def test_nearly_the_same_is_offered_before_it_is_stored(client):
    question = make_question(make_occasion())
    before = shown(question, "Enemmän penkkejä varjoon!", language="fi")
    path = answer_path(question, "en")
    data = typed(client, path, "enemma\u0308n PENKKEJÄ  varjoon", name="Test Person")

    step = client.post(path, data)
    assert step.status_code == 200
    assert "Is it one of these?" in text_of(step)
    assert 'value="Test Person"' in text_of(step)
    agreed = client.post(path, {**data, "same": before.public_id})

    assert Contribution.objects.count() == 1
    assert Reaction.objects.get().contribution == before
    assert "It is counted that you agree." in text_of(client.get(agreed["Location"]))
    different = client.post(path, {**data, "different": "yes"})
    assert Contribution.objects.count() == 2
    assert different["Location"].split("/")[4] == agreed["Location"].split("/")[4]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Flere bænke i skyggen!", True),
        ("There should be more benches in shadow, please.", True),
        ("Parkeringsplatser borde kosta mer.", False),
    ],
)
def test_what_means_the_same_in_another_language_is_offered(client, text: str, asked: bool):
    question = make_question(make_occasion())
    shown(question, "Flere benker i skyggen", language="nb")
    shown(question, "More benches in the shade", language="en")
    shown(question, "Lisää valoa polulle", language="fi")
    path = answer_path(question, "en")

    response = client.post(path, typed(client, path, text))

    assert ("Is it one of these?" in text_of(response)) is asked


def test_that_step_can_be_sent_where_forgeries_are_refused():
    strict = Client(enforce_csrf_checks=True)
    question = make_question(make_occasion())
    shown(question, "Shade.")
    path = answer_path(question, "en")
    data = typed(strict, path, "shade")
    assert strict.post(path, data).status_code == 403

    token = strict.cookies["csrftoken"].value
    page = text_of(strict.post(path, {**data, "csrfmiddlewaretoken": token}))

    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    assert strict.post(path, {**fields, "different": "yes"}).status_code == 302


def test_hidden_fields_of_that_step_are_a_form_that_can_be_sent(client):
    question = make_question(make_occasion())
    shown(question, "Shade.")
    path = answer_path(question, "en")
    page = text_of(client.post(path, typed(client, path, "shade", licence="on", quoting="anonymous")))

    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    client.post(path, {**fields, "different": "yes"})

    contribution = Contribution.objects.latest("pk")
    assert (contribution.text, contribution.quoting) == ("shade", Quoting.ANONYMOUS)
    assert contribution.licence_version


@pytest.mark.parametrize("rest", ["", "answers/", "answer/"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_question_exists_in_every_language_and_under_capitals(client, language: str, rest: str):
    question = make_question(make_occasion())

    response = client.get(f"/{language}/take-part/q/{question.public_id.upper()}/{rest}")

    assert response.status_code == 200
    assert question.text(language) in text_of(response)


@pytest.mark.parametrize(
    "path", ["q/22222222/", "q/22222222/answers/", "q/x/", "c/22222222/", "on/statement/x/", "on/x/1/"]
)
def test_what_does_not_exist_is_a_404(client, path: str):
    assert client.get(f"/en/take-part/{path}").status_code == 404


def test_standing_question_can_be_answered_unless_the_settings_say_no(client):
    question = make_question()
    assert client.get(answer_path(question)).context["target"].is_open
    DialogueSettings.objects.update_or_create(pk=1, defaults={"standing_questions": False})

    assert not client.get(answer_path(question)).context["target"].is_open


def test_form_of_answers_can_be_drawn_without_an_occasion():
    form = AnswerForm(occasion=None, language="en")

    assert "country" not in form.fields


def test_country_is_shown_only_among_ten(client):
    question = make_question(make_occasion())
    for _number in range(9):
        shown(question, country="IS")
    path = f"/en/take-part/q/{question.public_id}/answers/"

    assert "Iceland" not in text_of(client.get(path)).partition("<main")[2]
    shown(question, country="IS")
    assert "Iceland" in text_of(client.get(path)).partition("<main")[2]


def test_one_that_says_the_same_stands_with_the_other(client):
    question = make_question(make_occasion())
    first, second = shown(question, "Shade above."), shown(question, "Shadow above.")
    set_state(second, ContributionState.PUBLISHED, same_as=first)

    page = text_of(client.get(f"/en/take-part/q/{question.public_id}/answers/"))

    assert "1 answer" in page
    assert page.index("Shade above.") < page.index("1 more says the same") < page.index("Shadow above.")

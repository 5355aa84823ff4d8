"""What pages of events and elements are told about their questions, and responses to comment statements."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from events.dialogue.enums import ContributionState, Quoting
from events.dialogue.input.actions import About, Words, contribute
from events.dialogue.models import Contribution, DialogueSettings, Occasion
from portal.core.hooks.openings import Said, opening
from tests.events.dialogue.factories import make_contribution
from tests.events.dialogue.input.people import NOW, in_days, make_occasion, make_question, said, set_state, shown
from tests.events.factories import make_event
from tests.sites import add_event, make_site

pytestmark = pytest.mark.django_db
EXPERT = {"name": "Test Expert", "role": "Tester", "text": "<p>Benches &amp; trees.</p><p>In <b>shade</b>.</p>"}


def test_opening_of_an_occasion_names_questions_with_counts(django_assert_num_queries):
    occasion = make_occasion(closes_at=in_days(5), live_code="ab2cd", report_due=date(2027, 1, 5))
    first, second = make_question(occasion), make_question(occasion, position=1)
    make_question(occasion, retired=True)
    for _number in range(3):
        shown(first)
    said(second)

    with django_assert_num_queries(1):
        found = opening("page", occasion.page_key, "is")

    assert [(q.published, q.is_open, q.language) for q in found.questions] == [(3, True, "is"), (0, True, "is")]
    assert found.questions[0].url == f"/is/take-part/q/{first.public_id}/"
    assert found.questions[1].answer_url == f"/is/take-part/q/{second.public_id}/answer/"
    assert found.is_open
    assert found.live_url == "/is/live/ab2cd/"
    assert (found.report_url, found.report_due) == ("", date(2027, 1, 5))


def test_opening_quotes_one_answer_that_may_be_quoted_in_the_language_of_the_reader_first():
    question = make_question()
    finnish = make_contribution(question, "Lisää penkkejä " * 20)
    make_contribution(question, "Bänk", language="sv", published_at=in_days(1))
    silent = make_contribution(question, "Hljóður", language="is", quoting=Quoting.NO, published_at=in_days(2))

    def quoted(language: str) -> Said | None:
        return opening("page", question.element_key, language).questions[0].said

    assert [quoted(language).language for language in ("fi", "sv", "is")] == ["fi", "sv", "sv"]
    assert quoted("fi").url == f"/fi/take-part/c/{finnish.public_id}/"
    assert (len(quoted("fi").text), quoted("sv").text) == (160, "Bänk")
    Contribution.objects.exclude(pk=silent.pk).update(state=ContributionState.WITHDRAWN, text="")
    assert quoted("fi") is None


def test_opening_of_an_element_follows_the_settings(django_assert_num_queries):
    question = make_question()
    shown(question)

    assert opening("page", question.element_key, "fi").questions[0].is_open
    DialogueSettings.objects.update_or_create(pk=1, defaults={"standing_questions": False})
    found = opening("page", question.element_key, "fi")

    assert not found.is_open
    assert [(q.text, q.published) for q in found.questions] == [("Mikä tekee penkistä hyvän?", 1)]


def test_nothing_is_open_about_other_things():
    assert not opening("page", uuid4(), "en").questions
    assert not opening("case", make_occasion().page_key, "en").questions


@pytest.mark.parametrize(
    ("fields", "is_open"),
    [
        ({"takes_input": False}, False),
        ({"frozen": True}, False),
        ({"opens_at": timezone.now() + timedelta(days=1)}, False),
        ({"opens_at": timezone.now() - timedelta(days=1)}, True),
        ({"closes_at": timezone.now() - timedelta(minutes=1)}, False),
    ],
)
def test_question_is_open_in_its_time(fields, is_open: bool):
    occasion = make_occasion(**fields)
    make_question(occasion)

    assert opening("page", occasion.page_key, "en").is_open is is_open


@pytest.mark.parametrize(
    ("stages", "days", "is_open"),
    [
        (["before"], 3, True),
        (["before"], -3, False),
        (["after"], -3, True),
        (["live"], 3, False),
        (["live"], -3, False),
        ([], 3, True),
        ([], -3, True),
    ],
)
def test_question_is_open_at_its_stages(stages, days: int, is_open: bool):
    event = make_event(start_date=(timezone.now() + timedelta(days=days)).date())
    occasion = make_occasion(event=event)
    make_question(occasion, stages=stages)

    assert opening("page", occasion.page_key, "en").is_open is is_open


@pytest.fixture
def statement(db: None):
    """The path of the form to respond to an expert, on an event that takes input."""
    make_site("en", "fi")
    page = add_event(statements=[("statement", EXPERT)])
    Occasion.objects.filter(page_key=page.translation_key).delete()
    occasion = make_occasion(page_key=page.translation_key)
    return page, occasion, f"/take-part/on/statement/{page.statements[0].id}/"


def test_response_to_an_expert_is_about_the_statement(client, statement, monkeypatch):
    monkeypatch.setattr("portal.core.web.public_forms.PublicForm.least_seconds", -1)
    page, occasion, path = statement
    form = client.get(f"/fi{path}")
    assert "Benches &amp; trees." in form.content.decode()
    assert f"{page.url_path}#s-{page.statements[0].id}" in form.content.decode()

    sent = client.post(
        f"/fi{path}",
        {"text": "Kiitos.", "quoting": "no", "form_key": form.context["form"].fields["form_key"].initial()},
    )

    contribution = Contribution.objects.get()
    assert sent.status_code == 302
    assert (contribution.subject_kind, contribution.subject_key) == ("statement", str(page.statements[0].id))
    assert (contribution.occasion, contribution.question) == (occasion, None)
    assert client.get(sent["Location"]).status_code == 200
    own = sent["Location"].split(contribution.public_id)[0]
    assert "Kiitos." in client.get(own).content.decode()


def test_responses_of_others_stand_below_and_on_their_own_page(client, statement):
    page, occasion, path = statement
    about = About(occasion, kind="statement", key=str(page.statements[0].id))
    contribution = contribute(Words("Well said.", "en"), about, now=NOW)
    assert "Well said." not in client.get(f"/en{path}").content.decode()
    set_state(contribution, "published")

    assert "Well said." in client.get(f"/en{path}").content.decode()
    own = client.get(f"/en/take-part/c/{contribution.public_id}/").content.decode()
    assert "Response to Test Expert" in own


def test_statement_of_a_page_that_is_offline_or_without_input_takes_nothing(client, statement):
    page, occasion, path = statement
    occasion.takes_input = False
    occasion.save()
    assert "<textarea" not in client.get(f"/en{path}").content.decode()

    page.unpublish()

    assert client.get(f"/en{path}").status_code == 404

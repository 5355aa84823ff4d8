"""What machines are told of contributions: only what people let be used elsewhere than below the question."""

from gzip import compress

import pytest
from django.test import Client

from events.dialogue.enums import ContributionState, Quoting
from events.dialogue.models import Question
from tests.events.dialogue.factories import NOW, QUESTION, make_contribution, make_occasion, make_question
from tests.events.dialogue.input.people import set_state
from tests.portal.core.pages.test_structured_data import items

pytestmark = pytest.mark.django_db


@pytest.fixture
def question() -> Question:
    return make_question(make_occasion())


def answers(question: Question) -> str:
    return f"/fi/take-part/q/{question.public_id}/answers/"


def test_contribution_is_a_comment_on_its_question(client: Client, question: Question):
    said = make_contribution(
        question,
        "Lisää </script> bussivuoroja",
        quoting=Quoting.NAMED,
        shown_name="Ääpo Testilä",
        shown_organisation="Testikylä ry",
    )
    page = items(client, f"/fi/take-part/c/{said.public_id}/")

    url = page["Question"]["url"]
    assert url.endswith(f"/fi/take-part/q/{question.public_id}/")
    assert (page["Question"]["name"], page["Question"]["inLanguage"]) == (QUESTION["fi"], "fi")
    assert page["Comment"] == {
        "@context": "https://schema.org",
        "@type": "Comment",
        "@id": page["Comment"]["url"],
        "url": url.replace(f"q/{question.public_id}", f"c/{said.public_id}"),
        "text": "Lisää </script> bussivuoroja",
        "about": {"@id": url},
        "inLanguage": "fi",
        "dateCreated": NOW.date().isoformat(),
        "author": {
            "@type": "Person",
            "name": "Ääpo Testilä",
            "affiliation": {"@type": "Organization", "name": "Testikylä ry"},
        },
    }
    assert items(client, answers(question))["Comment"] == page["Comment"]


def test_who_is_not_to_be_named_has_no_author_and_an_unknown_language_none(client: Client, question: Question):
    said = make_contribution(question, "Blorfen!", language="und", shown_name="Ääpo Testilä")

    comment = items(client, f"/fi/take-part/c/{said.public_id}/")["Comment"]

    assert not {"author", "inLanguage"} & comment.keys()


def test_machines_are_told_nothing_that_may_not_leave_the_page(client: Client, question: Question):
    make_contribution(question, "Vain täällä.", quoting=Quoting.NO)
    hidden = make_contribution(question, "Piilossa.", published_at=NOW)
    set_state(hidden, ContributionState.HELD)

    assert items(client, answers(question)) == {}
    assert items(client, f"/fi/take-part/c/{hidden.public_id}/") == {}
    assert "Vain täällä." in client.get(answers(question)).content.decode()


def test_page_of_answers_stays_light(client: Client, question: Question):
    for number in range(30):
        make_contribution(question, f"Lisää bussivuoroja linjalle {number}, kiitos, ja pysäkit katoksella.")
    page = client.get(answers(question)).content

    assert page.count(b'"Comment"') == 20
    assert len(compress(page, 6)) <= 8 * 1024

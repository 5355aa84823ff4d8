"""Things of the dialogue as others refer to them."""

import pytest
from django.utils import timezone

from events.dialogue.enums import ContributionState, Decision, Quoting
from events.dialogue.input.actions import withdraw
from events.dialogue.models import Occasion, Reply
from portal.core.hooks import roots
from tests.events.dialogue.factories import (
    make_contribution,
    make_occasion,
    make_participant,
    make_question,
    make_theme,
)
from tests.sites import add_consultation, add_event, add_report, make_site

pytestmark = pytest.mark.django_db


def test_contribution_is_named_by_its_words_only_by_consent():
    question = make_question(make_occasion())
    quoted = make_contribution(question, "Ljós á hjólastíginn " * 20, language="is")
    silent = make_contribution(question, "Älä lainaa", quoting=Quoting.NO)
    waiting = make_contribution(question, "Odottaa", state=ContributionState.PENDING)

    found = roots.resolve([("contribution", one.public_id) for one in (silent, quoted, waiting)], "da")

    assert [one.key for one in found] == [silent.public_id, quoted.public_id]
    assert "finsk" in found[0].title
    assert question.text("da") in found[0].title
    assert "lainaa" not in found[0].title
    assert len(found[1].title) == 120
    assert found[1].language == "is"
    assert found[1].url == f"/da/take-part/c/{quoted.public_id}/"


@pytest.mark.parametrize(("alike", "shown"), [(8, False), (9, True)])
def test_silent_contribution_is_described_by_its_theme_and_by_a_country_of_many(
    alike, shown, django_assert_num_queries
):
    occasion = make_occasion(reported_at=timezone.now())
    question = make_question(occasion)
    silent = make_contribution(question, "Älä lainaa", quoting=Quoting.NO, country="FI")
    for _number in range(alike):
        make_contribution(question, country="FI")
    elsewhere = make_question()
    make_contribution(elsewhere, country="FI")
    theme = make_theme(occasion, silent, titles={"fi": "Vanha"})
    theme.merged_into = make_theme(occasion, titles={"da": "Bus og bane", "is": "Strætó"})
    theme.save()

    with django_assert_num_queries(1):
        [found] = roots.resolve([("contribution", silent.public_id)], "is")

    assert found.title.endswith("Strætó")
    assert ("Finnland" in found.title) == shown
    assert "Vanha" not in found.title


def test_theme_of_a_silent_contribution_is_not_told_before_the_report():
    occasion = make_occasion()
    silent = make_contribution(make_question(occasion), "Älä lainaa", quoting=Quoting.NO)
    make_theme(occasion, silent)

    assert "Buses" not in roots.resolve([("contribution", silent.public_id)], "en")[0].title


def test_withdrawn_contribution_counts_and_is_gone():
    occasion = make_occasion()
    participant, _secret = make_participant(occasion)
    said = make_contribution(make_question(occasion), "Poistettava", participant=participant)
    withdraw(participant, said.public_id, timezone.now())

    found = roots.resolve([("contribution", said.public_id)], "en")

    assert [(one.gone, one.url) for one in found] == [(True, "")]
    assert roots.search("Poistettava", "en", "contribution") == []


def test_contributions_are_found_by_decomposed_letters():
    question = make_question(make_occasion())
    wanted = make_contribution(question, "Færgen til Århus er for dyr")
    make_contribution(question, "Færgen til Århus", quoting=Quoting.NO)

    found = roots.search("færgen A\u030arhus", "da", "contribution")

    assert [one.key for one in found] == [wanted.public_id]


def test_theme_leads_to_its_report_and_contributions_lead_to_it():
    make_site("en", "fi")
    occasion = Occasion.objects.get(page_key=add_consultation("en").translation_key)
    said = make_contribution(occasion.questions.get())
    theme = make_theme(occasion, said)
    Reply.objects.create(
        theme=theme, decision=Decision.TAKEN_UP, outcomes=[["case", "lautta"]], decided_at=timezone.now()
    )
    early = roots.users("contribution", [said.public_id], "fi")
    report = add_report("en", occasion=occasion)

    assert early == {said.public_id: []}
    assert [one.key for one in roots.users("contribution", [said.public_id], "fi")[said.public_id]] == [theme.public_id]
    # In the frame of the reader's language.
    here = report.url_path.replace("/en/", "/fi/")
    assert [one.url for one in roots.users("theme", [theme.public_id], "fi")[theme.public_id]] == [here]
    assert roots.users("case", ["lautta"], "fi")["lautta"][0].url == f"{here}#t-{theme.public_id}"
    assert [one.key for one in roots.search("trains", "fi", "theme")] == [theme.public_id]
    assert [one.key for one in roots.search(report.title, "fi", "report")] == [str(report.translation_key)]


def test_statements_of_experts_are_found_by_name():
    make_site("en")
    statement = {"name": "Ása Prufa", "role": "", "organisation": "", "country": "", "text": "<p>Já.</p>"}
    event = add_event(statements=[("statement", statement)])
    key = str(event.statements[0].id)

    assert [one.url for one in roots.search("asa prufa", "en", "statement")] == [f"{event.url_path}#s-{key}"]
    assert [one.title for one in roots.resolve([("statement", key)], "en")] == ["Ása Prufa"]

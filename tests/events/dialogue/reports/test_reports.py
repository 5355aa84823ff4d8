"""Reports: what must hold before one is published, what it freezes, and what it shows of whom."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events.dialogue.enums import ContributionState, Decision, LogAction, Quoting, ReactionValue
from events.dialogue.input.actions import withdraw
from events.dialogue.models import Contribution, DialogueLog, Occasion, Reaction, Reply, ReportPage, Theme
from events.dialogue.reports.drafting import begin_report
from events.dialogue.reports.numbers import is_agreed
from portal.core.users.models import User
from portal.editing.publication.gates import problems
from tests.events.dialogue.factories import make_contribution, make_participant, make_theme
from tests.events.dialogue.occasions import make_organisation, member
from tests.kept_rows import kept
from tests.sites import add_consultation, add_report, add_take_part, make_site
from tests.undoing import press_undo, undo_token

pytestmark = pytest.mark.django_db


@pytest.fixture
@kept
def occasion() -> Occasion:
    """An occasion of a consultation in English, with one question."""
    make_site("en", "fi")
    add_take_part("en")
    add_take_part("fi")
    return Occasion.objects.get(page_key=add_consultation("en").translation_key)


def titled(occasion: Occasion, title: str, *members: Contribution) -> Theme:
    """A theme with a title in English."""
    return make_theme(occasion, *members, titles={"en": title})


def answered(theme: Theme, decision: str = Decision.PARTLY) -> Reply:
    """A reply to ``theme``."""
    return Reply.objects.create(theme=theme, decision=decision, reasons={"da": "Fordi ø."}, decided_at=timezone.now())


def test_report_waits_for_a_reply_to_every_theme(occasion: Occasion):
    question = occasion.questions.get()
    first = titled(occasion, "Fähre", make_contribution(question))
    second = titled(occasion, "Þorpið", make_contribution(question))
    answered(first)
    draft = add_report(occasion=occasion)
    waiting = [problem.message for problem in problems(draft)]
    answered(second)

    assert [text for text in waiting if "Þorpið" in text and "Fähre" not in text] == waiting
    assert len(waiting) == 1
    assert problems(draft) == []


def test_second_report_of_an_occasion_is_refused(occasion: Occasion):
    add_report(occasion=occasion)
    other = add_report(occasion=occasion)

    assert [problem.field for problem in problems(other)] == ["occasion"]


def test_publishing_freezes_numbers_without_a_word_of_anybody(occasion: Occasion):
    question = occasion.questions.get()
    said = [make_contribution(question, f"Ääni numero {n}", country="IS" if n < 3 else "FI") for n in range(14)]
    make_contribution(question, "Mainos", state=ContributionState.REFUSED, reason="advert")
    make_contribution(question, "Järjestäjältä", by_organiser=True)
    answered(titled(occasion, "Busser på øen", *said[:2]))

    report = add_report(occasion=occasion)
    make_contribution(question, "For sent")
    report.save_revision().publish()
    report.refresh_from_db()
    occasion.refresh_from_db()

    numbers = report.numbers
    assert (numbers["contributions"], numbers["refused"], numbers["withdrawn"]) == (14, {"advert": 1}, 0)
    assert numbers["by_country"] == {"FI": 11, "": 3}
    assert [row[1:] for row in numbers["themes"]] == [[2, "partly"]]
    assert "numero" not in json.dumps(numbers)
    assert occasion.reported_at is not None
    assert DialogueLog.objects.get(action=LogAction.REPORT).amount == 14


def test_taking_the_report_back_takes_back_that_it_was_reported(occasion: Occasion):
    report = add_report(occasion=occasion)
    report.unpublish()
    occasion.refresh_from_db()

    assert occasion.reported_at is None


def test_a_report_that_is_public_again_at_once_was_reported_when_it_was(client: Client, occasion: Occasion):
    report = add_report(occasion=occasion)
    reported_at = Occasion.objects.values_list("reported_at", flat=True).filter(pk=occasion.pk)
    before = reported_at.get()
    client.force_login(User.objects.create_superuser("chief", "chief@example.org", "fictional password"))
    archived = client.post(reverse("wagtailadmin_pages:unpublish", args=[report.pk]), follow=True)
    assert reported_at.get() is None
    press_undo(client, undo_token(archived.content.decode()))
    assert reported_at.get() == before is not None
    assert DialogueLog.objects.filter(action=LogAction.REPORT).count() == 1


def test_many_agree_is_said_of_people_who_were_not_excluded_and_checked_with_verified_ones(occasion: Occasion):
    statement = make_contribution(occasion.questions.get(), "Færgen skal sejle om natten")
    for n in range(14):
        participant, _secret = make_participant(
            occasion, verified=n < 6, excluded_at=timezone.now() if n == 13 else None
        )
        value = ReactionValue.DISAGREE if n < 3 else ReactionValue.AGREE
        Reaction.objects.create(participant=participant, contribution=statement, value=value, minute=timezone.now())

    numbers = add_report(occasion=occasion).numbers

    # 10 of 13: the lower end of the interval is 0.497 without the excluded one.
    assert numbers["agreed"] == []
    assert numbers["excluded"] == 1
    Reaction.objects.filter(value=ReactionValue.DISAGREE).order_by("pk").last().delete()  # type: ignore[union-attr]
    ReportPage.objects.update(numbers={})
    numbers = add_report(occasion=occasion).numbers
    assert numbers["agreed"] == [[statement.public_id, 10, 2, 0]]
    assert numbers["changed_by_verified"] == 1


@pytest.mark.parametrize(
    ("counts", "agreed"), [((4, 0, 0), False), ((4, 0, 1), True), ((5, 5, 0), False), ((0, 0, 9), False)]
)
def test_few_reactions_are_not_called_many(counts: tuple[int, int, int], agreed: bool):
    assert is_agreed(*counts) is agreed


def test_report_shows_themes_in_the_readers_language_and_quotes_by_consent(client: Client, occasion: Occasion):
    question = occasion.questions.get()
    quoted = make_contribution(
        question, "Lauttaa tarvitaan yölläkin", quoting=Quoting.NAMED, shown_name="Päivi Kuvitteellinen"
    )
    nameless = make_contribution(question, "Hljóðlátari strætó", language="is", shown_name="Þóra Tilbúin")
    silent = make_contribution(question, "Älkää lainatko tätä", quoting=Quoting.NO)
    unlicensed = make_contribution(question, "Ilman lisenssiä", licence_version="")
    theme = titled(occasion, "Ferries", quoted, nameless, silent, unlicensed)
    theme.titles = {"en": "Ferries", "fi": "Lautat"}
    theme.save()
    answered(theme)
    report = add_report(occasion=occasion)

    text = client.get(report.url_path).content.decode()

    assert "Lauttaa tarvitaan yölläkin" in text
    assert "Päivi Kuvitteellinen" in text
    assert "Hljóðlátari strætó" in text
    assert "Þóra Tilbúin" not in text
    assert "Älkää lainatko tätä" not in text
    assert "Ilman lisenssiä" not in text
    assert '<blockquote dir="auto" lang="fi">' in text
    assert '<span dir="auto" lang="da">Fordi ø.</span>' in text
    finnish = client.get(add_report("fi", of=report).url_path).content.decode()
    assert 'lang="en" hreflang="en">ConsultationPage' in finnish
    assert "Lautat" in finnish
    assert "Ferries" not in finnish


def test_withdrawn_words_leave_the_report(client: Client, occasion: Occasion):
    participant, _secret = make_participant(occasion)
    said = make_contribution(occasion.questions.get(), "Ilman sanojani", participant=participant)
    answered(titled(occasion, "Words", said))
    report = add_report(occasion=occasion)
    before = client.get(report.url_path).content.decode()
    withdraw(participant, said.public_id, timezone.now() + timedelta(minutes=1))
    after = client.get(report.url_path).content.decode()

    assert "Ilman sanojani" in before
    assert "Ilman sanojani" not in after
    assert ReportPage.objects.get(pk=report.pk).numbers["contributions"] == 1


def test_changed_decision_is_said_to_have_been_another(client: Client, occasion: Occasion):
    reply = answered(titled(occasion, "Ferries", make_contribution(occasion.questions.get())))
    report = add_report(occasion=occasion)
    reply.decision = Decision.TAKEN_UP
    reply.save()

    text = client.get(report.url_path).content.decode()

    assert "When the report was published, the decision was: Partly taken up" in text


def test_report_page_needs_a_known_number_of_queries(
    client: Client, occasion: Occasion, django_assert_num_queries: Any
):
    question = occasion.questions.get()
    for n in range(12):
        answered(titled(occasion, f"Theme {n}", make_contribution(question), make_contribution(question)))
    report = add_report(occasion=occasion)
    client.get(report.url_path)

    # One asks where it is read in languages into which it is not translated.
    with django_assert_num_queries(9):
        client.get(report.url_path)


def test_members_of_a_team_report_on_their_own_occasions(client: Client, occasion: Occasion):
    ours = make_organisation("prøveby")
    writer = member("member", ours)
    Occasion.objects.filter(pk=occasion.pk).update(organisation=ours)
    theirs = Occasion.objects.get(page_key=add_consultation("en").translation_key)
    occasion.refresh_from_db()
    client.force_login(writer)
    begun = client.post(f"/admin/input/{occasion.pk}/report/")
    denied = client.post(f"/admin/input/{theirs.pk}/report/")
    draft = ReportPage.objects.get()

    text = client.get(f"/admin/pages/{draft.pk}/edit/").content.decode()

    assert (begun.status_code, begun["Location"]) == (302, f"/admin/pages/{draft.pk}/edit/")
    assert denied.status_code == 404
    assert f'<option value="{occasion.pk}"' in text
    assert f'<option value="{theirs.pk}"' not in text
    assert not draft.live
    assert draft.organisation == ours
    again = begin_report(occasion, writer)
    assert again is not None
    assert again.pk == draft.pk


def test_draft_says_that_its_numbers_are_of_this_moment(occasion: Occasion):
    make_contribution(occasion.questions.get())
    draft = begin_report(occasion, User.objects.create_superuser("secretariat", "secretariat@test.example", "password"))
    assert draft is not None

    text = draft.make_preview_request().content.decode()

    assert "The numbers are those of this moment." in text
    assert Contribution.objects.count() == 1

"""What people gave to the dialogue goes when its time is over; what may be quoted, and the sums, stay."""

from datetime import timedelta

import pytest
from django.apps import apps

from events.dialogue.enums import ContributionState, Quoting, RefusalReason
from events.dialogue.models import Contribution, DialogueLog, Follower, Participant, Reaction, Rendering
from events.dialogue.privacy.forgetting import run_retention
from events.dialogue.privacy.integrity import violations
from tests.events.dialogue.factories import (
    make_contribution,
    make_occasion,
    make_participant,
    make_question,
    make_theme,
    react,
)
from tests.events.factories import NOW

pytestmark = pytest.mark.django_db
WORDS = "Þorpið mitt þarf fleiri vagna zqxvik"


def whole_database() -> str:
    """The text of every row of every table."""
    return "\n".join(
        str(row) for model in apps.get_models(include_auto_created=True) for row in model._base_manager.values_list()
    )


def later(days: float) -> object:
    """So many days after now."""
    return NOW + timedelta(days=days)


def test_refused_text_is_kept_for_the_appeal_and_then_goes():
    question = make_question(make_occasion())
    refused = make_contribution(
        question,
        WORDS,
        state=ContributionState.REFUSED,
        reason=RefusalReason.PERSON,
        reason_text="zqxreason",
        decided_at=NOW,
        shown_name="Þórdís zqxname",
        country="IS",
    )
    Rendering.objects.create(contribution=refused, language="en", text="zqxrendering", made_at=NOW)
    assert run_retention(later(29)).refused == 0
    assert WORDS in whole_database()
    assert run_retention(later(30)).refused == 1
    assert "zqx" not in whole_database()
    refused.refresh_from_db()
    assert (refused.reason, refused.language, refused.state) == ("person", "fi", "refused")
    assert run_retention(later(31)).refused == 0


@pytest.mark.parametrize(
    ("quoting", "licence", "stays", "name_stays"),
    [
        (Quoting.NAMED, "1", True, True),
        (Quoting.ANONYMOUS, "1", True, False),
        (Quoting.NO, "1", False, False),
        (Quoting.NAMED, "", False, False),
    ],
)
def test_contribution_stays_after_its_time_only_as_it_may_be_quoted(quoting, licence, stays, name_stays):
    question = make_question(make_occasion())
    contribution = make_contribution(
        question, WORDS, quoting=quoting, licence_version=licence, shown_name="Þórdís zqxname", erase_at=later(365)
    )
    Follower.objects.create(
        contribution=contribution,
        address="zqx@example.org",
        address_hmac="a" * 64,
        language="is",
        created_at=NOW,
        confirmed_at=NOW,
        ends_at=later(700),
    )
    assert run_retention(later(364)).contributions == 0
    assert run_retention(later(365)).contributions == 1
    contribution.refresh_from_db()
    assert (contribution.text == WORDS, contribution.shown_name != "") == (stays, name_stays)
    assert contribution.participant_id is None
    assert not Participant.objects.exists()
    assert not Follower.objects.exists()
    assert run_retention(later(366)).total == 0


def test_reactions_become_sums_three_months_after_the_report_without_those_excluded():
    occasion = make_occasion(reported_at=NOW)
    question = make_question(occasion)
    contribution = make_contribution(question)
    for value in (1, 1, -1, 0):
        react(make_participant(occasion)[0], contribution, value)
    react(make_participant(occasion, excluded_at=NOW)[0], contribution, 1)
    assert run_retention(later(89)).reactions == 0
    assert run_retention(later(90)).reactions == 5
    contribution.refresh_from_db()
    assert (contribution.agreed, contribution.disagreed, contribution.passed) == (2, 1, 1)
    assert not Reaction.objects.exists()
    assert Participant.objects.count() == 1  # the author, whose text is still here


def test_reactions_of_an_occasion_nobody_reports_on_go_with_its_input():
    occasion = make_occasion(retention_months=6, closes_at=later(1))
    reaction = react(make_participant(occasion)[0], make_contribution(make_question(occasion)), 1)
    assert run_retention(later(181)).reactions == 0
    assert run_retention(later(182)).reactions == 1
    assert not Reaction.objects.filter(pk=reaction.pk).exists()


def test_network_of_a_participant_is_kept_for_a_day():
    occasion = make_occasion()
    participant, _secret = make_participant(occasion, network="b" * 64, joined_hour=NOW)
    assert run_retention(later(0.9)).networks == 0
    assert run_retention(later(1)).networks == 1
    participant.refresh_from_db()
    assert participant.network == ""


def test_follower_who_never_confirmed_is_forgotten_after_two_days():
    contribution = make_contribution(make_question())
    follower = {"contribution": contribution, "language": "sv", "created_at": NOW, "ends_at": later(730)}
    Follower.objects.create(address="zqxone@example.org", address_hmac="c" * 64, **follower)
    Follower.objects.create(address="two@example.org", address_hmac="d" * 64, confirmed_at=NOW, **follower)
    assert run_retention(later(2)).followers == 1
    assert Follower.objects.get().address == "two@example.org"


def test_dry_run_counts_and_changes_nothing():
    contribution = make_contribution(make_question(make_occasion()), WORDS, quoting=Quoting.NO, erase_at=NOW)
    assert run_retention(NOW, dry_run=True).contributions == 1
    contribution.refresh_from_db()
    assert contribution.text == WORDS
    assert not DialogueLog.objects.exists()


def test_integrity_check_names_what_no_constraint_can_hold():
    occasion, other = make_occasion(), make_occasion()
    question = make_question(occasion)
    contribution = make_contribution(question)
    assert violations(NOW) == []
    react(make_participant(other)[0], contribution, 1)
    react(contribution.participant, contribution, 1)
    for _theme in range(4):
        make_theme(occasion, contribution)
    withdrawn = make_contribution(question, "", state=ContributionState.WITHDRAWN, withdrawn_at=NOW)
    Rendering.objects.create(contribution=withdrawn, language="en", text="left behind", made_at=NOW)
    occasion.reported_at = NOW
    occasion.save()
    make_contribution(question, WORDS, erase_at=later(-3))
    found = " ".join(violations(NOW))
    assert "1 reactions were given in another occasion" in found
    assert "1 reactions are to the participant's own" in found
    assert f"Contribution {contribution.public_id} is in 4 themes" in found
    assert "1 rows of Rendering belong to withdrawn" in found
    assert f"Occasion {occasion.pk} is reported on" in found
    assert "1 contributions were to be deleted" in found
    assert WORDS not in found
    assert Contribution.objects.count() == 3

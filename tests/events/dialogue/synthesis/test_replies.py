"""Replies: one decision about each theme or contribution, with a reason, and something that comes of it."""

from datetime import date

import pytest

from events.dialogue.enums import ContributionState, Decision
from events.dialogue.models import Reply
from events.dialogue.moderation.seals import Result
from events.dialogue.synthesis.replies import Answer, missing, reply
from tests.events.dialogue.occasions import NOW, contribute, make_occasion, make_organisation, make_theme, member, shown

pytestmark = pytest.mark.django_db
WHY = {"is": "Það er ekki í valdi okkar.", "fi": "Se ei ole vallassamme."}


@pytest.fixture
def occasion():
    return make_occasion(make_organisation("alpha"))


@pytest.fixture
def anna(occasion):
    return member("anna", occasion.organisation)


@pytest.mark.parametrize(
    ("answer", "lacks"),
    [
        (Answer("no"), {"reasons"}),
        (Answer("outside", {"is": ""}), {"reasons"}),
        (Answer("partly", WHY), set()),
        (Answer("taken_up", WHY), {"outcomes"}),
        (Answer("taken_up", promised_for=date(2027, 3, 1)), set()),
        (Answer("taken_up", outcomes=(("case", "1"),)), set()),
        (Answer("agreed", WHY), {"decision"}),
    ],
)
def test_an_answer_says_what_it_has_to_say(answer, lacks):
    assert missing(answer) == lacks


def test_an_incomplete_answer_is_not_stored(occasion, anna):
    assert reply(make_theme(occasion), 0, Answer("no"), anna, NOW).result == Result.IMPOSSIBLE
    assert not Reply.objects.exists()


def test_a_theme_has_one_decision(occasion, anna):
    theme, bo = make_theme(occasion), member("bo", occasion.organisation)
    assert reply(theme, 0, Answer(Decision.NOT_NOW, WHY), anna, NOW).result == Result.DONE
    second = reply(theme, 0, Answer(Decision.NO, WHY), bo, NOW)
    assert (second.result, second.entry.user) == (Result.STALE, anna)
    changed = Answer(
        Decision.PARTLY, {"is": "Að hluta"}, occasion.organisation_id, outcomes=(("paragraph", "3f9a2c1b"),)
    )
    assert reply(theme, 1, changed, bo, NOW).result == Result.DONE
    row = theme.replies.get()
    assert (row.decision, row.version, row.decided_by) == (Decision.PARTLY, 2, bo)
    assert (row.reasons, row.outcomes) == ({"is": "Að hluta"}, [["paragraph", "3f9a2c1b"]])


def test_a_single_contribution_can_be_answered_while_it_is_shown(occasion, anna):
    contribution = shown(occasion)
    assert reply(contribution, 0, Answer(Decision.OUTSIDE, WHY), anna, NOW).result == Result.DONE
    assert contribution.replies.get().reason("fi") == (WHY["fi"], "fi")
    held = contribute(occasion, state=ContributionState.HELD)
    assert reply(held, 0, Answer(Decision.OUTSIDE, WHY), anna, NOW).result == Result.IMPOSSIBLE


def test_a_merged_theme_is_not_answered(occasion, anna):
    theme = make_theme(occasion, merged_into=make_theme(occasion))
    assert reply(theme, 0, Answer(Decision.OUTSIDE, WHY), anna, NOW).result == Result.IMPOSSIBLE

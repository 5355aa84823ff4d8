"""Moderation: shown, held back, refused, taken back; two people at once, appeals, and texts of one's own."""

from datetime import timedelta

import pytest

from events.dialogue.audit_log import AUTHOR, desk, record
from events.dialogue.enums import ContributionState, LogAction, RefusalReason
from events.dialogue.models import DialogueLog
from events.dialogue.moderation import actions
from events.dialogue.moderation.seals import Result
from tests.events.dialogue.occasions import (
    NOW,
    contribute,
    later,
    make_occasion,
    make_organisation,
    member,
    secretary,
    seen,
    shown,
)

pytestmark = pytest.mark.django_db
S = ContributionState


@pytest.fixture
def alpha():
    return make_organisation("alpha")


@pytest.fixture
def occasion(alpha):
    return make_occasion(alpha)


@pytest.fixture
def anna(alpha):
    return member("anna", alpha)


@pytest.fixture
def bo(alpha):
    return member("bo", alpha)


def appeal(contribution) -> None:
    """What the author's own page does."""
    contribution.refresh_from_db()
    contribution.state, contribution.appealed_at, contribution.appeal_text = S.PENDING, later(days=1), "Read it again"
    contribution.save()
    record(LogAction.APPEAL, AUTHOR, later(days=1), occasion=contribution.occasion, number=contribution.public_id)


def log(contribution) -> list[tuple[str, str, str]]:
    entries = DialogueLog.objects.filter(number=contribution.public_id).order_by("pk")
    return list(entries.values_list("action", "from_state", "to_state"))


def test_showing_publishes_and_is_logged(occasion, anna):
    contribution = contribute(occasion)
    assert actions.show(contribution.pk, seen(contribution), anna, later(hours=1)).result == Result.DONE
    contribution.refresh_from_db()
    assert (contribution.state, contribution.published_at, contribution.decided_by) == (
        S.PUBLISHED,
        later(hours=1),
        anna,
    )
    assert log(contribution)[-1] == ("show", "pending", "published")


def test_showing_again_after_a_hold_keeps_the_first_day(occasion, anna):
    contribution = shown(occasion)
    actions.hold(contribution.pk, seen(contribution), anna, later(hours=1))
    actions.show(contribution.pk, seen(contribution), anna, later(hours=2))
    contribution.refresh_from_db()
    assert (contribution.state, contribution.published_at) == (S.PUBLISHED, NOW)


def test_refusing_needs_a_reason_of_the_list(occasion, anna):
    contribution = contribute(occasion)
    for reason in ("", "disagrees", "PERSON"):
        assert actions.refuse(contribution.pk, seen(contribution), anna, NOW, reason).result == Result.IMPOSSIBLE
    contribution.refresh_from_db()
    assert contribution.state == S.PENDING


def test_refusing_keeps_the_text_for_the_appeal_only(occasion, anna):
    contribution = contribute(occasion)
    sentence = "Þú nefnir nágranna þinn.\n"
    actions.refuse(contribution.pk, seen(contribution), anna, NOW, RefusalReason.PERSON, sentence)
    contribution.refresh_from_db()
    assert (contribution.state, contribution.reason, contribution.refused_by) == (S.REFUSED, "person", anna)
    assert contribution.reason_text == "Þú nefnir nágranna þinn."
    assert contribution.erase_at == later(days=30)


def test_what_is_shown_is_held_before_it_is_refused(occasion, anna):
    contribution = shown(occasion)
    actions.refuse(contribution.pk, seen(contribution), anna, NOW, RefusalReason.ADVERT)
    assert log(contribution)[-2:] == [("hold", "published", "held"), ("refuse", "held", "refused")]


def test_the_second_of_two_is_told_who_was_faster(occasion, anna, bo):
    contribution = contribute(occasion)
    both_saw = seen(contribution)
    actions.refuse(contribution.pk, both_saw, anna, later(minutes=1), RefusalReason.OFF_TOPIC)
    outcome = actions.show(contribution.pk, both_saw, bo, later(minutes=2))
    contribution.refresh_from_db()
    assert contribution.state == S.REFUSED
    assert (outcome.result, outcome.entry.user, outcome.entry.action) == (Result.STALE, anna, LogAction.REFUSE)


def test_a_text_that_its_author_changed_meanwhile_is_not_shown(occasion, anna):
    contribution = contribute(occasion)
    read = seen(contribution)
    contribution.text = "Something that nobody has read"
    contribution.save()
    assert actions.show(contribution.pk, read, anna, NOW).result == Result.STALE
    contribution.refresh_from_db()
    assert contribution.state == S.PENDING


def test_a_withdrawn_contribution_is_left_alone(occasion, anna):
    contribution = contribute(occasion, "", state=S.WITHDRAWN)
    assert actions.show(contribution.pk, seen(contribution), anna, NOW).result == Result.STALE


def test_undo_brings_back_what_was_before(occasion, anna):
    contribution = contribute(occasion, state=S.HELD, hold_reason="link")
    outcome = actions.show(contribution.pk, seen(contribution), anna, NOW)
    assert actions.undo(outcome.kept, anna, later(seconds=9)).result == Result.DONE
    contribution.refresh_from_db()
    assert (contribution.state, contribution.hold_reason) == (S.HELD, "link")
    assert (contribution.published_at, contribution.decided_by) == (None, None)
    assert log(contribution)[-1] == ("undo", "published", "held")


def test_undo_does_not_take_back_what_somebody_else_did_since(occasion, anna, bo):
    contribution = contribute(occasion)
    outcome = actions.show(contribution.pk, seen(contribution), anna, NOW)
    actions.hold(contribution.pk, seen(contribution), bo, later(seconds=3))
    late = actions.undo(outcome.kept, anna, later(seconds=6))
    contribution.refresh_from_db()
    assert (late.result, late.entry.user, contribution.state) == (Result.STALE, bo, S.HELD)


def test_who_refused_does_not_decide_the_appeal(occasion, anna, bo):
    contribution = contribute(occasion)
    actions.refuse(contribution.pk, seen(contribution), anna, NOW, RefusalReason.INSULT)
    appeal(contribution)
    again = later(days=2)
    for decide in (actions.show, actions.hold):
        assert decide(contribution.pk, seen(contribution), anna, again).result == Result.SAME_PERSON
    refused = actions.refuse(contribution.pk, seen(contribution), anna, again, RefusalReason.INSULT)
    assert refused.result == Result.SAME_PERSON
    assert actions.show(contribution.pk, seen(contribution), bo, again).result == Result.DONE
    contribution.refresh_from_db()
    assert (contribution.state, contribution.reason, contribution.refused_by) == (S.PUBLISHED, "", anna)
    assert contribution.erase_at == NOW + timedelta(days=365)


def test_nobody_refuses_again_what_was_shown_after_an_appeal_against_them(occasion, anna, bo):
    contribution = contribute(occasion)
    actions.refuse(contribution.pk, seen(contribution), anna, NOW, RefusalReason.INSULT)
    appeal(contribution)
    actions.show(contribution.pk, seen(contribution), bo, later(days=2))
    assert actions.hold(contribution.pk, seen(contribution), anna, later(days=2)).result == Result.SAME_PERSON


def test_a_text_of_the_organisers_is_decided_by_others(occasion, anna):
    sif = secretary()
    contribution = contribute(occasion, by_organiser=True)
    assert actions.show(contribution.pk, seen(contribution), anna, NOW).result == Result.OWN
    assert actions.show(contribution.pk, seen(contribution), sif, NOW).result == Result.DONE
    own = contribute(occasion, by_organiser=True)
    record(LogAction.CONTRIBUTE, desk(sif), NOW, occasion=occasion, number=own.public_id)
    assert actions.show(own.pk, seen(own), sif, NOW).result == Result.OWN


def test_linking_folds_one_under_another_and_keeps_one_level(occasion, anna):
    first, second, third = (shown(occasion, text) for text in ("Traust", "Meira traust", "Tillid"))
    actions.link(third.pk, seen(third), second.public_id, anna, NOW)
    outcome = actions.link(second.pk, seen(second), f" {first.public_id.upper()}", anna, NOW)
    for contribution in (second, third):
        contribution.refresh_from_db()
        assert contribution.same_as == first
    actions.undo(outcome.kept, anna, later(seconds=2))
    second.refresh_from_db()
    third.refresh_from_db()
    assert (second.same_as, third.same_as) == (None, second)


def test_undoing_a_link_leaves_alone_what_a_colleague_unlinked_since(occasion, anna, bo):
    first, second, third, fourth = (shown(occasion, text) for text in ("Traust", "Meira traust", "Tillid", "Tillit"))
    for same in (third, fourth):
        actions.link(same.pk, seen(same), second.public_id, anna, NOW)
    outcome = actions.link(second.pk, seen(second), first.public_id, anna, NOW)
    assert actions.link(third.pk, seen(third), "", bo, later(seconds=1)).result == Result.DONE
    assert DialogueLog.objects.latest("pk").action == LogAction.NOT_SAME_AS
    assert actions.undo(outcome.kept, anna, later(seconds=2)).result == Result.DONE
    third.refresh_from_db()
    fourth.refresh_from_db()
    assert (third.same_as, fourth.same_as) == (None, second)


def test_undo_of_a_link_does_not_take_back_the_same_link_by_a_colleague(occasion, anna, bo):
    first, second = shown(occasion, "Traust"), shown(occasion, "Meira traust")
    outcome = actions.link(second.pk, seen(second), first.public_id, anna, NOW)
    actions.undo(outcome.kept, anna, later(seconds=1))
    assert actions.link(second.pk, seen(second), first.public_id, bo, later(seconds=2)).result == Result.DONE
    assert actions.undo(outcome.kept, anna, later(seconds=3)).result == Result.STALE
    second.refresh_from_db()
    assert second.same_as == first


def test_linking_stays_within_the_occasion(occasion, anna, alpha):
    here, there = shown(occasion), shown(make_occasion(alpha))
    for other in (there.public_id, here.public_id, "nothing"):
        assert actions.link(here.pk, seen(here), other, anna, NOW).result == Result.IMPOSSIBLE
    assert actions.link(here.pk, seen(here), "", anna, NOW).result == Result.UNCHANGED

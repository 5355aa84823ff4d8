"""What authors can do with what they say."""

from datetime import timedelta

import pytest

from events.dialogue.enums import ContributionState, HoldReason, Quoting, ReactionValue, RefusalReason, Stage
from events.dialogue.input import actions
from events.dialogue.input.actions import About, Outcome, Words
from events.dialogue.models import Contribution, DialogueLog, Follower, Reaction, Rendering
from events.dialogue.signals import contributions_changed
from events.enums import Moderation
from tests.events.dialogue.input.people import (
    NOW,
    make_occasion,
    make_participant,
    make_question,
    said,
    set_state,
    shown,
)
from tests.events.factories import make_event

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=3)


def words(text: str, **fields) -> Words:
    return Words(**{"text": text, "language": "en", **fields})


def react(contribution: Contribution) -> Reaction:
    participant, _secret = make_participant(contribution.occasion)
    return Reaction.objects.create(
        participant=participant, contribution=contribution, value=ReactionValue.AGREE, minute=NOW
    )


def actions_of(contribution: Contribution) -> list[str]:
    log = DialogueLog.objects.filter(number=contribution.public_id).order_by("pk")
    return list(log.values_list("action", flat=True))


def test_contribution_waits_to_be_read():
    contribution = said(make_question(make_occasion()), "Shade\r\nand  a\u0300 back\u202erest.")

    contribution.refresh_from_db()
    assert contribution.state == ContributionState.PENDING
    assert contribution.text == "Shade\nand  à backrest."
    assert contribution.published_at is None
    assert contribution.erase_at - NOW == timedelta(days=365)
    assert actions_of(contribution) == ["contribute"]


def test_contribution_is_shown_at_once_where_the_occasion_says_so():
    question = make_question(make_occasion(moderation=Moderation.AFTER))

    contribution = said(question)

    assert (contribution.state, contribution.published_at) == (ContributionState.PUBLISHED, NOW)


def test_answer_to_a_standing_question_is_read_first():
    assert said(make_question()).state == ContributionState.PENDING


def test_form_sent_twice_is_one_contribution():
    question = make_question(make_occasion())
    about = About(question.occasion, question)
    participant, _secret = make_participant(question.occasion)

    sent = [
        actions.contribute(words(text), about, participant=participant, now=NOW, form_key="the form")
        for text in ("Shade.", "Shade, changed meanwhile.")
    ]

    assert sent[0].pk == sent[1].pk
    assert Contribution.objects.get().text == "Shade."


def test_contributions_without_a_form_are_as_many_as_were_sent():
    question = make_question(make_occasion())

    said(question)
    said(question)

    assert Contribution.objects.count() == 2


@pytest.mark.parametrize(("hours", "stage"), [(-1, Stage.BEFORE), (0, Stage.LIVE), (2, Stage.LIVE), (3, Stage.AFTER)])
def test_stage_follows_the_clock_of_the_event(hours: int, stage: Stage):
    event = make_event()
    occasion = make_occasion(event=event)

    contribution = said(make_question(occasion), now=event.starts_at + timedelta(hours=hours))

    assert contribution.stage == stage


def test_edit_changes_words_in_place_and_has_them_read_again():
    contribution = shown(make_question(make_occasion()))
    Rendering.objects.create(contribution=contribution, language="fi", text="Varjoa.", made_at=NOW)

    outcome, public_id = actions.edit(contribution.participant, contribution.public_id, words("Wind."), LATER)

    contribution.refresh_from_db()
    assert (outcome, public_id) == (Outcome.DONE, contribution.public_id)
    assert (contribution.text, contribution.state) == ("Wind.", ContributionState.PENDING)
    assert not contribution.renderings.exists()


def test_edit_of_what_may_be_done_with_it_leaves_it_shown():
    contribution = shown(make_question(make_occasion()), "Shade.")

    terms = words("Shade.", quoting=Quoting.ANONYMOUS, agrees_to_licence=True, country="FI")
    outcome, _public_id = actions.edit(contribution.participant, contribution.public_id, terms, LATER)

    contribution.refresh_from_db()
    assert outcome == Outcome.DONE
    assert contribution.can_be_quoted
    assert (contribution.state, contribution.country) == (ContributionState.PUBLISHED, "FI")


def test_edit_that_changes_nothing_is_no_edit():
    contribution = shown(make_question(make_occasion()), "Shade.")

    outcome, _public_id = actions.edit(contribution.participant, contribution.public_id, words("Shade. "), LATER)

    assert outcome == Outcome.UNCHANGED
    assert actions_of(contribution) == ["contribute"]


def test_edit_after_reactions_is_a_new_contribution_without_them():
    old = shown(make_question(make_occasion()), "Shade.")
    react(old)
    Follower.objects.create(
        contribution=old, address="a@example.org", address_hmac="x", language="en", created_at=NOW, ends_at=LATER
    )

    outcome, public_id = actions.edit(old.participant, old.public_id, words("Sun."), LATER)

    new = Contribution.objects.get(public_id=public_id)
    old.refresh_from_db()
    assert outcome == Outcome.DONE
    assert (old.text, old.state, old.reactions.count()) == ("Shade.", ContributionState.PUBLISHED, 1)
    assert (new.text, new.state, new.reactions.count()) == ("Sun.", ContributionState.PENDING, 0)
    assert (new.replaces, new.participant, new.question) == (old, old.participant, old.question)
    assert new.followers.count() == 1
    assert actions.edit(old.participant, old.public_id, words("Moon."), LATER)[0] == Outcome.IMPOSSIBLE


def test_edit_of_what_readers_reported_does_not_bring_it_back():
    question = make_question(make_occasion(moderation=Moderation.AFTER))
    held = set_state(said(question), ContributionState.HELD, hold_reason=HoldReason.REPORTED)

    actions.edit(held.participant, held.public_id, words("Other words."), LATER)

    held.refresh_from_db()
    assert (held.text, held.state) == ("Other words.", ContributionState.HELD)


def test_nobody_changes_the_words_of_others():
    contribution = shown(make_question(make_occasion()), "Shade.")
    other, _secret = make_participant(contribution.occasion)

    assert actions.edit(other, contribution.public_id, words("Sun."), LATER)[0] == Outcome.IMPOSSIBLE
    assert actions.withdraw(other, contribution.public_id, LATER) == Outcome.IMPOSSIBLE
    contribution.refresh_from_db()
    assert (contribution.text, contribution.state) == ("Shade.", ContributionState.PUBLISHED)


def test_withdraw_erases_every_version_and_keeps_the_ids():
    old = shown(make_question(make_occasion()), "Shade.", name="Test Person", country="FI")
    react(old)
    new = Contribution.objects.get(
        public_id=actions.edit(old.participant, old.public_id, words("Sun.", name="Test Person"), LATER)[1]
    )
    Rendering.objects.create(contribution=old, language="fi", text="Varjoa.", made_at=NOW)

    assert actions.withdraw(old.participant, new.public_id, LATER) == Outcome.DONE
    assert actions.withdraw(old.participant, new.public_id, LATER) == Outcome.UNCHANGED

    for contribution in Contribution.objects.all():
        assert contribution.state == ContributionState.WITHDRAWN
        assert contribution.text == contribution.shown_name == contribution.country == contribution.text_key == ""
        assert contribution.withdrawn_at == LATER
    assert not Reaction.objects.exists()
    assert not Rendering.objects.exists()
    assert {old.public_id, new.public_id} == set(Contribution.objects.values_list("public_id", flat=True))


def test_form_of_a_withdrawn_contribution_sent_again_brings_nothing_back():
    question = make_question(make_occasion())
    participant, _secret = make_participant(question.occasion)
    about = About(question.occasion, question)
    first = actions.contribute(words("Shade."), about, participant=participant, now=NOW, form_key="the form")
    actions.withdraw(participant, first.public_id, LATER)

    again = actions.contribute(words("Shade."), about, participant=participant, now=LATER, form_key="the form")

    assert again.pk == first.pk
    assert Contribution.objects.get().text == ""


def test_appeal_is_possible_once_and_leads_back_to_the_queue():
    contribution = set_state(
        said(make_question(make_occasion())), ContributionState.REFUSED, reason=RefusalReason.OFF_TOPIC
    )

    outcome = actions.appeal(contribution.participant, contribution.public_id, "It is about benches.", LATER)

    contribution.refresh_from_db()
    assert outcome == Outcome.DONE
    assert (contribution.state, contribution.appealed_at) == (ContributionState.PENDING, LATER)
    assert contribution.appeal_text == "It is about benches."
    set_state(contribution, ContributionState.REFUSED)
    assert actions.appeal(contribution.participant, contribution.public_id, "No.", LATER) == Outcome.IMPOSSIBLE


def test_whoever_refused_it_is_remembered_for_the_appeal(django_user_model):
    moderator = django_user_model.objects.create_user("moderator")
    contribution = set_state(
        said(make_question(make_occasion())),
        ContributionState.REFUSED,
        reason=RefusalReason.ADVERT,
        decided_by=moderator,
    )

    actions.appeal(contribution.participant, contribution.public_id, "", LATER)

    contribution.refresh_from_db()
    assert (contribution.refused_by, contribution.decided_by) == (moderator, None)


def test_whatever_keeps_something_hears_of_each_change():
    heard: list[list[str]] = []

    def hear(contributions, **kwargs):
        heard.append([contribution.state for contribution in contributions])

    contributions_changed.connect(hear)
    try:
        contribution = said(make_question(make_occasion()))
        actions.edit(contribution.participant, contribution.public_id, words("Sun."), LATER)
        actions.withdraw(contribution.participant, contribution.public_id, LATER)
    finally:
        contributions_changed.disconnect(hear)

    assert heard == [["pending"], ["pending"], ["withdrawn"]]

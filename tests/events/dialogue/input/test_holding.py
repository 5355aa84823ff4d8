"""What the portal holds back until somebody has read it."""

import pytest

from events.dialogue.enums import ContributionState, HoldReason, RefusalReason
from events.dialogue.input.agreement import agree
from events.dialogue.input.flagging import flag
from events.dialogue.input.holding import text_key, why_held
from events.dialogue.models import DialogueSettings
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

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Look at https://example.org/x", HoldReason.LINK),
        ("see www.example.org", HoldReason.LINK),
        ("Kaikki on sivulla esimerkki.fi!", HoldReason.LINK),
        ("HTTP://EXAMPLE.ORG", HoldReason.LINK),
        ("write to test.person@example.org", HoldReason.ADDRESS),
        ("Ring 12 34 56 78 nu", HoldReason.NUMBER),
        ("soita 040-123 4567", HoldReason.NUMBER),
        ("+354 555 12 34", HoldReason.NUMBER),
        ("010190-1234", HoldReason.NUMBER),
        ("١٢٣٤٥٦٧٨", HoldReason.NUMBER),
        ("NOOOOOO!", HoldReason.SIGNS),
        ("well......", HoldReason.SIGNS),
    ],
)
def test_text_is_held_by_what_stands_in_it(text: str, reason: HoldReason):
    assert why_held(text) == reason


@pytest.mark.parametrize(
    "text",
    [
        "Between 2020-2025 it cost 1 000 000 euro.",
        "On 16.11.2020 and 2020-11-16 at 13.00-15.30",
        "Á Íslandi búa um 380.000 manns.",
        "Nooooo… really?",
        "Bench.Is it good?",
        "Bus 12, 13, 14 and 15",
    ],
)
def test_ordinary_text_is_not_held(text: str):
    assert why_held(text) == ""


def test_words_that_the_secretariat_keeps_hold_a_text():
    DialogueSettings.objects.update_or_create(pk=1, defaults={"held_words": "quidnunc\nþvílík vitleysa\n\n"})

    assert why_held("What a QUIDNUNC!") == HoldReason.WORD
    assert why_held("Þvílík – vitleysa.") == HoldReason.WORD
    assert why_held("quidnuncs, vitleysa") == ""


def test_text_of_the_third_participant_is_held_however_it_is_typed():
    question = make_question(make_occasion(moderation=Moderation.AFTER))

    states = [
        said(question, text).state for text in ("Enemmän penkkejä!", "enemma\u0308n  PENKKEJÄ", "Enemmän penkkejä")
    ]

    assert states == [ContributionState.PUBLISHED, ContributionState.PUBLISHED, ContributionState.HELD]


def test_one_participant_alone_makes_no_copies():
    question = make_question(make_occasion(moderation=Moderation.AFTER))
    participant, _secret = make_participant(question.occasion)

    states = {said(question, "Benches!", participant=participant).state for _time in range(4)}

    assert states == {ContributionState.PUBLISHED}


def test_text_key_of_signs_alone_is_empty():
    assert text_key("?! 🙂") == ""


def test_three_readers_hold_a_contribution_once():
    contribution = shown(make_question(make_occasion()))
    for who in ("a", "b", "b", "a"):
        flag(contribution, RefusalReason.INSULT, who, NOW)
    contribution.refresh_from_db()
    assert contribution.state == ContributionState.PUBLISHED

    assert flag(contribution, RefusalReason.ADVERT, "c", NOW)
    contribution.refresh_from_db()
    assert (contribution.state, contribution.hold_reason) == (ContributionState.HELD, HoldReason.REPORTED)
    assert not flag(contribution, RefusalReason.ADVERT, "d", NOW)

    set_state(contribution, ContributionState.PUBLISHED)
    for who in ("e", "f", "g", "h"):
        assert flag(contribution, RefusalReason.INSULT, who, NOW)
    contribution.refresh_from_db()
    assert contribution.state == ContributionState.PUBLISHED


def test_network_address_of_a_reader_is_stored_nowhere():
    contribution = shown(make_question(make_occasion()))

    flag(contribution, RefusalReason.INSULT, "192.0.2.7", NOW)

    assert "192.0.2.7" not in str(list(contribution.flags.values()))


def test_agreement_counts_once_and_never_for_oneself_or_another_occasion():
    contribution = shown(make_question(make_occasion()))
    reader, _secret = make_participant(contribution.occasion)
    stranger, _secret = make_participant(make_occasion())

    assert agree(reader, contribution, NOW)
    assert agree(reader, contribution, NOW)
    assert not agree(contribution.participant, contribution, NOW)
    assert not agree(stranger, contribution, NOW)
    assert contribution.reactions.count() == 1


def test_nobody_agrees_with_what_is_not_shown():
    contribution = said(make_question(make_occasion()))
    reader, _secret = make_participant(contribution.occasion)

    assert not agree(reader, contribution, NOW)

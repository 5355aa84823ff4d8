"""Nearly the same is found across languages before a contribution is sent, and nothing is left behind of it."""

import pytest

from events.dialogue.enums import ContributionState
from events.dialogue.input.similar import nearly_same
from tests.events.dialogue.factories import make_contribution, make_occasion, make_question

pytestmark = pytest.mark.django_db


def test_same_wish_in_another_language_is_offered_and_another_subject_is_not():
    question = make_question(make_occasion())
    buses = make_contribution(question, "Vi trenger flere busser om kvelden i bygda.", language="nb")
    make_contribution(question, "Biblioteket ska vara öppet på söndagar.", language="sv")
    assert nearly_same(question, "Vi har brug for flere busser om aftenen i landsbyen.", "da", None) == [buses]
    assert nearly_same(question, "Sundhedsdata skal tilhøre patienten selv.", "da", None) == []
    assert nearly_same(question, "!!! 😀", "und", None) == []


def test_own_hidden_and_folded_answers_are_not_offered():
    question = make_question(make_occasion())
    own = make_contribution(question, "Fleiri strætóar á kvöldin!", language="is")
    shown = make_contribution(question, "fleiri  strætóar á kvöldin", language="is")
    make_contribution(question, "Fleiri strætóar á kvöldin", language="is", state=ContributionState.PENDING)
    make_contribution(question, "Fleiri strætóar á kvöldin.", language="is", same_as=shown)
    assert nearly_same(question, "Fleiri strætóar á kvöldin", "is", own.participant) == [shown]


def test_comparing_asks_the_database_once_whatever_the_number_of_answers(django_assert_num_queries):
    question = make_question(make_occasion())
    for number in range(30):
        make_contribution(question, f"Ehdotus numero {number} kirjastoista ja busseista", language="fi")
    nearly_same(question, "Kirjastot auki", "fi", None)  # the glossary is read once
    with django_assert_num_queries(1):
        assert len(nearly_same(question, "Kirjastoista ja busseista ehdotus", "fi", None)) == 3

"""Suggested themes: with the words that led there, accepted one by one; proposals by the worker, named by people."""

import pytest

from events.dialogue.models import Theme, ThemeMember, ThemeProposal
from events.dialogue.synthesis import grouping, suggestions
from events.dialogue.synthesis.queries import ungrouped
from events.dialogue.synthesis.tasks import propose_themes
from tests.events.dialogue.occasions import NOW, make_occasion, make_organisation, make_theme, member, shown

pytestmark = pytest.mark.django_db
LIGHT = ("Vi behöver mer belysning i parken", "Mer belysning vid parken, tack", "Belysning i parken på kvällen")
BUSES = ("Bussen kommer för sällan till skolan", "Fler bussar till skolan", "Bussen till skolan är full")


@pytest.fixture
def occasion():
    return make_occasion(make_organisation("alpha"))


@pytest.fixture
def anna(occasion):
    return member("anna", occasion.organisation)


def say(occasion, texts):
    return [shown(occasion, text, language="sv") for text in texts]


def test_a_theme_is_suggested_with_the_words_that_led_there(occasion, anna):
    light, buses = make_theme(occasion, "Birta"), make_theme(occasion, "Strætó")
    lamps, rides = say(occasion, LIGHT), say(occasion, BUSES)
    grouping.put(light.pk, [one.pk for one in lamps[:2]], anna, NOW)
    grouping.put(buses.pk, [one.pk for one in rides[:2]], anna, NOW)
    found = suggestions.suggested(occasion, [light, buses], ungrouped(occasion), "sv")
    assert [one.theme for one in found[lamps[2].pk]] == [light]
    assert "elysning" in found[lamps[2].pk][0].because
    assert [one.theme for one in found[rides[2].pk]] == [buses]


def test_nothing_is_suggested_before_there_is_something_in_a_theme(occasion):
    theme = make_theme(occasion)
    say(occasion, LIGHT)
    assert suggestions.suggested(occasion, [theme], ungrouped(occasion), "sv") == {}
    assert suggestions.suggested(occasion, [], ungrouped(occasion), "sv") == {}


def test_proposals_are_worked_out_by_the_worker_and_replaced_by_the_next(occasion, run_tasks):
    lamps = say(occasion, LIGHT)
    say(occasion, BUSES)
    for _time in range(2):
        propose_themes.enqueue(occasion.pk, "sv")
        run_tasks()
        assert ThemeProposal.objects.count() == 2
    with_lamps = ThemeProposal.objects.get(contributions=lamps[0])
    assert set(with_lamps.contributions.values_list("pk", flat=True)) == {one.pk for one in lamps}
    assert with_lamps.language == "sv"
    assert with_lamps.title


def test_a_proposal_becomes_a_theme_under_the_name_that_somebody_gives(occasion, anna):
    lamps = say(occasion, LIGHT)
    say(occasion, BUSES)
    suggestions.propose(occasion.pk, "sv", NOW)
    proposal = ThemeProposal.objects.get(contributions=lamps[0])
    with pytest.raises(ValueError, match="needs a title"):
        suggestions.accept(proposal.pk, occasion, "  ", anna, NOW)
    theme, grouped = suggestions.accept(proposal.pk, occasion, "Ljus i parken", anna, NOW)
    assert (theme.titles, grouped.done) == ({"sv": "Ljus i parken"}, 3)
    assert set(ThemeMember.objects.filter(theme=theme).values_list("suggested", flat=True)) == {True}
    assert suggestions.accept(proposal.pk, occasion, "Ljus i parken", anna, NOW) is None
    assert Theme.objects.count() == 1


def test_a_proposal_is_dropped_at_its_own_occasion_only(occasion, anna):
    say(occasion, LIGHT)
    suggestions.propose(occasion.pk, "sv", NOW)
    proposal = ThemeProposal.objects.get()
    assert not suggestions.drop(proposal.pk, make_occasion(occasion.organisation), anna, NOW)
    assert suggestions.drop(proposal.pk, occasion, anna, NOW)
    assert not ThemeProposal.objects.exists()
    assert not Theme.objects.exists()

"""Themes by hand: named in any language, ordered, merged with a pointer, split, dropped when empty."""

import pytest

from events.dialogue.enums import ContributionState, Decision
from events.dialogue.models import Reply, Theme, ThemeMember
from events.dialogue.moderation.seals import Result
from events.dialogue.synthesis import grouping, themes
from tests.events.dialogue.occasions import (
    NOW,
    contribute,
    make_occasion,
    make_organisation,
    make_theme,
    member,
    shown,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def occasion():
    return make_occasion(make_organisation("alpha"))


@pytest.fixture
def anna(occasion):
    return member("anna", occasion.organisation)


def members(theme: Theme) -> set[int]:
    return set(theme.members.values_list("contribution", flat=True))


def titles(occasion) -> list[str]:
    return [theme.titles["is"] for theme in occasion.themes.filter(merged_into=None)]


def test_a_theme_is_named_in_any_language(occasion, anna):
    theme = themes.create(
        occasion, {"is": " Traust\u200b  og öryggi\n", "xx": "Nothing"}, {"fi": "Ei mitään"}, anna, NOW
    )
    assert theme.titles["is"].startswith("Traust")
    assert set(theme.titles) == {"is"}
    renamed = themes.rename(theme.pk, 1, {"is": "Traust", "fi": "Luottamus"}, {}, anna, NOW)
    theme.refresh_from_db()
    assert (renamed.result, theme.titles, theme.version) == (Result.DONE, {"is": "Traust", "fi": "Luottamus"}, 2)
    assert themes.rename(theme.pk, 2, {"is": "  "}, {}, anna, NOW).result == Result.IMPOSSIBLE


def test_the_second_who_renames_is_told_who_was_faster(occasion, anna):
    bo = member("bo", occasion.organisation)
    theme = themes.create(occasion, {"is": "Traust"}, {}, anna, NOW)
    themes.rename(theme.pk, 1, {"is": "Traust og tryggð"}, {}, bo, NOW)
    outcome = themes.rename(theme.pk, 1, {"is": "Trú"}, {}, anna, NOW)
    theme.refresh_from_db()
    assert (outcome.result, outcome.entry.user) == (Result.STALE, bo)
    assert theme.titles == {"is": "Traust og tryggð"}


def test_themes_change_places(occasion, anna):
    first, _second, third = (themes.create(occasion, {"is": title}, {}, anna, NOW) for title in ("A", "B", "C"))
    themes.reorder(third.pk, 1, anna, NOW, earlier=True)
    assert titles(occasion) == ["A", "C", "B"]
    assert themes.reorder(first.pk, 1, anna, NOW, earlier=True).result == Result.UNCHANGED
    themes.reorder(first.pk, 1, anna, NOW, earlier=False)
    assert titles(occasion) == ["C", "A", "B"]


def test_at_most_three_themes_each_and_merged_ones_lead_on(occasion, anna):
    four = [make_theme(occasion, f"Þema {number}") for number in range(4)]
    one, two = shown(occasion), shown(occasion)
    for theme in four[:3]:
        assert grouping.put(theme.pk, [one.pk], anna, NOW).done == 1
    assert grouping.put(four[3].pk, [one.pk, two.pk], anna, NOW) == grouping.Grouped(done=1, full=1)
    assert grouping.put(four[3].pk, [two.pk], anna, NOW) == grouping.Grouped()
    themes.merge(four[0].pk, 1, four[3].pk, anna, NOW)
    assert members(four[3]) == {one.pk, two.pk}
    three = shown(occasion)
    grouping.put(four[0].pk, [three.pk], anna, NOW)
    assert members(four[3]) == {one.pk, two.pk, three.pk}


def test_only_what_is_shown_at_the_occasion_is_grouped(occasion, anna):
    theme = make_theme(occasion)
    elsewhere = shown(make_occasion(occasion.organisation))
    waiting = contribute(occasion)
    assert grouping.put(theme.pk, [elsewhere.pk, waiting.pk, 0], anna, NOW) == grouping.Grouped(gone=3)


def test_a_selection_moves_from_one_theme_to_another(occasion, anna):
    here, there = make_theme(occasion, "Hér"), make_theme(occasion, "Þar")
    both = [shown(occasion), shown(occasion)]
    grouping.put(here.pk, [one.pk for one in both], anna, NOW)
    grouping.put(there.pk, [both[0].pk], anna, NOW, out_of=here.pk)
    assert (members(here), members(there)) == ({both[1].pk}, {both[0].pk})
    assert grouping.take_out(there.pk, [one.pk for one in both], anna, NOW).done == 1
    assert members(there) == set()


def test_merging_keeps_contributions_replies_and_a_pointer(occasion, anna):
    one, other, third = (make_theme(occasion, title) for title in ("Ljós", "Birta", "Lampar"))
    contribution = shown(occasion)
    for theme in (one, other):
        grouping.put(theme.pk, [contribution.pk], anna, NOW)
    Reply.objects.create(theme=one, decision=Decision.NOT_NOW, reasons={"is": "Næst"}, decided_at=NOW)
    themes.merge(third.pk, 1, one.pk, anna, NOW)
    one.refresh_from_db()
    assert themes.merge(one.pk, 1, other.pk, anna, NOW).result == Result.STALE
    assert themes.merge(one.pk, one.version, other.pk, anna, NOW).result == Result.DONE
    for theme in (one, third):
        theme.refresh_from_db()
        assert theme.merged_into == other
    assert (members(one), members(other)) == (set(), {contribution.pk})
    assert other.replies.get().decision == Decision.NOT_NOW
    assert themes.merge(other.pk, 2, other.pk, anna, NOW).result == Result.IMPOSSIBLE


def test_themes_of_two_occasions_are_not_merged(occasion, anna):
    here, there = make_theme(occasion), make_theme(make_occasion(occasion.organisation))
    assert themes.merge(here.pk, 1, there.pk, anna, NOW).result == Result.IMPOSSIBLE


def test_splitting_takes_a_selection_along(occasion, anna):
    theme = make_theme(occasion)
    three = [shown(occasion) for _number in range(3)]
    grouping.put(theme.pk, [one.pk for one in three], anna, NOW)
    outcome, new = themes.split(theme.pk, 1, [three[0].pk, three[1].pk], {"is": "Birta"}, anna, NOW)
    assert outcome.result == Result.DONE
    assert (members(new), members(theme)) == ({three[0].pk, three[1].pk}, {three[2].pk})
    assert themes.split(theme.pk, 2, [], {"is": "Tómt"}, anna, NOW) == (themes.Outcome(Result.IMPOSSIBLE), None)


def test_only_an_empty_theme_is_dropped(occasion, anna):
    theme = make_theme(occasion)
    contribution = shown(occasion)
    grouping.put(theme.pk, [contribution.pk], anna, NOW)
    assert themes.drop(theme.pk, 1, anna, NOW).result == Result.IMPOSSIBLE
    grouping.take_out(theme.pk, [contribution.pk], anna, NOW)
    assert themes.drop(theme.pk, 1, anna, NOW).result == Result.DONE
    assert not Theme.objects.exists()
    assert ThemeMember.objects.count() == 0
    assert contribution.state == ContributionState.PUBLISHED

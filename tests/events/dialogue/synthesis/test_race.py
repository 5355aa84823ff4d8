"""Two people at once: at most three themes each, and one decision about a contribution."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from events.dialogue.models import DialogueLog, ThemeMember
from events.dialogue.models.themes import MOST_THEMES
from events.dialogue.moderation import actions
from events.dialogue.moderation.seals import Result
from events.dialogue.synthesis import grouping
from tests.events.dialogue.occasions import (
    NOW,
    contribute,
    make_occasion,
    make_organisation,
    make_theme,
    member,
    seen,
    shown,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]


def at_once(*doings):
    """Results of functions that begin at the same moment, each with a connection of its own."""
    start = Barrier(len(doings))

    def run(do):
        start.wait()
        try:
            return do()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(doings)) as pool:
        return list(pool.map(run, doings))


def test_eight_people_put_one_contribution_into_three_themes_at_most():
    occasion = make_occasion(make_organisation("alpha"))
    anna, one = member("anna", occasion.organisation), shown(occasion)
    eight = [make_theme(occasion, f"Þema {number}") for number in range(8)]
    results = at_once(*(lambda theme=theme: grouping.put(theme.pk, [one.pk], anna, NOW) for theme in eight))
    assert ThemeMember.objects.count() == sum(result.done for result in results) == MOST_THEMES
    assert sum(result.full for result in results) == 5


def test_of_two_decisions_at_once_one_is_carried_out():
    occasion = make_occasion(make_organisation("alpha"))
    anna, bo = member("anna", occasion.organisation), member("bo", occasion.organisation)
    one = contribute(occasion)
    saw = seen(one)
    results = at_once(
        lambda: actions.show(one.pk, saw, anna, NOW).result,
        lambda: actions.refuse(one.pk, saw, bo, NOW, "advert").result,
    )
    assert sorted(results) == [Result.DONE, Result.STALE]
    assert DialogueLog.objects.filter(number=one.public_id, action__in=("show", "refuse")).count() == 1

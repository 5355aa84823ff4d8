"""Lists of the queue, what is overdue, how long reading takes, and the public line of a month."""

from datetime import UTC, datetime, timedelta

import pytest

from events.dialogue.audit_log import AUTHOR, record
from events.dialogue.enums import ContributionState, LogAction, RefusalReason
from events.dialogue.input.reading_time import median_reading
from events.dialogue.models import Contribution
from events.dialogue.moderation import actions, queries
from events.dialogue.moderation.working_days import working_days_before
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
def occasion():
    return make_occasion(make_organisation("alpha"), questions=2)


@pytest.fixture
def anna(occasion):
    return member("anna", occasion.organisation)


def found(occasion, **chosen) -> list[Contribution]:
    return list(queries.filtered(queries.of_place(occasion), chosen))


def test_the_queue_has_its_three_orders(occasion):
    old = contribute(occasion, created_at=NOW)
    held = contribute(occasion, created_at=later(hours=1), state=S.HELD)
    new = contribute(occasion, created_at=later(hours=2))
    shown(occasion)
    assert found(occasion, state="waiting", order="newest") == [new, held, old]
    assert found(occasion, state="waiting", order="oldest") == [old, held, new]
    assert found(occasion, state="waiting", order="held") == [held, old, new]


def test_filters_find_by_question_language_and_words(occasion):
    second = occasion.questions.last()
    one = contribute(occasion, "Þörf er á meiri birtu", question=second, language="fo")
    contribute(occasion, "Mere lys i byen", language="da")
    assert found(occasion, question=second.pk) == found(occasion, language="fo") == [one]
    assert found(occasion, q="vindur birtu") == []
    assert found(occasion, q="thörf BIRTU") == found(occasion, q=one.public_id) == [one]
    one.renderings.create(language="fi", text="Lisää valoa", made_at=NOW)
    assert found(occasion, q="valoa") == [one]


def test_withdrawn_ones_are_listed_only_when_asked_for(occasion):
    gone = contribute(occasion, "", state=S.WITHDRAWN)
    assert found(occasion) == []
    assert found(occasion, state=S.WITHDRAWN) == [gone]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-05T10:00", "2026-11-03T10:00"),  # Thursday: Tuesday
        ("2026-11-02T10:00", "2026-10-29T10:00"),  # Monday: Thursday
        ("2026-11-03T10:00", "2026-10-30T10:00"),  # Tuesday: Friday
        ("2026-11-01T10:00", "2026-10-29T00:00"),  # Sunday: as Saturday at midnight
    ],
)
def test_two_working_days_leave_weekends_out(now, expected, settings):
    settings.TIME_ZONE = "UTC"
    moments = (datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (now, expected))
    moment, before = moments
    assert working_days_before(moment, 2) == before


def test_overdue_is_what_waits_for_more_than_two_working_days(occasion):
    monday = contribute(occasion, created_at=NOW)
    assert list(queries.overdue(queries.of_place(occasion), later(days=1, hours=23))) == []
    assert list(queries.overdue(queries.of_place(occasion), later(days=2, hours=1))) == [monday]
    appealed = contribute(occasion, created_at=NOW, appealed_at=later(days=2))
    assert appealed not in queries.overdue(queries.of_place(occasion), later(days=2, hours=1))


def test_in_a_live_room_two_minutes_are_overdue(occasion):
    written = contribute(occasion, channel="live")
    assert list(queries.overdue(queries.of_place(occasion), later(minutes=3))) == []
    occasion.live_code = "abcde"
    occasion.save()
    assert list(queries.overdue(queries.of_place(occasion), later(minutes=3))) == [written]


def test_the_median_is_what_was_really_reached(occasion, anna):
    assert median_reading(occasion, NOW) is None
    for hours in (1, 2, 30):
        one = contribute(occasion)
        actions.hold(one.pk, seen(one), anna, later(hours=hours))
        actions.show(one.pk, seen(one), anna, later(hours=99))
    shown(occasion)  # by itself: nobody has read it
    assert median_reading(occasion, later(days=5)) == timedelta(hours=2)


def test_the_public_line_counts_what_stood_at_the_end_of_the_month(occasion, anna):
    sif = secretary()
    good, bad, wrong, taken_back = (contribute(occasion) for _number in range(4))
    actions.show(good.pk, seen(good), anna, NOW)
    actions.hold(good.pk, seen(good), anna, NOW)
    actions.show(good.pk, seen(good), anna, NOW)
    actions.refuse(bad.pk, seen(bad), anna, NOW, RefusalReason.ADVERT)
    actions.refuse(wrong.pk, seen(wrong), anna, NOW, RefusalReason.INSULT)
    outcome = actions.refuse(taken_back.pk, seen(taken_back), anna, NOW, RefusalReason.PERSON)
    actions.undo(outcome.kept, anna, later(seconds=5))
    Contribution.objects.filter(pk=wrong.pk).update(state=S.PENDING, appealed_at=later(days=40))
    record(LogAction.APPEAL, AUTHOR, later(days=40), occasion=occasion, number=wrong.public_id)
    actions.show(wrong.pk, seen(wrong), sif, later(days=41))
    december, november = queries.monthly_lines()
    assert (november.shown, november.refused, november.appeals, november.overturned) == (
        1,
        {"advert": 1, "insult": 1},
        0,
        0,
    )
    assert (december.shown, december.all_refused, december.appeals, december.overturned) == (1, 0, 1, 1)
    assert queries.monthly_lines([None]) == []
    assert queries.monthly_lines([occasion.pk]) == [december, november]

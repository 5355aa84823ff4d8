"""Seats, the queue and offers, one after the other. Many at once: test_registration_race.py."""

import pytest

from events.enums import EventStatus, PoolKind, Promotion
from events.models import Event, Registration
from events.privacy.audit_log import SELF
from events.registration import actions
from events.registration.actions import Outcome
from events.registration.seats import fill, with_event_locked
from tests.events.factories import (
    NOW,
    later,
    make_event,
    many_seated,
    registered,
    states,
)

pytestmark = pytest.mark.django_db


def state(registration: Registration) -> str:
    registration.refresh_from_db()
    return registration.state


def change_capacity(event: Event, capacity: int | None) -> None:
    def change(locked: Event) -> None:
        locked.pools.update(capacity=capacity)
        fill(locked, NOW)

    with_event_locked(event.pk, change)


def test_lower_capacity_throws_nobody_out_and_promotes_nobody():
    event = make_event(capacity=3)
    people = [registered(event) for _ in range(4)]
    change_capacity(event, 1)
    actions.cancel(people[0].pk, SELF, NOW)

    assert states(event) == ["cancelled", "confirmed", "confirmed", "waiting"]


def test_raised_capacity_promotes_in_order():
    event = make_event(capacity=1)
    for minute in range(6):
        registered(event, now=later(minutes=minute))

    change_capacity(event, 4)

    assert states(event) == ["confirmed"] * 4 + ["waiting"] * 2


def test_newcomer_does_not_overtake_the_queue():
    event = make_event(capacity=1, cutoff_hours=24 * 13)
    seated = registered(event)
    registered(event)
    actions.cancel(seated.pk, SELF, later(days=2))

    newcomer = registered(event, now=later(days=2))

    assert newcomer.state == "waiting"


def test_pools_have_queues_of_their_own():
    event = make_event(capacity=1, pools=(PoolKind.IN_PERSON, PoolKind.ONLINE))
    in_person, online = event.pools.get(kind="in_person"), event.pools.get(kind="online")
    registered(event, pool=in_person)

    waiting, seated = registered(event, pool=in_person), registered(event, pool=online)

    assert (waiting.state, seated.state) == ("waiting", "confirmed")


@pytest.fixture
def offered():
    """An event with offers in which the first in the queue has just been asked, and the second waits."""
    event = make_event(capacity=1, promotion=Promotion.OFFER, offer_hours=48)
    seated = registered(event)
    first, second = registered(event, now=later(minutes=1)), registered(event, now=later(minutes=2))
    actions.cancel(seated.pk, SELF, NOW)
    first.refresh_from_db()
    return event, first, second


def test_offer_holds_the_seat_and_accepting_keeps_it(offered):
    _event, first, second = offered
    assert (first.state, first.seat_no, first.offer_until) == ("offered", 1, later(hours=48))

    assert actions.accept(first.pk, later(hours=47)) == Outcome.DONE

    assert (state(first), first.seat_no, state(second)) == ("confirmed", 1, "waiting")


def test_declined_offer_goes_to_the_next(offered):
    _event, first, second = offered

    actions.decline(first.pk, NOW)

    assert (state(first), state(second)) == ("cancelled", "offered")


def test_offer_accepted_a_second_late_is_kindly_refused_and_can_rejoin(offered):
    _event, first, second = offered

    assert actions.accept(first.pk, later(hours=48, seconds=1)) == Outcome.TOO_LATE
    assert (state(first), state(second)) == ("lapsed", "offered")
    assert actions.rejoin(first.pk, later(hours=49)) == Outcome.DONE
    assert state(first) == "waiting"


def test_offer_within_a_day_of_the_start_is_a_seat_at_once():
    event = make_event(capacity=1, promotion=Promotion.OFFER)
    seated, first = registered(event), registered(event)

    actions.cancel(seated.pk, SELF, later(days=13, hours=12))

    assert state(first) == "confirmed"


@pytest.mark.parametrize(
    "change",
    [
        {"status": EventStatus.CANCELLED},
        {"status": EventStatus.WITHDRAWN},
        {"cutoff_hours": 24 * 30},
    ],
)
def test_nobody_is_promoted_when_it_is_pointless(change):
    event = make_event(capacity=1)
    seated, first = registered(event), registered(event)
    Event.objects.filter(pk=event.pk).update(**change)

    actions.cancel(seated.pk, SELF, NOW)

    assert state(first) == "waiting"


def test_bounced_address_is_passed_over():
    event = make_event(capacity=1)
    seated, first, second = registered(event), registered(event), registered(event)
    Registration.objects.filter(pk=first.pk).update(bounced_at=NOW)

    actions.cancel(seated.pk, SELF, NOW)

    assert (state(first), state(second)) == ("waiting", "confirmed")


def test_seated_people_of_an_unlimited_pool_count_when_a_limit_comes():
    event = make_event(capacity=None)
    many_seated(event, 3)
    change_capacity(event, 3)

    assert registered(event).state == "waiting"

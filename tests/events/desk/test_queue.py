"""Places on the waiting list, as the desk shows them: the database numbers the list, and only what is shown is read."""

import tracemalloc
from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from events.desk.queries import positions
from events.enums import PoolKind, RegistrationState
from events.models import Event, Registration
from events.registration.queries import position, queue_of
from tests.drills import drilled
from tests.events.factories import coming_event, crowd

pytestmark = pytest.mark.django_db


def waiting_crowd(people: int) -> Event:
    """So many wait for one place; always two came at the same moment."""
    event, now = coming_event(), timezone.now()
    crowd(event, people, now)
    event.registrations.update(state=RegistrationState.WAITING, queue_at=now)
    for odd in event.registrations.order_by("pk")[1:4:2]:
        Registration.objects.filter(pk=odd.pk).update(queue_at=F("queue_at") - timedelta(hours=1))
    return event


def test_places_are_those_of_the_queue_for_whom_is_asked(django_assert_num_queries):
    event = waiting_crowd(7)
    waiting_crowd(3)
    event.pools.create(kind=PoolKind.IN_PERSON, capacity=1)
    in_person = event.registrations.order_by("-pk")[0]
    Registration.objects.filter(pk=in_person.pk).update(pool=event.pools.get(kind=PoolKind.IN_PERSON))
    refused, cancelled = event.registrations.order_by("pk")[:2]
    Registration.objects.filter(pk=refused.pk).update(bounced_at=timezone.now())
    Registration.objects.filter(pk=cancelled.pk).update(state="cancelled")
    people = list(event.registrations.all())
    expected = {person.pk: position(person) for pool in event.pools.all() for person in queue_of(pool)}

    with django_assert_num_queries(1):
        assert positions(people) == expected
    assert sorted(expected.values()) == [1, 1, 2, 3, 4]
    assert positions(people[3:5]) == {person.pk: expected[person.pk] for person in people[3:5]}
    with django_assert_num_queries(0):
        assert positions([person for person in people if person.state == "cancelled"]) == {}


@pytest.mark.parametrize("people", drilled([1_000, 20_000], tested=1_000))
def test_a_page_of_the_desk_reads_what_it_shows(people, django_assert_num_queries):
    event = waiting_crowd(people)
    shown = list(event.registrations.order_by("-pk")[:5])
    positions(shown)

    tracemalloc.start()
    with django_assert_num_queries(1):
        places = positions(shown)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert list(places.values()) == [people - 4, people - 3, people - 2, people - 1, people]
    assert peak < 200_000

"""The desk of an event with very many people: what it asks and holds does not grow with them."""

import tracemalloc

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from events.desk import arrivals, exports
from events.models import Event
from portal.core.files import spreadsheets
from tests.events.factories import crowd

pytestmark = pytest.mark.django_db
TYPED = {"states": ["confirmed"], "subject_en": "Bring a pen", "body_en": "Please.", "action": "preview"}


@pytest.fixture(autouse=True)
def unlimited(event: Event) -> None:
    """As many people as want to come, read in small shares."""
    event.pools.update(capacity=None)


@pytest.mark.parametrize("name", ["registration_desk", "registration_csv", "registration_xlsx", "registration_message"])
def test_ten_times_as_many_people_take_the_same_queries(desk, event, name):
    address, counts = reverse(name, args=[event.pk]), []
    for people in (30, 270):
        crowd(event, people, timezone.now())
        with CaptureQueriesContext(connection) as queries:
            answer = desk.post(address, TYPED) if name == "registration_message" else desk.get(address)
            answer.getvalue()
        assert answer.status_code == 200
        counts.append(len(queries))
    assert counts[1] <= counts[0]


def peak(desk, address: str) -> int:
    """Bytes that were held at most while a list was made; the file itself is outside of the memory."""
    tracemalloc.start()
    answer = desk.get(address)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert answer.getvalue()  # (The file is closed when it was read to its end.)
    return most


def test_the_printed_list_is_read_a_share_at_a_time(desk, event, monkeypatch):
    monkeypatch.setattr(arrivals, "PER_QUERY", 100)
    monkeypatch.setattr(spreadsheets, "SMALL", 4096)
    counts = []
    for people in (90, 300):
        crowd(event, people, timezone.now())
        with CaptureQueriesContext(connection) as queries:
            shown = desk.get(reverse("registration_print", args=[event.pk])).getvalue().decode()
        counts.append(len(queries))
        assert "rows of the list" not in shown
    assert shown.count("<bdi>") == 390
    assert counts[1] - counts[0] == 3, "four shares in place of one"


@pytest.mark.parametrize("name", ["registration_csv", "registration_xlsx"])
def test_a_longer_list_takes_no_more_memory(desk, event, name, monkeypatch):
    monkeypatch.setattr(exports, "PER_QUERY", 50)
    monkeypatch.setattr(spreadsheets, "SMALL", 4096)
    address = reverse(name, args=[event.pk])
    crowd(event, 100, timezone.now())
    peak(desk, address)
    few = peak(desk, address)
    crowd(event, 900, timezone.now())
    # (Five times as much while each row was held until garbage was looked for.)
    assert peak(desk, address) < 2 * few

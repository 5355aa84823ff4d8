"""What happens to everybody of an event: asked for in a request that does not grow with them, done by the worker."""

from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from events.enums import EventStatus, MailKind
from events.models import Event
from events.publishing import cancel_all, invite_again
from events.registration import crowds
from events.registration.crowds import cancel_registered, continue_cancelling, tell_everybody, tell_share
from events.registration.seats import lock_event
from portal.core.models import OutgoingMail
from tests.events.factories import crowd, registered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("waiting_for_the_worker")]


@pytest.fixture(autouse=True)
def small_shares(event: Event, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two people in a share, and as many seats as people want."""
    event.pools.update(capacity=None)
    monkeypatch.setattr(crowds, "SHARE", 2)
    monkeypatch.setattr(crowds, "BATCH", 2)


@pytest.fixture
def work(run_tasks: Callable[[], list[DBTaskResult]]) -> Callable[[], list[int]]:
    """Does what waits for the worker, but sends no mails; for how many people each share was."""

    def run() -> list[int]:
        DBTaskResult.objects.filter(queue_name="mail").delete()
        found = [task for task in run_tasks() if task.task_path.startswith(crowds.__name__)]
        return [int(task.return_value) for task in found]

    return run


def let(event: Event, happen: Callable[[Event], object], **changes: object) -> int:
    """What a publication does with an event; returns the number of queries."""
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        Event.objects.filter(pk=event.pk).update(**changes)
        happen(lock_event(event.pk))
    return len(queries)


def cancel(event: Event) -> int:
    return let(event, lambda locked: cancel_all(locked, timezone.now()), status=EventStatus.CANCELLED, sequence=1)


def move(event: Event, sequence: int) -> int:
    return let(event, lambda locked: tell_everybody(locked, MailKind.EVENT_MOVED), sequence=sequence)


def states(event: Event) -> list[str]:
    return [*event.registrations.order_by("pk").values_list("state", flat=True)]


def mails(kind: MailKind) -> int:
    return OutgoingMail.objects.filter(kind=kind).count()


def test_who_is_registered_for_a_cancelled_event_is_cancelled_and_told_once(desk, event, work):
    crowd(event, 5, timezone.now())
    locks = connection.vendor == "postgresql"
    assert cancel(event) == 5 + locks, "whoever publishes does not wait for five people"
    assert states(event) == ["confirmed"] * 5
    shown = desk.get(reverse("registration_desk", args=[event.pk])).content.decode()
    assert "who is concerned gets a mail: 5 people are left." in shown

    assert work() == [2, 2, 1]
    assert (states(event), mails(MailKind.EVENT_CANCELLED)) == (["cancelled"] * 5, 5)
    assert "are being cancelled" not in desk.get(reverse("registration_desk", args=[event.pk])).content.decode()
    cancel_registered.enqueue(event.pk)
    assert work() == [0]


def test_a_share_takes_the_same_queries_however_many_there_are(event, work):
    counts = []
    for people in (4, 40):
        Event.objects.filter(pk=event.pk).update(status=EventStatus.CANCELLED)
        crowd(event, people, timezone.now())
        with CaptureQueriesContext(connection) as queries:
            assert cancel_registered.call(event.pk) == 2
        counts.append(len(queries))
    # The event, the people, for each of them a change and an entry in the log, their mails, and two tasks.
    assert counts[0] == counts[1] <= 16


def test_a_share_that_fails_has_done_nothing_and_is_done_again(event, work, monkeypatch):
    crowd(event, 3, timezone.now())
    cancel(event)
    DBTaskResult.objects.all().delete()

    def fail(*arguments: object, **more: object) -> None:
        raise ZeroDivisionError("a fictional fault")

    with monkeypatch.context() as broken:
        broken.setattr(crowds, "queue_many", fail)
        with pytest.raises(ZeroDivisionError):
            cancel_registered.call(event.pk)
    assert (states(event), DBTaskResult.objects.count()) == (["confirmed"] * 3, 0)

    continue_cancelling()
    continue_cancelling()
    assert DBTaskResult.objects.count() == 1
    assert work() == [2, 1]
    assert mails(MailKind.EVENT_CANCELLED) == 3
    continue_cancelling()
    assert not DBTaskResult.objects.filter(status="READY", queue_name="default").exists()


def test_who_was_not_told_stays_registered_when_it_takes_place_after_all(event, work):
    crowd(event, 4, timezone.now())
    cancel(event)
    DBTaskResult.objects.all().delete()
    assert cancel_registered.call(event.pk) == 2
    let(event, lambda locked: invite_again(locked, timezone.now()), status=EventStatus.SCHEDULED, sequence=2)

    assert sorted(work()) == [0, 0, 2], "the rest of the cancelling, and of those who are told"
    assert states(event) == ["cancelled"] * 2 + ["confirmed"] * 2
    assert (mails(MailKind.EVENT_CANCELLED), mails(MailKind.EVENT_REOPENED)) == (2, 2)


def test_everybody_hears_once_that_the_event_was_moved(event, work):
    crowd(event, 5, timezone.now())
    queries = move(event, 1)
    DBTaskResult.objects.filter(task_path=tell_share.module_path).update(status="SUCCESSFUL")
    crowd(event, 45, timezone.now())
    assert move(event, 1) == queries <= 5
    DBTaskResult.objects.filter(status="SUCCESSFUL").delete()
    late = registered(event, now=timezone.now())
    assert work() == [2] * 25 + [0]
    assert mails(MailKind.EVENT_MOVED) == 50
    assert not late.mails.filter(kind=MailKind.EVENT_MOVED).exists(), "whoever came later read the new time"

    tell_share.enqueue(event.pk, str(MailKind.EVENT_MOVED), 1, 0, late.pk - 1)
    assert sum(work()) == 50
    assert mails(MailKind.EVENT_MOVED) == 50, "a share that is done twice tells nobody twice"


def test_of_a_newer_move_only_the_newer_task_tells(event, work):
    crowd(event, 3, timezone.now())
    move(event, 1)
    move(event, 2)
    assert sorted(work()) == [0, 1, 2]
    assert mails(MailKind.EVENT_MOVED) == 3


def test_clearing_the_queue_pressed_twice_is_done_once(desk, event, work):
    event.pools.update(capacity=1)
    for _ in range(4):
        registered(event, now=timezone.now())
    event.pools.update(waiting_list=False)
    address = reverse("registration_clear_queue", args=[event.pk])
    for _ in range(2):
        shown = desk.post(address, {"kind": "online", "sure": "1"}, follow=True).content.decode()
        assert "3 people get a mail." in shown
        assert "who is concerned gets a mail: 3 people are left." in shown
    assert sorted(states(event)) == ["confirmed", *["waiting"] * 3]

    assert work() == [2, 1]
    assert sorted(states(event)) == [*["cancelled"] * 3, "confirmed"]
    assert mails(MailKind.CANCELLED_DESK) == 3
    entries = event.log.filter(action="cancel").values_list("actor", "user__username")
    assert set(entries) == {("desk", "anna")}

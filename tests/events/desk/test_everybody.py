"""What happens to everybody of an event: asked for in a request that does not grow with them, done by the worker."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db import OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_tasks import TaskResult
from django_tasks.signals import task_enqueued
from django_tasks_db.models import DBTaskResult

from events.desk import actions as at_the_desk
from events.enums import Action, EventStatus, MailKind, PoolKind, Promotion
from events.mail.rendering import is_still_true
from events.models import Event, Registration
from events.privacy.audit_log import SELF, SYSTEM, record
from events.publishing import cancel_all, invite_again
from events.registration import crowds
from events.registration.actions import Outcome, accept
from events.registration.actions import cancel as leave
from events.registration.crowds import cancel_registered, continue_cancelling, tell_everybody, tell_share
from events.registration.seats import fill, lock_event, place
from portal.core.enums import MailStatus
from portal.core.models import OutgoingMail
from tests.events.factories import crowd, details, manage_token, registered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("waiting_for_the_worker")]


@pytest.fixture(autouse=True)
def small_shares(event: Event, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two people in a share, and as many seats as people want."""
    event.pools.update(capacity=None)
    monkeypatch.setattr(crowds, "SHARE", 2)
    monkeypatch.setattr(crowds, "BATCH", 2)


def put_away(task_result: TaskResult, **kwargs: object) -> None:
    """No mail is sent here: what is said of them is whether they wait."""
    if task_result.task.queue_name == "mail":
        DBTaskResult.objects.filter(pk=task_result.id).delete()


@pytest.fixture(autouse=True)
def no_mail_server() -> Iterator[None]:
    task_enqueued.connect(put_away)
    yield
    task_enqueued.disconnect(put_away)


@pytest.fixture
def work(run_tasks: Callable[[], list[DBTaskResult]]) -> Callable[[], list[int]]:
    """Does what waits for the worker, for how many people each share was."""

    def run() -> list[int]:
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
    assert move(event, 1) == queries <= 6
    DBTaskResult.objects.filter(status="SUCCESSFUL").delete()
    late = registered(event, now=timezone.now())
    assert work() == [2] * 25 + [0]
    assert mails(MailKind.EVENT_MOVED) == 50
    assert not late.mails.filter(kind=MailKind.EVENT_MOVED).exists(), "whoever came later read the new time"

    tell_share.enqueue(event.pk, str(MailKind.EVENT_MOVED), 1, 0, late.pk - 1)
    assert sum(work()) == 50
    assert mails(MailKind.EVENT_MOVED) == 50, "a share that is done twice tells nobody twice"


def test_of_two_moves_only_the_newer_is_told(event, work):
    crowd(event, 3, timezone.now())
    move(event, 1)
    move(event, 2)
    assert work() == [2, 1]
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


def reopen(event: Event, sequence: int) -> int:
    return let(
        event, lambda locked: invite_again(locked, timezone.now()), status=EventStatus.SCHEDULED, sequence=sequence
    )


def drop_what_is_untrue() -> None:
    """What the worker does with mails that say no longer what holds."""
    for mail in OutgoingMail.objects.filter(status=MailStatus.QUEUED):
        person = Registration.objects.select_related("event").get(pk=mail.about_key)
        if not is_still_true(mail, person, None, timezone.now()):
            OutgoingMail.objects.filter(pk=mail.pk).update(status=MailStatus.DROPPED, done_at=timezone.now())


def queued(kind: MailKind) -> int:
    return OutgoingMail.objects.filter(kind=kind, status=MailStatus.QUEUED).count()


def test_a_share_that_failed_is_begun_again_some_times(event, work):
    crowd(event, 3, timezone.now())
    move(event, 1)
    tasks = DBTaskResult.objects.filter(task_path=tell_share.module_path)
    tasks.get().set_failed(OperationalError("canceling statement due to lock timeout"))
    tasks.update(worker_ids=["w"] * (crowds.TRIES - 1))
    continue_cancelling()
    assert work() == [2, 1]
    assert mails(MailKind.EVENT_MOVED) == 3

    for changes in (
        {"worker_ids": ["w"] * crowds.TRIES},
        {"worker_ids": ["w"], "exception_class_path": ""},
        {"worker_ids": ["w"], "finished_at": timezone.now() - crowds.TRIED_AGAIN_FOR},
    ):
        DBTaskResult.objects.all().delete()
        move(event, 2)
        tasks.get().set_failed(OperationalError("canceling statement due to lock timeout"))
        tasks.update(**changes)
        continue_cancelling()
        assert tasks.get().status == "FAILED"


@pytest.mark.parametrize("moved", ["before", "meanwhile", "long ago"])
def test_who_stayed_registered_hears_of_a_move_when_it_takes_place_after_all(event, work, moved):
    crowd(event, 3, timezone.now())
    if moved != "meanwhile":
        at = timezone.now() - timedelta(days=3 if moved == "long ago" else 0)
        record(Action.EVENT_MOVED, SYSTEM, at, event=event)
    cancel(event)
    DBTaskResult.objects.all().delete()
    assert cancel_registered.call(event.pk) == 2
    if moved == "meanwhile":
        record(Action.EVENT_MOVED, SYSTEM, timezone.now(), event=event)
    reopen(event, 2)
    work()
    assert mails(MailKind.EVENT_MOVED) == (0 if moved == "long ago" else 1)


def test_a_correction_of_a_cancelled_event_drops_no_cancellation(event, work):
    crowd(event, 3, timezone.now())
    cancel(event)
    move(event, 2)
    work()
    Event.objects.update(sequence=3)
    drop_what_is_untrue()
    assert (mails(MailKind.EVENT_MOVED), queued(MailKind.EVENT_CANCELLED)) == (0, 3)


def test_cancelled_reopened_and_cancelled_again_everybody_hears_that_it_is_cancelled(event, work):
    crowd(event, 3, timezone.now())
    cancel(event)
    work()
    reopen(event, 2)
    work()
    drop_what_is_untrue()
    assert (queued(MailKind.EVENT_CANCELLED), queued(MailKind.EVENT_REOPENED)) == (0, 3)

    cancel(event)
    Event.objects.update(sequence=3)
    work()
    drop_what_is_untrue()
    assert (queued(MailKind.EVENT_CANCELLED), queued(MailKind.EVENT_REOPENED)) == (3, 0)


@pytest.mark.parametrize("first", ["waits", "was done"])
def test_that_it_takes_place_after_all_is_told_once(event, work, first):
    crowd(event, 3, timezone.now())
    cancel(event)
    work()
    reopen(event, 2)
    if first == "was done":
        work()
    cancel(event)
    reopen(event, 4)
    work()
    drop_what_is_untrue()
    assert (mails(MailKind.EVENT_REOPENED), queued(MailKind.EVENT_REOPENED)) == (3, 3)


def test_a_cancelled_event_gives_no_seats(event, client):
    now = timezone.now()
    event.pools.update(capacity=1)
    Event.objects.filter(pk=event.pk).update(promotion=Promotion.OFFER)
    seated, offered, waiting = (registered(event, now=now) for _ in range(3))
    assert seated.state == "confirmed"
    leave(seated.pk, SELF, now)
    offered.refresh_from_db()
    assert offered.state == "offered"
    address = f"/en/events/registration/{manage_token(offered)}/"
    assert "Accept the seat" in client.get(address).content.decode()
    cancel(event)

    assert "Accept the seat" not in client.get(address).content.decode()
    assert accept(offered.pk, now) == Outcome.CLOSED
    assert at_the_desk.promote(waiting, None, now) == Outcome.CLOSED
    assert at_the_desk.change_pool(waiting, PoolKind.ONLINE, None, now) == Outcome.CLOSED
    assert at_the_desk.add_by_hand(event.pk, details(event), None, now, beyond=True) == Outcome.CLOSED
    with transaction.atomic():
        locked = lock_event(event.pk)
        fill(locked, now + timedelta(days=365))
        waiting.event = locked
        assert not place(waiting, Action.REJOIN, SYSTEM, now)
    assert states(event) == ["cancelled", "offered", "waiting"]


def test_clearing_the_queue_ends_with_those_who_waited_when_it_was_asked_for(desk, event, work, own_editor):
    event.pools.update(capacity=1)
    for _ in range(4):
        registered(event, now=timezone.now())
    assert crowds.clear_queue(event, PoolKind.ONLINE, own_editor) == 3
    assert work() == [0], "the list is on again"
    event.pools.update(waiting_list=False)
    assert crowds.clear_queue(event, PoolKind.ONLINE, own_editor) == 3
    event.pools.update(waiting_list=True)
    late = registered(event, now=timezone.now())
    event.pools.update(waiting_list=False)
    assert work() == [2, 1]
    late.refresh_from_db()
    assert late.state == "waiting"


def test_a_clearing_that_was_queued_before_tasks_knew_the_last_one_still_ends(event, work, own_editor):
    event.pools.update(capacity=1)
    for _ in range(4):
        registered(event, now=timezone.now())
    event.pools.update(waiting_list=False)
    crowds.clear_queue(event, PoolKind.ONLINE, own_editor)
    old = {"args": [event.pk, str(PoolKind.ONLINE), own_editor.pk], "kwargs": {}}
    assert DBTaskResult.objects.filter(task_path=crowds.cancel_queue.module_path).update(args_kwargs=old) == 1

    assert work() == [2, 1]
    assert sorted(states(event)) == [*["cancelled"] * 3, "confirmed"]
    assert mails(MailKind.CANCELLED_DESK) == 3

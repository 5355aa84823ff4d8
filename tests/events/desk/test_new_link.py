"""A new link to take part: saved in a request that does not grow with people, who are told by the worker."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from events.enums import EventStatus, MailKind
from events.models import Event
from events.registration import crowds
from events.registration.crowds import continue_cancelling, tell_link_share
from portal.core.models import OutgoingMail
from tests.events.factories import crowd, registered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("waiting_for_the_worker")]
TASKS = tell_link_share.module_path
OLD, NEW, NEWER = (f"https://meeting.example/{name}" for name in ("gammel", "ny-møde", "nyere"))


@pytest.fixture(autouse=True)
def small_shares(event: Event, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two people in a share, as many seats as people want, and a link that they know."""
    event.pools.update(capacity=None)
    event.join_link, event.join_link_hours = OLD, 24 * 30
    event.save()
    monkeypatch.setattr(crowds, "BATCH", 2)


def save(desk, event, link: str, recordings: str = "") -> str:
    data = {"join_link": link, "join_link_hours": 24 * 30, "recordings_link": recordings}
    return desk.post(reverse("registration_links", args=[event.pk]), data, follow=True).content.decode()


def work() -> list[int]:
    """Do what waits for the worker but the mails; returns for how many people each share was."""
    done = []
    while task := DBTaskResult.objects.filter(task_path=TASKS, status="READY").order_by("enqueued_at").first():
        try:
            done.append(tell_link_share.call(*task.args_kwargs["args"]))
        except ZeroDivisionError as fault:
            task.set_failed(fault)
            return done
        DBTaskResult.objects.filter(pk=task.pk).update(status="SUCCESSFUL")
    return done


def told() -> int:
    return OutgoingMail.objects.filter(kind=MailKind.JOIN_LINK).count()


def test_saving_takes_as_many_queries_for_fifty_people_as_for_five(desk, event):
    counts = []
    for people, link in ((5, NEW), (45, NEWER)):
        crowd(event, people, timezone.now())
        address = reverse("registration_links", args=[event.pk])
        desk.get(address)
        with CaptureQueriesContext(connection) as queries:
            desk.post(address, {"join_link": link, "join_link_hours": 720, "recordings_link": ""})
        counts.append(len(queries))
        assert (told(), DBTaskResult.objects.filter(task_path=TASKS).delete()[0]) == (0, 1)
    assert counts == [14 + (connection.vendor == "postgresql")] * 2


def test_everybody_online_is_told_once_and_who_comes_meanwhile_is_not(desk, event):
    crowd(event, 5, timezone.now())
    assert "Saved. 5 people get the new link by mail within minutes." in save(desk, event, NEW)
    task = DBTaskResult.objects.get(task_path=TASKS)
    assert "meeting" not in str(task.args_kwargs), "the link is encrypted where it is stored"
    late = registered(event, now=timezone.now())

    assert work() == [2, 2, 1]
    assert told() == 5
    assert not late.mails.filter(kind=MailKind.JOIN_LINK).exists(), "the new link is the only one they know"
    tell_link_share.call(*task.args_kwargs["args"])
    work()
    assert told() == 5


def test_a_share_that_fails_is_done_again_and_nobody_hears_twice(desk, event, monkeypatch):
    crowd(event, 5, timezone.now())
    save(desk, event, NEW)
    queue_many, calls = crowds.queue_many, []

    def fail_second(*arguments: object, **more: object) -> int:
        calls.append(1)
        if len(calls) == 2:
            raise ZeroDivisionError("a fictional fault")
        return queue_many(*arguments, **more)

    monkeypatch.setattr(crowds, "queue_many", fail_second)
    assert work() == [2]
    assert (told(), work()) == (2, []), "nothing goes on by itself"

    continue_cancelling()
    assert work() == [2, 1]
    mails = OutgoingMail.objects.filter(kind=MailKind.JOIN_LINK)
    assert len({*mails.values_list("about_key", flat=True)}) == mails.count() == 5


def test_a_share_of_an_older_link_tells_nobody_and_other_links_do_not_stop_it(desk, event):
    crowd(event, 3, timezone.now())
    save(desk, event, NEW)
    old = DBTaskResult.objects.get(task_path=TASKS).args_kwargs["args"]
    save(desk, event, NEWER)
    assert DBTaskResult.objects.filter(task_path=TASKS).count() == 1
    assert tell_link_share.call(*old) == 0
    assert save(desk, event, NEWER, recordings="https://films.example/1").count("by mail") == 0
    assert work() == [2, 1]

    save(desk, event, OLD)
    Event.objects.update(status=EventStatus.CANCELLED)
    assert work() == [0]

"""The worker outlives the troubles of its database, and gives tasks back that failed because of them."""

import os
import signal
import threading
from collections.abc import Callable
from contextlib import contextmanager
from datetime import timedelta
from itertools import count

import pytest
from django.core.management import call_command
from django.db import InterfaceError, InternalError, OperationalError, connection
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from portal.core.mail.sending import mail_address
from portal.core.models import PeriodicRun
from portal.core.operations import periodic
from portal.core.operations.periodic import Watch
from portal.management.commands import run_worker
from portal.management.commands.run_worker import PortalWorker
from search.concepts.everyday import everyday
from search.languages.analysis import WITH_DICTIONARY

pytestmark = pytest.mark.sqlite


@contextmanager
def broken_database(error: Exception, until: Callable[[], bool] = lambda: False):
    """Every statement raises ``error`` until ``until()``, as with a server that is away."""

    def refuse(execute, sql, params, many, context):
        if until():
            return execute(sql, params, many, context)
        raise error

    with connection.execute_wrapper(refuse):
        yield


@pytest.fixture
def worker(monkeypatch, tmp_path) -> PortalWorker:
    monkeypatch.setattr(run_worker, "PAUSES", (0.01,))
    monkeypatch.setattr(periodic, "JOBS", {})
    worker = PortalWorker(Watch(), 0.01, tmp_path / "heartbeat")
    worker.done = threading.Event()
    periodic.register("tests.beat", timedelta(hours=1), worker.done.set)
    return worker


@pytest.mark.django_db(transaction=True)
def test_the_worker_waits_for_its_database_and_goes_on(worker, caplog):
    calls = count()
    with broken_database(OperationalError("server closed the connection"), until=lambda: next(calls) > 4):
        threading.Thread(target=stop_when_done, args=[worker], daemon=True).start()
        worker.run_until_stopped()

    assert worker.heartbeat.exists()
    assert PeriodicRun.objects.exclude(succeeded_at=None).exists()
    assert caplog.text.count("The database cannot be used") == 1
    assert "The database works again" in caplog.text


@pytest.mark.parametrize("error", [OperationalError(), InterfaceError(), InternalError("read-only")], ids=repr)
def test_every_trouble_of_the_database_is_waited_for(worker, error):
    """Nothing else is: an error in the portal's own code ends the worker, whose keeper starts it anew."""
    troubles = iter([error, LookupError()])

    def work() -> None:
        raise next(troubles)

    worker.work = work
    with pytest.raises(LookupError):
        worker.run_until_stopped()


def test_a_worker_that_is_told_to_end_does_not_wait_for_the_database(worker):
    worker.running = False
    worker.wait_for_database(OperationalError("gone"))


def stop_when_done(worker: PortalWorker) -> None:
    """Ends the worker as a signal does, as soon as a periodic job was done."""
    worker.done.wait(20)
    worker.running = False
    worker.stopped.set()


@task()
def meet(error: str) -> None:
    raise {"database": OperationalError("database is locked"), "other": ValueError("no")}[error]


@pytest.mark.django_db
@pytest.mark.parametrize(("error", "status"), [("database", "READY"), ("other", "FAILED")])
def test_a_task_that_failed_because_of_the_database_is_done_again(worker, error, status):
    row = DBTaskResult.objects.get(pk=meet.enqueue(error).id)
    row.claim("tests")
    worker.run_task(row)

    row.refresh_from_db()
    assert (row.status, row.args_kwargs["args"]) == (status, [error])


@pytest.mark.django_db
def test_a_mail_whose_task_failed_because_of_the_database_is_not_forgotten(worker, run_tasks, mailoutbox):
    mail_address("visitor@test.example", "en", "projects/mail/confirm_proposal", link="https://portal.example/x/")
    row = DBTaskResult.objects.get()
    row.claim("tests")
    calls = count()
    with broken_database(OperationalError("locked"), until=lambda: next(calls) > 0):
        worker.run_task(row)
    DBTaskResult.objects.update(run_after=timezone.now())
    run_tasks()

    assert [message.to for message in mailoutbox] == [["visitor@test.example"]]


@pytest.mark.django_db(transaction=True)
def test_the_worker_knows_every_language_before_its_first_task(monkeypatch):
    found = []

    def look() -> None:
        found.append(everyday.cache_info().currsize)
        os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr(periodic, "JOBS", {})
    periodic.register("tests.look", timedelta(hours=1), look)
    everyday.cache_clear()
    former = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        call_command("run_worker", interval=0.01)
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
    assert found == [len(WITH_DICTIONARY)]

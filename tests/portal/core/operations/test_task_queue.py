"""Tasks whose worker was killed come back, finished ones go away."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from django_tasks import task
from django_tasks.signals import task_finished
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page, ReferenceIndex

from portal.core.hooks.bulk import bulk_change
from portal.core.mail.sending import mail_address
from portal.core.operations import periodic
from portal.core.operations.queue_backend import INDEX_TASKS, REFERENCES
from portal.core.operations.task_queue import (
    LOST_AFTER,
    MOST_ATTEMPTS,
    index_all,
    index_at_once,
    prune_finished_tasks,
    queue_once,
    release_lost_tasks,
)
from projects.models import CaseElement
from tests.sites import add_case, add_element, make_site

pytestmark = pytest.mark.django_db


@task()
def double(number: int) -> int:
    return 2 * number


@task()
def count_tasks() -> int:
    return DBTaskResult.objects.count()


def lost_task(age: timedelta, attempts: int = 1) -> DBTaskResult:
    """A task that some workers took, the last of them ``age`` ago."""
    row = DBTaskResult.objects.get(pk=double.enqueue(21).id)
    for number in range(attempts):
        row.claim(f"worker-{number}")
    DBTaskResult.objects.filter(pk=row.pk).update(started_at=timezone.now() - age)
    return row


def test_queue_once_leaves_alone_what_waits_and_follows_what_was_begun():
    double.enqueue(21)
    queue_once(count_tasks)
    queue_once(count_tasks)
    waiting = DBTaskResult.objects.get(task_path=count_tasks.module_path)

    waiting.claim("a worker that may have looked already")
    queue_once(count_tasks)
    assert DBTaskResult.objects.filter(task_path=count_tasks.module_path).count() == 2


def test_release_lost_tasks_gives_a_lost_task_to_the_next_worker(run_tasks):
    row = lost_task(LOST_AFTER + timedelta(seconds=1))
    assert run_tasks() == []
    assert release_lost_tasks() == 1
    assert [done.return_value for done in run_tasks()] == [42]
    row.refresh_from_db()
    assert row.worker_ids == ["worker-0", "tests"]


@pytest.mark.parametrize("ahead", [timedelta(minutes=10), timedelta(days=365)])
def test_release_lost_tasks_gives_back_what_a_clock_that_was_ahead_has_begun(run_tasks, ahead):
    lost_task(-ahead)
    assert release_lost_tasks() == 1
    assert [done.return_value for done in run_tasks()] == [42]


def test_release_lost_tasks_does_not_wait_for_a_time_that_a_wrong_clock_wrote(run_tasks):
    double.using(run_after=timezone.now() + timedelta(days=365)).enqueue(21)
    soon = double.using(run_after=timezone.now() + timedelta(hours=12)).enqueue(1)
    release_lost_tasks()
    assert [done.return_value for done in run_tasks()] == [42]
    assert DBTaskResult.objects.get(status="READY").pk == DBTaskResult.objects.get(pk=soon.id).pk


def test_release_lost_tasks_leaves_a_task_in_hand_alone():
    row = lost_task(LOST_AFTER - timedelta(minutes=1))
    assert release_lost_tasks() == 0
    row.refresh_from_db()
    assert row.status == "RUNNING"


def test_release_lost_tasks_gives_up_a_task_that_takes_its_workers_with_it():
    row = lost_task(LOST_AFTER + timedelta(seconds=1), attempts=MOST_ATTEMPTS)
    assert release_lost_tasks() == 0
    row.refresh_from_db()
    assert row.status == "FAILED"
    assert row.traceback == "Given up: 3 workers were lost over this task."
    assert row.finished_at is not None


def test_prune_finished_tasks_keeps_young_and_unfinished_ones(run_tasks):
    old = double.enqueue(1).id
    young = double.enqueue(2).id
    run_tasks()
    DBTaskResult.objects.filter(pk=old).update(finished_at=timezone.now() - timedelta(days=15))
    waiting = double.enqueue(3).id
    prune_finished_tasks()
    assert {str(pk) for pk in DBTaskResult.objects.values_list("pk", flat=True)} == {young, waiting}


def test_index_at_once_does_what_wagtail_queued_and_leaves_other_tasks(run_tasks):
    other = double.enqueue(1).id
    home = Page.objects.get(depth=1).add_child(title="Unheard of", slug="unheard-of")
    assert DBTaskResult.objects.filter(task_path__in=INDEX_TASKS).exists()
    index_at_once()
    assert [str(pk) for pk in DBTaskResult.objects.values_list("pk", flat=True)] == [other]
    assert [page.pk for page in Page.objects.search("unheard")] == [home.pk]


def test_bulk_change_queues_one_task_that_indexes_all_its_rows(run_tasks):
    with bulk_change():
        home = Page.objects.get(depth=1).add_child(title="Unheard of", slug="unheard-of")

    assert [done.task_path for done in run_tasks()] == [index_all.module_path]
    assert [page.pk for page in Page.objects.search("unheard")] == [home.pk]


def test_bulk_change_without_rows_to_index_queues_nothing(run_tasks):
    run_tasks()  # what tests left that commit
    with bulk_change():
        Page.objects.filter(depth=1).update(draft_title="Unheard of")

    assert [done.task_path for done in run_tasks()] == []


def test_portal_registers_its_periodic_jobs():
    assert {name for name in periodic.JOBS if name.startswith("portal.")} >= {
        "portal.delete_expired_sessions",
        "portal.forget_old_windows",
        "portal.prune_finished_tasks",
        "portal.publish_scheduled_pages",
        "portal.release_lost_tasks",
    }


def test_every_periodic_job_runs_on_an_empty_site():
    assert periodic.run_due() == list(periodic.JOBS)


def test_a_mail_task_forgets_address_and_message_when_it_has_ended(run_tasks):
    mail_address("visitor@test.example", "en", "projects/mail/confirm_proposal", link="https://portal.example/secret/")

    run_tasks()

    row = DBTaskResult.objects.get(task_path__endswith="send_mail_to_address")
    assert (row.status, row.args_kwargs, row.traceback) == ("SUCCESSFUL", {"args": [], "kwargs": {}}, "")
    assert [message.to for message in mail.outbox] == [["visitor@test.example"]]


@pytest.mark.django_db
def test_a_mail_task_that_failed_keeps_no_answer_of_the_mail_server(settings):
    mail_address("visitor@test.example", "en", "projects/mail/confirm_proposal", link="https://portal.example/secret/")
    row = DBTaskResult.objects.get()
    row.set_failed(OSError("550 visitor@test.example is unknown"))

    task_finished.send(sender=object, task_result=row.task_result)

    row.refresh_from_db()
    assert (row.status, row.exception_class_path) == ("FAILED", "builtins.OSError")
    assert "visitor" not in str([row.args_kwargs, row.traceback, row.return_value])


def test_a_page_saved_with_rows_of_its_lists_is_looked_through_for_references_once(run_tasks):
    """Wagtail queues that for each row too, and indexes the whole page each time."""
    make_site("en")
    elements = [add_element(title=f"Ærlig {number}") for number in range(3)]
    case = add_case(title="Þýðing", summary="Short.")
    run_tasks()
    case.case_elements = [CaseElement(element=element, sort_order=n) for n, element in enumerate(elements)]
    case.save()
    queued = DBTaskResult.objects.filter(task_path=REFERENCES, finished_at=None)
    assert [row.args_kwargs["args"] for row in queued] == [["projects", "casestudypage", str(case.pk)]]
    run_tasks()
    found = ReferenceIndex.get_references_for_object(case).filter(model_path__contains="element")
    assert {int(reference.to_object_id) for reference in found} == {element.pk for element in elements}

    case.case_elements.first().save()  # a row by itself
    assert [row.args_kwargs["args"][1] for row in queued.all()] == ["caseelement"]

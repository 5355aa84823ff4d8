"""Maintenance of the task queue, which has no memory of workers that died."""

import logging
from datetime import datetime, timedelta
from typing import TypeVar

from django.core.management import call_command
from django.db.models import Q, QuerySet
from django.utils import timezone
from django_tasks import TaskResult, TaskResultStatus, task
from django_tasks.base import Task
from django_tasks.signals import task_finished
from django_tasks_db.models import DBTaskResult, get_date_max

from portal.core.hooks.signals import pages_loaded
from portal.core.operations.periodic import AHEAD
from portal.core.operations.queue_backend import INDEX_TASKS, was_left_out
from portal.core.operations.retention import FINISHED_TASKS

logger = logging.getLogger(__name__)
T = TypeVar("T")
#: No task may take this long: one that does is given to another worker while the first still works on it.
LOST_AFTER = timedelta(minutes=15)
#: A task that took this many workers with it is not given to another one.
MOST_ATTEMPTS = 3
#: A task may be put off for so long, see ``portal.core.mail.server.PAUSES``.
FURTHEST = timedelta(days=1)
MAIL_QUEUE = "mail"


def waiting_tasks(wanted: Task[..., T]) -> "QuerySet[DBTaskResult[..., object]]":
    """The queue's rows of one task that no worker has begun."""
    return DBTaskResult.objects.filter(task_path=wanted.module_path, status=TaskResultStatus.READY)


def queue_once(wanted: Task[[], T]) -> None:
    """Queue a task without arguments unless one waits: that will see whatever is stored when a worker takes it.

    A worker may take it before the caller's transaction ends, and see nothing of what that stores. Each caller
    therefore needs a periodic job that finds what was left, and has one: ``search.follow_vectors``,
    ``events.continue_messages``, ``portal.send_mail``.
    """
    if not waiting_tasks(wanted).exists():
        wanted.enqueue()


def release_lost_tasks() -> int:
    """Give tasks back to the queue whose worker was killed in the middle; returns how many.

    The queue marks a task as running when a worker takes it, and nothing undoes that when the worker is killed.
    Tasks therefore have to bear being carried out twice.
    """
    now = timezone.now()
    released = 0
    overdue = Q(started_at__lt=now - LOST_AFTER) | Q(started_at__gt=now + AHEAD)
    lost = DBTaskResult.objects.running().filter(overdue)
    for row in lost.only("pk", "task_path", "worker_ids", "started_at"):
        # The same start time: between the two queries the worker may have finished after all.
        same = DBTaskResult.objects.running().filter(pk=row.pk, started_at=row.started_at)
        if len(row.worker_ids) < MOST_ATTEMPTS:
            released += same.update(status=TaskResultStatus.READY)
            logger.warning("The task %s (%s) lost its worker and goes back to the queue", row.task_path, row.pk)
        else:
            reason = f"Given up: {len(row.worker_ids)} workers were lost over this task."
            same.update(status=TaskResultStatus.FAILED, finished_at=now, traceback=reason)
            logger.error("The task %s (%s) is given up: its workers were lost", row.task_path, row.pk)
    return released + _release_far_future(now)


def _release_far_future(now: datetime) -> int:
    """Tasks that wait for a time that a clock wrote which was ahead; nothing here waits for more than a day."""
    never = get_date_max()
    waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY, run_after__gt=now + FURTHEST)
    return waiting.exclude(run_after=never).update(run_after=never)


@task()
def index_all() -> None:
    """Build anew what Wagtail keeps for each saved row: its reference index and the admin's search index."""
    call_command("rebuild_references_index", verbosity=0)
    call_command("wagtail_update_index", verbosity=0)


def index_at_once() -> None:
    """Do in one pass, which takes a second, whatever waits to be indexed. For after a load of content."""
    # What is queued during the pass is carried out as usual.
    until_now = {"task_path__in": (*INDEX_TASKS, index_all.module_path), "enqueued_at__lte": timezone.now()}
    waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY, **until_now)
    if waiting.exists():
        index_all.call()
        waiting.delete()


def _on_loaded(**kwargs: object) -> None:
    if was_left_out():
        index_all.enqueue()


def forget_mail(task_result: TaskResult, **kwargs: object) -> None:
    """Take addresses and messages out of the queue as soon as a mail has gone or was given up.

    What mail tasks are called with is personal data, and so may be what a mail server answered.
    """
    ended = DBTaskResult.objects.filter(pk=task_result.id, queue_name=MAIL_QUEUE)
    ended.update(args_kwargs={"args": [], "kwargs": {}}, traceback="", return_value=None)


def connect_receivers() -> None:
    """Listen to the end of tasks and of bulk changes; called when the app is ready."""
    task_finished.connect(forget_mail, dispatch_uid="portal-forget-mail")
    pages_loaded.connect(_on_loaded, dispatch_uid="portal-index-all")


def prune_finished_tasks() -> None:
    """Delete finished tasks whose retention period is over."""
    call_command("prune_db_task_results", min_age_days=FINISHED_TASKS.period.days, queue_name="*", verbosity=0)


def publish_scheduled_pages() -> None:
    """Publish and unpublish the pages for which editors chose a time."""
    call_command("publish_scheduled", verbosity=0)


def delete_expired_sessions() -> None:
    """Delete the sessions of editors whose time is over."""
    call_command("clearsessions", verbosity=0)

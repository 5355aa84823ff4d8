"""The task queue in the database, which a bulk change spares what Wagtail queues for each saved row."""

from contextvars import ContextVar
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from django.apps import apps
from django_tasks_db.backend import DatabaseBackend
from django_tasks_db.compat import Task

from portal.core.hooks.bulk import is_bulk_change

if TYPE_CHECKING:  # (tasks are declared before there are models)
    from django_tasks_db.models import DBTaskResult

P = ParamSpec("P")
T = TypeVar("T")
#: What Wagtail queues whenever a row is saved.
INDEX_TASKS = ("wagtail.tasks.update_reference_index_task", "modelsearch.tasks.insert_or_update_object_task")
_left_out: ContextVar[bool] = ContextVar("left_out", default=False)


def was_left_out() -> bool:
    """Whether rows were saved, since this was asked last, that are not indexed one by one."""
    found = _left_out.get()
    _left_out.set(False)
    return found


class TaskQueue(DatabaseBackend):
    """The task queue. Rows that a bulk change saves are not indexed one by one: ``index_all`` follows it.

    To queue thousands of tasks takes longer than to load the content, and would keep the worker busy for minutes.
    """

    def _task_to_db_task(self, task: Task[P, T], args: object, kwargs: object) -> "DBTaskResult":
        """The row of a task: stored, or in a bulk change only made for its caller."""
        if not (is_bulk_change() and task.module_path in INDEX_TASKS):
            return super()._task_to_db_task(task, args, kwargs)
        _left_out.set(True)
        row: DBTaskResult = apps.get_model("django_tasks_database", "DBTaskResult")(
            id=self._get_id(),
            args_kwargs={"args": args, "kwargs": kwargs},
            task_path=task.module_path,
            queue_name=task.queue_name,
            backend_name=self.alias,
        )
        return row

"""The task queue in the database, which is spared what Wagtail queues for each saved row of a page or bulk change."""

from collections.abc import Sequence
from contextvars import ContextVar
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from django.apps import apps
from django_tasks_db.backend import DatabaseBackend
from django_tasks_db.compat import Task
from modelcluster.fields import ParentalKey

from portal.core.hooks.bulk import is_bulk_change
from portal.core.hooks.saving import is_page_saved

if TYPE_CHECKING:  # (tasks are declared before there are models)
    from django_tasks_db.models import DBTaskResult

P = ParamSpec("P")
T = TypeVar("T")
#: What Wagtail queues whenever a row is saved.
REFERENCES = "wagtail.tasks.update_reference_index_task"
INDEX_TASKS = (REFERENCES, "modelsearch.tasks.insert_or_update_object_task")
_left_out: ContextVar[bool] = ContextVar("left_out", default=False)


def was_left_out() -> bool:
    """Whether rows were saved, since this was asked last, that are not indexed one by one."""
    found = _left_out.get()
    _left_out.set(False)
    return found


def _is_child(app_label: str, model_name: str) -> bool:
    fields = apps.get_model(app_label, model_name)._meta.get_fields()
    return any(isinstance(field, ParentalKey) for field in fields)


class TaskQueue(DatabaseBackend):
    """The task queue. Rows that a bulk change saves are not indexed one by one: ``index_all`` follows it.

    To queue thousands of tasks takes longer than to load the content, and would keep the worker busy for minutes. For
    the references of a row in a list of a page, Wagtail's task indexes the whole page: saved with its rows, it is
    indexed once.
    """

    def _task_to_db_task(self, task: Task[P, T], args: Sequence[str], kwargs: object) -> "DBTaskResult":
        """The row of a task: stored, or only made for its caller."""
        if is_bulk_change() and task.module_path in INDEX_TASKS:
            _left_out.set(True)
        elif not (is_page_saved() and task.module_path == REFERENCES and _is_child(*args[:2])):
            return super()._task_to_db_task(task, args, kwargs)
        row: DBTaskResult = apps.get_model("django_tasks_database", "DBTaskResult")(
            id=self._get_id(),
            args_kwargs={"args": args, "kwargs": kwargs},
            task_path=task.module_path,
            queue_name=task.queue_name,
            backend_name=self.alias,
        )
        return row

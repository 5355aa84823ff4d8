"""The first index: what was loaded is projected by the worker, a share at a time, while visitors read already.

Analysing all texts loads the dictionaries of all languages and takes as long as a third of the load itself.
"""

from uuid import UUID

from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from search.indexing.maintenance import refresh_glossary_terms
from search.indexing.projection import all_keys, project

#: Things in one transaction: on SQLite nobody else writes meanwhile.
SHARE = 15


@task(queue_name="search")
def project_share(keys: list[str]) -> int:
    """Project the first of these things and queue the others; returns the number of documents that changed."""
    number = project((UUID(key) for key in keys[:SHARE]), follow=False)
    if rest := keys[SHARE:]:
        project_share.enqueue(rest)
    else:
        refresh_glossary_terms()
    return number


def begin_first_index() -> None:
    """Let the worker project everything, unless it is about to."""
    if not is_being_built():
        project_share.enqueue([str(key) for key in all_keys()])


def is_being_built() -> bool:
    """Whether the worker has not projected everything yet that was loaded."""
    return DBTaskResult.objects.filter(
        task_path=project_share.module_path, status__in=(TaskResultStatus.READY, TaskResultStatus.RUNNING)
    ).exists()

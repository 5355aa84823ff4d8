"""What follows from a change of pages: what is taken away at once, what is new by the worker a moment later.

A page that is not public any more leaves the search in the transaction that takes it away: it is not found for a
moment. What is new or said differently is queued in the transaction of its change, and the worker describes and
analyses it: dictionaries and the texts of all languages cost as much as the rest of a publication.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Min
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from portal.core.operations.database import TROUBLE
from portal.core.operations.task_queue import waiting_tasks
from search.engines.registry import database_engine
from search.indexing.projection import pages_to_find, project
from search.models import SearchDocument

#: Somebody looks for what they have just published: before whatever else the worker has to do.
PRIORITY = 10
#: Things that one task projects: a whole tree that was moved is the work of many (see ``release_lost_tasks``).
MOST_AT_ONCE = 200


@task(queue_name="search", priority=PRIORITY)
def follow_changes(keys: list[str]) -> int:
    """Project things that changed, and whatever else waits for that; returns the number of documents that changed.

    Each thing once, as it is by now, and in a transaction of its own: nobody who takes a page away waits for others.
    What waited stays in the queue until it is done. A thing that cannot be described fails the task after all others.
    """
    since = waits_since()
    queued = waiting_tasks(follow_changes)
    waiting = {row.pk: row.args_kwargs["args"][0] for row in queued}
    wanted = [UUID(key) for key in dict.fromkeys([*keys, *(key for others in waiting.values() for key in others)])]
    number, failures = 0, list[Exception]()
    for key in wanted[:MOST_AT_ONCE]:
        try:
            number += project([key])
        except TROUBLE:
            raise
        except Exception as error:  # noqa: BLE001 (whatever the code of a page can raise)
            failures.append(error)
    if rest := wanted[MOST_AT_ONCE:]:
        left = follow_changes.enqueue([str(key) for key in rest])
        # They wait as long as those that were taken: ``waits_since`` says so.
        DBTaskResult.objects.filter(pk=left.id).update(enqueued_at=since)
    if failures:
        raise failures[0]
    # Those are left that another worker took meanwhile.
    queued.filter(pk__in=list(waiting)).delete()
    return number


def waits_since() -> datetime | None:
    """When the oldest change was made that the worker has not brought to the search; None if there is none."""
    unfinished = (TaskResultStatus.READY, TaskResultStatus.RUNNING)
    rows = DBTaskResult.objects.filter(task_path=follow_changes.module_path, status__in=unfinished)
    first: datetime | None = rows.aggregate(first=Min("enqueued_at"))["first"]
    return first


def follow(keys: Iterable[UUID]) -> None:
    """Queue things (translation keys) that are new or say something else; to be called in the transaction of that."""
    if wanted := sorted({str(key) for key in keys}):
        follow_changes.enqueue(wanted)


@transaction.atomic
def take_away(keys: Iterable[UUID]) -> None:
    """Follow things of which something may not be public any more: that is not found from now on."""
    wanted = set(keys)
    # What the worker is about to store would not be seen, and would stay.
    database_engine().lock()
    public = dict(pages_to_find(wanted).values_list("pk", "translation_key"))
    stored = SearchDocument.objects.filter(translation_key__in=wanted, removed=False)
    gone = {key for key, page in stored.values_list("translation_key", "page_id") if page not in public}
    if gone:
        project(gone)
    follow({*public.values()} - gone)

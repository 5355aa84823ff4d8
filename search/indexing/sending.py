"""Replication to the external engine: changed documents and removals, each in its version."""

import logging
import time
from dataclasses import replace

from django.db import transaction
from django.db.models import F
from django_tasks import task

from search.engines.base import EngineUnavailableError, ExternalEngine
from search.engines.registry import database_engine, external_engine
from search.models import DocumentPlaces, SearchDocument

logger = logging.getLogger(__name__)
#: Documents that are read, analysed or sent at once.
BATCH = 500


@task(queue_name="search")
def send_changes() -> int:
    """Send what the external engine does not know yet; returns the number of documents."""
    return send_if_possible()


@task(queue_name="search")
def forget_removed() -> None:
    """Take what was removed out of the files of the database's own index as well."""
    database_engine().forget_removed()


def send_pending() -> int:
    """Send every change that the external engine has not confirmed, oldest first; returns the number of documents.

    Raises:
        EngineUnavailableError: it does not answer; what was confirmed stays confirmed, the rest goes later.
    """
    engine, sent = external_engine(), 0
    while engine:
        rows = list(SearchDocument.objects.filter(sent__lt=F("version")).order_by("version")[:BATCH])
        if not rows:
            break
        confirmed = send(engine, rows)
        if not confirmed:
            break
        sent += confirmed
    return sent


def send(engine: ExternalEngine, rows: list[SearchDocument]) -> int:
    """Send documents and removals; returns how many the engine has taken."""
    refused = write(engine, rows)
    if refused:
        again = _raise_versions(engine, [row for row in rows if row.key in refused])
        rows = [row for row in rows if row.key not in refused]
        refused = write(engine, again)
        rows += [row for row in again if row.key not in refused]
    with transaction.atomic():
        for row in rows:
            # Only this version: a row that changed meanwhile goes again.
            SearchDocument.objects.filter(pk=row.pk, version=row.version).update(sent=row.version)
        confirmed = SearchDocument.objects.filter(removed=True, sent=F("version"))
        confirmed.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


def write(engine: ExternalEngine, rows: list[SearchDocument], index: str | None = None) -> set[str]:
    """Have documents stored and removed; returns the keys of those of which the engine knows something newer."""
    refused = engine.index(database_engine().read([row.key for row in rows if not row.removed]), index)
    return refused | engine.delete({row.key: row.version for row in rows if row.removed}, index)


def _raise_versions(engine: ExternalEngine, rows: list[SearchDocument]) -> list[SearchDocument]:
    """Give documents a version above what the engine knows, and return them as they are then.

    What the engine knows is newer than the database where a backup was restored: the database is right. Where somebody
    edits just now, the row has another version by now and is left to whoever sends that one.
    """
    held = engine.versions_of([row.key for row in rows])
    index, now = database_engine(), int(time.time() * 1000)
    raised = []
    with transaction.atomic():
        index.lock()
        for row in rows:
            version = max(now, held.get(row.key, 0) + 1, row.version + 1)
            if SearchDocument.objects.filter(pk=row.pk, version=row.version).update(version=version):
                DocumentPlaces.objects.filter(pk=row.pk, version=row.version).update(version=version)
                row.version = version
                raised.append(row)
        versions = {row.key: row.version for row in raised}
        stored = list(index.read([row.key for row in raised if not row.removed]))
        index.index(replace(document, version=versions[document.key]) for document in stored)
    return raised


def send_if_possible() -> int:
    """As ``send_pending``; while the engine is away, what is pending waits for ``catch_up``."""
    try:
        return send_pending()
    except EngineUnavailableError as error:
        logger.warning("The search engine is away, changes wait: %s", error)
        return 0

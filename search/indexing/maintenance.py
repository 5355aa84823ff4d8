"""Reconciliation of pages, projection and engines: comparing, mending, rebuilding, reindexing."""

import logging
import time
from dataclasses import dataclass, replace

from django.db import transaction
from django_tasks import task

from projects.models import GlossaryEntry
from search.concepts.everyday import analysis_version
from search.concepts.glossary import forget_glossary
from search.engines.base import EngineUnavailableError, ExternalEngine
from search.engines.batches import batched
from search.engines.registry import database_engine, external_engine
from search.indexing.projection import let_others_write, project_all, project_in_turn, write_index
from search.indexing.sending import BATCH, send, send_pending, write
from search.indexing.terms import GLOSSARY, terms_of_concept
from search.models import SearchDocument, SearchTerm

logger = logging.getLogger(__name__)
#: How often a rebuild looks for edits made meanwhile before it takes the new index into use.
MOST_ROUNDS = 5
GRACE_SECONDS = 2
#: How long the worker analyses anew before others have their turn, and how many things or documents at once.
FOLLOW_SECONDS, PROJECTED_AT_ONCE = 20, 40


@dataclass(frozen=True, slots=True)
class Differences:
    """What did not agree, in numbers of documents."""

    #: Between the pages and the projection.
    projection: int = 0
    #: Between the projection and the index in the database.
    database: int = 0
    #: Between the projection and the external engine; 0 without one.
    engine: int = 0
    #: Those that are still there, looked for again after mending.
    left: int = 0

    @property
    def total(self) -> int:
        """All that were found."""
        return self.projection + self.database + self.engine


def catch_up() -> None:
    """Make the external engine whole again; run every few seconds by the worker.

    A missing index is built, pending changes are sent, and a wrong number of documents leads to a full comparison.
    """
    engine = external_engine()
    if engine is None:
        return
    try:
        if engine.health() == "no index":
            rebuild(anew=False)
            return
        sent = send_pending()
        if engine.count() != SearchDocument.objects.filter(removed=False).count():
            found = compare_engine(engine, mend=True)
            left = compare_engine(engine, mend=False)
            logger.warning("The search engine differed in %d documents; now it differs in %d", found, left)
        elif sent:
            logger.info("Sent %d documents to the search engine", sent)
    except EngineUnavailableError as error:
        logger.warning("The search engine is away: %s", error)


def compare_database(*, mend: bool) -> int:
    """Differences between the projection and the index in the database; mended by analysing anew."""
    index = database_engine()
    wanted = dict(SearchDocument.objects.filter(removed=False).values_list("key", "version"))
    held = index.versions()
    wrong = {key for key in wanted if held.get(key) != wanted[key]}
    orphans = {key: version for key, version in held.items() if key not in wanted}
    if mend:
        index.delete(orphans)
        keys = SearchDocument.objects.filter(key__in=wrong).values_list("translation_key", flat=True)
        project_in_turn(list(dict.fromkeys(keys)), anew=True)
    return len(wrong) + len(orphans)


def compare_engine(engine: ExternalEngine, *, mend: bool, index: str | None = None) -> int:
    """Differences between the projection and the external engine (or one index of it); mended by sending."""
    rows = {row.key: row for row in SearchDocument.objects.all()}
    held = engine.versions(index)
    wrong = [row for row in rows.values() if (None if row.removed else row.version) != held.get(row.key)]
    orphans = {key: version for key, version in held.items() if key not in rows}
    if mend:
        for rows_of_batch in batched(wrong, BATCH):
            if index:
                write(engine, list(rows_of_batch), index)
            else:
                send(engine, list(rows_of_batch))
        engine.delete(orphans, index)
        engine.refresh(index)
    return len(wrong) + len(orphans)


def reconcile(*, mend: bool = True) -> Differences:
    """Compare pages, projection, database index and external engine, and mend what differs.

    Raises:
        EngineUnavailableError: the external engine does not answer; everything before it is mended.
    """
    if mend:
        # One transaction for each batch: SQLite has one writer, and a visitor who registers meanwhile is the next.
        projection = project_all()
        refresh_glossary_terms()
    else:
        with transaction.atomic():
            projection = project_all()
            transaction.set_rollback(True)
    database = compare_database(mend=mend)
    engine = external_engine()
    sent = compare_engine(engine, mend=mend) if engine else 0
    found = Differences(projection, database, sent)
    if not mend:
        return replace(found, left=found.total)
    left = compare_database(mend=False) + (compare_engine(engine, mend=False) if engine else 0)
    if left:
        logger.warning("The search still differs in %d documents after mending", left)
    return replace(found, left=left)


def rebuild(*, anew: bool = True) -> int:
    """Build the index anew without a moment in which nothing is found; returns the number of documents.

    The database's index is written in place, in small transactions. The external engine gets a new index beside the
    old one, then what was edited meanwhile, then the alias in one call, then what was edited during that call.

    Parameters:
        anew: analyse every text again; False where only the external engine lost what the database still holds.

    Raises:
        EngineUnavailableError: the engine does not answer; the old index stays in use and nothing is left over.
    """
    forget_glossary()
    engine = external_engine()
    if engine is None:
        project_all()
    if anew:
        analyse_anew()
    compare_database(mend=True)
    if engine:
        engine.remove_leftovers()
        index = engine.new_index()
        try:
            for _ in range(MOST_ROUNDS):
                if not compare_engine(engine, mend=True, index=index):
                    break
            engine.point_to(index)
        except BaseException:
            engine.remove_index(index)
            raise
        compare_engine(engine, mend=True)
        send_pending()
        # Searches that began in the old index may still be under way.
        time.sleep(GRACE_SECONDS)
        engine.remove_leftovers()
    refresh_glossary_terms()
    return SearchDocument.objects.filter(removed=False).count()


def analyse_anew() -> None:
    """Write the index in the database anew, as words and glossary are understood now; the external engine reads it.

    Versions stay: nothing was edited. Documents are read under the lock under which they are projected: what is edited
    or withdrawn meanwhile stays so.
    """
    index, keys = database_engine(), SearchDocument.objects.filter(removed=False).values_list("key", flat=True)
    for keys_of_batch in batched(list(keys), PROJECTED_AT_ONCE):
        with transaction.atomic():
            index.lock()
            rows = SearchDocument.objects.filter(key__in=keys_of_batch, removed=False)
            write_index(list(rows))
            rows.update(analysis=analysis_version())
        let_others_write()


def follow_analysis() -> int:
    """Understand anew what was indexed by an earlier version of the portal; returns the number of documents.

    Run by the worker, which goes on next time where its time is up: what is newer is sent to the external engine too.
    """
    stale = SearchDocument.objects.filter(removed=False).exclude(analysis=analysis_version())
    number, until = 0, time.monotonic() + FOLLOW_SECONDS
    while time.monotonic() < until:
        keys = list(stale.order_by("pk").values_list("translation_key", flat=True)[:PROJECTED_AT_ONCE])
        followed = project_in_turn(list(dict.fromkeys(keys)), anew=True)
        if not followed:
            break
        number += followed
    if number:
        for vocabulary in (database_engine().vocabulary, database_engine().apart):
            vocabulary.fold_anew()
        logger.info("%d documents of the search were analysed anew, as this version understands words", number)
    return number


def refresh_glossary_terms() -> None:
    """Suggest the terms of the glossary as they are now."""
    words: dict[str, dict[str, list[str]]] = {}
    for entry in GlossaryEntry.objects.select_related("concept"):
        words.setdefault(entry.concept.slug, {})[entry.language] = entry.words
    terms = [term for slug, labels in sorted(words.items()) for term in terms_of_concept(slug, labels)]
    with transaction.atomic():
        SearchTerm.objects.filter(source__startswith=GLOSSARY).delete()
        SearchTerm.objects.bulk_create(terms, batch_size=500)


def follow_glossary_changes() -> int:
    """Let texts and suggestions follow the glossary; returns the number of documents analysed."""
    forget_glossary()
    refresh_glossary_terms()
    return project_all(anew=True)


@task(queue_name="search")
def follow_glossary() -> int:
    """Analyse everything anew after the glossary changed; returns the number of documents."""
    return follow_glossary_changes()

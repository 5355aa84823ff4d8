"""Similar cases: which cases are about the same, worked out by the worker when one of them changed.

The index of the database is asked, whatever engine answers visitors: it holds what was just published.
"""

import logging
import time
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import F

from portal.core.operations.database import TROUBLE
from projects.models import CaseStudyPage, SimilarCase
from search.concepts.glossary import glossary
from search.engines.base import KIND_WEIGHTS, SearchRequest
from search.engines.registry import database_engine
from search.enums import Kind
from search.lexicon.translating import lexicon
from search.models import SearchDocument
from search.query.fallback_steps import Index
from search.similar.meant import meanings_alike
from search.similar.telling import telling

logger = logging.getLogger(__name__)
#: Cases kept for each: some may leave the portal before they are compared again.
MOST_SIMILAR = 8
#: From this share of a text's own score on, another one is about the same.
LEAST_LIKE = 0.2
#: How much more alike two cases are that demonstrate all the same elements.
SAME_ELEMENTS = 0.25
#: How long the worker compares before others have their turn.
COMPARE_SECONDS = 20


def likenesses(title: str, body: str, language: str, *, key: UUID | None = None) -> list[tuple[UUID, float]]:
    """The public cases that are about the same as a text, the likest first, each with how alike it is, 1 at most.

    Parameters:
        title: of the text.
        body: plain text.
        language: of both.
        key: translation key of the case that is meant, if it is public itself.
    """
    engine = database_engine()
    index = Index(engine, engine.vocabulary, glossary(), lexicon())
    public = SearchDocument.objects.filter(removed=False)
    own = list(public.filter(translation_key=key).values_list("key", "language", "facets")) if key else []
    elements = {slug for _key, _language, facets in own for slug in facets.get("element", ())}
    asked = telling(title, body, language, index, versions=len(own))
    if not asked.own_score:
        return []
    request = SearchRequest(
        words=asked.words, filters={"kind": (Kind.CASE_STUDY,)}, shown_for=language, limit=2 * MOST_SIMILAR
    )
    scores = {hit.key: hit.score for hit in engine.search(request).hits}
    shares = {one: score / KIND_WEIGHTS[Kind.CASE_STUDY] / asked.own_score for one, score in scores.items()}
    meant = meanings_alike(
        f"{title}\n{body}", language, next((one for one, code, _facets in own if code == language), "")
    )
    if meant is not None:
        # Those that no word finds are alike only half.
        near = sorted(meant, key=lambda one: -meant[one])[: 2 * MOST_SIMILAR]
        shares = {one: (shares.get(one, 0.0) + meant.get(one, 0.0)) / 2 for one in {*shares, *near}}
    found = []
    for row in public.filter(key__in=shares).only("key", "translation_key", "facets"):
        share = shares[row.key]
        theirs = set(row.facets.get("element", ()))
        shared = len(elements & theirs) / len(elements | theirs) if elements and theirs else 0.0
        if row.translation_key != key:
            found.append((row.translation_key, min(1.0, share * (1 + SAME_ELEMENTS * shared))))
    return sorted((one for one in found if one[1] >= LEAST_LIKE), key=lambda one: (-one[1], str(one[0])))[:MOST_SIMILAR]


def follow_similar() -> int:
    """Compare the cases that changed with all others, and what is like them anew; returns for how many.

    Run by the worker, which goes on next time where its time is up.
    """
    compared, until = set[UUID](), time.monotonic() + COMPARE_SECONDS
    changed = SearchDocument.objects.filter(kind=Kind.CASE_STUDY, removed=False, compared__lt=F("version"))
    while time.monotonic() < until:
        key = changed.order_by("pk").values_list("translation_key", flat=True).first()
        if key is None:
            break
        waiting = set(changed.values_list("translation_key", flat=True))
        before = SimilarCase.objects.filter(other_key=key).values_list("case_key", flat=True)
        near = {*before, *compare(key)} - waiting - compared
        for other in near:
            compare(other)
        compared |= {key, *near}
    if compared:
        public = SearchDocument.objects.filter(kind=Kind.CASE_STUDY, removed=False).values("translation_key")
        SimilarCase.objects.exclude(case_key__in=public).delete()
    return len(compared)


def compare(key: UUID) -> Sequence[UUID]:
    """Store which cases are like one, as it was written; returns them.

    One that cannot be compared keeps what it has until it changes again: others wait behind it.
    """
    rows = {row.page_id: row for row in SearchDocument.objects.filter(translation_key=key, removed=False)}
    written = CaseStudyPage.objects.filter(pk__in=rows).values_list("pk", "original_language")
    first = next((rows[pk] for pk, language in written if rows[pk].language == language), None)
    row = first or min(rows.values(), key=lambda one: one.pk, default=None)
    found: list[tuple[UUID, float]] | None = None
    try:
        found = likenesses(row.title, f"{row.summary}\n{row.body}", row.language, key=key) if row else []
    except TROUBLE:
        raise
    except Exception:
        logger.exception("The case %s could not be compared with the others", key)
    with transaction.atomic():
        if found is not None:
            _store(key, found)
        for one in rows.values():
            SearchDocument.objects.filter(pk=one.pk).update(compared=one.version)
    return [other for other, _likeness in found or ()]


def _store(key: UUID, found: Iterable[tuple[UUID, float]]) -> None:
    """Write only what differs: every page of a case is drawn anew when the table changes."""
    wanted = {other: round(likeness, 2) for other, likeness in found}
    stored = dict(SimilarCase.objects.filter(case_key=key).values_list("other_key", "likeness"))
    if wanted != stored:
        SimilarCase.objects.filter(case_key=key).delete()
        SimilarCase.objects.bulk_create(
            SimilarCase(case_key=key, other_key=other, likeness=likeness) for other, likeness in wanted.items()
        )

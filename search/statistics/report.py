"""The report of search analytics: searches that found nothing, what is asked most, and the state of the engine."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import F, Max, Q, Sum
from django.utils import timezone

from projects.models import GlossaryConcept, GlossaryEntry
from search.engines.registry import engine_health, external_engine
from search.models import OpenedTranslation, SearchCount, SearchDocument, SearchVerdict

DAYS = 90
MOST_ROWS = 200


@dataclass(frozen=True)
class Report:
    """The searches of the last ``DAYS`` days, and the state of the index."""

    without_results: list[dict[str, Any]]
    most_asked: list[dict[str, Any]]
    #: Translations that found what was opened: language and query, the word used and its language, how often.
    translations: list[dict[str, object]]
    #: What people said of searches: language and query, how often that it helped, and that it did not.
    verdicts: list[dict[str, object]]
    engine: str
    documents: int
    #: Changes that the external engine has not confirmed yet.
    waiting: int


def searches(language: str = "") -> Any:
    """Searches by language and query, the most frequent first: times, results of the last day, choices."""
    since = timezone.localdate() - timedelta(days=DAYS)
    rows = SearchCount.objects.filter(day__gte=since)
    if language:
        rows = rows.filter(language=language)
    return rows.values("language", "query").annotate(
        asked=Sum("times", filter=Q(rank=0), default=0),
        chosen=Sum("times", filter=Q(rank__gt=0), default=0),
        best=Max("results"),
    )


def opened_by_translation(language: str = "") -> list[dict[str, object]]:
    """Translations that found results which were opened, those that did most often first."""
    rows = OpenedTranslation.objects.filter(day__gte=timezone.localdate() - timedelta(days=DAYS))
    if language:
        rows = rows.filter(language=language)
    found = rows.values("language", "query", "used", "used_language").annotate(opened=Sum("times"))
    return [dict(row) for row in found.order_by("-opened", "query", "used")[:MOST_ROWS]]


def verdicts(language: str = "") -> list[dict[str, object]]:
    """Searches of which people said whether they found what they looked for, those that helped fewest first."""
    rows = SearchVerdict.objects.filter(day__gte=timezone.localdate() - timedelta(days=DAYS))
    if language:
        rows = rows.filter(language=language)
    found = rows.values("language", "query").annotate(
        yes=Sum("times", filter=Q(helped=True), default=0), no=Sum("times", filter=Q(helped=False), default=0)
    )
    return [dict(row) for row in found.order_by("-no", "yes", "query")[:MOST_ROWS]]


def make_report(language: str = "") -> Report:
    """Collect what the page of the report shows.

    Parameters:
        language: only searches in this language; all when empty.
    """
    found = searches(language)
    return Report(
        without_results=list(found.filter(best=0).order_by("-asked", "query")[:MOST_ROWS]),
        most_asked=list(found.filter(asked__gt=0).order_by("-asked", "query")[:50]),
        translations=opened_by_translation(language),
        verdicts=verdicts(language),
        engine=engine_health(),
        documents=SearchDocument.objects.filter(removed=False).count(),
        waiting=SearchDocument.objects.filter(sent__lt=F("version")).count() if external_engine() else 0,
    )


def add_synonym(concept: GlossaryConcept, language: str, word: str) -> GlossaryEntry:
    """Let ``word`` name ``concept`` in ``language``: as a synonym, or as the term where there is none yet."""
    entry = concept.entries.filter(language=language).first()
    if entry is None:
        return GlossaryEntry.objects.create(concept=concept, language=language, term=word[:120])
    if word.casefold() not in (known.casefold() for known in entry.words):
        entry.synonyms = [*entry.synonyms, word[:120]]
        entry.save(update_fields=["synonyms"])
    return entry

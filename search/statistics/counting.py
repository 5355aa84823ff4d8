"""Search analytics without people: counts per day, language and query. Nothing else is kept."""

import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import DatabaseError, connection
from django.utils import timezone

from portal.core.operations.retention import SEARCH_COUNTS
from search.enums import Step
from search.languages import text
from search.models import OpenedTranslation, SearchCount, SearchVerdict
from search.query.answering import Answer, translations_of
from search.query.plans import TranslatedWord

logger = logging.getLogger(__name__)
#: Longer queries are sentences about somebody more often than questions.
MOST_CHARACTERS, MOST_WORDS = 80, 10
#: Mail addresses, web addresses with a name, phone and personal numbers: dropped, not masked.
_PERSONAL = re.compile(r"@|https?:|www\.|\d[\d\s().+\-/]{4,}\d")


def normalise(typed: str) -> str:
    """The query as it is counted; empty when it looks like personal data or is too long to be a question."""
    if len(typed) > MOST_CHARACTERS or _PERSONAL.search(typed):
        return ""
    words = text.forms(typed)
    return " ".join(words) if 0 < len(words) <= MOST_WORDS else ""


def count_search(given: Answer) -> None:
    """Count one search. A search never fails because it could not be counted."""
    query = normalise(given.question.typed)
    if query:
        # What is only near in meaning has none of the words: editors hear that nothing was found.
        by_words = 0 if given.step is Step.MEANING else given.total
        _count(query, given.question.language, given.step.value, 0, by_words)


def count_choice(typed: str, language: str, rank: int, found_by: str = "") -> None:
    """Count that the result at ``rank`` (1 is the first) was opened, if the query was asked today.

    Parameters:
        typed: the query.
        language: the visitor's.
        rank: place of the result.
        found_by: what found it (``nb:ferje``), counted if that is a translation of a word of the query.
    """
    query = normalise(typed)
    asked = _asked_today(query, language)
    if asked:
        _count(query, language, asked.step, rank, asked.results)
        for one in translations_of(typed, language) if found_by else ():
            if found_by == f"{one.language}:{one.used}":
                _count_translation(query, language, one)


def count_verdict(typed: str, language: str, *, helped: bool) -> None:
    """Count that somebody found what they looked for, or did not, if the query was asked today.

    Parameters:
        typed: the query.
        language: the visitor's.
        helped: what they said.
    """
    query = normalise(typed)
    if _asked_today(query, language):
        table = SearchVerdict._meta.db_table
        sql = (
            f"INSERT INTO {table} (day, language, query, helped, times) "  # noqa: S608 (our own table)
            "VALUES (%s, %s, %s, %s, 1) ON CONFLICT (day, language, query, helped) "
            f"DO UPDATE SET times = {table}.times + 1"
        )
        _add(sql, [timezone.localdate().isoformat(), language, query[:120], helped])


def _asked_today(query: str, language: str) -> SearchCount | None:
    """The query as it was counted today; None for one that nobody asked, or that is not counted."""
    today = SearchCount.objects.filter(day=timezone.localdate(), language=language, query=query[:120], rank=0)
    return today.order_by("-times").first() if query else None


def _count(query: str, language: str, step: str, rank: int, results: int) -> None:
    table = SearchCount._meta.db_table
    sql = (
        f"INSERT INTO {table} (day, language, query, step, rank, results, times) "  # noqa: S608 (our own table)
        "VALUES (%s, %s, %s, %s, %s, %s, 1) ON CONFLICT (day, language, query, step, rank) "
        f"DO UPDATE SET times = {table}.times + 1, results = excluded.results"
    )
    _add(sql, [timezone.localdate().isoformat(), language, query[:120], step, rank, results])


def _count_translation(query: str, language: str, one: TranslatedWord) -> None:
    table = OpenedTranslation._meta.db_table
    sql = (
        f"INSERT INTO {table} (day, language, query, used, used_language, times) "  # noqa: S608 (our own table)
        "VALUES (%s, %s, %s, %s, %s, 1) ON CONFLICT (day, language, query, used, used_language) "
        f"DO UPDATE SET times = {table}.times + 1"
    )
    _add(sql, [timezone.localdate().isoformat(), language, query[:120], one.used[:120], one.language])


def _add(sql: str, values: Sequence[str | int]) -> None:
    try:
        with _waiting_for_nobody(), connection.cursor() as cursor:
            cursor.execute(sql, values)
    except DatabaseError as error:
        logger.warning("A search could not be counted: %s", type(error).__name__)


@contextmanager
def _waiting_for_nobody() -> Iterator[None]:
    """A locked SQLite says so at once: the visitor waits for the answer, not for its being counted."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    patience = connection.connection.execute("PRAGMA busy_timeout").fetchone()[0]
    connection.connection.execute("PRAGMA busy_timeout = 0")
    try:
        yield
    finally:
        connection.connection.execute(f"PRAGMA busy_timeout = {patience}")


def forget_old_counts() -> int:
    """Delete counts whose retention period is over; returns how many rows. Run by the worker."""
    before = timezone.localdate() - SEARCH_COUNTS.period
    rows = (kept.objects.filter(day__lt=before).delete()[0] for kept in (SearchCount, OpenedTranslation, SearchVerdict))
    return sum(rows)

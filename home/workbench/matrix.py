"""The translation matrix: every page with its state in each language, for those who may edit it."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Page as PageOfRows
from django.core.paginator import Paginator
from django.db.models import Count, F, Q, QuerySet
from wagtail.models import Page, get_page_models

from partners.teams.ownership import acts_for_all, own_pages
from portal.core.i18n.locales import language_name, locale_ids
from portal.core.models import SourcedMixin
from portal.core.types import AnyUser
from portal.editing.enums import OPEN_STATES, State
from portal.editing.models import TranslationState

PER_PAGE = 25


@dataclass(frozen=True)
class Row:
    """One page and its state in each language, in the order of the languages."""

    page: Page
    states: list[TranslationState | None]


@dataclass(frozen=True)
class Progress:
    """How far one language is: what visitors can read of what they shall."""

    code: str
    name: str
    done: int
    open: int
    wanted: int
    #: Originals in this language that visitors cannot read (yet): nothing to translate, nothing published.
    drafts: int

    @property
    def percent(self) -> int:
        """Share of the wanted pages that are published and up to date, rounded down."""
        return self.done * 100 // self.wanted if self.wanted else 100


def originals(user: AnyUser) -> QuerySet[TranslationState]:
    """One row per page: its original. All pages for the secretariat, those of the own organisation for a team."""
    rows = TranslationState.objects.filter(state=State.SOURCE, page__isnull=False)
    if acts_for_all(user):
        return rows
    return rows.filter(page__in=Page.objects.filter(own_pages(user)).order_by().values("pk"))


def public(rows: QuerySet[TranslationState]) -> QuerySet[TranslationState]:
    """Those of ``rows`` whose original visitors can read: only they wait for translations."""
    return rows.filter(page__live=True)


def by_facts(rows: QuerySet[TranslationState]) -> QuerySet[TranslationState]:
    """Public pages with sources, by the day on which their ``facts_checked`` were: never, then the oldest first."""
    models = [model for model in get_page_models() if issubclass(model, SourcedMixin)]
    kinds = ContentType.objects.get_for_models(*models).values()
    shown = rows.filter(page__live=True, page__content_type__in=kinds).select_related("page")
    day = F("page__published_text__facts_checked")
    return shown.annotate(facts_checked=day).order_by(day.asc(nulls_first=True), "pk")


def matrix(rows: QuerySet[TranslationState], number: str) -> PageOfRows:
    """Page ``number`` of the matrix: three queries."""
    shown: Any = Paginator(rows.order_by("page__title", "pk"), PER_PAGE).get_page(number)
    keys = list(shown.object_list.values_list("translation_key", flat=True))
    found = _states_of(TranslationState.objects.filter(translation_key__in=keys))
    shown.object_list = [_row(found[key]) for key in keys]
    return shown


def most_to_do(rows: QuerySet[TranslationState], count: int) -> list[Row]:
    """The ``count`` pages among ``rows`` with the most languages that wait, outdated ones first: one query."""
    waiting = TranslationState.objects.filter(
        translation_key__in=public(rows).order_by().values("translation_key"), state__in=OPEN_STATES
    )
    ranked = waiting.values("translation_key").annotate(
        outdated_in=Count("pk", filter=Q(state=State.OUTDATED)), open_in=Count("pk")
    )
    first = ranked.order_by("-outdated_in", "-open_in", "translation_key").values("translation_key")[:count]
    found = _states_of(TranslationState.objects.filter(translation_key__in=first))
    return [_row(found[key]) for key in sorted(found, key=lambda key: (*_urgency(found[key].values()), key))]


def _urgency(states: Iterable[TranslationState]) -> tuple[int, int]:
    """What ``most_to_do`` sorts by, the most urgent first."""
    waiting = [state.state for state in states if state.state in OPEN_STATES]
    return -waiting.count(State.OUTDATED), -len(waiting)


def _states_of(states: QuerySet[TranslationState]) -> dict[UUID, dict[int, TranslationState]]:
    """States with their pages, by translation key and locale: one query."""
    found: dict[UUID, dict[int, TranslationState]] = defaultdict(dict)
    for state in states.select_related("page"):
        found[state.translation_key][state.locale_id] = state
    return found


def _row(states: dict[int, TranslationState]) -> Row:
    original = next(state for state in states.values() if state.state == State.SOURCE)
    return Row(original.page, [states.get(locale_ids().get(code, 0)) for code, _name in settings.LANGUAGES])


def progress(rows: QuerySet[TranslationState]) -> list[Progress]:
    """How far each language is with the pages in ``rows``: one query."""
    counts, drafts = _counted(rows)
    ids = [(code, locale_ids().get(code, 0)) for code, _name in settings.LANGUAGES]
    return [_progress(code, counts[locale], drafts[locale]) for code, locale in ids]


def count_states(rows: QuerySet[TranslationState]) -> dict[int, dict[str, int]]:
    """How many of the public pages in ``rows`` have which state, by locale: one query.

    A version that visitors cannot read counts as one that waits, whatever its state.
    """
    return _counted(rows)[0]


def _counted(rows: QuerySet[TranslationState]) -> tuple[dict[int, dict[str, int]], Counter[int]]:
    """States of public pages, and originals that are not public, by locale."""
    counts: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    drafts: Counter[int] = Counter()
    unread = rows.filter(page__live=False).order_by().values("pk")
    keys = public(rows).order_by().values("translation_key")
    found = TranslationState.objects.filter(Q(translation_key__in=keys) | Q(pk__in=unread)).order_by()
    for row in found.values("locale_id", "state", "page__live").annotate(count=Count("pk")):
        if row["state"] == State.SOURCE and not row["page__live"]:
            drafts[row["locale_id"]] += row["count"]
            continue
        waits = row["page__live"] is False and row["state"] not in OPEN_STATES
        counts[row["locale_id"]][State.DRAFT if waits else row["state"]] += row["count"]
    return counts, drafts


def _progress(code: str, counts: dict[str, int], drafts: int) -> Progress:
    still_open = sum(counts.get(state, 0) for state in OPEN_STATES)
    wanted = sum(count for state, count in counts.items() if state != State.UNWANTED)
    return Progress(code, _name_of(code), wanted - still_open, still_open, wanted, drafts)


def _name_of(code: str) -> str:
    name = language_name(code)
    return name[:1].upper() + name[1:]

"""The case library: filters, exact facets and one page of results, behind the one function ``find_cases``."""

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Any

from django.core.paginator import Page, Paginator

from portal.core.hooks import finding
from portal.core.i18n.formats import quoted
from portal.core.models.frame import Frame
from projects.case_summary import CaseSummary
from projects.enums import Settlement, Sort, View
from projects.library.facets import FACET_TYPES, Facet, period_of
from projects.library.filters import CaseFilters
from projects.library.sorting import cases_in_order
from projects.queries import pages_of_summaries, summaries_of_cases

PER_PAGE = 12
_VALUES: dict[str, Callable[[CaseSummary], Collection[str]]] = {
    "country": lambda case: [case.country],
    "element": lambda case: case.elements,
    "partner": lambda case: case.partners,
    "size": lambda case: [case.size_band] if case.size_band else [],
    "settlement": lambda case: [Settlement.RURAL if case.rural else Settlement.URBAN],
    "tells": lambda case: case.tells,
    "used": lambda case: case.used_in,
    "period": lambda case: [period_of(case.start_year)] if case.start_year else [],
    "read": lambda case: case.read_in,
    "language": lambda case: [case.original_language],
}


@dataclass(frozen=True)
class Chip:
    """A chosen filter with the address that takes it away."""

    label: str
    remove: str


@dataclass(frozen=True)
class Way:
    """An order or a view of the same cases, with its address."""

    label: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class Library:
    """What the page of the case library shows."""

    filters: CaseFilters
    cases: "Page[Any]"
    matches: list[CaseSummary]
    facets: list[Facet]
    chips: list[Chip]

    @property
    def total(self) -> int:
        """Number of cases found."""
        return len(self.matches)

    @property
    def views(self) -> list[Way]:
        """The views of these cases."""
        return [
            Way(str(view.label), replace(self.filters, view=view.value).query_string(), view == self.filters.view)
            for view in View
        ]

    @property
    def sorts(self) -> list[Way]:
        """The orders that there are; the best match only for words."""
        return [
            Way(str(sort.label), replace(self.filters, sort=sort.value).query_string(), sort == self.filters.order)
            for sort in Sort
            if sort != Sort.RELEVANCE or self.filters.words
        ]


def find_cases(filters: CaseFilters, language: str, frame: Frame, page: str = "1") -> Library:
    """Cases under ``filters`` for a reader of ``language``.

    Parameters:
        filters: what the visitor chose.
        language: decides which version of a case is shown, not which cases are found.
        frame: gives the names of elements and partners.
        page: number as written in the address; the nearest existing page is shown.

    Returns:
        One page of cases (``PER_PAGE``), summaries of all matches for map and plot, and facets whose counts hold
        under all *other* filters.
    """
    summaries = cases_in_order(language, Sort.START if filters.order == Sort.RELEVANCE else filters.order)
    if filters.words:
        # The search says which cases answer the words, and in which order; filters and counts stay the same.
        places = {key: place for place, key in enumerate(finding.find(filters.words, language, "case_study"))}
        summaries = [case for case in summaries if case.translation_key in places]
        if filters.order == Sort.RELEVANCE:
            summaries.sort(key=lambda case: places[case.translation_key])
    matches = [case for case in summaries if _fits(case, filters)]
    shown = Paginator(matches, PER_PAGE).get_page(page)
    shown.object_list = pages_of_summaries(tuple(shown.object_list), frame)
    facets = [_facet(name, summaries, filters, frame) for name in FACET_TYPES]
    chips = [
        # Two facets name countries, and two languages: a chip says which it is of.
        Chip(
            f"{facet.label}: {option.label}" if facet.name in {"used", "read", "language"} else option.label,
            filters.query_string(without=(facet.name, option.value)),
        )
        for facet in facets
        for option in facet.options
        if option.chosen
    ]
    if filters.words:
        chips.insert(0, Chip(quoted(filters.words, language), filters.query_string(without=("q", filters.words))))
    return Library(filters, shown, matches, [facet for facet in facets if facet.options], chips)


def cases_under(filters: CaseFilters, language: str) -> list[CaseSummary]:
    """Cases that have what the filters ask for, whatever their words."""
    return [case for case in summaries_of_cases(language) if _fits(case, filters)]


def _fits(case: CaseSummary, filters: CaseFilters, ignore: str = "") -> bool:
    return all(set(_VALUES[name](case)) & set(filters[name]) for name in filters.chosen if name != ignore)


def _facet(name: str, summaries: list[CaseSummary], filters: CaseFilters, frame: Frame) -> Facet:
    counts: Counter[str] = Counter()
    for case in summaries:
        counts.update(dict.fromkeys(_VALUES[name](case), 1 if _fits(case, filters, ignore=name) else 0))
    return FACET_TYPES[name].facet(name, counts, filters[name], frame)

"""The plot of case studies: how many demonstrate each element in each country."""

from collections import Counter
from dataclasses import dataclass

from portal.core.enums import country_label
from portal.core.i18n.alphabets import alphabetical
from portal.core.models.frame import FrameEntry
from projects.case_summary import CaseSummary
from projects.library.filters import CaseFilters

#: Width of the smallest and of the largest stone in pixels.
SMALLEST, LARGEST = 14, 36


@dataclass(frozen=True)
class Cell:
    """Number of cases, and the width of their stone in pixels; its area grows with the number."""

    count: int
    size: int
    #: Query string of the library that lists them.
    query: str = ""


@dataclass(frozen=True)
class Matrix:
    """Countries as columns, elements as rows."""

    countries: list[str]
    rows: list[tuple[FrameEntry, list[Cell], Cell]]


def stone_matrix(cases: list[CaseSummary], elements: list[FrameEntry], filters: CaseFilters) -> Matrix:
    """Cases by element and country; each number leads to the list of those cases, under the other filters.

    Parameters:
        cases: of ``projects.queries.summaries_of_cases``.
        elements: entries of the frame, in the order of the rows.
        filters: under which these are all cases.
    """
    counts = Counter((slug, case.country) for case in cases for slug in case.elements)
    totals = Counter(slug for case in cases for slug in case.elements)
    codes = _by_name({case.country for case in cases})
    most = max(counts.values(), default=1)
    rows = [
        (
            element,
            [
                _cell(counts[slug, code], most, filters.with_only(element=slug, country=code).query_string())
                for code in codes
            ],
            Cell(totals[slug], 0, filters.with_only(element=slug).query_string()),
        )
        for element in elements
        for slug in [element["slug"]]
    ]
    return Matrix([country_label(code) for code in codes], rows)


@dataclass(frozen=True)
class Uses:
    """Countries that use cases as columns, countries whose cases are used as rows."""

    users: list[str]
    rows: list[tuple[str, list[Cell], int]]


def use_matrix(cases: list[CaseSummary]) -> Uses:
    """Municipalities that use these cases, by their country and that of the case; empty where nobody does."""
    counts = Counter((case.country, user) for case in cases for user in case.used_in)
    of_cases, users = (_by_name({pair[side] for pair in counts}) for side in (0, 1))
    most = max(counts.values(), default=1)
    rows = [
        (
            country_label(code),
            [_cell(counts[code, user], most) for user in users],
            sum(counts[code, user] for user in users),
        )
        for code in of_cases
    ]
    return Uses([country_label(code) for code in users], rows)


def _by_name(codes: set[str]) -> list[str]:
    return sorted(codes, key=lambda code: alphabetical(country_label(code)))


def _cell(count: int, most: int, query: str = "") -> Cell:
    if not count:
        return Cell(0, 0)
    return Cell(count, round(SMALLEST + (LARGEST - SMALLEST) * ((count - 1) / max(most - 1, 1)) ** 0.5), query)

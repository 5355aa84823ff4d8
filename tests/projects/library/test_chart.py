"""The stone matrix of elements and countries."""

from projects.library.chart import LARGEST, SMALLEST, stone_matrix
from projects.library.filters import CaseFilters
from tests.projects.summaries import case_summary

ELEMENTS = [{"slug": "data", "title": "Data"}, {"slug": "planet", "title": "Planet"}, {"slug": "none", "title": "None"}]
CASES = [
    case_summary(1, country="SE", elements=("data", "planet")),
    case_summary(2, country="SE", elements=("data",)),
    case_summary(3, country="DK", elements=("data",)),
]


def test_matrix_counts_every_element_of_every_case():
    matrix = stone_matrix(CASES, ELEMENTS, CaseFilters())

    assert matrix.countries == ["Denmark", "Sweden"]
    assert [
        (element["slug"], [cell.count for cell in cells], total.count) for element, cells, total in matrix.rows
    ] == [
        ("data", [1, 2], 3),
        ("planet", [0, 1], 1),
        ("none", [0, 0], 0),
    ]


def test_stones_grow_with_their_number():
    row = stone_matrix(CASES, ELEMENTS, CaseFilters()).rows[0][1]

    assert [(cell.count, cell.size) for cell in row] == [(1, SMALLEST), (2, LARGEST)]


def test_matrix_of_nothing_is_empty():
    assert stone_matrix([], ELEMENTS, CaseFilters()).countries == []


def test_a_number_leads_to_its_cases_under_the_other_filters():
    filters = CaseFilters({"country": ("DK", "SE"), "size": ("small",)}, words="data på øya")
    [_denmark, sweden] = stone_matrix(CASES, ELEMENTS, filters).rows[0][1]

    assert sweden.query == "?q=data+p%C3%A5+%C3%B8ya&country=SE&element=data&size=small"

"""The stone matrix of elements and countries."""

from projects.library.chart import LARGEST, SMALLEST, Cell, stone_matrix
from tests.projects.summaries import case_summary

ELEMENTS = [{"slug": "data", "title": "Data"}, {"slug": "planet", "title": "Planet"}, {"slug": "none", "title": "None"}]
CASES = [
    case_summary(1, country="SE", elements=("data", "planet")),
    case_summary(2, country="SE", elements=("data",)),
    case_summary(3, country="DK", elements=("data",)),
]


def test_matrix_counts_every_element_of_every_case():
    matrix = stone_matrix(CASES, ELEMENTS)

    assert matrix.countries == ["Denmark", "Sweden"]
    assert [(element["slug"], [cell.count for cell in cells], total) for element, cells, total in matrix.rows] == [
        ("data", [1, 2], 3),
        ("planet", [0, 1], 1),
        ("none", [0, 0], 0),
    ]


def test_stones_grow_with_their_number():
    row = stone_matrix(CASES, ELEMENTS).rows[0][1]

    assert row == [Cell(1, SMALLEST), Cell(2, LARGEST)]


def test_matrix_of_nothing_is_empty():
    assert stone_matrix([], ELEMENTS).countries == []

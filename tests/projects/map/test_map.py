"""The map: projection, clusters, reading order."""

import itertools
import math
import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders

from projects.case_summary import CaseSummary
from projects.map.drawing import BORDER_DISTANCE, markers, unplaced
from projects.map.projection import HEIGHT, INSET, WIDTH, on_map
from tests.projects.summaries import case_summary

PLACES = {
    "North Cape": (71.17, 25.78, "NO"),
    "Skagen": (57.72, 10.58, "DK"),
    "Gedser": (54.57, 11.93, "DK"),
    "Ilomantsi": (62.91, 31.58, "FI"),
    "Bjargtangar": (65.5, -24.53, "IS"),
    "Torshavn": (62.01, -6.77, "FO"),
    "Mariehamn": (60.1, 19.94, "AX"),
    "Nuuk": (64.18, -51.72, "GL"),
    "Ittoqqortoormiit": (70.49, -21.97, "GL"),
}


def case(pk: int, latitude: float | None, longitude: float | None, country: str = "DK", **more: Any) -> CaseSummary:
    return case_summary(pk, latitude=latitude, longitude=longitude, country=country, **more)


@pytest.mark.parametrize("place", PLACES)
def test_every_corner_of_the_nordic_countries_lies_on_the_map(place):
    x, y = on_map(*PLACES[place])

    assert 0 < x < WIDTH
    assert 0 < y < HEIGHT


def test_greenland_lies_in_its_inset_and_nothing_else_does():
    left, top, width, height = INSET
    inside = {
        name for name, place in PLACES.items()
        if left < on_map(*place)[0] < left + width and top < on_map(*place)[1] < top + height
    }  # fmt: skip

    assert inside == {"Nuuk", "Ittoqqortoormiit"}


def test_near_cases_of_a_country_become_one_marker_and_keep_all_cases():
    found = markers([case(1, 55.7, 12.6), case(2, 55.9, 12.5), case(3, 57.7, 10.6)])

    assert [[one.pk for one in marker.cases] for marker in found] == [[3], [2, 1]]
    assert found[1].places == "Town 2, Town 1"


def test_no_cluster_joins_two_countries_and_neighbours_do_not_hide_each_other():
    apart = markers([case(1, 56.4, 12.0), case(2, 55.6, 13.0, "SE")])
    hidden = markers([case(1, 55.68, 12.6), case(2, 55.6, 13.0, "SE"), case(3, 55.62, 13.0, "SE")])
    at_one_point = markers([case(1, 55.6, 13.0), case(2, 55.6, 13.0, "SE")])

    assert [len(marker.cases) for marker in apart] == [1, 1]
    assert [len(marker.cases) for marker in hidden] == [1, 2]
    for one, other in (hidden, at_one_point):
        assert round(math.hypot(one.x - other.x, one.y - other.y)) == BORDER_DISTANCE


def test_a_name_counts_the_cases_of_each_place_and_leaves_out_what_has_no_room():
    town = [case(pk, 60.2, 24.9, "FI", municipality="Kirkonkylä") for pk in (1, 2)]
    near = [case(pk, 60.2, 25.0, "FI", municipality=name) for pk, name in ((3, "Ääniskoski"), (4, "Uusikirkko"))]

    (marker,) = markers([near[0], *town, near[1]])

    assert marker.label == "Kirkonkylä 2 · Ääniskoski +1"
    assert markers([case(1, 62.0, -6.8, "FO", municipality="")])[0].label == "Faroe Islands"


def test_names_that_always_stand_cover_neither_markers_nor_each_other():
    places = [(1, 55.7, 12.6, "DK"), (2, 55.6, 13.0, "SE"), (3, 59.3, 18.0, "SE"), (4, 60.2, 24.9, "FI")]
    found = markers([case(pk, *place[:2], place[2], municipality="Nordmarksbyen") for pk, *place in places])

    boxes = [marker.box() for marker in found if marker.has_room]
    assert len(boxes) >= 2
    for marker in found:
        for left, top, right, bottom in boxes:
            assert not (left < marker.x < right and top < marker.y < bottom)
    for one, other in itertools.combinations(boxes, 2):
        assert one[2] < other[0] or other[2] < one[0] or one[3] < other[1] or other[3] < one[1]


def test_markers_are_numbered_by_country_then_from_north_to_south():
    found = markers([case(1, 59.3, 18.0, "SE"), case(2, 54.9, 9.8), case(3, 57.7, 10.6), case(4, 65.6, 22.1, "SE")])

    assert [(marker.number, marker.cases[0].pk) for marker in found] == [(1, 3), (2, 2), (3, 4), (4, 1)]


def test_case_without_coordinates_is_listed_but_not_on_the_map():
    cases = [case(1, None, None), case(2, 55.7, 12.6)]

    assert [marker.cases[0].pk for marker in markers(cases)] == [2]
    assert unplaced(cases) == [cases[0]]


def test_ring_marks_what_stands_for_a_region_or_country():
    wide = markers([case(1, 62.0, -6.8, "FO", location_precision="country")])
    exact = markers([case(1, 62.0, -6.8, "FO")])

    assert (wide[0].is_wide, exact[0].is_wide) == (True, False)


def test_outline_holds_eight_countries_inside_the_frame():
    svg = Path(finders.find("projects/nordic.svg")).read_text()
    starts = [tuple(map(int, start)) for start in re.findall(r"M(-?\d+) (-?\d+)", svg)]

    assert svg.count("<path") == 8
    assert all(-5 <= x <= WIDTH + 5 and -5 <= y <= HEIGHT + 5 for x, y in starts)
    assert len(svg) < 12_000

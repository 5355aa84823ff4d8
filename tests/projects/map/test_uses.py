"""Who uses cases, on the map and in the library: a layer, a filter, and a table."""

import re

import pytest
from django.test import Client

from projects.adoptions import actions
from projects.library.chart import LARGEST, SMALLEST, Cell, use_matrix
from projects.models import CaseStudyPage
from tests.kept_rows import kept
from tests.projects.adoptions.helpers import NOW, confirmed, queries_of, shown
from tests.projects.summaries import case_summary
from tests.sites import add_case, make_site

MAP, NUMBERS = "/en/projects/?view=map", "/en/projects/?view=numbers"


@pytest.fixture
@kept
def cases(db: None) -> list[CaseStudyPage]:
    make_site("en", "fi")
    return [add_case(title=f"Case {name}", slug=name, country=code) for name, code in (("one", "DK"), ("two", "FI"))]


def uses_on(page: str) -> list[str]:
    """Where the markers of the layer lead, in their order."""
    return re.findall(r'<a class="map__use" href="([^"]+)"', page)


def test_municipalities_are_on_the_map_and_in_the_list_below(client: Client, cases):
    adoption = shown(cases[0])
    confirmed(cases[0], municipality="Unread")
    shown(cases[1], municipality="Nowhere", latitude=None, longitude=None)
    page = client.get(MAP).content.decode()
    address = f"/en/projects/one/#u-{adoption.key}"
    assert uses_on(page) == [address]
    assert 'aria-label="Åfjord, Norway uses: Case one"' in page
    assert page.count(f'href="{address}"') == 2, "marker and list"
    assert "Unread" not in page
    assert "Where they are used" in page
    actions.withdraw(adoption.pk, NOW)
    assert "Where they are used" not in client.get(MAP).content.decode()


def test_near_ones_become_one_marker_that_leads_to_the_list(client: Client, cases):
    for case in cases:
        shown(case)
    page = client.get(MAP).content.decode()
    assert uses_on(page) == ["#use-1"]
    assert 'id="use-1"' in page
    assert 'aria-label="2 Åfjord 2: Used 2 times: Åfjord"' in page, "who speaks to the browser says what is seen"
    assert page.count("<bdi>Åfjord</bdi>: ") == 2


def test_cases_are_filtered_by_where_they_are_used(client: Client, cases):
    assert "Used in" not in client.get("/en/projects/").content.decode()
    shown(cases[0])
    shown(cases[1], municipality="Ölfus", country="IS")
    page = client.get("/en/projects/").content.decode()
    assert 'name="used" value="NO"' in page
    for query, found in (("used=NO", ["one"]), ("used=NO&used=IS", ["one", "two"]), ("used=FI", []), ("used=XX", None)):
        text = client.get(f"/en/projects/?{query}").content.decode()
        if found is None:
            assert "filter that does not exist" in text
        else:
            assert [name for name in ("one", "two") if f'href="/en/projects/{name}/"' in text] == found
    page = client.get(f"{MAP}&used=IS").content.decode()
    assert len(uses_on(page)) == 1
    assert "Used in: Iceland" in page


def test_the_map_asks_as_often_with_more_of_them(client: Client, cases):
    client.get(MAP)
    without, _page = queries_of(client, MAP)
    shown(cases[0])
    one, _page = queries_of(client, MAP)
    for number in range(5):
        shown(cases[number % 2], municipality="Jyväskylä", country="FI", latitude=62.2, longitude=25.7)
    more, _page = queries_of(client, MAP)
    assert (one, more) == (without + 1, without + 1)
    assert "Who uses whose" in client.get(NUMBERS).content.decode()


def test_the_table_counts_municipalities_by_both_countries():
    found = use_matrix(
        [
            case_summary(1, country="SE", used_in=("FI", "FI", "DK")),
            case_summary(2, country="SE", used_in=("FI",)),
            case_summary(3, country="IS", used_in=("DK",)),
            case_summary(4, country="NO"),
        ]
    )
    assert found.users == ["Denmark", "Finland"]
    assert [(name, [cell.count for cell in cells], total) for name, cells, total in found.rows] == [
        ("Iceland", [1, 0], 1),
        ("Sweden", [1, 3], 4),
    ]
    assert found.rows[1][1] == [Cell(1, SMALLEST), Cell(3, LARGEST)]
    assert use_matrix([case_summary(4)]).rows == []

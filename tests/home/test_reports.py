"""Reports of the workbench and their files."""

from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from portal.editing import states
from projects.models import CaseStudyPage
from tests.partners.world import World, make_world
from tests.sites import add_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    world = make_world()
    states.refresh_all()
    return world


def csv(client: Client, name: str) -> list[str]:
    answer = client.get(reverse(f"home_{name}"), {"export": "csv"})
    return b"".join(answer).decode().splitlines()


def test_coverage_counts_each_public_case_once(client: Client, world: World):
    add_case("da", of=world.a.event, country="DK", elements=[world.element])
    add_case(country="FI", elements=[world.element])
    client.force_login(world.secretary)
    heading, line = csv(client, "coverage")
    cells = dict(zip(heading.split(","), line.split(","), strict=True))
    assert (cells["Element"], cells["Denmark"], cells["Finland"], cells["Sweden"], cells["All countries"]) == (
        "Element one",
        "3",
        "1",
        "0",
        "4",
    )
    assert "Element one" in client.get(reverse("home_coverage")).content.decode()


def test_progress_and_age_are_those_of_the_own_pages(client: Client, world: World):
    client.force_login(world.a.member)
    lines = csv(client, "progress")
    danish = dict(
        zip(lines[0].split(","), next(line for line in lines if line.startswith("Danish")).split(","), strict=True)
    )
    assert (danish["Missing"], danish["Partly translated"]) == ("3", "1")
    ages = "\n".join(csv(client, "stale"))
    assert "Event a" in ages
    assert "Event b" not in ages


def test_spreadsheets_hold_no_formulas(client: Client, world: World):
    CaseStudyPage.objects.filter(pk=world.a.case.pk).update(title="=1+1")
    client.force_login(world.a.member)
    answer = client.get(reverse("home_stale"), {"export": "xlsx"})
    sheet = load_workbook(BytesIO(b"".join(answer))).active
    assert "'=1+1" in {row[0].value for row in sheet.iter_rows()}

"""Reports of the workbench and their files."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from openpyxl import load_workbook
from wagtail.users.models import UserProfile
from wagtail_localize.models import StringTranslation

from home.workbench.digest import tell_translators
from portal.editing import states
from projects.models import CaseStudyPage
from tests.editing.test_states import publish
from tests.partners.world import World, make_user, make_world, translate_page
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


def test_translators_hear_once_a_day_what_became_outdated(world: World, run_tasks):
    StringTranslation.objects.all().delete()
    texts = {"title": "Sag", "summary": "Kort.", "challenge": "U.", "approach": "V.", "result": "R."}
    translate_page(world.a.case, "da", texts, publish=True)
    publish(world.a.case, summary="Changed.", organisation=world.a.organisation)
    states.refresh([world.a.case.translation_key])
    dane = make_user("dane", world.a.team.group)
    for user in (dane, make_user("other-dane", world.b.team.group)):
        UserProfile.objects.create(user=user, preferred_language="da")
    DBTaskResult.objects.all().delete()
    mail.outbox.clear()
    assert tell_translators() == 1
    run_tasks()
    assert [message.to for message in mail.outbox] == [[dane.email]]
    assert "Sag" in mail.outbox[0].body
    StringTranslation.objects.update(created_at=timezone.now() - timedelta(days=2))
    assert tell_translators() == 0

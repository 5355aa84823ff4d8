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
from wagtail.log_actions import log
from wagtail.users.models import UserProfile
from wagtail_localize.models import StringTranslation

from home.workbench.digest import tell_translators
from portal.editing.models import ExternalLink
from portal.editing.translations import states
from projects.models import CaseStudyPage
from tests.partners.world import World, make_user, translate_page
from tests.portal.editing.translations.test_states import publish
from tests.sites import add_case, add_element

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(world: World) -> World:
    states.refresh_all()
    return world


def csv(client: Client, name: str, **query: str) -> list[str]:
    """The lines of a report's file; no cell of it holds its separator."""
    answer = client.get(reverse(f"home_{name}"), {"export": "csv", **query})
    return [line.strip('"') for line in b"".join(answer).decode("utf-8-sig").splitlines()]


def test_coverage_counts_each_public_case_once(client: Client, world: World):
    add_case("da", of=world.a.event, country="DK", elements=[world.element])
    add_case(country="FI", elements=[world.element])
    client.force_login(world.secretary)
    heading, line = csv(client, "coverage")
    cells = dict(zip(heading.split('";"'), line.split('";"'), strict=True))
    assert (cells["Element"], cells["Denmark"], cells["Finland"], cells["Sweden"], cells["All countries"]) == (
        "Element one",
        "3",
        "1",
        "0",
        "4",
    )
    assert "Element one" in client.get(reverse("home_coverage")).content.decode()


def test_elements_are_named_in_the_language_of_the_editor(client: Client, world: World):
    add_element("da", of=world.element, title="Element et")
    UserProfile.objects.create(user=world.secretary, preferred_language="da")
    client.force_login(world.secretary)
    assert "Element et" in client.get(reverse("home_coverage")).content.decode()


def test_nothing_is_said_of_links_that_nobody_looked_at(client: Client, world: World, settings):
    client.force_login(world.a.member)

    def said() -> str:
        return client.get(reverse("home_links")).content.decode()

    assert "Links are not checked here" in said()
    settings.CHECK_LINKS = True
    assert "No link has been checked yet." in said()
    for owner in (world.a, world.b):
        link = ExternalLink.objects.create(
            url=f"https://example.org/{owner.name}", due_at=timezone.now(), checked_at=timezone.now()
        )
        link.pages.add(owner.case.pk)
    assert "No broken link was found." in said()
    assert "1 link has been checked, last on" in said()
    settings.CHECK_LINKS = False
    assert "Links are not checked any more" in said()


def test_menus_name_no_report_that_is_doubled_or_refused(client: Client, world: World):
    client.force_login(world.a.member)
    menu = client.get(reverse("wagtailadmin_home")).content.decode()
    for name in ("wagtailadmin_reports:aging_pages", "wagtailadmin_reports:page_types_usage"):
        assert f'"{reverse(name)}"' not in menu
    assert reverse("home_stale") in menu
    assert reverse("wagtail_localize:translations_report") not in menu
    assert "What's new in Wagtail" not in menu


def test_progress_and_age_are_those_of_the_own_pages(client: Client, world: World):
    client.force_login(world.a.member)
    lines = csv(client, "progress")
    danish = dict(
        zip(lines[0].split('";"'), next(line for line in lines if line.startswith("Danish")).split('";"'), strict=True)
    )
    assert (danish["Missing"], danish["Partly translated"], danish["Percent up to date"]) == ("2", "1", "0")
    ages = "\n".join(csv(client, "stale"))
    assert "Event a" in ages
    assert "Event b" not in ages


def test_spreadsheets_hold_no_formulas(client: Client, world: World):
    CaseStudyPage.objects.filter(pk=world.a.case.pk).update(title="=1+1")
    client.force_login(world.a.member)
    answer = client.get(reverse("home_stale"), {"export": "xlsx"})
    sheet = load_workbook(BytesIO(b"".join(answer))).active
    assert "=1+1" in {row[0].value for row in sheet.iter_rows()}


@pytest.mark.parametrize(
    ("by", "line", "expected"),
    [
        ("country", "Denmark", {"Case studies": "2", "Events": "0", "English": "2", "Danish": "0"}),
        ("country", "Finland", {"Case studies": "1", "English": "1", "Danish": "1"}),
        ("element", "Element one", {"Case studies": "3", "Events": "0", "All pages": "3", "English": "3"}),
        ("organisation", "Partner a", {"Case studies": "1", "Events": "1", "Partners": "1", "English": "3"}),
        ("organisation", "The secretariat", {"Case studies": "1", "Events": "0", "English": "1", "Danish": "1"}),
        ("language", "Danish", {"Case studies": "1", "Partners": "0", "Others": "7", "All pages": "8"}),
        ("nonsense", "Norway", {"Partners": "2"}),
    ],
)
def test_content_is_counted_by_country_element_organisation_and_language(client, world, by, line, expected):
    finnish = add_case(country="FI", elements=[world.element])
    add_case("da", of=finnish, country="FI", elements=[world.element])
    client.force_login(world.secretary)
    lines = csv(client, "content", by=by)
    rows = [dict(zip(lines[0].split('";"'), row.split('";"'), strict=True)) for row in lines[1:]]
    [found] = [row for row in rows if line in row.values()]
    assert {key: found[key] for key in expected} == expected
    assert line in client.get(reverse("home_content"), {"by": by}).content.decode()


def test_audit_by_organisation_and_by_page(client: Client, world: World):
    for owner in (world.a, world.b):
        for page in (owner.case, owner.event):
            log(page, "wagtail.edit", user=owner.member)
        log(owner.member, "portal.invite", user=world.secretary, data={"name": owner.organisation.name})
    client.force_login(world.secretary)
    everything = "\n".join(csv(client, "audit"))
    assert "Event a" in everything
    assert "Event b" in everything
    of_a = csv(client, "audit", organisation=str(world.a.organisation.pk))
    assert any("Event a" in line and '";"member-a";"' in line for line in of_a)
    assert [line for line in of_a if "Invite editor" in line and '";"secretary";"' in line]
    assert not [line for line in of_a if "Event b" in line or "member-b" in line]
    assert "@" not in "\n".join(of_a)
    of_page = csv(client, "audit", page=str(world.a.event.pk))
    assert len(of_page) > 1
    assert all("Event a" in line for line in of_page[1:])


def test_audit_of_a_member_is_that_of_the_own_organisation(client: Client, world: World):
    log(world.b.event, "wagtail.edit", user=world.b.member)
    log(world.a.event, "wagtail.edit", user=world.a.member)
    client.force_login(world.a.member)
    assert "Event b" not in "\n".join(csv(client, "audit"))
    for query in ({"organisation": str(world.b.organisation.pk)}, {"page": str(world.b.event.pk)}):
        assert "Event b" not in "\n".join(csv(client, "audit", **query))
    assert "Event a" in "\n".join(csv(client, "audit", organisation=str(world.a.organisation.pk)))
    shown = client.get(reverse("wagtailadmin_reports:site_history"), follow=True).content.decode()
    assert "Partner a" in shown
    assert "Partner b" not in shown


def test_formulas_in_the_audit_are_harmless(client: Client, world: World):
    CaseStudyPage.objects.filter(pk=world.a.case.pk).update(title="=1+1", draft_title="=1+1")
    log(CaseStudyPage.objects.get(pk=world.a.case.pk), "wagtail.edit", user=world.a.member, title="=1+1")
    client.force_login(world.a.member)
    lines = csv(client, "audit")
    assert any("\"'=1+1" in line for line in lines), lines


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

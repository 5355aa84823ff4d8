"""The content checker of the editor and of the userbar."""

import json
import re

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.admin.userbar import AccessibilityItem
from wagtail.users.models import UserProfile

from portal.editing.publication.gates import problems
from portal.editing.quality.checker import ALT_PATTERN, OWN_RULES, PortalChecker, use_own_rules
from projects.models import CaseStudyPage
from tests.partners.world import make_world
from tests.sites import add_standard, make_site


@pytest.mark.parametrize(
    ("alt", "bad"),
    [
        ("A bus stop with a sign", False),
        ("Bildresultat av trafikmätningen", False),
        ("DSC_0042", True),
        ("bus.jpg", True),
        ("Picture of a bus", True),
        ("An image of a bus", True),
        ("Billede af en bus", True),
        ("Bild på en buss", True),
        ("Kuva bussista", True),
        ("Mynd af strætó", True),
        ("x" * 201, True),
    ],
)
def test_texts_of_pictures(alt: str, bad: bool):
    assert bool(re.search(ALT_PATTERN, alt, re.IGNORECASE)) == bad


def test_every_rule_has_a_message():
    checker = PortalChecker()
    assert [rule for rule in checker.axe_run_only if rule not in checker.axe_messages] == []
    assert OWN_RULES.keys() <= {rule["id"] for rule in checker.axe_custom_rules}


def test_it_stands_in_for_wagtails():
    items = [AccessibilityItem(in_editor=True), "other"]
    use_own_rules(None, items, None)
    assert (type(items[0]), items[0].in_editor, items[1]) == (PortalChecker, True, "other")


@pytest.mark.django_db
def test_editor_has_own_rules_and_scales(client: Client):
    world = make_world()
    client.force_login(world.a.member)
    UserProfile.objects.create(user=world.a.member, preferred_language="en")
    text = client.get(reverse("wagtailadmin_pages:edit", args=[world.a.case.pk])).content.decode()
    rules = json.loads(re.search(r'id="checker-axe-configuration"[^>]*>(.*?)</script>', text)[1])
    assert OWN_RULES.keys() <= set(rules["options"]["runOnly"])
    scales = json.loads(re.search(r'id="portal-readability"[^>]*>(.*?)</script>', text)[1])
    assert (scales["scales"]["fi"], scales["labels"]["good"]) == ([61, 71], "Easy to read")
    assert ("editing/readability" in text, "data-content-readability-score" in text) == (True, False)


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["here", "Läs mer…", "<b>Lue&nbsp;lisää</b>", "klikk her"])
def test_links_that_do_not_say_where_they_lead(text: str):
    make_site("en")
    link = f'<p>See <a href="https://example.org/">{text}</a>.</p>'
    page = add_standard(body=[("paragraph", link)])
    assert [problem.field for problem in problems(page)] == ["body"]
    case = CaseStudyPage(title="T", summary="S", challenge=link, approach="", result="")
    assert "challenge" in {problem.field for problem in problems(case)}


@pytest.mark.django_db
def test_blocks_of_links_say_where_they_lead():
    make_site("en")
    links = {"title": "Links", "links": [{"text": "Read more", "url": "https://example.org/", "page": None}]}
    page = add_standard(body=[("links", links), ("paragraph", '<p><a href="https://example.org/">A report</a></p>')])
    assert [problem.field for problem in problems(page)] == ["body"]


@pytest.mark.django_db
def test_checks_run_in_the_preview_and_cost_visitors_nothing(client: Client):
    world = make_world()
    client.force_login(world.a.member)
    preview = reverse("wagtailadmin_pages:view_draft", args=[world.a.case.pk])
    assert "wagtail-userbar" in client.get(preview).content.decode()
    assert "wagtail-userbar" not in client.get(world.a.case.url_path).content.decode()

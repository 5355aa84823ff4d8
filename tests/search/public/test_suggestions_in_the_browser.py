"""Suggestions while typing, in a real browser: keyboard, screen reader roles, and the page without script."""

import re

import pytest
from playwright.sync_api import Page, expect

from projects.models import CaseStudyPage
from tests.search.conftest import make_portal

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture
def portal(db: None) -> dict[str, CaseStudyPage]:
    """A portal for each test: a live server leaves no transaction to keep one in."""
    return make_portal()


def test_keyboard_opens_chooses_and_closes(portal, live_server, page: Page, assert_accessible) -> None:
    page.goto(f"{live_server.url}/en/search/")
    field = page.get_by_role("combobox", name="Search in all languages").last
    expect(field).to_have_attribute("aria-expanded", "false")
    field.press_sequentially("provb")
    field.fill("")
    field.press_sequentially("prov")
    options = page.get_by_role("option")
    expect(options).to_have_text(["Prøveby", "Bycykler i Prøveby"])
    assert_accessible(page)
    field.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", re.compile(r"option-0$"))
    field.press("Escape")
    expect(options).to_have_count(0)
    field.press("ArrowDown")
    expect(options).to_have_count(2)
    field.press("ArrowUp")
    field.press("Enter")
    page.wait_for_url("**/da/projects/bycykler/")


def test_enter_without_choice_searches(portal, live_server, page: Page) -> None:
    page.goto(f"{live_server.url}/en/search/")
    page.locator("#q").fill("ploughs")
    page.locator("#q").press("Enter")
    page.wait_for_url("**/en/search/?q=ploughs")
    expect(page.get_by_role("link", name="Snow in time")).to_be_visible()


def test_search_page_is_accessible(portal, live_server, page: Page, assert_accessible) -> None:
    for address in ("/en/search/?q=snow", "/fi/search/?q=plougsh&country=NO", "/da/search/?q=zeppelin"):
        page.goto(f"{live_server.url}{address}")
        assert_accessible(page)

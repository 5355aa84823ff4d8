"""From an invitation to a reviewed translation, as new editors do it, and the accessibility of their pages."""

import re
import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import count
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import run_axe
from tests.browser.editing import ENGLISH, Editors, row_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("live")]
_numbers = count(1)
MOST_SECONDS = 180
#: Own pages of the admin that need nothing but a login.
OWN_PAGES = (
    "",
    "pages-and-languages/",
    "tell-a-case/problem/",
    "tell-a-case/place/",
    "tell-a-case/elements/",
    "tell-a-case/check/",
    "teams/",
    "searches/",
    "registrations/",
    "glossary/",
    "reports/links/",
    "reports/coverage/",
    "reports/progress/",
    "reports/stale/",
    "guide/",
)
#: Own pages of one thing: where a link leads to the first of them, and what lies below it.
PAGES_OF_A_THING = (
    ("registrations/", "/admin/desk/", ("", "add/", "links/", "message/")),
    ("pages-and-languages/", "/admin/languages/desk/", ("",)),
    ("pages-and-languages/", "/admin/languages/", ("",)),
    ("teams/", "/admin/teams/", ("",)),
)
WAGTAILS_PAGES = ("account/", "pages/", "reports/site-history/")


@pytest.mark.drill
def test_from_invitation_to_one_outdated_sentence(editors: Editors):
    """The whole way of a case, by three people who were invited a moment ago, in less than ``MOST_SECONDS``."""
    began = time.monotonic()
    number = f"{int(time.time())}-{next(_numbers)}"
    author, reviewer, translator = (f"{who}-{number}" for who in ("author", "reviewer", "translator"))
    public, finnish = (f"{editors.url}/{code}/projects/buses-on-time-{number}/" for code in ("en", "fi"))
    editors.accept_invitation(author, "--organisation", "demos-helsinki")
    editors.accept_invitation(reviewer, "--secretariat")
    editors.accept_invitation(translator, "--organisation", "demos-helsinki", "--language", "fi")
    ask = editors.pages[author].request

    case = editors.tell_case(author, replace(ENGLISH, title=f"Buses on time {number}"))
    editors.submit(author, case)
    editors.review(reviewer, case, "reject", "Please say who paid for it.")
    assert "Please say who paid for it." in editors.admin(author).locator("main").inner_text()
    editors.mend(author, case, "Buses on the island come on time. The municipality paid for it.")
    editors.submit(author, case)
    assert ask.get(public).status == 404
    editors.review(reviewer, case, "approve")
    assert "The municipality paid for it." in ask.get(public).text()

    editors.translate(translator, case, "Suomi")
    translation = int(editors.pages[translator].url.split("/desk/")[1].strip("/"))
    # Until it is published, its readers get the original in their own frame.
    assert f"Buses on time {number}" in ask.get(finnish).text()
    editors.approve_translation(reviewer, translation)
    assert "Bussit tulevat ajallaan." in ask.get(finnish).text()

    editors.change_summary(reviewer, case, "Buses on the island are punctual now.")
    row = row_of(editors.admin(reviewer, f"languages/{case}/"), "Finnish")
    assert row.locator("td").nth(0).inner_text() == "Outdated"
    assert row.locator("td").nth(1).inner_text() == "1 sentence outdated"
    assert time.monotonic() - began < MOST_SECONDS


def violations(page: Page) -> dict[str, str]:
    """What axe finds, by rule, with the first place."""
    found = run_axe(page).response["violations"]
    return {violation["id"]: str(violation["nodes"][0]["html"]) for violation in found}


def own_addresses(editors: Editors, who: str, pages: Sequence[str], things: Sequence[Any]) -> list[str]:
    """Addresses of own pages below ``/admin/``; those of one thing by the first link that leads to one."""
    found = list(pages)
    for where, beginning, below in things:
        links = editors.admin(who, where).locator(f"main a[href^='{beginning}']")
        hrefs = [str(link.get_attribute("href")) for link in links.all()]
        [first, *_others] = [re.sub(r"[?#].*", "", href) for href in hrefs if re.search(r"/\d+/($|[?#])", href)]
        found += [first.removeprefix("/admin/") + path for path in below]
    return found


@pytest.mark.parametrize(
    ("pages", "things"),
    [
        pytest.param(OWN_PAGES[:3], PAGES_OF_A_THING[1:2], id="some"),
        pytest.param(OWN_PAGES, PAGES_OF_A_THING, id="all", marks=pytest.mark.drill),
    ],
)
def test_own_pages_have_no_fault_that_wagtails_pages_do_not_have(editors: Editors, two, pages, things):
    who, _other = two
    known: set[str] = set()
    for path in WAGTAILS_PAGES:
        known |= violations(editors.admin(who, path)).keys()
    found = {path: violations(editors.admin(who, path)) for path in own_addresses(editors, who, pages, things)}
    own = {
        path: {rule: place for rule, place in by_rule.items() if rule not in known} for path, by_rule in found.items()
    }
    assert {path: by_rule for path, by_rule in own.items() if by_rule} == {}


def test_fields_of_the_page_editor_have_names(editors: Editors, two):
    who, _other = two
    first = editors.admin(who, "cases/").locator("td.title a[href$='/edit/']").first.get_attribute("href")
    page = editors.admin(who, str(first).removeprefix("/admin/"))
    expect(page.get_by_role("textbox", name="Challenge*", exact=True)).to_be_visible()
    assert violations(page).keys().isdisjoint({"aria-input-field-name", "label"})


@pytest.mark.drill
def test_guide_in_finnish_fits_a_phone_and_has_no_fault_that_wagtails_pages_do_not_have(editors: Editors):
    who = f"guide-{int(time.time())}-{next(_numbers)}"
    editors.accept_invitation(who, "--organisation", "demos-helsinki", "--language", "fi")
    page = editors.pages[who]
    page.set_viewport_size({"width": 390, "height": 844})
    known = violations(editors.admin(who, "account/")).keys()
    found = violations(editors.admin(who, "guide/"))
    assert page.locator(".portal-guide h2").count() > 20
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert {rule: place for rule, place in found.items() if rule not in known} == {}

"""Every kind of page as browsers and checkers see it: valid, accessible, small, under a strict policy."""

import gzip
import os
import re
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.kinds import KINDS, OWN_KINDS
from tests.drills import drilled
from tests.live_portal import LivePortal
from tests.services.html_checkers import findings

KIB = 1024
#: Two languages: a Germanic one, and the one with the longest words. The rules of axe know no language.
LANGUAGES = ("sv", "fi")
OVERFLOW = "document.scrollingElement.scrollWidth - document.documentElement.clientWidth"
pytestmark = pytest.mark.browser
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
}


def fetch(address: str) -> tuple[bytes, dict[str, str]]:
    request = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return response.read(), dict(response.headers)
    except urllib.error.HTTPError as error:
        with error:
            return error.read(), dict(error.headers)


@pytest.fixture(params=["live_portal", pytest.param("whole_portal", marks=pytest.mark.drill)])
def portal(request: pytest.FixtureRequest) -> LivePortal:
    """A portal with a few records of each kind; in drills one with the whole content, whose lists are long."""
    return request.getfixturevalue(request.param)


def own_kinds(url: str) -> dict[str, str]:
    """``OWN_KINDS`` with the numbers of two cases, which every load gives anew."""
    pages = (fetch(f"{url}/sv/projects/{slug}/")[0] for slug in ("omastadi-helsinki", "lahti-citicap"))
    found = [re.search(rb'/kept/\?ids=(\d+)"', gzip.decompress(body)) for body in pages]
    assert all(found), "the cases that are set side by side are not there"
    ids = ",".join(one[1].decode() for one in found if one)
    return {kind: path.format(ids=ids) for kind, path in OWN_KINDS.items()}


def fits(page: Page) -> bool:
    """Whether nothing is wider than the window, also when it is written from right to left."""
    left_to_right = page.evaluate(OVERFLOW)
    page.evaluate("document.documentElement.dir = 'rtl'")
    right_to_left = page.evaluate(OVERFLOW)
    page.evaluate("document.documentElement.dir = 'ltr'")
    return (left_to_right, right_to_left) == (0, 0)


@pytest.mark.parametrize(
    ("portal", "width", "scheme", "language"),
    drilled(
        [
            ("live_portal", 320, "dark", "fi"),
            ("whole_portal", 320, "dark", "fi"),
            ("whole_portal", 1280, "light", "sv"),
        ],
        tested=("live_portal", 320, "dark", "fi"),
    ),
    indirect=["portal"],
)
@pytest.mark.parametrize("kind", KINDS)
def test_page_is_accessible_and_fits_wide_and_narrow_light_and_dark(
    portal, page, assert_accessible, kind, width, scheme, language
):
    errors = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    # Colours that are still on their way to the dark would be measured half-way.
    page.emulate_media(reduced_motion="reduce", color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 780})
    answer = page.goto(f"{portal.url}/{language}/{KINDS[kind]}")
    assert answer.status == (404 if kind == "not found" else 200)
    assert_accessible(page)
    assert fits(page)

    assert [error for error in errors if "404" not in error] == []


def test_own_pages_of_visitors_are_accessible_and_fit(live_portal, page, assert_accessible):
    page.emulate_media(reduced_motion="reduce", color_scheme="dark")
    wider = []
    for kind, path in own_kinds(live_portal.url).items():
        page.set_viewport_size({"width": 320, "height": 780})
        answer = page.goto(f"{live_portal.url}/fi/{path}")
        assert answer.status == 200, kind
        assert page.locator("main").get_by_role("article" if kind in {"kept", "sheet"} else "heading").count(), kind
        assert_accessible(page)
        if page.evaluate(OVERFLOW):
            wider.append(kind)

    assert wider == []


@pytest.mark.skipif("HTML_CHECKERS" not in os.environ, reason="no HTML checkers: use make test")
@pytest.mark.parametrize(
    ("portal", "language"),
    drilled(
        [("live_portal", "fi"), *(("whole_portal", language) for language in LANGUAGES)], tested=("live_portal", "fi")
    ),
    indirect=["portal"],
)
def test_html_of_every_page_is_valid(portal, tmp_path: Path, language):
    files = []
    for kind, path in (KINDS | own_kinds(portal.url)).items():
        body, headers = fetch(f"{portal.url}/{language}/{path}")
        files.append(tmp_path / f"{kind.replace(' ', '-')}.html")
        files[-1].write_bytes(gzip.decompress(body) if headers.get("Content-Encoding") == "gzip" else body)

    assert findings(files) == []


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "lost link"])
def test_html_stays_within_8_kib_and_has_its_headers(portal, kind):
    body, headers = fetch(f"{portal.url}/fi/{KINDS[kind]}")
    policy = headers["Content-Security-Policy"]

    assert len(body) <= 8 * KIB
    assert {name: headers.get(name) for name in HEADERS} == HEADERS
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "Set-Cookie" not in headers


@pytest.mark.parametrize(
    ("kind", "most"), [("home", 110), ("cases", 65), ("events", 65), ("case", 50), ("event", 50), ("element", 65)]
)
def test_first_view_loads_little(portal, new_context, kind, most):
    context = new_context(viewport={"width": 412, "height": 823})
    page = context.new_page()
    client = context.new_cdp_session(page)
    client.send("Network.enable")
    types: dict[str, str] = {}
    sizes: dict[str, float] = {}
    client.on("Network.responseReceived", lambda event: types.update({event["requestId"]: event["type"]}))
    client.on("Network.loadingFinished", lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}))
    page.goto(f"{portal.url}/fi/{KINDS[kind]}", wait_until="networkidle")
    # Pictures, and the sprite of the elements that <use> loads, come after the text.
    plain = {key: kind for key, kind in types.items() if kind in {"Document", "Stylesheet", "Script", "Font"}}

    assert sorted(plain.values()) == ["Document", "Font", "Script", "Stylesheet"]
    assert sum(sizes[key] for key in plain) <= 30 * KIB
    assert sum(sizes.values()) <= most * KIB


def test_menu_and_filters_open_without_script(live_portal, new_context):
    page = new_context(viewport={"width": 360, "height": 780}, java_script_enabled=False).new_page()
    page.goto(f"{live_portal.url}/en/projects/")
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("link", name="Events", exact=True).first.click()
    expect(page).to_have_url(f"{live_portal.url}/en/events/")
    page.goto(f"{live_portal.url}/en/projects/")
    page.get_by_role("button", name="Filter").click()
    page.get_by_role("checkbox", name="Greenland").check()
    page.get_by_role("button", name="Show").click()

    expect(page).to_have_url(f"{live_portal.url}/en/projects/?q=&country=GL")
    expect(page.get_by_role("article")).to_have_count(1)


def test_filters_bring_new_results_and_keep_the_focus(live_portal, page):
    page.goto(f"{live_portal.url}/en/projects/")
    page.get_by_role("checkbox", name="Greenland").check()
    page.get_by_text("1 case study", exact=True).first.wait_for()

    assert page.url == f"{live_portal.url}/en/projects/?country=GL"
    assert page.evaluate("document.activeElement.value") == "GL"
    assert page.get_by_role("button", name="Show 1 case study").is_visible()


def test_a_case_leads_back_to_the_filtered_list_that_it_was_found_in(live_portal, page):
    page.goto(f"{live_portal.url}/en/projects/?country=IS&sort=title")
    count = page.get_by_role("article").count()
    assert count > 1
    page.get_by_role("article").nth(1).get_by_role("link").first.click()
    page.get_by_role("link", name=f"Back to {count} results").click()
    expect(page).to_have_url(f"{live_portal.url}/en/projects/?country=IS&sort=title")

    page.goto(f"{live_portal.url}/en/projects/omastadi-helsinki/")
    assert page.get_by_role("link", name="Back to").count() == 0


def test_colour_mode_is_remembered_without_a_cookie(live_portal, page):
    page.goto(f"{live_portal.url}/en/about/")
    page.get_by_role("radio", name="Dark").check()
    page.goto(f"{live_portal.url}/en/events/")

    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(14, 25, 28)"
    assert page.context.cookies() == []


def test_map_is_reached_by_keyboard_and_leads_to_cases_and_places(live_portal, page):
    page.goto(f"{live_portal.url}/en/projects/?view=map")
    single = page.locator(".map a:not([href^='#'])").first
    cluster = page.locator(".map a[href^='#']").first
    name = single.get_attribute("aria-label")
    cluster.focus()
    page.keyboard.press("Enter")
    target = page.evaluate("location.hash")
    listed = page.locator(f"{target} li").count()
    number = cluster.get_attribute("aria-label").split()[0]
    single.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert str(listed) == number
    assert page.get_by_role("heading", level=1).inner_text() in name


def test_print_of_a_case_fits_two_pages(live_portal, page):
    page.goto(f"{live_portal.url}/en/projects/omastadi-helsinki/")

    pages = page.pdf(format="A4").count(b"/Type /Page\n")
    assert pages <= 2

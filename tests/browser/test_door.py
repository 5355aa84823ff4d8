"""The desk at the door, on a phone whose connection comes and goes, in a real browser."""

import json
import time

import pytest
from playwright.sync_api import Page, expect

from tests.browser.editing import Editors
from tests.browser.test_registration_journey import manage
from tests.live_portal import LivePortal

pytestmark = [pytest.mark.browser, pytest.mark.drill, pytest.mark.xdist_group("live")]


def add_by_hand(page: Page, desk: str, name: str) -> None:
    page.goto(f"{desk}add/")
    page.fill("#id_name", name)
    page.fill("#id_email", f"door{time.time_ns()}@example.org")
    page.check("#id_consent")
    page.locator("#id_consent").press("Enter")
    page.wait_for_url(desk)


def test_marks_made_without_a_connection_are_sent_when_it_returns(live_portal: LivePortal, editors: Editors):
    number = int(time.time())
    manage(live_portal, "demo_event", "--slug", f"door-{number}", "--days", "40")
    editors.accept_invitation(f"door-{number}", "--secretariat", "--language", "en")
    page = editors.admin(f"door-{number}", "registrations/")
    page.set_viewport_size({"width": 360, "height": 740})
    link = page.locator("a[href*='/admin/desk/']").first
    desk = f"{live_portal.url}{link.get_attribute('href')}"
    for name in ("Åse Ødegård", "Þór Dæmi"):
        add_by_hand(page, desk, name)
    rows = page.locator("form[data-door] tbody tr:visible")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360

    page.fill("#id_q", "aase odegard")
    expect(rows).to_have_count(1)
    page.context.set_offline(True)
    rows.get_by_role("button").click()
    status = page.locator("form[data-door] [role=status]")
    expect(status).to_contain_text("Not sent yet: 1.")
    button = rows.get_by_role("button")
    expect(button).to_have_text("Undo")
    box = button.bounding_box()
    assert box
    assert min(box["width"], box["height"]) >= 44, "in reach of a thumb"
    kept = page.evaluate(
        "JSON.stringify(Object.entries(localStorage).filter(([name]) => name.startsWith('portal-door')))"
    )
    assert "degård" not in kept

    page.context.set_offline(False)

    expect(status).to_be_empty()
    expect(page.locator(".portal-door__count")).to_have_text("Arrived: 1 of 2")
    assert not page.evaluate("Object.keys(localStorage).some((name) => name.startsWith('portal-door'))")
    # Closed without a connection, and opened again later, on a page that the server made meanwhile.
    page.fill("#id_q", "thor")
    page.context.set_offline(True)
    rows.get_by_role("button").click()
    expect(status).to_contain_text("Not sent yet: 1.")
    page.goto("about:blank")
    page.context.set_offline(False)
    page.goto(desk)
    expect(page.locator(".portal-door__count")).to_have_text("Arrived: 2 of 2")
    # Eight days later nobody has opened the list again: any page of the admin forgets what is too old.
    now = time.time() * 1000
    marks = {"1": {"present": True, "at": now - 8 * 86_400_000}, "2": {"present": True, "at": now}}
    page.evaluate("([name, marks]) => localStorage.setItem(name, marks)", ["portal-door:7:7", json.dumps(marks)])
    page.goto(f"{live_portal.url}/admin/")
    assert list(json.loads(page.evaluate("localStorage.getItem('portal-door:7:7')"))) == ["2"]

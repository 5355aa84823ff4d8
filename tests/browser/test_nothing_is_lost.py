"""Sessions that end, networks that fail and ways back, in a real browser: what was typed is there again."""

import time
from dataclasses import replace

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.editing import DANISH, PASSWORD, Editors, save_draft
from tests.live_portal import LivePortal

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("live")]
TEXT = "Værkstedsdag i Þórshöfn – työpaja"


@pytest.fixture(scope="module")
def editor(editors: Editors) -> tuple[str, Editors]:
    """A partner's editor who works in Danish."""
    name = f"keeper-{int(time.time())}"
    editors.accept_invitation(name, "--organisation", "danish-design-center", "--language", "da")
    return name, editors


def end_session(context: BrowserContext) -> list[dict]:
    """Log out behind the page's back; returns the cookies."""
    cookies = context.cookies()
    context.clear_cookies()
    return cookies


def log_in(context: BrowserContext, url: str, name: str) -> None:
    """Log in again in another tab."""
    tab = context.new_page()
    tab.goto(f"{url}/admin/login/")
    tab.fill("[name=username]", f"{name}@example.org")
    tab.fill("[name=password]", PASSWORD)
    tab.click("form button[type=submit]")
    tab.wait_for_url(f"{url}/admin/")
    tab.close()


def test_the_wizard_keeps_the_text_of_who_leaves_by_the_menu(editor: tuple[str, Editors]):
    name, editors = editor
    page = editors.admin(name, "tell-a-case/problem/")
    page.on("dialog", lambda dialog: dialog.accept())
    page.fill("[name=title]", TEXT)
    editors.admin(name)

    page = editors.admin(name, "tell-a-case/problem/")

    expect(page.locator("[name=title]")).to_have_value(TEXT)
    page.click(".portal-steps button[value=approach]")
    page.wait_for_url("**/tell-a-case/approach/")
    page.click(".portal-steps button[value=problem]")
    expect(page.locator("[name=title]")).to_have_value(TEXT)


@pytest.mark.drill
def test_the_page_editor_says_that_the_session_ended_and_saves_after_a_login_elsewhere(editor: tuple[str, Editors]):
    name, editors = editor
    case = editors.tell_case(name, replace(DANISH, title=f"Busser til tiden {int(time.time())}"))
    page = editors.admin(name, f"pages/{case}/edit/")
    page.on("dialog", lambda dialog: dialog.accept())
    end_session(page.context)
    page.fill("[name=summary]", TEXT)

    page.keyboard.press("Control+s")

    expect(page.locator(".portal-draft__trouble").first).to_contain_text("Du er blevet logget ud.")
    expect(page.locator("[name=summary]")).to_have_value(TEXT)
    log_in(page.context, editors.url, name)
    save_draft(page)
    expect(editors.admin(name, f"pages/{case}/edit/").locator("[name=summary]")).to_have_value(TEXT)


def test_a_lost_network_leaves_the_text_where_it_is(editor: tuple[str, Editors]):
    name, editors = editor
    page = editors.admin(name, "tell-a-case/approach/")
    page.on("dialog", lambda dialog: dialog.accept())
    page.fill("[name=approach]", TEXT)
    page.context.set_offline(True)

    page.locator("form[data-draft] button.button[type=submit]").last.click()

    expect(page.locator(".portal-draft__trouble").first).to_contain_text("Din tekst bliver stående her")
    expect(page.locator("[name=approach]")).to_have_value(TEXT)
    page.context.set_offline(False)


def test_a_visitor_who_lost_the_network_finds_the_text_again_until_it_is_sent(live_portal: LivePortal, page: Page):
    address = f"{live_portal.url}/fi/projects/tell-us-about-your-project/"
    page.goto(address)
    page.fill("[name=title]", TEXT)
    page.fill("[name=challenge]", "Ei bussia.\nEi junaa.")
    page.select_option("[name=country]", "FI")
    page.goto(f"{live_portal.url}/fi/")

    page.goto(address)

    expect(page.locator("[name=title]")).to_have_value(TEXT)
    expect(page.locator("[name=challenge]")).to_have_value("Ei bussia.\nEi junaa.")
    expect(page.locator("[name=country]")).to_have_value("FI")
    rest = {"summary": "Lyhyesti.", "approach": "Teimme.", "result": "Muuttui.", "contact_name": "Testi Henkilö"}
    for field, text in {**rest, "contact_email": "testi@example.org"}.items():
        page.fill(f"[name={field}]", text)
    page.wait_for_timeout(3000)  # what is sent faster is shown once more
    page.click("main form button[type=submit]")
    page.wait_for_url("**/sent/")
    assert page.evaluate("Object.keys(sessionStorage)") == []
    page.goto(address)
    expect(page.locator("[name=title]")).to_have_value("")

"""Two translators at one desk, and a desk whose session, network or server goes away under the hands."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import run_axe
from tests.browser.editing import PASSWORD, Editors

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("live")]


@pytest.fixture
def translators(editors: Editors, two: tuple[str, str]) -> tuple[Editors, tuple[str, str]]:
    """Two people of the secretariat, one with a Danish admin."""
    return editors, two


def open_desk(editors: Editors, who: str) -> Page:
    """The first desk that the list of all pages leads to, with all its sentences."""
    page = editors.admin(who, "pages-and-languages/")
    hrefs = [str(a.get_attribute("href")) for a in page.locator("main a[href^='/admin/languages/desk/']").all()]
    return editors.admin(who, re.sub(r"[?#].*", "", hrefs[0]).removeprefix("/admin/") + "?show=all")


def field(page: Page, number: int):
    return page.locator("form.portal-desk textarea[name^=text-]").nth(number)


def save(page: Page) -> None:
    with page.expect_navigation():
        page.click("form.portal-desk button[value=save]")


def log_in_in_a_new_tab(page: Page, who: str, url: str) -> None:
    with page.context.expect_page() as opened:
        page.click(".portal-draft__trouble a")
    tab = opened.value
    tab.fill("[name=username]", f"{who}@example.org")
    tab.fill("[name=password]", PASSWORD)
    tab.click("button[type=submit]")
    tab.wait_for_url(f"{url}/admin/")
    tab.close()


def test_two_translators_choose_between_their_texts(translators):
    editors, (anna, bo) = translators
    hers, his = open_desk(editors, anna), open_desk(editors, bo)
    before = field(his, 1).input_value()
    field(hers, 1).fill(f"{before} Annas ord.")
    save(hers)
    field(his, 1).fill(f"{before} Bos ord.")
    save(his)
    block = his.locator(".portal-desk__newer")
    expect(block).to_contain_text(f"{before} Annas ord.")
    expect(block).to_contain_text(f"{anna}@example.org gemte en anden tekst")
    expect(field(his, 1)).to_have_value(f"{before} Bos ord.")
    block.locator("[value=mine]").check()
    save(his)
    expect(his.locator(".portal-desk__newer")).to_have_count(0)
    expect(field(open_desk(editors, anna), 1)).to_have_value(f"{before} Bos ord.")


def test_an_ended_session_keeps_the_text_until_it_is_saved(translators):
    editors, (_anna, bo) = translators
    page = open_desk(editors, bo)
    text = field(page, 1).input_value() + " Æblegrød på Ærø."
    field(page, 1).fill(text)
    page.context.clear_cookies()
    page.click("form.portal-desk button[value=save]")
    expect(page.locator("[role=alert]")).to_contain_text("Du er blevet logget ud. Log ind i en ny fane")
    expect(field(page, 1)).to_have_value(text)
    log_in_in_a_new_tab(page, bo, editors.url)
    save(page)
    expect(page.locator(".messages")).to_contain_text("1 sætning gemt")
    expect(field(page, 1)).to_have_value(text)
    assert page.evaluate("Object.keys(localStorage).filter((k) => k.startsWith('portal-draft:')).length") == 0


def test_leaving_asks_and_the_text_is_there_again(translators):
    editors, (_anna, bo) = translators
    page = open_desk(editors, bo)
    address, saved = page.url, field(page, 1).input_value()
    field(page, 1).fill(f"{saved} Ikke gemt.")
    page.locator(".portal-desk__comments summary").first.click()
    page.locator("textarea[name^=comment-]").first.fill("Hver greiðir?")
    expect(page.locator(".portal-draft [role=status]")).to_contain_text("Gemt i denne browser kl.")
    asked = []
    page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(f"{editors.url}/admin/")
    assert asked == ["beforeunload"]
    page.goto(address)
    expect(field(page, 1)).to_have_value(f"{saved} Ikke gemt.")
    expect(page.locator(".portal-draft-note")).to_contain_text("Det står i formularen igen")
    # What would be sent is seen, also where it stands folded away.
    expect(page.locator("textarea[name^=comment-]").first).to_be_visible()
    expect(page.locator("textarea[name^=comment-]").first).to_have_value("Hver greiðir?")
    expect(page.locator("textarea[name^=comment-]").nth(1)).to_be_hidden()
    page.click(".portal-draft-note button")
    page.wait_for_load_state()
    expect(field(page, 1)).to_have_value(saved)
    expect(page.locator(".portal-draft-note")).to_have_count(0)


def test_a_lost_network_and_a_fault_keep_the_text(translators):
    editors, (_anna, bo) = translators
    page = open_desk(editors, bo)
    text = field(page, 1).input_value() + " Uden net."
    field(page, 1).fill(text)
    page.context.set_offline(True)
    page.click("form.portal-desk button[value=save]")
    expect(page.locator("[role=alert]")).to_contain_text("Portalen kan ikke nås")
    page.context.set_offline(False)
    expect(page.locator("[role=alert]")).to_be_empty()
    page.route(re.compile("/languages/desk/"), lambda route: route.fulfill(status=500, body="Fault"))
    save(page)
    page.unroute(re.compile("/languages/desk/"))
    page = open_desk(editors, bo)
    expect(field(page, 1)).to_have_value(text)
    page.once("dialog", lambda dialog: dialog.accept())
    page.locator("form[action$='/logout/']").evaluate("form => form.requestSubmit()")
    page.wait_for_url("**/login/**")
    assert page.evaluate("Object.keys(localStorage).filter((k) => k.startsWith('portal-draft:')).length") == 0


def test_the_desk_can_be_read_in_the_dark(translators):
    editors, (anna, _bo) = translators
    page = open_desk(editors, anna)
    page.emulate_media(color_scheme="dark")
    expect(page.locator(".portal-links a").first).to_have_css("color", "rgb(127, 224, 205)")
    found = run_axe(page, "color-contrast").response["violations"]
    assert [node["html"] for violation in found for node in violation["nodes"]] == []


def test_a_panel_that_was_open_does_not_cover_the_editor_of_a_phone(translators):
    editors, (anna, _bo) = translators
    page = editors.admin(anna, "pages-and-languages/")
    page.evaluate("localStorage.setItem('wagtail:side-panel-open', 'preview')")
    edit = page.locator("main a[href$='/edit/']").first.get_attribute("href")
    for width, count_of_open in ((1280, 1), (390, 0)):
        page.set_viewport_size({"width": width, "height": 800})
        editors.admin(anna, str(edit).removeprefix("/admin/"))
        expect(page.locator(".form-side--open")).to_have_count(count_of_open)

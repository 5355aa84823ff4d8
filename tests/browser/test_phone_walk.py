"""A phone in Finnish, by taps alone: from the front page to a registration, and to somebody to ask about a case."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.test_registration_journey import manage

pytestmark = [pytest.mark.browser, pytest.mark.drill]
#: Small words that no Finnish text has, of the languages in which the portal has texts. A name may hold one of them.
FOREIGN = re.compile(r"\b(the|and|of|with|og|och|med|för|til|av|er|við)\b")
#: Visible texts that stand in Finnish as far as a screen reader knows.
FINNISH_TEXTS = """() => {
  const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.data.trim(), holder = walker.currentNode.parentElement;
    const isFinnish = holder.closest("[lang]").lang === "fi" && !holder.closest("script, style, bdi");
    if (text && isFinnish && holder.checkVisibility()) found.push(text);
  }
  return found;
}"""


class Phone:
    """A phone 360 px wide that counts its taps and reads each page that they lead to."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps = page, 0

    def tap(self, place: Locator) -> None:
        """Tap what leads to another page, and read that."""
        with self.page.expect_navigation(wait_until="load"):
            place.click()
        self.taps += 1
        self.read()

    def read(self) -> None:
        """Everything is Finnish or says its language, and fits."""
        assert [text for text in self.page.evaluate(FINNISH_TEXTS) if len(FOREIGN.findall(text)) > 1] == []
        assert self.page.evaluate("document.scrollingElement.scrollWidth") == 360


@pytest.fixture
def phone(whole_portal, new_context) -> Phone:
    context = new_context(viewport={"width": 360, "height": 780}, has_touch=True, is_mobile=True)
    phone = Phone(context.new_page())
    phone.page.goto(f"{whole_portal.url}/fi/")
    phone.read()
    return phone


def test_from_the_front_page_to_a_registration(whole_portal, phone: Phone):
    manage(whole_portal, "demo_event", "--days", "30")
    page = phone.page
    page.reload()
    phone.tap(page.get_by_role("link", name="Ilmoittaudu").first)
    page.locator("#id_name").fill("Test Person")
    page.locator("#id_email").fill("phone@example.org")
    page.locator("#id_consent").check()
    page.wait_for_timeout(3100)
    phone.tap(page.get_by_role("button", name="Ilmoittaudu"))

    expect(page).to_have_url(re.compile("/sent/$"))
    assert phone.taps <= 4


def test_from_the_front_page_to_somebody_to_ask_about_a_case(phone: Phone):
    page = phone.page
    page.get_by_role("button", name="Valikko").click()
    phone.taps += 1
    phone.tap(page.get_by_role("navigation").get_by_role("link", name="Esimerkkihankkeet").first)
    phone.tap(page.get_by_role("article").nth(2).get_by_role("link").first)
    phone.tap(page.get_by_role("link", name="Kysy tästä hankkeesta"))

    expect(page.get_by_role("button", name="Lähetä")).to_be_visible()
    assert phone.taps <= 4

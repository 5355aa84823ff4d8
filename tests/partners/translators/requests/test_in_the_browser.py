"""A translator of another partner does Finnish for a Danish case in the browser, from the request to published."""

from typing import Any

import pytest
from django.test import Client, TestCase
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from partners.enums import RequestEnd
from projects.models import CaseStudyPage
from tests.browser.in_process import ORIGIN, serve
from tests.partners.translators.requests.world import FINNISH, Partners, request
from tests.portal.editing.admin_forms import speak

pytestmark = [pytest.mark.django_db, pytest.mark.browser, pytest.mark.drill]
NUMBERED = "Lyhyille matkoille on {} kuormapyörää."


@pytest.fixture
def at_work(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A function that gives somebody a browser of their own with the workbench open in their language."""
    # The portal answers in the thread of the browser's own loop; nothing else asks the database meanwhile.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    opened = []

    def open_for(user: Any, language: str) -> Page:
        speak(user, language)
        client = Client()
        client.force_login(user)
        page = browser.new_page()
        opened.append(page)
        page.set_default_timeout(20_000)
        serve(page, client)
        page.goto(f"{ORIGIN}/admin/")
        return page

    yield open_for
    for page in opened:
        page.close()


def press(page: Page, selector: str) -> None:
    with page.expect_navigation():
        page.locator(selector).first.click()
    page.wait_for_load_state()


def field(page: Page, text: str) -> Any:
    """The field beside a sentence of the original."""
    return page.locator("fieldset.portal-desk__sentence", has_text=text).locator("textarea[name^=text-]")


def test_finnish_for_a_danish_case_by_another_partner(at_work, partners: Partners, send_mails: Any):
    partners.case.summary = "Kommunen låner 25 ladcykler ud."
    with TestCase.captureOnCommitCallbacks(execute=True):
        partners.case.save_revision().publish()

    owner = at_work(partners.owner, "da")
    owner.goto(f"{ORIGIN}/admin/languages/{partners.case.pk}/")
    press(owner, f"a[href='/admin/translations/ask/{partners.case.pk}/fi/']")
    owner.fill("[name=wished_for]", f"15. marts {timezone.localdate().year + 1}")
    owner.fill("[name=note]", "Til familier på Ærø: sig “lastcykel”.")
    press(owner, "main form button[type=submit]")
    assert {"translator", "reviewer"} <= set(send_mails())

    translator = at_work(partners.translator, "fi")
    expect(translator.locator(".portal-todos")).to_contain_text("Til familier på Ærø")
    press(translator, "button[name=action][value=take]")
    assert "/languages/desk/" in translator.url
    for number, area in enumerate(translator.locator("form.portal-desk textarea[name^=text-]").all()):
        area.fill(f"{FINNISH['Title']} {'abcdefgh'[number]}")
    field(translator, "25 ladcykler").fill(NUMBERED.format(52))
    press(translator, "button[value=submit]")
    why = translator.locator("fieldset.portal-desk__sentence", has_text="25 ladcykler")
    expect(why.locator(".portal-desk__why")).to_contain_text("25")
    assert request().ended_at is None
    field(translator, "25 ladcykler").fill(NUMBERED.format(25))
    press(translator, "button[value=submit]")
    expect(translator.locator(".messages")).to_contain_text("Käännös on lähetetty")
    assert "reviewer" in send_mails()

    reviewer = at_work(partners.reviewer, "fi")
    press(reviewer, "main a[href*='/admin/languages/desk/']")
    press(reviewer, "button[value=approve]")

    finnish = CaseStudyPage.objects.get(locale__language_code="fi", translation_key=partners.case.translation_key)
    assert (finnish.live, finnish.summary) == (True, NUMBERED.format(25))
    assert (request().end, request().taken_by) == (RequestEnd.DELIVERED, partners.translator)
    told = send_mails()
    assert "(finsk)" in told["owner"]
    owner.goto(ORIGIN + finnish.url_path)
    expect(owner.locator("main")).to_contain_text(NUMBERED.format(25))
    # With the request ends the right.
    translator.goto(translator.url)
    assert "/languages/desk/" not in translator.url

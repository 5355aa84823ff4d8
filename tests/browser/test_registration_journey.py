"""From the form to the next in the queue, in a real browser and in every language, with mails as they arrive."""

import re
import subprocess
import sys
import time
from email import message_from_bytes, policy
from email.message import EmailMessage
from itertools import count

import pytest
from django.conf import settings
from playwright.sync_api import Page

from tests.live_portal import ROOT, LivePortal, environment

pytestmark = pytest.mark.browser
LANGUAGES = [code for code, _name in settings.LANGUAGES]
_numbers = count(1)


class Mailbox:
    """The mails that the portal's worker writes."""

    def __init__(self, portal: LivePortal) -> None:
        self.folder, self.read = portal.mails, set(portal.mails.glob("*.eml"))

    def next_to(self, address: str) -> EmailMessage:
        """The next mail to ``address``; fails after a minute."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            for path in sorted(set(self.folder.glob("*.eml")) - self.read):
                message = message_from_bytes(path.read_bytes(), policy=policy.default)
                if message["To"] == address:
                    self.read.add(path)
                    return message
            time.sleep(0.3)
        raise AssertionError(f"No mail to {address} within a minute.")


def link_in(message: EmailMessage) -> str:
    """The path of the link to the registration in a mail."""
    text = message.get_body(("plain",)).get_content()
    return re.search(r"http://[^/]+(/\w+/events/registration/\S+)", text)[1]


def manage(portal: LivePortal, *arguments: str) -> None:
    """A command of the portal."""
    port = int(portal.url.rsplit(":", 1)[1])
    command = [sys.executable, "manage.py", *arguments]
    subprocess.run(command, cwd=ROOT, env=environment(portal.var_dir, port), check=True, capture_output=True)


def register(page: Page, portal: LivePortal, language: str, slug: str, address: str) -> None:
    """Fill in the form by keyboard, as slowly as people do."""
    page.goto(f"{portal.url}/{language}/events/{slug}/")
    page.locator(f'a[href$="/{slug}/register/"]').first.click()
    page.locator("#id_name").focus()
    page.keyboard.type("Test Person")
    page.keyboard.press("Tab")
    page.keyboard.type(address)
    page.locator("#id_consent").focus()
    page.keyboard.press("Space")
    page.wait_for_timeout(3100)
    page.locator("#id_name").press("Enter")
    page.wait_for_url("**/register/sent/")


def confirm(page: Page, portal: LivePortal, message: EmailMessage) -> None:
    """Open the link of the mail and press the button."""
    page.goto(portal.url + link_in(message))
    page.locator("main form button").click()
    page.wait_for_load_state()


# What each language says in its mails is in tests/events/mail and tests/events/calendar.
@pytest.mark.drill
@pytest.mark.parametrize("language", LANGUAGES)
def test_journey_from_the_form_to_the_next_in_the_queue(
    page: Page, live_portal: LivePortal, language: str, assert_accessible
):
    slug, mailbox = f"try-out-{language}-{next(_numbers)}", Mailbox(live_portal)
    manage(live_portal, "demo_event", "--slug", slug, "--capacity", "1")
    first, second = f"first.{slug}@example.org", f"second.{slug}@example.org"

    register(page, live_portal, language, slug, first)
    confirm(page, live_portal, mailbox.next_to(first))
    assert page.locator("html").get_attribute("lang") == language
    welcome = mailbox.next_to(first)
    assert welcome["Content-Language"] == language
    calendar = next(part for part in welcome.walk() if part.get_content_type() == "text/calendar")
    assert calendar.get_param("method") == "REQUEST"
    assert first in calendar.get_content().replace("\r\n ", "").replace("\n ", "")

    register(page, live_portal, language, slug, second)
    confirm(page, live_portal, mailbox.next_to(second))
    waiting = mailbox.next_to(second)
    assert not [part for part in waiting.walk() if part.get_content_type() == "text/calendar"]

    page.goto(live_portal.url + link_in(welcome))
    assert_accessible(page)
    page.locator('a[href$="/change/"]').click()
    page.locator("#id_name").fill("Changed Name")
    page.locator("main form button").click()
    assert page.get_by_text("Changed Name").is_visible()
    mailbox.next_to(first)

    page.locator("details summary").filter(has=page.locator("xpath=../form//button[@value='cancel']")).first.click()
    page.locator('button[value="cancel"]').click()
    page.wait_for_load_state()
    cancelled = mailbox.next_to(first)
    calendar = next(part for part in cancelled.walk() if part.get_content_type() == "text/calendar")
    assert calendar.get_param("method") == "CANCEL"

    promoted = mailbox.next_to(second)
    assert [part for part in promoted.walk() if part.get_content_type() == "text/calendar"]
    page.goto(live_portal.url + link_in(promoted))
    assert page.locator(".notice--success").is_visible()
    manage(live_portal, "demo_event", "--slug", slug, "--remove")


@pytest.fixture(scope="module")
def slug(live_portal: LivePortal) -> str:
    """An event with seats for everybody."""
    slug = "try-out-form"
    manage(live_portal, "demo_event", "--slug", slug)
    return slug


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_form_with_errors_is_accessible_and_its_summary_takes_the_focus(
    page: Page, live_portal: LivePortal, slug: str, assert_accessible, width: int, scheme: str
):
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{live_portal.url}/fi/events/{slug}/register/")
    assert_accessible(page)

    page.locator("main form.form button").click()

    assert_accessible(page)
    assert page.locator(".error-summary").evaluate("box => box === document.activeElement")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator(".error-summary a").first.click()
    assert page.evaluate("document.activeElement.id") == "id_name"


def test_form_works_without_script(new_context, live_portal: LivePortal, slug: str):
    mailbox = Mailbox(live_portal)
    page = new_context(java_script_enabled=False).new_page()

    register(page, live_portal, "en", slug, "noscript@example.org")
    confirm(page, live_portal, mailbox.next_to("noscript@example.org"))

    assert page.locator(".notice--success").is_visible()

"""A workshop led in a real browser, step by step as the guide for facilitators tells it: desk, projector, a phone."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.live_portal import ROOT, LivePortal, environment

#: Phones that are simulated; one more is opened here.
PHONES = 50
#: Milliseconds within which fifty phones have done what a phase asks.
ALL_DONE = 120_000
DESK, PHONE, HALL = ({"width": 1280, "height": 900}, {"width": 360, "height": 740}, {"width": 1280, "height": 720})
SAID = "Let neighbours meet on the square first."


@dataclass
class Workshop:
    """Whoever leads, with their own browser, the projector's and one phone.

    ``picture`` is called with a name when there is something to see.
    """

    browser: Browser
    portal: LivePortal
    picture: Callable[[Page, str], None] = lambda page, name: None
    contexts: list[BrowserContext] = field(default_factory=list)

    def new_page(self, size: dict[str, int], **more: object) -> Page:
        """A browser of its own."""
        context = self.browser.new_context(
            viewport=size, timezone_id="Europe/Oslo", locale="en-GB", reduced_motion="reduce", **more
        )
        self.contexts.append(context)
        return context.new_page()

    def lead(self) -> None:
        """The whole guide."""
        try:
            with rehearsal(self.portal) as phones:
                desk, projector, phone = self.open_room()
                phones.wait_for("joined")
                self.write(desk, projector, phone)
                phones.wait_for("written")
                self.read(desk)
                self.react(desk, phone)
                phones.wait_for("reacted")
                self.look_at_all(desk, projector, phone)
            self.group(desk)
            self.reply(desk)
            self.report(desk)
        finally:
            for context in self.contexts:
                context.close()

    def open_room(self) -> tuple[Page, Page, Page]:
        """Log in, find the workshop in the admin, open its room, join by phone."""
        desk = self.new_page(DESK)
        self.log_in(desk)
        desk.get_by_role("link", name="Try-out").first.click()
        expect(desk.locator("#numbers")).to_be_visible()
        self.picture(desk, "overview")
        desk.get_by_role("link", name="Live", exact=True).click()
        desk.click("button[value=open_room]")
        code = desk.locator("strong").first.inner_text()
        projector = self.new_page(HALL)
        projector.goto(f"{self.portal.url}/en/live/{code}/screen/")
        phone = self.new_page(PHONE, is_mobile=True, has_touch=True)
        phone.goto(f"{self.portal.url}/en/live/")
        phone.fill("[name=code]", code.upper())
        phone.locator("main form button").first.click()
        self.picture(phone, "phone-join")
        phone.wait_for_timeout(3100)  # whoever is faster is taken for a program
        phone.locator("main form button").first.click()
        expect(phone).to_have_url(re.compile("/me/"))
        joined = f"Joined: {PHONES + 1}"
        expect(desk.locator("[data-part=room]")).to_contain_text(joined, timeout=ALL_DONE)
        expect(projector.locator("[data-part=question]")).to_contain_text(f"{PHONES + 1} people", timeout=ALL_DONE)
        self.picture(desk, "room-open")
        self.picture(projector, "projector-join")
        return desk, projector, phone

    def log_in(self, desk: Page) -> None:
        """To the list of workshops and consultations."""
        desk.goto(f"{self.portal.url}/admin/login/?next=/admin/occasions/")
        desk.fill("[name=username]", self.portal.admin_name)
        desk.fill("[name=password]", str(self.portal.admin_password))
        desk.click("button[type=submit]")

    def write(self, desk: Page, projector: Page, phone: Page) -> None:
        """The first round: people write."""
        desk.click("button[value=open_round]")
        expect(phone.locator("[name=text]")).to_be_visible(timeout=ALL_DONE)
        phone.fill("[name=text]", SAID)
        self.picture(phone, "phone-write")
        phone.locator("[data-live-form] button").click()
        expect(phone.locator("[data-live-own] li")).to_have_count(1)

    def read(self, desk: Page) -> None:
        """One statement waits, since a link stands in it."""
        expect(desk.locator("[data-part=queue] li button[value=show]")).to_have_count(1, timeout=ALL_DONE)
        self.picture(desk, "queue")
        desk.click("button[value=show]")
        expect(desk.locator("[data-part=room] button[value=undo]")).to_be_visible()

    def react(self, desk: Page, phone: Page) -> None:
        """The second phase: people react to each other."""
        desk.click("button[name=phase][value=react]")
        expect(phone.locator("[data-live-react] blockquote")).to_be_visible(timeout=ALL_DONE)
        self.picture(phone, "phone-react")
        phone.locator("[data-live-react] button[value='1']").click()
        phone.locator("[data-live-react] button[value='0']").click()

    def look_at_all(self, desk: Page, projector: Page, phone: Page) -> None:
        """The third phase, and the end of the round and of the room."""
        self.picture(desk, "phases")
        desk.click("button[name=phase][value=wall]")
        expect(phone.locator("[data-live-wall] li").first).to_be_visible(timeout=ALL_DONE)
        expect(projector.locator("[data-part=wall] li").first).to_be_visible(timeout=ALL_DONE)
        self.picture(phone, "phone-wall")
        self.picture(projector, "projector-wall")
        desk.click("button[name=phase][value=closed]")
        desk.check("[name=sure]")
        desk.click("button[value=close_room]")
        expect(desk.locator("button[value=open_room]")).to_be_visible()

    def group(self, desk: Page) -> None:
        """Themes: suggested ones first, then by hand."""
        desk.goto(desk.url.replace("/live/", "/themes/"))
        desk.click("button[value=propose]")
        for _ in range(60):
            if desk.locator("button[value=accept]").count():
                break
            desk.wait_for_timeout(1000)
            desk.reload()
        self.picture(desk, "themes-suggested")
        for button in ("accept", "accept", "drop"):
            with desk.expect_navigation():
                desk.locator(f".dialogue-proposal button[value={button}]").first.click()
        desk.locator("#theme-none").get_by_label(SAID).check()
        desk.fill("#theme-none [name=title]", "Neighbours")
        desk.locator("#theme-none").evaluate("column => column.scrollIntoView()")
        self.picture(desk, "themes")
        desk.locator("#theme-none button[value=new]").last.click()
        expect(desk.get_by_role("heading", name="Neighbours (1)")).to_be_visible()

    def reply(self, desk: Page) -> None:
        """Every theme gets a reply."""
        desk.get_by_role("link", name="Replies", exact=True).click()
        desk.wait_for_url("**/replies/")
        overview = desk.url
        links = [link.get_attribute("href") for link in desk.locator("table th a").all()]
        for number, link in enumerate(links):
            desk.goto(f"{self.portal.url}{link}")
            desk.locator("[name=decision][value=partly]").check()
            desk.fill("[name=reason_en]", "Made up: the city tries it on one street first.")
            if not number:
                desk.locator("[name=decision]").first.evaluate("field => field.scrollIntoView({block: 'center'})")
                self.picture(desk, "reply")
            desk.click("button[value=save]")
            desk.wait_for_url(overview)
        self.picture(desk, "replies")

    def report(self, desk: Page) -> None:
        """The report is begun, written and published."""
        desk.goto(desk.url.replace("/replies/", "/"))
        desk.get_by_role("button", name=re.compile("Write the report")).click()
        desk.wait_for_url("**/edit/")
        self.picture(desk, "report-edit")
        desk.locator("footer [data-w-dropdown-target=toggle]").first.click()
        with desk.expect_navigation():
            desk.locator("footer [name=action-publish]").click()
        desk.goto(f"{self.portal.url}/en/take-part/")
        desk.get_by_role("link", name=re.compile("What we heard: Try-out")).click()
        desk.locator("#numbers").evaluate("heading => heading.scrollIntoView()")
        self.picture(desk, "report")


@dataclass
class Phones:
    """The command that simulates them."""

    process: subprocess.Popen[str]

    def wait_for(self, step: str) -> None:
        """Read what it prints until it tells of ``step``.

        Raises:
            AssertionError: it ended before.
        """
        said = ""
        for line in self.process.stdout or ():
            said += line
            if line.startswith(f"{step}:"):
                return
        raise AssertionError(said)


@contextmanager
def rehearsal(portal: LivePortal) -> Iterator[Phones]:
    """Fifty phones that wait for the room, until it is closed."""
    port = int(portal.url.rsplit(":", 1)[1])
    command = [sys.executable, "manage.py", "demo_workshop", "--phones", str(PHONES), "--lead"]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment(portal.var_dir, port),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        phones = Phones(process)
        for line in process.stdout or ():
            if "phones wait" in line:
                break
        yield phones
        process.wait(60)
    finally:
        process.kill()

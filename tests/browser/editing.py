"""What editors do in a real browser, step by step: for the journey in the tests and for the pictures of the guide."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, Page, expect

PASSWORD = "a fictional passphrase 42"


@dataclass(frozen=True)
class Story:
    """What somebody tells in the wizard, in the language of their admin."""

    title: str
    text: str
    summary: str


ENGLISH = Story(
    "Buses on time",
    "People on the island waited for a bus that came when it liked, and nobody could tell them why. "
    "Parents drove their children to school themselves, and older people stayed at home. "
    "The municipality knew of the complaints but had no numbers, so nothing changed for years.",
    "Buses on the island come when the timetable says so.",
)
DANISH = Story(
    "Busser til tiden",
    "Folk på øen ventede på en bus, der kom, når den ville, og ingen kunne sige hvorfor. "
    "Forældre kørte selv deres børn i skole, og ældre blev hjemme. "
    "Kommunen kendte klagerne, men havde ingen tal, så intet ændrede sig i årevis.",
    "Busserne på øen kører, som køreplanen siger.",
)
#: A place in the middle of Finland, on the map of the wizard.
FINNISH_PLACE = {"x": 560, "y": 290}


@dataclass
class Editors:
    """Several people at their own browsers.

    ``invite`` runs the command and gives the printed link; ``picture`` is called with a name when there is something
    to see.
    """

    browser: Browser
    url: str
    invite: Callable[..., str]
    picture: Callable[[Page, str], None] = lambda page, name: None
    pages: dict[str, Page] = field(default_factory=dict)
    #: What keeps somebody logged in, in a new browser too.
    cookies: dict[str, list[Any]] = field(default_factory=dict)

    def admin(self, who: str, path: str = "") -> Page:
        """The browser of ``who`` at an address of the admin; a new one after ``forget``."""
        page = self.pages.get(who) or self._open_browser(who)
        answer = page.goto(f"{self.url}/admin/{path}")
        if "/admin/login/" in page.url:
            self._log_in(page, who)
            answer = page.goto(f"{self.url}/admin/{path}")
        assert answer is not None
        assert answer.ok, f"{answer.status} {answer.url}"
        return page

    def accept_invitation(self, who: str, *arguments: str) -> None:
        """Invite ``who`` by mail, open the link, set a password, and be logged in."""
        link = self.invite("--email", f"{who}@example.org", *arguments)
        page = self._open_browser(who)
        page.goto(self.url + link[link.index("/", 8) :])
        self.picture(page, "invitation")
        page.fill("[name=new_password1]", PASSWORD)
        page.fill("[name=new_password2]", PASSWORD)
        page.click("main button[type=submit]")
        page.wait_for_url(f"{self.url}/admin/")
        self.cookies[who] = page.context.cookies()
        self.picture(page, "dashboard")

    def forget(self, who: str) -> None:
        """Close the browser of somebody who accepted an invitation, with all that it knows but who that is."""
        if who in self.pages:
            self.pages.pop(who).context.close()

    def _log_in(self, page: Page, who: str) -> None:
        page.fill("[name=username]", f"{who}@example.org")
        page.fill("[name=password]", PASSWORD)
        with page.expect_navigation():
            page.click("form button[type=submit]")
        self.cookies[who] = page.context.cookies()

    def _open_browser(self, who: str) -> Page:
        self.forget(who)
        context = self.browser.new_context(
            viewport={"width": 1280, "height": 900}, timezone_id="Europe/Oslo", locale="en-GB", reduced_motion="reduce"
        )
        context.add_cookies(self.cookies.get(who, []))
        self.pages[who] = context.new_page()
        return self.pages[who]

    def tell_case(self, who: str, story: Story) -> int:
        """Make a draft with the wizard; returns the id of the page."""
        page = self.admin(who, "tell-a-case/problem/")
        page.fill("[name=title]", story.title)
        page.fill("[name=challenge]", story.text)
        self.picture(page, "wizard-problem")
        self._continue(page)
        page.fill("[name=approach]", story.text)
        self._continue(page)
        page.fill("[name=result]", story.text)
        page.fill("[name=summary]", story.summary)
        self._continue(page)
        page.fill("[name=municipality]", "Mariehamn")
        self._press(page, "[name=find]")
        expect(page.locator(".portal-place [role=status]")).to_contain_text("Mariehamn")
        # A click on the map: the place of the marker follows, and the country with it.
        self._press(page, "[name=map]", position=FINNISH_PLACE)
        expect(page.locator("[name=country]")).to_have_value("FI")
        page.fill("[name=municipality]", "Testisaari")
        page.locator("#place-map").scroll_into_view_if_needed()
        self.picture(page, "wizard-place")
        self._continue(page)
        page.locator("[name=elements]").first.check()
        self.picture(page, "wizard-elements")
        self._continue(page)
        expect(page.frame_locator("iframe").first.locator("h1")).to_have_text(story.title)
        self.picture(page, "wizard-check")
        page.locator("main form button[type=submit]:not([name])").last.click()
        page.wait_for_url("**/edit/")
        return int(page.url.split("/pages/")[1].split("/")[0])

    def _continue(self, page: Page) -> None:
        with page.expect_navigation():
            page.locator("main form button[type=submit]").last.click()

    def _press(self, page: Page, selector: str, **more: Any) -> None:
        with page.expect_navigation():
            page.locator(selector).click(**more)

    def mend(self, who: str, pk: int, summary: str) -> None:
        """Change the summary of a page that came back, and save the draft."""
        page = self.admin(who, f"pages/{pk}/edit/")
        page.fill("textarea[name=summary]", summary)
        save_draft(page)

    def press_action(self, page: Page, name: str) -> None:
        """One of the buttons at the foot of Wagtail's editor, wherever its menu has it."""
        button = page.locator(f"footer [name={name}], footer [data-workflow-action-name={name}]").first
        if not button.is_visible():
            page.locator("footer [data-w-dropdown-target=toggle]").first.click()
        button.click()

    def submit(self, who: str, pk: int) -> None:
        """Submit a page for review, for the first time or again, with the button of the bar above it."""
        page = self.admin(who, f"pages/{pk}/edit/")
        self.picture(page, "editor")
        with page.expect_navigation():
            page.click(".portal-bar > button[name=action-submit]")
        expect(page.locator(".messages .success, .messages .warning").first).to_be_visible()

    def review(self, who: str, pk: int, decision: str, comment: str = "") -> None:
        """Approve a page or return it with a comment."""
        page = self.admin(who, f"pages/{pk}/edit/")
        self.picture(page, "review")
        if decision == "approve":
            page.click(".portal-bar > button[data-workflow-action-name=approve]")
        else:
            self.press_action(page, decision)
        if comment:
            page.fill(".modal [name=comment], dialog [name=comment]", comment)
            self.picture(page, "review-comment")
            with page.expect_navigation():
                page.locator(":is(.modal, dialog) :is(button, input)[type=submit]").first.click()
        else:
            page.wait_for_load_state("networkidle")

    def translate(self, who: str, pk: int, language: str, text: str = "Käännös {}. Bussit tulevat ajallaan.") -> None:
        """Start a translation, fill in every sentence with its number in ``text``, and submit it."""
        page = self.admin(who, f"languages/{pk}/")
        self.picture(page, "languages")
        with page.expect_navigation():
            page.locator(f"tr:has(th:text-is('{language}')) button[value=start]").click()
        areas = page.locator("form.portal-desk textarea[name^=text-]")
        for number in range(areas.count()):
            areas.nth(number).fill(text.format(number))
        self.picture(page, "desk")
        with page.expect_navigation():
            page.click("button[value=submit]")
        unusual = page.locator("input[name=done]")
        if unusual.count():  # The number in the original's title is not in the translation.
            for box in unusual.all():
                box.check()
            with page.expect_navigation():
                page.click("button[value=submit]")

    def approve_translation(self, who: str, translation: int) -> None:
        """Approve a translation at the desk."""
        page = self.admin(who, f"languages/desk/{translation}/")
        self.picture(page, "desk-review")
        with page.expect_navigation():
            page.click("button[value=approve]")

    def change_summary(self, who: str, pk: int, summary: str) -> None:
        """Change one sentence of an original and publish it."""
        page = self.admin(who, f"pages/{pk}/edit/")
        page.fill("textarea[name=summary]", summary)
        with page.expect_navigation():
            self.press_action(page, "action-publish")


def save_draft(page: Page) -> None:
    """Save what Wagtail's editor shows as a draft, by the keyboard; its button may be behind the arrow."""
    with page.expect_navigation():
        page.keyboard.press("Control+s")


def row_of(page: Page, language: str) -> Any:
    """The line of a language on the page of all languages."""
    return page.locator(f"tr:has(th:text-is('{language}'))")

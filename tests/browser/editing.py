"""What editors do in a real browser, step by step: for the journey in the tests and for the pictures of the guide."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, Page, ViewportSize, expect

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
NORWEGIAN = Story(
    "Busser i rute",
    "Folk på øya ventet på en buss som kom når den ville, og ingen kunne si hvorfor. "
    "Foreldre kjørte barna til skolen selv, og eldre ble hjemme. "
    "Kommunen kjente klagene, men hadde ingen tall, så ingenting endret seg på mange år.",
    "Bussene på øya går som rutetabellen sier.",
)
SWEDISH = Story(
    "Bussar i tid",
    "Folk på ön väntade på en buss som kom när den ville, och ingen kunde säga varför. "
    "Föräldrar körde själva sina barn till skolan, och äldre stannade hemma. "
    "Kommunen kände till klagomålen men hade inga siffror, så inget ändrades på flera år.",
    "Bussarna på ön går som tidtabellen säger.",
)
FINNISH = Story(
    "Bussit ajallaan",
    "Saaren asukkaat odottivat bussia, joka tuli milloin tuli, eikä kukaan osannut sanoa miksi. "
    "Vanhemmat veivät lapsensa itse kouluun, ja vanhukset jäivät kotiin. "
    "Kunta tunsi valitukset, mutta sillä ei ollut lukuja, joten vuosiin mikään ei muuttunut.",
    "Saaren bussit kulkevat aikataulun mukaan.",
)
ICELANDIC = Story(
    "Strætó á réttum tíma",
    "Fólk á eynni beið eftir strætó sem kom þegar honum sýndist og enginn gat sagt hvers vegna. "
    "Foreldrar óku börnum sínum sjálfir í skólann og eldra fólk sat heima. "
    "Sveitarfélagið þekkti kvartanirnar en hafði engar tölur og því breyttist ekkert árum saman.",
    "Strætó á eynni gengur samkvæmt áætlun.",
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
    viewport: ViewportSize = field(default_factory=lambda: ViewportSize(width=1280, height=900))
    #: What keeps somebody logged in, in a new browser too.
    cookies: dict[str, list[Any]] = field(default_factory=dict)

    def admin(self, who: str, path: str = "") -> Page:
        """The browser of ``who`` at an address of the admin; a new one after ``forget``."""
        page = self.pages.get(who) or self.open_browser(who)
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
        page = self.open_browser(who)
        page.goto(self.url + link[link.index("/", 8) :])
        page.fill("[name=new_password1]", PASSWORD)
        page.fill("[name=new_password2]", PASSWORD)
        page.click("main button[type=submit]")
        page.wait_for_url(f"{self.url}/admin/")
        self.cookies[who] = page.context.cookies()

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

    def open_browser(self, who: str) -> Page:
        self.forget(who)
        context = self.browser.new_context(
            viewport=self.viewport, timezone_id="Europe/Oslo", locale="en-GB", reduced_motion="reduce"
        )
        context.add_cookies(self.cookies.get(who, []))
        self.pages[who] = context.new_page()
        return self.pages[who]

    def tell_case(self, who: str, story: Story) -> int:
        """Make a draft with the wizard; returns the id of the page."""
        page = self.admin(who, "tell-a-case/problem/")
        page.fill("[name=title]", story.title)
        page.fill("[name=challenge]", story.text)
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
        self._continue(page)
        self._continue(page)  # a photo and somebody to ask: later
        expect(page.frame_locator("iframe").first.locator("h1")).to_have_text(story.title)
        page.locator("main form button[type=submit]:not([name])").last.click()
        page.wait_for_url("**/edit/")
        return int(page.url.split("/pages/")[1].split("/")[0])

    def begin_event(self, who: str, story: Story) -> None:
        """Answer the first two steps of the event wizard, up to the day in words."""
        page = self.admin(who, "announce/what/")
        page.fill("[name=title]", story.title)
        page.fill("[name=summary]", story.summary)
        self._continue(page)
        page.fill("[name=start_date]", "16.3.2027")
        page.fill("[name=start_time]", "13")
        page.fill("[name=end_time]", "15.30")
        page.locator("[name=format][value=in_person]").check()
        page.fill("[name=city]", "Tórshavn")
        page.locator("[name=start_date]").scroll_into_view_if_needed()
        self.picture(page, "event")

    def stand_at_the_door(self, who: str, names: tuple[str, ...]) -> None:
        """Add people to the first event that can be registered for, and check the first of them in, on a phone."""
        page = self.admin(who, "registrations/")
        desk = self.url + str(page.locator("a[href*='/admin/desk/']").first.get_attribute("href"))
        for number, name in enumerate(names):
            page.goto(f"{desk}add/")
            page.fill("#id_name", name)
            page.fill("#id_email", f"{who}-{number}@example.org")
            page.check("#id_consent")
            page.locator("#id_consent").press("Enter")
            page.wait_for_url(desk)
        page.set_viewport_size({"width": 390, "height": 700})
        page.goto(desk)
        page.locator("form[data-door] tbody tr:visible button:visible").first.click()
        expect(page.locator("form[data-door] [role=status]")).to_be_empty()
        page.evaluate("scrollTo(0, 0)")
        self.picture(page, "door")
        page.set_viewport_size(self.viewport)

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
        if decision == "approve":
            page.click(".portal-bar > button[data-workflow-action-name=approve]")
        else:
            self.press_action(page, decision)
        if comment:
            page.fill(".modal [name=comment], dialog [name=comment]", comment)
            with page.expect_navigation():
                page.locator(":is(.modal, dialog) :is(button, input)[type=submit]").first.click()
        else:
            page.wait_for_load_state("networkidle")

    def wait_until_public(self, who: str, pk: int) -> None:
        """Look at the languages of a page until its translations can be started; an approval takes its time."""
        for _try in range(30):
            if self.admin(who, f"languages/{pk}/").locator("button[value=start]").count():
                return
            self.pages[who].wait_for_timeout(1000)
        raise AssertionError(f"page {pk} is not public")

    def translate(self, who: str, pk: int, language: str, text: str = "Käännös {}. Bussit tulevat ajallaan.") -> None:
        """Start a translation, fill in every sentence with its number in ``text``, and submit it.

        Parameters:
            language: as the admin names it; "" for the first one that can be started.
        """
        page = self.admin(who, f"languages/{pk}/")
        self.picture(page, "languages")
        with page.expect_navigation():
            row = f"tr:has(th:text-is('{language}'))" if language else "tr"
            page.locator(f"{row} button[value=start]").first.click()
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

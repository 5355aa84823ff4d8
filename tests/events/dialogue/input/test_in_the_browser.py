"""Answering in a browser: with and without script, at 360 px, in three languages, light and dark."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page
from pytest_playwright.pytest_playwright import CreateContextCallback

from events.dialogue.enums import ContributionState, RefusalReason
from events.dialogue.input.participants import create
from events.dialogue.models import Contribution, Rendering, Reply, Theme, ThemeMember
from tests.drills import drilled
from tests.events.dialogue.input.people import NOW, in_days, make_occasion, make_question, said, set_state, shown
from tests.kept_rows import kept
from tests.sites import make_site

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("at_any_pace"),
]
LANGUAGES = ("en", "fi", "is")
NARROW, WIDE = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
#: Folder for pictures, to look at them; none are taken without it.
PICTURES = os.environ.get("PICTURES", "")
#: Pages that no other test here looks at; drills look at all.
SOME = ("answers", "mine")
#: Language, colours, size of the screen, and the pages: all of them if none is named.
TESTED = ("fi", "light", NARROW, SOME)
LOOKS = [(language, *look, ()) for language in LANGUAGES for look in (("light", NARROW), ("dark", WIDE))]


@pytest.fixture
@kept
def addresses() -> dict[str, str]:
    """Every page of taking part, below the language; with answers, a theme and a reply."""
    make_site(*LANGUAGES)
    question = make_question(make_occasion(closes_at=in_days(9), asks_country=True, asks_role=True))
    participant, secret = create(question.occasion, "en")
    mine = shown(
        question,
        "Penkit varjoon, ja selkänojat.\nPitkäsanaisuusharjoitteluvirkakuntalainenkin jaksaa niillä.",
        participant=participant,
        language="fi",
        name="Ääpo Testilä",
    )
    Rendering.objects.create(contribution=mine, language="en", text="Benches in the shade.", machine="m", made_at=NOW)
    theme = Theme.objects.create(occasion=question.occasion, titles={"is": "Skuggi"}, created_at=NOW)
    ThemeMember.objects.create(theme=theme, contribution=mine, added_at=NOW)
    Reply.objects.create(theme=theme, decision="partly", reasons={"en": "In paragraph 3."}, decided_at=NOW)
    refused = said(question, "Buy my benches.", participant=participant)
    set_state(refused, ContributionState.REFUSED, reason=RefusalReason.ADVERT, reason_text="A shop is named.")
    held = said(question, "See example.org", participant=participant)
    set_state(shown(question, "Also shade."), ContributionState.PUBLISHED, same_as=mine)
    return {
        "question": f"q/{question.public_id}/",
        "answers": f"q/{question.public_id}/answers/",
        "answer": f"q/{question.public_id}/answer/",
        "contribution": f"c/{mine.public_id}/",
        "report": f"c/{mine.public_id}/report/",
        "mine": f"mine/{secret}/",
        "own": f"mine/{secret}/{held.public_id}/",
        "refused": f"mine/{secret}/{refused.public_id}/",
        "sent": f"mine/{secret}/{held.public_id}/sent/",
        "unknown": "mine/cut-off/",
    }


def look(page: Page, name: str) -> None:
    """Take a picture to look at, if a folder is named."""
    if PICTURES:
        page.screenshot(path=Path(PICTURES, f"{name}.png"), full_page=True)


# The longest words; the rules of axe know no language.
@pytest.mark.parametrize(("language", "scheme", "size", "names"), drilled([TESTED, *LOOKS], tested=TESTED))
def test_pages_are_accessible_and_fit_a_phone(
    addresses, live_server, page: Page, assert_accessible, language: str, scheme: str, size: dict[str, int], names
):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size(size)
    for name in names or addresses:
        page.goto(f"{live_server.url}/{language}/take-part/{addresses[name]}")
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name
        look(page, f"{name}-{language}-{size['width']}-{scheme}")


def test_answer_by_keyboard_with_script_counts_and_is_kept(addresses, live_server, page: Page, assert_accessible):
    page.set_viewport_size(NARROW)
    page.goto(f"{live_server.url}/fi/take-part/{addresses['answer']}")
    page.get_by_role("textbox").first.focus()
    page.keyboard.type("Vähän 👩‍👩‍👧‍👦 tilaa.")
    assert page.locator("textarea + p").inner_text().endswith("1986")
    assert page.locator("#id_email").is_hidden()
    page.locator("#id_follow").focus()
    page.keyboard.press("Space")
    assert page.locator("#id_email").is_visible()
    page.locator("#id_follow").press("Space")
    page.locator("form button").last.press("Enter")
    page.wait_for_url("**/sent/")
    assert_accessible(page)

    assert Contribution.objects.latest("pk").text == "Vähän 👩‍👩‍👧‍👦 tilaa."


def test_wrong_form_takes_the_focus_to_what_is_wrong(addresses, live_server, page: Page, assert_accessible):
    page.goto(f"{live_server.url}/is/take-part/{addresses['answer']}")
    page.locator("form button").last.click()

    summary = page.locator(".error-summary")
    summary.wait_for()
    assert_accessible(page)
    summary.get_by_role("link").first.click()
    assert page.evaluate("document.activeElement.name") == "text"
    look(page, "errors-is")


def test_whole_way_without_script_on_a_phone(addresses, live_server, new_context: CreateContextCallback):
    page = new_context(java_script_enabled=False, viewport=NARROW).new_page()
    page.goto(f"{live_server.url}/fi/take-part/{addresses['question']}")
    page.locator("main a.button").click()
    page.locator("textarea").fill("Enemmän lyhtyjä polulle.")
    page.locator("main form button").last.click()
    page.wait_for_url("**/sent/")
    page.locator(".links a").first.click()
    assert "Enemmän lyhtyjä polulle." in page.locator("main").inner_text()

    page.locator(".own p a").first.click()
    page.locator("textarea").first.fill("Enemmän valoa polulle.")
    page.locator("button[value=edit]").click()
    page.locator("details summary").last.click()
    page.locator("button[value=withdraw]").click()
    page.wait_for_load_state()

    contribution = Contribution.objects.latest("pk")
    assert (contribution.state, contribution.text) == (ContributionState.WITHDRAWN, "")


def test_is_it_one_of_these(addresses, live_server, page: Page, assert_accessible):
    page.set_viewport_size(NARROW)
    page.goto(f"{live_server.url}/en/take-part/{addresses['answer']}")
    other = Contribution.objects.filter(state=ContributionState.PUBLISHED, same_as=None).first()
    page.locator("textarea").fill(other.text.upper())
    page.locator("main form button").last.click()
    page.locator("button[name=same]").wait_for()
    assert_accessible(page)
    look(page, "similar-en")
    page.locator("button[name=same]").click()
    page.wait_for_url("**/sent/")

    assert other.reactions.count() == 1


def test_what_others_said_stands_below_the_field_while_typing(addresses, live_server, page: Page, assert_accessible):
    other = Contribution.objects.filter(state=ContributionState.PUBLISHED, same_as=None).first()
    page.set_viewport_size(NARROW)
    page.goto(f"{live_server.url}/is/take-part/{addresses['answer']}")
    addresses_asked: list[str] = []
    page.on("request", lambda request: addresses_asked.append(request.url))
    field, near = page.locator("textarea"), page.locator("[data-near]")
    field.press_sequentially("Penkit", delay=20)
    page.wait_for_timeout(1000)
    assert not [url for url in addresses_asked if "similar" in url]

    field.fill(other.text.upper())
    button = near.get_by_role("button")
    button.wait_for()
    assert near.get_by_role("status").inner_text()
    assert page.evaluate("document.activeElement.name") == "text"
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert_accessible(page)
    look(page, "while-typing-is")
    asked = [url for url in addresses_asked if "similar" in url]
    assert len(asked) == 1
    assert asked[0].endswith("/answer/similar.json")

    # Other words take it away, the same words bring it back.
    field.fill("Eitthvað allt annað um veðrið.")
    button.wait_for(state="hidden")
    field.fill(other.text)
    button.wait_for()
    button.press("Enter")
    page.wait_for_url("**/sent/")

    assert other.reactions.count() == 1
    assert not Contribution.objects.filter(text__startswith="Eitthvað").exists()

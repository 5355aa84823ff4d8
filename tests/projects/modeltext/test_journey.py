"""The model grows, in a browser: roots given at the desk, version 1.1 by two persons, compared by a reader."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_playwright.pytest_playwright import CreateContextCallback

from projects.modeltext.models import ModelVersion
from tests.projects.modeltext.texts import add_text, first_version, key_of, rewrite, secretary
from tests.sites import add_case, make_site

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NARROW, WIDE = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
SNOW, HARBOUR = key_of("snow").hex[:8], key_of("harbour").hex[:8]
#: Folder for pictures, to look at them; none are taken without it.
PICTURES = os.environ.get("PICTURES", "")


@pytest.fixture
def text() -> None:
    """Version 1.0 in two languages, two secretaries, and a changed text that no version has yet."""
    make_site("en", "is")
    element = add_text({"snow": "Snow falls on roofs.", "harbour": "The harbour sleeps."}, title="Winter")
    icelandic = add_text({"snow": "Snjór fellur á þök.", "harbour": "Höfnin sefur."}, "is", of=element, title="Vetur")
    first_version()
    rewrite(element, {"snow": "Snow falls softly on roofs.", "trust": "Trust grows slowly."})
    rewrite(icelandic, {"snow": "Snjór fellur mjúklega á þök.", "trust": "Traust vex hægt í samfélaginu."})
    add_case("is", title="Hlýir þakgarðar í Testvík", slug="gardar")
    for name in ("kari", "ola"):
        secretary(name)


def look(page: Page, name: str) -> None:
    """Take a picture to look at, if a folder is named."""
    if PICTURES:
        page.screenshot(path=Path(PICTURES, f"journey-{name}.png"), full_page=True)


def log_in(new_context: CreateContextCallback, root: str, name: str) -> Page:
    """The desk of the model, opened by somebody of the secretariat."""
    page = new_context(viewport=WIDE).new_page()
    page.goto(f"{root}/admin/login/?next=/admin/model/")
    page.fill("[name=username]", name)
    page.fill("[name=password]", "Fjordvegen-71")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Versions of the model")).to_be_visible()
    return page


def give_root(page: Page, number: str, words: str) -> None:
    """Find a case by words, and make it a root of a paragraph."""
    page.get_by_role("link", name="Paragraphs and roots").click()
    page.locator("table.listing").get_by_role("link", name=number, exact=True).click()
    page.locator(".model-search [name=q]").fill(words)
    page.locator(".model-search button").click()
    page.locator("main [name=found]").first.check()
    page.locator("main [name=relation]").select_option("supports")
    page.locator("main [name=because]").fill("Þar sést það.")
    page.locator("main [name=language]").first.select_option("is")
    page.get_by_role("button", name="Add this root").click()
    expect(page.locator("main")).to_contain_text("Readers see it from the next version on.")


@pytest.mark.drill
def test_a_version_grows_from_a_root_to_a_comparison(text, live_server, new_context: CreateContextCallback):
    root = live_server.url
    kari = log_in(new_context, root, "kari")
    give_root(kari, "1.1", "thakgardar testvik")
    give_root(kari, "1.2", "Hlýir")
    kari.goto(f"{root}/admin/model/new/")
    expect(kari.locator("main ins").first).to_contain_text("softly")
    kari.locator("[name=news_is]").fill("Mýkri snjór og traust.")
    look(kari, "propose")
    kari.get_by_role("button", name="Propose this version").click()
    expect(kari.get_by_role("heading", name="Proposed version 1.1")).to_be_visible()
    expect(kari.locator("button[value=publish]")).to_have_count(0)
    kari.locator("select[name$=kind]").select_option("replaced")
    kari.locator("select[name$=successors]").select_option(label="1.2")
    kari.locator("button[value=successors]").click()

    ola = log_in(new_context, root, "ola")
    ola.get_by_role("link", name="Version 1.1 waits for a second person").click()
    look(ola, "publish")
    ola.locator("button[value=publish]").click()
    expect(ola.locator("body")).to_contain_text("Version 1.1 is published and frozen.")
    version = ModelVersion.objects.get(state="published")
    assert (version.number, version.proposed_by.username, version.published_by.username) == ("1.1", "kari", "ola")  # type: ignore[union-attr]

    reader = new_context(java_script_enabled=False, viewport=NARROW).new_page()
    reader.goto(f"{root}/is/model/")
    reader.locator("a[href='/is/model/1.1/']").first.click()
    reader.locator(f"#p-{SNOW} summary").click()
    expect(reader.locator(f"#p-{SNOW} .roots")).to_contain_text("Þar sést það.")
    reader.locator(f"#p-{SNOW}").get_by_role("link", name="Hlýir þakgarðar í Testvík").click()
    expect(reader.get_by_role("heading", level=1)).to_contain_text("Hlýir þakgarðar")
    reader.go_back()
    reader.locator("a[href='/is/model/compare/1.0/1.1/']").click()
    expect(reader.locator("ins", has_text="mjúklega")).to_be_visible()
    expect(reader.locator("del", has_text="Höfnin sefur.")).to_be_visible()
    assert reader.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    look(reader, "comparison")

    # Old addresses hold: of the paragraph that changed, of the one that left, and of the version.
    reader.goto(f"{root}/is/model/p/{SNOW}/")
    expect(reader.locator("main")).to_contain_text("Snjór fellur mjúklega á þök.")
    reader.goto(f"{root}/is/model/p/{HARBOUR}/")
    expect(reader.locator("main")).to_contain_text("Höfnin sefur.")
    reader.locator(f"main a[href='/is/model/p/{key_of('trust').hex[:8]}/']").click()
    expect(reader.locator("main")).to_contain_text("Traust vex hægt")
    reader.goto(f"{root}/is/model/1.0/#p-{SNOW}")
    expect(reader.locator(f"#p-{SNOW}")).to_contain_text("Snjór fellur á þök.")

"""The text of the model in a browser: accessible, on a phone, without script, and the desk by two persons."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from projects.models import ElementPage
from projects.modeltext.enums import LineageKind, Relation, Step
from projects.modeltext.models import Paragraph, Root, Source
from projects.modeltext.rooting import set_successors
from projects.modeltext.versions import propose, publish
from tests.drills import drilled
from tests.kept_rows import kept
from tests.projects.adoptions.helpers import shown
from tests.projects.modeltext.texts import NOW, add_text, first_version, give_root, key_of, rewrite, secretary
from tests.sites import add_case, add_strategy, make_site

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LANGUAGES = ("en", "fi", "is")
NARROW, WIDE = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
#: Folder for pictures, to look at them; none are taken without it.
PICTURES = os.environ.get("PICTURES", "")
#: The text with its roots, and a paragraph with all of them; drills look at all pages.
SOME = ("text", "paragraph")
#: Language, colours, size of the screen, and the pages: all of them if none is named.
TESTED = ("fi", "light", NARROW, SOME)
LOOKS = [(language, *look, ()) for language in LANGUAGES for look in (("light", NARROW), ("dark", WIDE))]
TEXTS = {
    "en": {"snow": "Snow falls on roofs and roads.", "trust": "Trust grows slowly.", "old": "The harbour sleeps."},
    "fi": {"snow": "Lunta sataa katoille ja teille.", "trust": "Luottamus kasvaa hitaasti yhteiskunnallisesti."},
    "is": {"snow": "Snjór fellur á þök og vegi.", "trust": "Traust vex hægt í samfélaginu."},
}


@pytest.fixture
@kept
def addresses() -> dict[str, str]:
    """Pages of the model below the language: two versions, roots of several kinds, a paragraph that left."""
    make_site(*LANGUAGES)
    element = add_text(TEXTS["en"], title="Winter & neighbours")
    for language, title in (("fi", "Talvi ja naapurit"), ("is", "Vetur og nágrannar")):
        add_text(TEXTS[language], language, of=element, title=title)
    source = Source.objects.create(
        title="Pitkäsanaisuusharjoitteluvirkakuntalaisten kutsu", publisher="Testby", url="https://source.example/a"
    )
    Root.objects.create(kind="source", key=str(source.key), relation="from", because={"fi": "Näin."}, added_at=NOW)
    first_version()
    rewrite(element, {**TEXTS["en"], "snow": "Snow falls softly on roofs.", "new": "The harbour wakes."} | {"old": "x"})
    rewrite(
        element, {"snow": "Snow falls softly on roofs.", "trust": TEXTS["en"]["trust"], "new": "The harbour wakes."}
    )
    version = propose(Step.TEXT, {"en": "Softer snow.", "is": "Mýkri snjór."}, secretary("kari"), NOW)
    old, new = (Paragraph.objects.get(key=key_of(name)) for name in ("old", "new"))
    set_successors(version, old, [new], LineageKind.REPLACED)
    give_root("new", "case", str(add_case(title="Höfnin í Testvík").translation_key), Relation.SUPPORTED_BY)
    give_root("snow", "strategy", str(add_strategy(title="Vejviser").translation_key))
    give_root("snow", "contribution", "withdrawn", Relation.SPEAKS_AGAINST)
    publish(version.pk, version.sha256, secretary("ola"), NOW)
    return {
        "entrance": "model/",
        "text": "model/1.1/",
        "old-text": "model/1.0/",
        "comparison": "model/compare/1.0/1.1/",
        "paragraph": f"model/p/{key_of('snow').hex[:8]}/",
        "gone": f"model/p/{old.short_id}/",
        "history": "model/history/",
        "worksheet": "model/worksheet/",
        "unknown": "model/9.9/",
        "element": f"model/{element.slug}/",
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
        if language != "en" and name in {"entrance", "element"}:
            continue
        page.goto(f"{live_server.url}/{language}/{addresses[name]}")
        for summary in page.locator("main summary").all():
            summary.click()
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name
        look(page, f"{name}-{language}-{size['width']}-{scheme}")


def test_from_the_model_to_who_said_this_without_script(addresses, live_server, new_context):
    page = new_context(java_script_enabled=False, viewport=NARROW).new_page()
    page.goto(f"{live_server.url}/en/model/")
    page.get_by_role("link", name="Read the whole text, version 1.1").click()
    page.locator(f"#p-{key_of('new').hex[:8]} summary").click()
    page.get_by_role("link", name="Höfnin í Testvík").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Höfnin í Testvík")


def test_from_home_to_who_said_this_and_who_uses_it_in_three_clicks(addresses, live_server, new_context):
    element = ElementPage.objects.get(locale__language_code="fi")
    shown(add_case(title="Latuverkko", elements=[element]), municipality="Åfjord")
    page = new_context(java_script_enabled=False, viewport=NARROW).new_page()
    page.goto(f"{live_server.url}/fi/")
    look(page, "walk-home")
    page.locator(f".cairn-list a[href='{element.url_path}']").click()
    look(page, "walk-element")
    page.locator(f"#p-{key_of('snow').hex[:8]} .paragraph__foot a").click()
    look(page, "walk-paragraph")

    expect(page.locator("#used-by + .adopters")).to_contain_text("Åfjord")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.locator("main .roots a", has_text="Vejviser").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Vejviser")


def test_old_address_of_a_paragraph_leads_on_to_what_followed(addresses, live_server, page: Page):
    page.goto(f"{live_server.url}/en/{addresses['gone']}")
    expect(page.locator("main")).to_contain_text("The harbour sleeps.")
    page.get_by_role("link", name="this paragraph").click()

    expect(page.locator("main")).to_contain_text("The harbour wakes.")


def test_desk_fits_a_narrow_screen(addresses, live_server, page: Page):
    secretary("liv")
    page.set_viewport_size(WIDE)
    page.goto(f"{live_server.url}/admin/login/?next=/admin/model/")
    page.fill("[name=username]", "liv")
    page.fill("[name=password]", "Fjordvegen-71")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Versions of the model")).to_be_visible()
    for name, path in (
        ("desk", ""),
        ("desk-new", "new/"),
        ("desk-paragraphs", "paragraphs/"),
        ("desk-paragraph", f"paragraphs/{key_of('snow')}/?q=testvik"),
    ):
        for size in (WIDE, NARROW):
            page.set_viewport_size(size)
            page.goto(f"{live_server.url}/admin/model/{path}")
            assert page.locator("main h1, main h2").count() > 0
            look(page, f"{name}-{size['width']}")

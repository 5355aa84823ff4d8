"""From an adoption to a descendant in a browser: with and without script, at 360 px, in three languages."""

import os
import re
import unicodedata
from pathlib import Path

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page
from pytest_playwright.pytest_playwright import CreateContextCallback

from projects.adoptions import moderation
from projects.adoptions.links import new_path
from projects.models import Adoption, CaseOrigin, CaseStudyPage
from tests.drills import drilled
from tests.partners.world import make_user
from tests.projects.adoptions.helpers import NOW, confirmed, link_in, mails, shown, told
from tests.sites import add_case, add_element, make_site

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("at_any_pace"),
]
LANGUAGES = ("en", "fi", "is")
NARROW, WIDE = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
#: Folder for pictures, to look at them; none are taken without it.
PICTURES = os.environ.get("PICTURES", "")
#: The page with most of what people tell, and the longest form; drills look at all pages.
SOME = ("case", "own")
#: Language, colours, size of the screen, and the pages: all of them if none is named.
TESTED = ("fi", "light", NARROW, SOME)
LOOKS = [(language, *look, ()) for language in LANGUAGES for look in (("light", NARROW), ("dark", WIDE))]
LONG = "Pitkäsanaisuusharjoitteluvirkakuntalainenkin jaksaa lainata polkupyörän, ja sukset talvella."


@pytest.fixture
def cases() -> dict[str, CaseStudyPage]:
    """The same case in three languages, in the middle of a family, with all that people tell."""
    make_site(*LANGUAGES)
    pages: dict[str, CaseStudyPage] = {}
    for language in LANGUAGES:
        first = next(iter(pages.values()), None)
        elements = [add_element(language, of=None, title="Yhteinen maa")]
        pages[language] = add_case(
            language, of=first, title="Polkupyörät kaikille", slug="bikes", elements=elements, country="FI"
        )
    grandmother = add_case("fi", title="Lastenvaunut lainaan", slug="prams", municipality="Jyväskylä", country="FI")
    child = add_case("is", title="Skíði fyrir alla, líka á sumrin og í rigningu", slug="skis", municipality="Ölfus")
    CaseOrigin.objects.create(page=pages["en"], origin=grandmother, changed=LONG, sort_order=0)
    CaseOrigin.objects.create(page=child, origin=pages["en"], changed="Skíði í stað hjóla.", sort_order=0)
    shown(pages["en"], municipality="Åfjord", stage="running", result=LONG, language="nb")
    shown(pages["en"], municipality="Jyväskylä", country="FI", stage="stopped", language="fi", changed=LONG)
    return pages


def look(page: Page, name: str) -> None:
    """Take a picture to look at, if a folder is named."""
    if PICTURES:
        page.screenshot(path=Path(PICTURES, f"{name}.png"), full_page=True)


# The longest words; the rules of axe know no language.
@pytest.mark.parametrize(("language", "scheme", "size", "names"), drilled([TESTED, *LOOKS], tested=TESTED))
def test_pages_are_accessible_and_fit_a_phone(
    cases, live_server, page: Page, assert_accessible, language: str, scheme: str, size: dict[str, int], names
):
    own = confirmed(cases["en"], municipality="Sveitarfélagið Ölfus", country="IS", language=language)
    new = told(cases["en"], municipality="Sveitarfélagið Ölfus", country="IS", language=language)
    paths = {
        "case": f"/{language}/projects/bikes/",
        "use": f"/{language}/projects/bikes/use/",
        "model": f"/{language}/projects/use-the-model/",
        "elements": f"/{language}/model/",
        "family": f"/{language}/projects/bikes/family/",
        "own": new_path(own, NOW),
        "new": new_path(new, NOW),
        "unknown": f"/{language}/projects/use/mine/cut-off/",
        "sent": f"/{language}/projects/use/sent/",
    }
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size(size)
    for name in names or paths:
        page.goto(live_server.url + paths[name])
        for folded in page.locator("main details > summary").all():
            folded.click()
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name
        look(page, f"{name}-{language}-{size['width']}-{scheme}")


@pytest.mark.parametrize("script", drilled([True, False], tested=False), ids=["script", "no-script"])
def test_from_an_adoption_to_a_descendant(cases, live_server, new_context: CreateContextCallback, run_tasks, script):
    page = new_context(java_script_enabled=script, viewport=NARROW).new_page()
    page.goto(f"{live_server.url}/fi/projects/bikes/")
    page.locator("a[href='/fi/projects/bikes/use/']").click()
    page.locator("[name=municipality]").fill(unicodedata.normalize("NFD", "Sveitarfélagið Ölfus"))
    page.locator("[name=country]").select_option("IS")
    page.locator("[name=stage][value=trying]").check()
    page.locator("[name=since]").fill("elokuussa 2024")
    page.locator("[name=did_not_work]").fill("Of bratt <b>hér</b>.")
    page.locator("[name=email]").fill("henkilo@example.org")
    page.locator("main form button").last.click()
    # The place list does not know the name: asked once, and everything is still there.
    page.locator(".error-summary").wait_for()
    assert page.locator("[name=did_not_work]").input_value() == "Of bratt <b>hér</b>."
    page.locator("main form button").last.click()
    page.wait_for_url("**/use/sent/")
    assert not page.context.cookies()

    [message] = mails()
    page.goto(live_server.url + link_in(message))
    page.locator("button[name=confirm]").click()
    page.locator("button[name=still]").wait_for()
    adoption = Adoption.objects.get(municipality="Sveitarfélagið Ölfus")
    read = moderation.show(adoption.pk, moderation.seal(adoption), make_user(f"reader-{script}"), timezone.now())
    assert read == moderation.Result.DONE

    page.goto(f"{live_server.url}/fi/projects/bikes/")
    page.reload()  # browsers keep public pages for some minutes
    entry = page.locator(f"#u-{adoption.key}")
    assert "Sveitarfélagið Ölfus" in entry.inner_text()
    entry.locator("summary").click()
    assert "Of bratt <b>hér</b>." in entry.inner_text()

    page.locator("a[href='/fi/projects/bikes/family/']").click()
    page.locator("a[href*='?origin=']").click()
    story = {"title": "Sukset kaikille", "summary": "Lyhyesti.", "challenge": "Ei suksia.", "approach": "Ostettiin."}
    for name, text in {**story, "result": "Suksia on.", "origin_changed": "Sukset pyörien sijaan."}.items():
        page.locator(f"[name={name}]").fill(text)
    page.locator("[name=country]").select_option("IS")
    page.locator("[name=contact_name]").fill("Þóra Dæmi")
    page.locator("[name=contact_email]").fill("thora@example.org")
    page.locator("main form button").last.click()
    page.wait_for_url("**/sent/")
    mail.outbox.clear()
    run_tasks()
    [link] = [found[0] for one in mail.outbox if (found := re.search(r"/\S+/projects/confirm/\S+", one.body))]
    page.goto(live_server.url + link[link.index("/fi/") :])
    page.locator("main form button").click()
    page.wait_for_load_state()

    case = CaseStudyPage.objects.get(title="Sukset kaikille")
    case.live = True
    case.save()
    page.goto(f"{live_server.url}/fi/projects/bikes/family/")
    nested = page.locator(".family .family .family li", has_text="Sukset kaikille")
    assert "Sukset pyörien sijaan." in nested.inner_text()

"""“We use this” in a browser, in Icelandic, on a phone, without script: told, confirmed, read by the team, shown
everywhere, and followed by a case of one's own that grew out of it."""

import os
import re
from pathlib import Path

import pytest
from django.core import mail
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_playwright.pytest_playwright import CreateContextCallback

from partners.teams.groups import make_team
from portal.core.users.models import User
from projects.models import Adoption, CaseElement, CaseStudyPage, ElementPage
from tests.partners.world import PASSWORD, make_user
from tests.projects.adoptions.helpers import link_in, mails
from tests.sites import add_case, add_element, add_partner, make_site

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("at_any_pace"),
]
NARROW, WIDE = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
#: Folder for pictures, to look at them; none are taken without it.
PICTURES = os.environ.get("PICTURES", "")


def look(page: Page, name: str) -> None:
    """Take a picture to look at, if a folder is named."""
    if PICTURES:
        page.screenshot(path=Path(PICTURES, f"adoption-{name}.png"), full_page=True)


@pytest.fixture
def case(db: None) -> CaseStudyPage:
    """A case of a team in Icelandic and English, another case of those who use it, and an editor of the team."""
    make_site("en", "is")
    partner = add_partner(title="Testfélag")
    team = make_team(partner.organisation)
    make_user("ritstjori", team.group)
    elements = [add_element(title="Shared ground")]
    elements.append(add_element("is", of=elements[0], title="Sameiginlegur grunnur"))
    fields = {"slug": "hjol", "organisation": partner.organisation, "country": "DK"}
    page = add_case(title="Bikes for all", elements=elements[:1], **fields)
    add_case("is", of=page, title="Hjól fyrir alla", elements=elements[1:], **fields)
    add_case("is", title="Skíðin okkar", slug="skidin-okkar", municipality="Ölfus", country="IS")
    return page


def tell(page: Page, root: str) -> None:
    """A municipality tells that it uses the case, and that it has one of its own."""
    page.goto(f"{root}/is/projects/hjol/")
    page.locator("a[href='/is/projects/hjol/use/']").click()
    page.locator("[name=municipality]").fill("Akureyri")
    page.locator("[name=country]").select_option("IS")
    page.locator("[name=stage][value=running]").check()
    page.locator("[name=since]").fill("ágúst 2024")
    page.locator("[name=changed]").fill("Skíði í stað hjóla; það þurfti að breyta öllu.")
    page.locator("[name=own_case]").select_option(label="Skíðin okkar")
    page.locator("[name=email]").fill("fulltrui@example.org")
    look(page, "form")
    page.locator("main form button").last.click()
    page.wait_for_url("**/use/sent/")
    assert not page.context.cookies()


def read_it(page: Page, root: str, address: str) -> None:
    """An editor of the case's team reads what waits, and shows it."""
    page.goto(f"{root}/admin/login/?next={address}")
    page.fill("[name=username]", "ritstjori")
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Akureyri").click()
    expect(page.locator("main")).to_contain_text("Skíðin okkar")
    look(page, "desk")
    page.locator("button[value=show]").click()
    expect(page.locator("main")).to_contain_text("Shown")


@pytest.mark.drill
def test_who_uses_a_case_is_shown_everywhere_and_asks_for_the_lost_link(
    case: CaseStudyPage, live_server, new_context: CreateContextCallback
):
    root, phone = live_server.url, new_context(java_script_enabled=False, viewport=NARROW).new_page()
    tell(phone, root)
    [asked] = mails()
    phone.goto(root + link_in(asked))
    phone.locator("button[name=confirm]").click()
    phone.locator("button[name=still]").wait_for()
    read_it(new_context(viewport=WIDE).new_page(), root, reverse("projects_adoptions"))
    adoption = Adoption.objects.get()
    [decided] = mails()
    assert decided.to == ["fulltrui@example.org"]

    for path in ("/is/projects/hjol/", "/is/projects/hjol/family/"):
        phone.goto(root + path)
        phone.reload()  # browsers keep public pages for some minutes
        entry = phone.locator(f"#u-{adoption.key}")
        expect(entry).to_contain_text("Akureyri")
        expect(entry.get_by_role("link", name="Skíðin okkar")).to_have_attribute("href", "/is/projects/skidin-okkar/")
        look(phone, path.strip("/").replace("/", "-"))
    phone.goto(f"{root}/is/model/")
    phone.get_by_role("link", name="Sameiginlegur grunnur").first.click()
    expect(phone.locator(".adopters")).to_contain_text("Akureyri")
    expect(phone.locator(".adopters").get_by_role("link", name="Hjól fyrir alla")).to_be_visible()

    phone.goto(f"{root}/is/projects/?view=map&used=IS")
    expect(phone.locator("svg .map__use")).to_have_count(1)
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    look(phone, "map")
    phone.locator(".places#used-places a", has_text="Hjól fyrir alla").click()
    expect(phone.locator(f"#u-{adoption.key}")).to_be_visible()
    phone.goto(f"{root}/is/projects/?view=map&used=FI")
    expect(phone.locator("svg .map__use")).to_have_count(0)
    phone.goto(f"{root}/is/projects/?view=numbers&used=IS")
    expect(phone.locator("#uses")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    phone.goto(f"{root}/is/projects/use/link/")
    phone.locator("[name=email]").fill("Fulltrui@Example.org")
    phone.locator("main form button").last.click()
    phone.wait_for_url("**/use/link/sent/")
    [again] = mails()
    phone.goto(root + link_in(again))
    phone.locator("button[name=stop]").click()
    phone.goto(f"{root}/is/projects/hjol/")
    phone.reload()
    expect(phone.locator(f"#u-{adoption.key} .tag")).to_have_text("Hætt")


@pytest.mark.drill
def test_a_case_of_ones_own_becomes_a_descendant(
    case: CaseStudyPage, live_server, new_context: CreateContextCallback, run_tasks
):
    root, phone = live_server.url, new_context(java_script_enabled=False, viewport=NARROW).new_page()
    phone.goto(f"{root}/is/projects/hjol/family/")
    phone.locator("a[href*='?origin=']").click()
    expect(phone.locator("main")).to_contain_text("Hjól fyrir alla")
    story = {"title": "Skíði fyrir alla", "summary": "Stutt.", "challenge": "Engin skíði.", "approach": "Keypt."}
    for name, text in {**story, "result": "Skíði eru til.", "origin_changed": "Skíði í stað hjóla."}.items():
        phone.locator(f"[name={name}]").fill(text)
    phone.locator("[name=country]").select_option("IS")
    phone.locator("[name=contact_name]").fill("Þóra Dæmi")
    phone.locator("[name=contact_email]").fill("thora@example.org")
    phone.locator("main form button").last.click()
    phone.wait_for_url("**/sent/")
    mail.outbox.clear()
    run_tasks()
    [link] = [found[0] for one in mail.outbox if (found := re.search(r"/\S+/projects/confirm/\S+", one.body))]
    phone.goto(root + link[link.index("/is/") :])
    phone.locator("main form button").click()
    phone.wait_for_load_state()

    draft = CaseStudyPage.objects.get(title="Skíði fyrir alla").get_latest_revision_as_object()
    assert not draft.live
    phone.goto(f"{root}/is/projects/hjol/family/")
    expect(phone.locator("main")).not_to_contain_text("Skíði fyrir alla")
    element = ElementPage.objects.get(locale=draft.locale)
    draft.case_elements = [CaseElement(element=element, sort_order=0)]
    editor = User.objects.create_superuser(username="utgefandi", email="u@example.org", password=PASSWORD)
    draft.save_revision(user=editor).publish(user=editor)

    phone.goto(f"{root}/is/projects/hjol/family/")
    phone.reload()
    nested = phone.locator(".family .family li", has_text="Skíði fyrir alla")
    expect(nested).to_contain_text("Skíði í stað hjóla.")
    expect(phone.locator(".family-drawing text", has_text="Skíði fyrir alla")).to_have_count(1)
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    look(phone, "descendant")
    nested.get_by_role("link", name="Skíði fyrir alla").click()
    expect(phone.locator("#used-by ~ ul").first).to_contain_text("Hjól fyrir alla")

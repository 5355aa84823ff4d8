"""Journeys of editors by the keyboard alone: every step by Tab, Return and what is typed, none by the mouse."""

from collections.abc import Mapping

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect
from wagtail_localize.models import Translation

from events.models import Event, EventDraft, EventPage, Registration
from partners.teams.groups import make_team
from projects.models import CaseStudyPage, WizardDraft
from tests.browser.in_process import ORIGIN, serve
from tests.events.wizard.test_wizard import DANISH
from tests.partners.world import World, register_somebody
from tests.portal.editing.admin_forms import speak
from tests.projects.wizard.test_wizard import answers
from tests.sites import add_element

pytestmark = [pytest.mark.django_db, pytest.mark.browser, pytest.mark.drill]
#: Presses of Tab within which everything of a page must be reached: its menu and its fields.
MOST = 90
#: Notes how each thing looks that has not got the focus.
NOTE_LOOKS = """() => {
  window.lookOf = (it) => {
    const { outlineStyle, outlineWidth, outlineColor, boxShadow, borderColor, backgroundColor } = getComputedStyle(it);
    const outline = outlineStyle === "none" ? "" : [outlineStyle, outlineWidth, outlineColor].join();
    return [outline, boxShadow, borderColor, backgroundColor].join("; ");
  };
  const all = [...document.querySelectorAll("a, button, input, select, textarea, summary, [tabindex]")];
  window.looks = new Map(all.filter((it) => it !== document.activeElement).map((it) => [it, lookOf(it)]));
}"""
#: What has the focus: name, value and text; and whether one sees that: it looks otherwise than before.
FOCUSED = """() => {
  const it = document.activeElement, box = it.getBoundingClientRect();
  return {
    name: it.name || "", value: it.value || "", text: it.textContent.trim(),
    visible: looks.get(it) !== undefined && looks.get(it) !== lookOf(it) && box.width > 0 && box.height > 0
  };
}"""
#: Milliseconds after which a look that changes little by little has changed.
CHANGED = 400


@pytest.fixture
def keyboard(page: Page, world: World, client: Client, monkeypatch: pytest.MonkeyPatch) -> Page:
    """The browser of a member in Danish whose team publishes by itself."""
    # The portal answers in the thread of the browser's own loop; nothing else asks the database meanwhile.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    EventDraft.objects.all().delete()
    WizardDraft.objects.all().delete()
    make_team(world.a.organisation, can_publish=True)
    speak(world.a.member, "da")
    client.force_login(world.a.member)
    serve(page, client)
    page.set_default_timeout(20_000)
    return page


def tab_to(page: Page, **wanted: str) -> None:
    """Press Tab until that has the focus, and see that one can see it."""
    seen = []
    page.evaluate(NOTE_LOOKS)
    for _press in range(MOST):
        page.keyboard.press("Tab")
        found = page.evaluate(FOCUSED)
        seen.append(found["name"] or found["text"][:20])
        if all(found[key] == value for key, value in wanted.items()):
            if not found["visible"]:
                page.wait_for_timeout(CHANGED)
                found = page.evaluate(FOCUSED)
            assert found["visible"], f"{wanted} has the focus, and nobody sees it"
            return
    raise AssertionError(f"{wanted} is not reached by Tab: {seen}")


def say(page: Page, name: str, value: object) -> None:
    """Answer one question: written, chosen by its letters in a list, or ticked."""
    if page.locator(f"select[name={name}]").count():
        tab_to(page, name=name)
        label = page.locator(f"select[name={name}] option[value='{value}']").inner_text()
        page.keyboard.type(label)
    elif isinstance(value, list):
        for one in value:
            tab_to(page, name=name, value=str(one))
            page.keyboard.press("Space")
    elif page.locator(f"input[type=radio][name={name}]").count():
        tab_to(page, name=name)
        for _press in range(10):
            if page.evaluate("document.activeElement.value") == str(value):
                break
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Space")
    else:
        tab_to(page, name=name)
        page.keyboard.press("Control+a")
        page.keyboard.insert_text(str(value))


def press(page: Page, text: str) -> None:
    """Go to a button by Tab and press it by Return."""
    before = page.url
    tab_to(page, text=text)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url != before)
    page.wait_for_load_state()


def press_named(page: Page, name: str, value: str) -> None:
    """Go to one of several buttons of a form by Tab, press it by Return, and wait for what the next page says."""
    tab_to(page, name=name, value=value)
    page.keyboard.press("Enter")
    page.wait_for_selector(".messages .success")


def walk(page: Page, start: str, steps: Mapping[str, Mapping[str, object]]) -> None:
    """Answer all steps of a wizard."""
    page.goto(f"{ORIGIN}{start}")
    for step, said in steps.items():
        assert f"/{step}/" in page.url
        for name, value in said.items():
            if value not in ("", None):
                say(page, name, value)
        press(page, "Fortsæt")
    assert "/check/" in page.url


def test_an_event_is_announced_by_the_keyboard(keyboard: Page, world: World):
    walk(keyboard, reverse("events_wizard_new", args=["what"]), DANISH)
    press(keyboard, "Udgiv")
    page = EventPage.objects.get(title__startswith="Værksted i Århus")
    assert page.live
    # And taken back again, by the button of the message, although it stands there for ten seconds only.
    keyboard.goto(ORIGIN + reverse("wagtailadmin_pages:unpublish", args=[page.pk]))
    press(keyboard, "Ja, afpublicer den")
    assert not EventPage.objects.get(pk=page.pk).live
    keyboard.keyboard.press("Tab")
    keyboard.wait_for_timeout(11_000)
    press(keyboard, "Fortryd")
    assert EventPage.objects.get(pk=page.pk).live


def test_a_case_is_told_by_the_keyboard(keyboard: Page, world: World):
    steps = answers(world)
    steps["elements"] |= {"elements": [add_element("da", title="Tillid").pk]}
    walk(keyboard, reverse("projects_wizard", args=["problem"]), steps)
    press(keyboard, "Opret kladden")
    assert CaseStudyPage.objects.filter(title="Buses on time").exists()


def test_a_translation_is_written_and_published_by_the_keyboard(keyboard: Page, world: World):
    translation = Translation.objects.get(uuid=world.a.translation.uuid)
    keyboard.goto(ORIGIN + reverse("translation_editor", args=[translation.pk]) + "?show=all")
    fields = keyboard.locator("textarea[name^=text-]")
    for number in range(fields.count()):
        say(keyboard, str(fields.nth(number).get_attribute("name")), f"Æblehaven nr. {number}")
    press_named(keyboard, "action", "publish")
    world.a.case_da.refresh_from_db()
    assert world.a.case_da.live
    assert world.a.case_da.title.startswith("Æblehaven")


def test_a_review_is_answered_by_the_keyboard(keyboard: Page, world: World, client: Client):
    page = world.a.draft
    if not page.workflow_in_progress:
        page.get_workflow().start(page, world.a.member)
    speak(world.secretary, "da")
    client.force_login(world.secretary)
    keyboard.goto(ORIGIN + reverse("wagtailadmin_pages:edit", args=[page.pk]))
    button = keyboard.locator(".portal-bar button.button").first
    assert button.get_attribute("data-workflow-action-name") == "approve"
    tab_to(keyboard, text=button.inner_text().strip())
    keyboard.keyboard.press("Enter")
    keyboard.wait_for_selector(".messages")
    page.refresh_from_db()
    assert (page.live, page.workflow_in_progress) == (True, False)


def test_somebody_is_checked_in_by_the_keyboard(keyboard: Page, world: World):
    event = Event.objects.get(translation_key=world.a.event.translation_key)
    event.registrations.all().delete()
    somebody = register_somebody(world.a.event, "Þórunn Æsa Prófdóttir")
    Registration.objects.filter(pk=somebody.pk).update(state="confirmed")
    keyboard.goto(ORIGIN + reverse("registration_desk", args=[event.pk]))
    tab_to(keyboard, name="q")  # of the menu
    say(keyboard, "q", "þórunn")
    tab_to(keyboard, name="mark", value=f"{somebody.pk}:1")
    # The mark is shown at once, and sent then.
    with keyboard.expect_response(lambda answer: answer.request.method == "POST"):
        keyboard.keyboard.press("Enter")
    expect(keyboard.locator(f"button[value='{somebody.pk}:0']")).to_be_visible()
    somebody.refresh_from_db()
    assert somebody.attended_at

"""Journeys of editors in Chromium, in Finnish, English and Icelandic: questions, a report with four eyes, an expert."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from events.dialogue.enums import Decision, OccasionKind
from events.dialogue.models import Occasion, Reply, ReportPage, TakePartPage
from events.dialogue.telling.news import tell_experts
from events.models import Event, EventPage
from partners.models import Organisation
from partners.teams.groups import secretariat
from portal.core.mail.outbox.delivery import send_due
from tests.browser.editing import Editors, save_draft
from tests.events.dialogue.factories import make_contribution, make_theme
from tests.sites import add_consultation, add_event, add_partner, add_take_part, make_site

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 360, "height": 740}
#: Milliseconds within which a busy machine has published a page.
SOON = 25_000


@pytest.fixture
def portal(live_server, monkeypatch) -> str:
    """A portal in three languages with "Take part"; whoever is quick is not taken for a program."""
    monkeypatch.setattr("portal.core.web.public_forms.PublicForm.least_seconds", -1)
    make_site("en", "fi", "is")
    for language in ("en", "fi", "is"):
        add_take_part(language)
    add_partner("en", slug="testby", title="Testby")
    secretariat()
    return str(live_server.url)


@pytest.fixture
def editors(portal: str, browser: Browser) -> Iterator[Editors]:
    """Nobody yet; invitations by the command of the portal."""

    def invite(*arguments: str) -> str:
        said = StringIO()
        call_command("invite_editor", *arguments, stdout=said)
        return said.getvalue().strip().splitlines()[-1]

    found = Editors(browser, portal, invite)
    yield found
    for page in found.pages.values():
        page.context.close()


@pytest.fixture
def phone(new_context) -> Callable[..., Page]:
    """Opens a page on a phone."""

    def opened(**more: object) -> Page:
        return new_context(viewport=PHONE, reduced_motion="reduce", **more).new_page()

    return opened


def fits(page: Page) -> bool:
    """Whether nothing stands beside the screen."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def open_input(page: Page) -> None:
    """The tab "Input" of the page editor, whatever it is called in the language of the editor."""
    panel = page.locator("[role=tabpanel]:has(#id_takes_input)").get_attribute("id")
    page.locator(f"[role=tab][href='#{panel}']").click()
    expect(page.locator("#id_takes_input")).to_be_visible()


def add_question(page: Page, number: int, text: str) -> None:
    """One more question in the editor's own words."""
    blocks = page.locator("[data-contentpath=input_questions]")
    blocks.locator(".c-sf-add-button").last.click()
    page.locator(".w-combobox__option").first.click()
    page.locator(f"[name=input_questions-{number}-value-text]").fill(text)


def type_text(page: Page, field: str, text: str) -> None:
    """Type formatted text into the first block of a field, until the editor has taken it over."""
    blocks = page.locator(f"[data-contentpath={field}]")
    blocks.locator("[contenteditable=true]").first.press_sequentially(text)
    expect(blocks.locator("input[type=hidden][name$=value], input[type=hidden][name$=text]").first).to_have_value(
        re.compile(re.escape(text))
    )


def publish(editors: Editors, page: Page) -> None:
    """Publish what stands in the editor."""
    with page.expect_navigation():
        editors.press_action(page, "action-publish")
    expect(page.locator(".messages .success")).to_be_visible(timeout=SOON)


@pytest.mark.drill
def test_editor_asks_questions_of_an_event_and_of_a_new_consultation(portal, editors, phone, assert_accessible):
    event = add_event(
        "fi",
        title="Työpaja Testilässä",
        slug="tyopaja",
        start_date=timezone.localdate() + timedelta(days=20),
        organisation=Organisation.objects.get(slug="testby"),
    )
    editors.accept_invitation("aino", "--organisation", "testby", "--trusted", "--language", "fi")
    desk = editors.admin("aino", f"pages/{event.pk}/edit/")
    open_input(desk)
    desk.check("#id_takes_input")
    add_question(desk, 0, "Missä öisin on liian pimeää?")
    add_question(desk, 1, "Mitä koulumatkalle pitäisi tehdä?")
    closes = timezone.localtime() + timedelta(days=9)
    desk.fill("#id_input_closes", closes.strftime("%d.%m.%Y 18:00"))
    desk.fill("#id_report_due", (closes + timedelta(days=30)).strftime("%d.%m.%Y"))
    publish(editors, desk)
    occasion = Occasion.objects.get(page_key=event.translation_key)
    assert (occasion.kind, occasion.takes_input) == (OccasionKind.WORKSHOP, True)
    assert timezone.localtime(occasion.closes_at).strftime("%d.%m.%Y %H:%M") == closes.strftime("%d.%m.%Y 18:00")

    visitor = phone()
    visitor.goto(portal + EventPage.objects.get(pk=event.pk).url)
    expect(visitor.locator("main")).to_contain_text("Missä öisin on liian pimeää?")
    expect(visitor.locator("main")).to_contain_text("Mitä koulumatkalle pitäisi tehdä?")
    assert fits(visitor)
    visitor.locator("main a[href*='/take-part/q/']").first.click()
    expect(visitor.locator("h1")).to_have_text("Missä öisin on liian pimeää?")

    overview = TakePartPage.objects.get(locale__language_code="fi")
    desk = editors.admin("aino", f"pages/add/dialogue/consultationpage/{overview.pk}/")
    desk.fill("[name=title]", "Öinen Testilä")
    for name in ("summary", "can_change", "cannot_change", "deciders"):
        desk.fill(f"[name={name}]", f"Keksittyä: {name}.")
    open_input(desk)
    desk.check("#id_takes_input")
    add_question(desk, 0, "Mikä vaihtoehto on paras?")
    desk.fill("#id_input_opens", closes.strftime("%d.%m.%Y 08:00"))
    desk.fill("#id_input_closes", closes.strftime("%d.%m.%Y 07:00"))
    save_draft(desk)
    expect(desk.locator(".messages .error, .messages .critical").first).to_be_visible()
    open_input(desk)
    expect(desk.locator("[name=input_questions-0-value-text]")).to_have_value("Mikä vaihtoehto on paras?")
    desk.fill("#id_input_opens", "")
    save_draft(desk)
    desk.wait_for_url("**/edit/**")
    publish(editors, desk)
    visitor.goto(f"{portal}/fi/take-part/")
    expect(visitor.locator("main")).to_contain_text("Öinen Testilä")
    assert fits(visitor)
    visitor.get_by_role("link", name="Öinen Testilä").click()
    expect(visitor.locator("main")).to_contain_text("Keksittyä: can_change.")
    assert fits(visitor)
    assert_accessible(visitor)
    visitor.locator("main a[href*='/take-part/q/'][href$='/answer/']").first.click()
    expect(visitor.locator("h1")).to_have_text("Mikä vaihtoehto on paras?")
    expect(visitor.locator("textarea[name=text]")).to_be_visible()
    assert fits(visitor)


@pytest.mark.drill
def test_report_is_begun_at_the_desk_approved_by_a_second_person_and_translated(portal, editors, phone):
    owner = Organisation.objects.get(slug="testby")
    page = add_consultation("en", title="Nights in Testby", organisation=owner)
    occasion = Occasion.objects.get(page_key=page.translation_key)
    said = make_contribution(occasion.questions.get(), "Lyhtyjä polulle, öisin.")
    Reply.objects.create(
        theme=make_theme(occasion, said, titles={"en": "Light", "fi": "Valo"}),
        decision=Decision.NOT_NOW,
        reasons={"en": "Made up: the lamps come next year."},
        decided_at=timezone.now(),
    )
    editors.accept_invitation("anna", "--organisation", "testby")
    editors.accept_invitation("sif", "--secretariat")
    desk = editors.admin("anna", f"input/{occasion.pk}/")
    desk.locator("form[action$='/report/'] button").click()
    desk.wait_for_url("**/edit/")
    expect(desk.locator("[name=title]")).to_have_value("What we heard: Nights in Testby")
    desk.locator("[data-contentpath=body] .c-sf-add-button").first.click()
    desk.locator(".w-combobox__option", has_text="Paragraph").first.click()
    type_text(desk, "body", "People asked for light. Made up.")
    save_draft(desk)
    report = ReportPage.objects.get()
    editors.submit("anna", report.pk)
    desk = editors.admin("anna", f"pages/{report.pk}/edit/")
    for action in ("[data-workflow-action-name=approve]", "[name=action-publish]"):
        expect(desk.locator(f"footer {action}")).to_have_count(0)
    reader = phone()
    address = f"{portal}{report.get_url()}"
    assert reader.goto(address).status == 404
    editors.review("sif", report.pk, "approve")
    expect(editors.pages["sif"].locator(".messages .success")).to_be_visible(timeout=SOON)
    reader.goto(address)
    for text in ("People asked for light. Made up.", "Light", "Made up: the lamps come next year."):
        expect(reader.locator("main")).to_contain_text(text)
    assert fits(reader)

    editors.translate("anna", report.pk, "Finnish", "Keksitty lause {}.")
    translation = int(editors.pages["anna"].url.split("/desk/")[1].strip("/"))
    expect(editors.pages["anna"].locator("button[value=approve]")).to_have_count(0)
    editors.approve_translation("sif", translation)
    reader.goto(portal + ReportPage.objects.get(locale__language_code="fi").get_url())
    expect(reader.locator("html")).to_have_attribute("lang", "fi")
    for text in ("Keksitty lause 0.", "Valo", "Lyhtyjä polulle, öisin."):
        expect(reader.locator("body")).to_contain_text(text)
    assert fits(reader)


@pytest.mark.drill
def test_expert_approves_by_the_mailed_link_and_later_answers_a_theme(portal, editors, phone, run_tasks):
    event = add_event(
        "is",
        title="Vinnustofa í Testabæ",
        slug="vinnustofa",
        start_date=timezone.localdate() + timedelta(days=20),
        organisation=Organisation.objects.get(slug="testby"),
        takes_input=True,
        input_questions=[("own", {"text": "Hvað vantar?", "stages": ["before", "live", "after"], "seeds": []})],
    )
    editors.accept_invitation("jon", "--organisation", "testby", "--trusted", "--language", "is")
    desk = editors.admin("jon", f"pages/{event.pk}/edit/")
    desk.locator("[data-contentpath=statements] .c-sf-add-button").first.click()
    desk.fill("[name=statements-0-value-name]", "Ærin Ðúfa")
    type_text(desk, "statements", "Hlustið fyrst á fólkið. Tilbúið.")
    save_draft(desk)
    event_row = Event.objects.get(translation_key=event.translation_key)
    desk = editors.admin("jon", f"desk/{event_row.pk}/statements/")
    desk.locator("[name$=-address]").fill("aerin@example.org")
    desk.locator("button[value=ask]").click()
    expect(desk.locator(".messages .success")).to_contain_text("Ærin Ðúfa")
    mail.outbox.clear()
    run_tasks()
    expert = phone()
    expert.goto(portal + link_to_statement())
    expect(expert.locator("main")).to_contain_text("Hlustið fyrst á fólkið. Tilbúið.")
    assert fits(expert)
    expert.locator("button[value=approve]").click()
    expect(expert.locator(".notice")).to_be_visible()
    desk = editors.admin("jon", f"pages/{event.pk}/edit/")
    publish(editors, desk)
    reader = phone()
    reader.goto(portal + event.get_url())
    expect(reader.locator("main")).to_contain_text("Hlustið fyrst á fólkið. Tilbúið.")
    assert fits(reader)

    occasion = Occasion.objects.get(page_key=event.translation_key)
    said = make_contribution(occasion.questions.get(), "Ljós á stíginn.")
    make_theme(occasion, said, titles={"is": "Ljós"}, created_at=timezone.now())
    mail.outbox.clear()
    in_two_days = timezone.now() + timedelta(days=2)
    tell_experts(in_two_days)
    send_due(in_two_days)
    expert.goto(portal + link_to_statement())
    answer = expert.locator("form:has(button[value^=answer-])")
    answer.locator("textarea").fill("Stígurinn skal lýstur, þó ekki alla nóttina. Tilbúið.")
    answer.locator("button[value^=answer-]").click()
    expect(answer.locator("textarea")).to_have_value("Stígurinn skal lýstur, þó ekki alla nóttina. Tilbúið.")
    assert fits(expert)
    reader.goto(f"{portal}/is/take-part/c/{said.public_id}/")
    expect(reader.locator("main")).to_contain_text("Stígurinn skal lýstur, þó ekki alla nóttina. Tilbúið.")
    expect(reader.locator("main")).to_contain_text("Ærin Ðúfa")
    assert fits(reader)


def link_to_statement() -> str:
    """The path to the page of the expert in what was mailed."""
    bodies = "\n".join(str(message.body) for message in mail.outbox)
    (path,) = re.findall(r"https?://[^/\s]+(/is/take-part/statement/\S+)", bodies)
    return str(path)

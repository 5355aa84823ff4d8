"""Journeys in Chromium at 360 px, in Finnish and Icelandic: answered and told, appealed, approved by link."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from events.dialogue.enums import ApprovalState, ContributionState, RefusalReason
from events.dialogue.models import Contribution, StatementApproval
from events.dialogue.moderation.actions import refuse
from events.dialogue.moderation.seals import seal
from events.dialogue.statements import actions as approvals
from events.dialogue.statements.blocks import statements_of
from events.dialogue.telling.news import tell_followers
from events.models import Event
from portal.core.mail.outbox.delivery import send_due
from tests.drills import drilled
from tests.events.dialogue.input.people import in_days, make_occasion, make_participant, make_question, said
from tests.events.dialogue.live.rooms import make_facilitator
from tests.sites import add_event, make_site

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
ANSWER = "Enemmän lyhtyjä polulle, ja öisin äänetön bussi."


@pytest.fixture
def portal(live_server, monkeypatch) -> str:
    """The address of a portal in three languages; whoever is quick is not taken for a program."""
    monkeypatch.setattr("portal.core.web.public_forms.PublicForm.least_seconds", -1)
    make_site("en", "fi", "is")
    return str(live_server.url)


@pytest.fixture
def open_page(new_context) -> Callable[..., Page]:
    """Opens a page on a phone, or at a desk; the context closes by itself."""

    def opened(size: dict[str, int] | None = None, **more: object) -> Page:
        return new_context(viewport=size or PHONE, reduced_motion="reduce", **more).new_page()

    return opened


def log_in(page: Page, portal: str, name: str, path: str) -> None:
    """To a page of the desk."""
    page.goto(f"{portal}/admin/login/?next={path}")
    page.fill("[name=username]", name)
    page.fill("[name=password]", "a long password of tests")
    page.click("button[type=submit]")
    page.wait_for_url(f"**{path}")


def letter(now_in: timedelta = timedelta()) -> mail.EmailMessage:
    """The mail that leaves then."""
    mail.outbox.clear()
    moment = timezone.now() + now_in
    tell_followers(moment)
    send_due(moment)
    (message,) = mail.outbox
    return message


def link_in(message: mail.EmailMessage, part: str) -> str:
    """The path of a link in a mail."""
    return re.search(rf"https?://[^/\s]+(/\w\w/take-part/{part}/\S+)", str(message.body))[1]


def fits(page: Page) -> bool:
    """Whether nothing stands beside the screen."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


@pytest.mark.parametrize("script", drilled([True, False], tested=True), ids=["script", "plain"])
def test_answered_in_finnish_confirmed_read_and_told(portal, open_page, assert_accessible, script):
    question = make_question(make_occasion(closes_at=in_days(9)))
    leader = make_facilitator()
    phone = open_page(java_script_enabled=script)
    phone.goto(f"{portal}/fi/take-part/q/{question.public_id}/")
    phone.locator("main a.button").click()
    phone.locator("textarea[name=text]").fill(ANSWER)
    phone.locator("[name=follow]").check()
    phone.locator("[name=email]").fill("aino@example.org")
    phone.locator("main form button").last.click()
    phone.wait_for_url("**/sent/")
    assert fits(phone)
    mine = phone.url.removesuffix("sent/")

    phone.goto(portal + link_in(letter(), "confirm"))
    phone.locator("main form button").click()
    expect(phone.locator(".notice--success")).to_be_visible()
    desk = open_page(DESK)
    log_in(desk, portal, leader.username, reverse("dialogue_queue", args=[question.occasion.pk]))
    expect(desk.get_by_text(ANSWER)).to_be_visible()
    if script:
        assert_accessible(desk)
    desk.locator("button[value=show]").click()
    expect(desk.get_by_text(ANSWER)).to_have_count(0)

    told = letter(timedelta(hours=2))
    assert (told.to, "Enemmän" in told.body) == (["aino@example.org"], False)
    phone.goto(portal + link_in(told, "c"))
    expect(phone.get_by_text(ANSWER)).to_be_visible()
    phone.goto(mine)
    expect(phone.locator("main")).to_contain_text(ANSWER)
    assert fits(phone)
    if script:
        assert_accessible(phone)


def test_refused_in_icelandic_and_shown_by_another_person(portal, open_page, assert_accessible):
    question = make_question(make_occasion(closes_at=in_days(9)))
    first, second = make_facilitator("fyrri"), make_facilitator("seinni")
    participant, secret = make_participant(question.occasion, "is")
    one = said(question, "Bekkirnir við höfnina þurfa skugga.", participant=participant, language="is")
    refuse(one.pk, seal(one), first, timezone.now(), RefusalReason.OFF_TOPIC)

    phone = open_page()
    phone.goto(f"{portal}/is/take-part/mine/{secret}/{one.public_id}/")
    phone.locator("[name=reason]").fill("Spurt er um bekki, og ég svara um bekki.")
    assert_accessible(phone)
    assert fits(phone)
    phone.locator("button[value=appeal]").press("Enter")
    expect(phone.locator("button[value=appeal]")).to_have_count(0)

    queue = f"{reverse('dialogue_queue', args=[question.occasion.pk])}"
    desk = open_page(DESK)
    log_in(desk, portal, first.username, queue)
    expect(desk.get_by_text("Bekkirnir við höfnina")).to_be_visible()
    expect(desk.locator("button[value=show]")).to_have_count(0)
    other = open_page(DESK)
    log_in(other, portal, second.username, queue)
    other.locator("button[value=show]").click()
    expect(other.get_by_text("Bekkirnir við höfnina")).to_have_count(0)
    assert Contribution.objects.get().state == ContributionState.PUBLISHED
    phone.reload()
    phone.goto(f"{portal}/is/take-part/c/{one.public_id}/")
    expect(phone.get_by_text("Bekkirnir við höfnina")).to_be_visible()


@pytest.mark.parametrize("script", drilled([True, False], tested=False), ids=["script", "plain"])
def test_expert_corrects_the_statement_by_the_mailed_link(portal, open_page, assert_accessible, script):
    event_page = add_event("fi", title="Työpaja Testilässä", slug="tyopaja-testilassa")
    event_page.statements = [
        ("statement", {"name": "Ærin Ðúfa", "role": "", "organisation": "", "country": "FI", "text": "<p>Kuulkaa.</p>"})
    ]
    event_page.save_revision()
    draft = event_page.get_latest_revision_as_object()
    event = Event.objects.get(translation_key=draft.translation_key)
    key = next(key for key, _statement in statements_of(draft))
    _approval, token = approvals.ask(event, key, "aerin@example.org", "fi", make_facilitator(), timezone.now())

    phone = open_page(java_script_enabled=script)
    phone.goto(portal + reverse("dialogue:statement", args=[token]).replace("/en/", "/fi/", 1))
    expect(phone.get_by_text("Kuulkaa.").first).to_be_visible()
    assert fits(phone)
    if script:
        assert_accessible(phone)
    form = phone.locator("form:has(button[value=correct])")
    form.locator("[name=text]").fill("Kuulkaa väkeä ensin, öisinkin.")
    form.locator("button[value=correct]").click()
    expect(phone.locator(".notice")).to_be_visible()
    assert StatementApproval.objects.get().state == ApprovalState.CORRECTED
    assert StatementApproval.objects.get().correction["text"] == "Kuulkaa väkeä ensin, öisinkin."

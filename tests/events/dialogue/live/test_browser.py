"""A facilitator, three phones and a projector at once in Chromium: one reloads, one loses the net, one is late."""

import json
import re
from collections.abc import Callable

import pytest
from django.utils.translation import gettext, override
from playwright.sync_api import Page, Route, expect
from pytest_playwright.pytest_playwright import CreateContextCallback

from events.dialogue.analysis import routing
from events.dialogue.enums import Phase
from events.dialogue.models import Contribution, Reaction, Round
from tests.events.dialogue.factories import make_contribution
from tests.events.dialogue.live.rooms import Room, open_room
from tests.sites import make_site

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.sqlite]
PHONE = {"width": 360, "height": 740}
#: Longest that a phone needs to follow, in milliseconds: a click 4 s, new texts 20 s, and some for a busy machine.
SOON = 25_000


@pytest.fixture
def room(live_server) -> Room:
    make_site("en", "da", "fi")
    return open_room()


@pytest.fixture
def phones(new_context: CreateContextCallback, live_server, room) -> Callable[[str], Page]:
    """Opens the page of the room on a new phone and joins."""

    def join(language: str) -> Page:
        page = new_context(viewport=PHONE, reduced_motion="reduce").new_page()
        page.goto(f"{live_server.url}/{language}/live/{room.code}/")
        page.wait_for_timeout(3100)
        page.locator("main form button").first.click()
        expect(page).to_have_url(re.compile("/me/"))
        return page

    return join


def desk_page(new_context: CreateContextCallback, live_server, room: Room) -> Page:
    """The facilitator's page, logged in."""
    page = new_context().new_page()
    page.goto(f"{live_server.url}/admin/login/?next=/admin/input/{room.occasion.pk}/live/")
    page.fill("[name=username]", room.user.username)
    page.fill("[name=password]", "a long password of tests")
    page.click("button[type=submit]")
    page.wait_for_url("**/live/")
    return page


def say(phone: Page, text: str) -> None:
    phone.fill("[name=text]", text)
    phone.locator("[data-live-form] button").click()
    expect(phone.locator("[data-live-own] li").first).to_contain_text(text)
    expect(phone.locator("[name=text]")).to_have_value("")
    expect(phone.locator("[data-live-told]")).to_be_in_viewport()
    expect(phone.locator("[data-live-status]")).to_have_text(phone.locator("[data-live-told]").inner_text())
    expect(phone.locator(".live-plain")).to_be_hidden()


def test_facilitator_three_phones_and_a_projector(new_context, live_server, room, phones, assert_accessible):
    desk = desk_page(new_context, live_server, room)
    screen = new_context(viewport={"width": 1920, "height": 1080}).new_page()
    screen.goto(f"{live_server.url}/en/live/{room.code}/screen/")
    first, second = phones("en"), phones("fi")
    expect(first.locator("h1")).not_to_contain_text("decide together")

    desk.locator("button[value=open_round]").click()
    expect(first.locator("h1")).to_have_text(room.question.texts["en"], timeout=SOON)
    expect(second.locator("h1")).to_have_text(room.question.texts["fi"], timeout=SOON)
    expect(screen.locator("h1")).to_have_text(room.question.texts["en"], timeout=SOON)
    expect(first.locator("[data-live-status]")).not_to_be_empty()
    assert_accessible(first)
    say(first, "Let the children decide, æøå")
    say(second, "Päätökset selkeästi, ðþ")
    second.reload()
    expect(second.locator("[data-live-own] li")).to_have_count(1)

    # One types while the phase changes: nothing moves until it is asked to.
    first.fill("[name=text]", "Half a sente")
    desk.locator("[name=phase][value=react]").click()
    expect(second.locator("[data-live-react] blockquote")).to_have_text("Let the children decide, æøå", timeout=SOON)
    moved = first.locator("[data-live-moved] button")
    expect(moved).to_be_visible(timeout=SOON)
    expect(first.locator("[data-live-react]")).to_be_hidden()
    moved.click()
    expect(first.locator("[data-live-react] blockquote")).to_have_text("Päätökset selkeästi, ðþ", timeout=SOON)
    expect(first.locator("[name=text]")).to_have_value("Half a sente")
    assert_accessible(first)

    third = phones("da")
    third.locator("[data-live-react] button[value='1']").click()
    third.locator("[data-live-react] button[value='-1']").click()
    expect(third.locator("[data-live-none]")).to_be_visible()
    first.context.set_offline(True)
    first.locator("[data-live-react] button[value='1']").click()
    expect(first.locator("[data-live-offline]")).to_be_visible(timeout=SOON)
    first.wait_for_timeout(5000)
    first.context.set_offline(False)
    second.locator("[data-live-react] button[value='1']").click()
    expect_reactions(first, 4)
    expect(first.locator("[data-live-offline]")).to_be_hidden(timeout=SOON)

    first.fill("[name=text]", "")
    desk.locator("[name=phase][value=wall]").click()
    expect(second.locator("[data-live-wall] li")).to_have_count(2, timeout=SOON)
    expect(second.locator(".live-card--mine")).to_have_count(1)
    expect(screen.locator("[data-part=wall] li")).to_have_count(2, timeout=SOON)
    for page, language in ((second, "fi"), (screen, "en")):
        for agreed, disagreed in ((2, 0), (1, 1)):
            said = counts_in_words(language, agreed, disagreed)
            expect(page.locator("li .live-counts", has_text=said)).to_have_count(1, timeout=SOON)
    assert_accessible(second)
    assert_accessible(screen)
    assert_accessible(third)
    assert second.evaluate("document.activeElement === document.body")


def test_phone_counts_the_characters_that_are_left_as_people_see_them(new_context, live_server, room, phones):
    desk = desk_page(new_context, live_server, room)
    desk.locator("button[value=open_round]").click()
    phone = phones("fi")
    phone.set_viewport_size({"width": 360, "height": 740})
    field, note = phone.locator("[name=text]"), phone.locator("[name=text] + p")
    expect(field).to_be_visible(timeout=SOON)
    expect(note).to_have_text(re.compile(" 280$"))

    field.press_sequentially("Á A\u0301 👩‍👩‍👧‍👦")
    expect(note).to_have_text(re.compile(" 275$"))
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    field.fill("æ" * 281)
    expect(note).to_have_text(re.compile(" -1$"))
    expect(note).to_have_attribute("role", "status")
    say(phone, "Vähän tilaa")
    expect(note).to_have_text(re.compile(" 280$"))


def counts_in_words(language: str, agreed: int, disagreed: int) -> str:
    """What a statement's counts read like; nobody passed."""
    with override(language):
        words = gettext("%(agreed)s agree, %(disagreed)s disagree, %(passed)s passed")
    return words % {"agreed": agreed, "disagreed": disagreed, "passed": 0}


def expect_reactions(page: Page, number: int) -> None:
    """Wait until so many reactions have arrived."""
    for _ in range(60):
        if Reaction.objects.count() == number:
            return
        page.wait_for_timeout(500)
    assert Reaction.objects.count() == number


def test_new_statements_wait_behind_a_button_and_gone_ones_go(room, phones, live_server):
    room.open_round()
    made = [make_contribution(room.question, f"Statement {n}", round=Round.objects.get()) for n in range(2)]
    room.move(Phase.WALL)
    phone = phones("en")
    expect(phone.locator("[data-live-wall] [data-id]")).to_have_count(2)

    for number in range(3):
        make_contribution(room.question, f"Newer {number}", round=Round.objects.get())
    Contribution.objects.filter(pk=made[0].pk).update(state="held")
    button = phone.locator("[data-live-new] button")
    expect(button).to_have_text("Show 3 new", timeout=SOON)
    expect(phone.locator("[data-live-status]")).to_have_text("3 new statements")
    expect(phone.locator("[data-live-wall] [data-id]")).to_have_count(1)
    button.click()
    expect(phone.locator("[data-live-wall] [data-id]")).to_have_count(4)
    expect(phone.locator("[data-live-wall] [data-id]:focus")).to_have_count(1)

    phone.locator("[data-live-wall] button[value='-1']").first.click()
    expect_reactions(phone, 1)


def test_browser_and_server_draw_the_same_order(room, phones, live_server):
    """As each statement is reacted to, the browser shows the one that the server would."""
    room.open_round()
    for number in range(12):
        make_contribution(
            room.question, f"No. {number}", round=Round.objects.get(), by_organiser=number < 5, language="en"
        )
    room.move(Phase.REACT)
    phone = phones("en")
    data = json.loads(phone.locator("[data-live]").get_attribute("data-live"))
    texts = dict(Contribution.objects.values_list("text", "public_id"))
    candidates = [
        routing.Candidate(one.public_id, routing.weight(0, 0, 0), seed=one.by_organiser)
        for one in Contribution.objects.all()
    ]
    wanted = [one.public_id for one in routing.order(candidates, data["seed"])]
    phone.wait_for_timeout(3000)
    seen = []
    for _ in wanted:
        seen.append(texts[phone.locator("[data-live-react] blockquote").inner_text()])
        phone.evaluate("document.querySelector('[data-live-react] button[value=\"0\"]').click()")
    assert seen == wanted


def test_statement_that_a_busy_portal_or_a_lost_line_did_not_take_stays_and_is_sent_once(room, phones):
    room.open_round()
    phone = phones("da")
    faults: list[str] = []

    def bad_line(route: Route) -> None:
        if route.request.method != "POST" or len(faults) > 1:
            return route.continue_()
        faults.append(route.request.post_data or "")
        if len(faults) == 1:
            return route.fulfill(status=503, content_type="application/json", body='{"error": "Optaget"}')
        route.fetch()  # the statement arrives, and the answer is lost
        return route.abort()

    phone.route("**/me/*/", bad_line)
    phone.fill("[name=text]", "Åbn biblioteket")
    send = phone.locator("[data-live-form] button")
    send.click()
    expect(phone.locator("[data-live-form] .field__error")).to_have_text("Optaget", timeout=SOON)
    # The line stays away until that is seen.
    phone.route("**/state.json*", lambda route: route.abort())
    send.click()
    expect(phone.locator("[data-live-offline]")).to_be_visible(timeout=SOON)
    expect(phone.locator("[name=text]")).to_have_value("Åbn biblioteket")
    phone.unroute("**/state.json*")
    send.click()
    expect(phone.locator("[data-live-own] li").first).to_contain_text("Åbn biblioteket", timeout=SOON)

    expect(phone.locator("[name=text]")).to_have_value("")
    assert len(faults) == 2
    assert list(Contribution.objects.values_list("text", flat=True)) == ["Åbn biblioteket"]

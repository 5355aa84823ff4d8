"""A facilitator, three phones and a projector at once in Chromium: one reloads, one loses the net, one is late."""

import json
import re
from collections.abc import Callable

import pytest
from django.utils import timezone
from django.utils.translation import gettext, override
from playwright.sync_api import Page, Route, expect
from pytest_playwright.pytest_playwright import CreateContextCallback

from events.dialogue.analysis import routing
from events.dialogue.enums import Phase
from events.dialogue.live import rounds
from events.dialogue.live.state import expire
from events.dialogue.live.words import held_words
from events.dialogue.models import Contribution, Reaction, Round
from tests.events.dialogue.factories import make_contribution
from tests.events.dialogue.live.rooms import Room, open_room
from tests.sites import make_site

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.sqlite,
    pytest.mark.usefixtures("at_any_pace"),
]
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


@pytest.mark.drill
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


def test_statement_goes_out_by_itself_once_the_portal_takes_it_and_is_stored_once(room, phones):
    room.open_round()
    phone = phones("da")
    tries: list[str] = []
    is_back = False

    def bad_line(route: Route) -> None:
        if route.request.method != "POST":
            return route.continue_()
        tries.append(route.request.post_data or "")
        if len(tries) == 1:
            return route.fulfill(status=503, content_type="text/html", body="<h1>Optaget</h1>")
        if len(tries) == 2:
            route.fetch()  # the statement arrives, and the answer is lost
        return route.continue_() if is_back else route.abort()

    phone.route("**/me/*/", bad_line)
    offline, field = phone.locator("[data-live-offline]"), phone.locator("[name=text]")
    field.fill("Åbn biblioteket")
    phone.locator("[data-live-form] button").click()
    expect(offline).to_be_visible()
    expect(phone.locator("[data-live-status]")).to_have_text(offline.inner_text())
    expect(field).to_have_value("Åbn biblioteket")
    phone.wait_for_timeout(9000)
    # The state is polled all the while, and the page still says that something has not got through.
    expect(offline).to_be_visible()
    assert 2 <= len(tries) <= 4
    is_back = True
    expect(phone.locator("[data-live-own] li")).to_contain_text(["Åbn biblioteket"], timeout=SOON)

    expect(field).to_have_value("")
    expect(offline).to_be_hidden()
    assert len(set(tries)) == 1
    assert list(Contribution.objects.values_list("text", flat=True)) == ["Åbn biblioteket"]


@pytest.mark.drill
def test_what_is_typed_while_a_statement_waits_for_the_line_stays_and_a_second_press_tries_at_once(room, phones):
    room.open_round()
    phone = phones("is")
    phone.route("**/me/*/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    field, send = phone.locator("[name=text]"), phone.locator("[data-live-form] button")
    field.fill("Opnið safnið")
    send.click()
    expect(phone.locator("[data-live-offline]")).to_be_visible()
    field.fill("Opnið safnið á kvöldin")
    phone.wait_for_timeout(8000)  # by now the next try is some seconds away
    phone.unroute("**/me/*/")
    send.click()
    expect(phone.locator("[data-live-own] li")).to_contain_text(["Opnið safnið"], timeout=3000)
    expect(field).to_have_value("Opnið safnið á kvöldin")
    send.click()
    expect(phone.locator("[data-live-own] li")).to_have_count(2)

    expect(field).to_have_value("")
    texts = list(Contribution.objects.order_by("pk").values_list("text", flat=True))
    assert texts == ["Opnið safnið", "Opnið safnið á kvöldin"]


@pytest.mark.drill
def test_reaction_is_repeated_until_the_portal_takes_it_and_is_stored_once(room, phones):
    room.open_round()
    make_contribution(room.question, "Lyhtyjä polulle", round=Round.objects.get())
    room.move(Phase.REACT)
    phone = phones("fi")
    answers = iter([429, 503, 0])

    def bad_line(route: Route) -> None:
        status = next(answers, None)
        if status == 0:
            route.fetch()  # the reaction arrives, and the answer is lost
            return route.abort()
        return route.fulfill(status=status, body="{}") if status else route.continue_()

    phone.route("**/reactions/", bad_line)
    phone.locator("[data-live-react] button[value='1']").click()
    expect(phone.locator("[data-live-offline]")).to_be_visible()
    expect(phone.locator("[data-live-none]")).to_be_visible()
    expect_reactions(phone, 1)
    expect(phone.locator("[data-live-offline]")).to_be_hidden(timeout=SOON + 10_000)
    assert next(answers, None) is None
    assert list(Reaction.objects.values_list("value", flat=True)) == [1]


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_phone_in_a_frozen_room_says_reading_only_and_a_paused_one_that_it_goes_on(
    new_context, live_server, room, script
):
    room.open_round()
    make_contribution(room.question, "Lyhtyjä polulle", round=Round.objects.get())
    room.move(Phase.REACT)
    phone = new_context(viewport=PHONE, java_script_enabled=script).new_page()
    phone.goto(f"{live_server.url}{room.url(room.join(language='fi'), 'fi')}")
    note, status = phone.locator("[data-live-held]"), phone.locator("[data-live-status]")
    expect(note).to_be_hidden()
    words = held_in("fi")

    for held, set_held in (("paused", rounds.set_paused), ("frozen", rounds.set_frozen)):
        set_held(room.occasion.pk, room.version, room.user, timezone.now(), **{held: True})
        expire(room.code)
        if not script:
            phone.goto(phone.url)
        expect(note).to_have_text(words[held], timeout=SOON)
        if script:
            expect(status).to_have_text(words[held])
        phone.locator("[data-live-react] button[value='1']").click()
        expect(phone.locator("[data-live-react] blockquote")).to_have_text("Lyhtyjä polulle")
    rounds.set_frozen(room.occasion.pk, room.version, room.user, timezone.now(), frozen=False)
    rounds.set_paused(room.occasion.pk, room.version, room.user, timezone.now(), paused=False)
    expire(room.code)
    if not script:
        phone.goto(phone.url)
    expect(note).to_be_hidden(timeout=SOON)

    assert not Reaction.objects.exists()
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def held_in(language: str) -> dict[str, str]:
    """What a phone says while nothing is taken, by the reason."""
    with override(language):
        return held_words()

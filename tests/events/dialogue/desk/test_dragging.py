"""Dragging on the board: an extra that presses the buttons of the menu; what was dropped is stored like any other."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from events.dialogue.models import ThemeMember
from tests.events.dialogue.occasions import make_occasion, make_organisation, make_theme, member, shown
from tests.sites import make_site

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.sqlite]


def log_in(page: Page, live_server, url: str) -> None:
    """The board, opened by somebody of the team."""
    page.goto(f"{live_server.url}/admin/login/?next={url}")
    page.fill("[name=username]", "anna")
    page.fill("[name=password]", "a long password")
    page.click("button[type=submit]")
    page.wait_for_url(f"**{url}")


def test_cards_are_dragged_into_a_theme_and_out_again(new_context, live_server, assert_accessible):
    make_site("en")
    alpha = make_organisation("alpha")
    member("anna", alpha)
    occasion = make_occasion(alpha)
    theme, other = make_theme(occasion), make_theme(occasion, "Luottamus")
    cards = [shown(occasion, text) for text in ("Meira ljós", "Lisää penkkejä", "Fleiri tré")]
    page = new_context(viewport={"width": 1280, "height": 900}).new_page()
    log_in(page, live_server, reverse("dialogue_board", args=[occasion.pk]))
    assert_accessible(page)

    def card(number: int):
        return page.locator(".dialogue-pick", has_text=cards[number].text)

    def in_column(number: int, pk: object) -> None:
        expect(page.locator(f"#theme-{pk} .dialogue-pick", has_text=cards[number].text)).to_have_count(1)

    card(0).drag_to(page.locator(f"#theme-{theme.pk} h2"))
    in_column(0, theme.pk)
    # Of a selection all go, whichever of them is dragged.
    card(1).locator("[name=chosen]").check()
    card(2).locator("[name=chosen]").check()
    card(2).drag_to(page.locator(f"#theme-{other.pk} h2"))
    in_column(1, other.pk)
    in_column(2, other.pk)
    card(2).drag_to(page.locator(f"#theme-{theme.pk} h2"))
    in_column(2, theme.pk)
    card(0).drag_to(page.locator("#theme-none h2"))
    in_column(0, "none")
    stored = set(ThemeMember.objects.values_list("theme", "contribution"))
    assert stored == {(other.pk, cards[1].pk), (theme.pk, cards[2].pk)}


def test_what_became_of_an_action_is_in_view_where_it_leads_back_to(new_context, live_server, assert_accessible):
    make_site("en")
    alpha = make_organisation("alpha")
    member("anna", alpha)
    occasion = make_occasion(alpha)
    theme = make_theme(occasion)
    shown(occasion, "Meira ljós")
    page = new_context(viewport={"width": 360, "height": 400}).new_page()
    log_in(page, live_server, reverse("dialogue_board", args=[occasion.pk]))
    page.check("#theme-none [name=chosen]")
    page.select_option("#theme-none select[name=theme]", str(theme.pk))
    page.click("#theme-none button[value=put]")
    page.wait_for_url("**#theme-none")
    assert page.evaluate("window.scrollY") > 0
    expect(page.locator(".messages li")).to_be_in_viewport()
    expect(page.locator("#theme-none h2")).to_be_in_viewport()
    assert_accessible(page)

"""Dates typed in the editor: what was typed stays, what it means stands beside it, in the editor's own words."""

import re
import sqlite3

import pytest
from playwright.sync_api import Page, expect

from tests.browser.editing import Editors
from tests.live_portal import LivePortal

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("live")]
TYPED = (
    *("15.03.2032", "15.3.2032", "15. 3. 2032", "15-03-2032", "15/3 2032", "15/03/2032", "15. marts 2032"),
    *("15 mars 2032", "15. maaliskuuta 2032", "den 15 mars 2032", "mandag 15. marts 2032", "15.3.32"),
    *("March 15, 2032", "2032-03-15", "20320315", "15.\u00a0ma\u0301r 2032"),
)
CLOCKS = ("13", "kl. 13", "klo 13.00", "13.00", "13:00", "1300", "kl 13", "klukkan 13", "1 pm", "13h")
MOMENTS = ("1.2.2032 12:00", "1. februar 2032 kl. 12", "2032-02-01T12:00")


@pytest.fixture
def form(live_portal: LivePortal, editors: Editors, two: tuple[str, str]) -> Page:
    """The form of a new event, for somebody of the secretariat with a Danish admin."""
    _other, who = two
    with sqlite3.connect(live_portal.var_dir / "portal.sqlite3") as database:
        [parent] = database.execute("SELECT id FROM wagtailcore_page WHERE url_path = '/da/events/'").fetchone()
    return editors.admin(who, f"pages/add/events/eventpage/{parent}/")


def words_beside(form: Page, name: str, text: str) -> str:
    """Type, leave the field, and read what stands beside it; what was typed must still be there."""
    field, words = form.locator(f"#id_{name}"), form.locator(f"#id_{name}-words")
    with form.expect_response(re.compile(r"/admin/dates/")) as answer:
        field.fill(text)
        field.press("Tab")
    answer.value.finished()
    expect(words).not_to_have_text("")
    expect(field).to_have_value(text)
    return words.inner_text()


def test_what_is_typed_stays_and_is_said_in_words(form: Page):
    said = {text: words_beside(form, "start_date", text) for text in TYPED}
    assert said == dict.fromkeys(TYPED, "mandag den 15. marts 2032")
    form.select_option("#id_timezone", label="København, Danmark")
    said = {text: words_beside(form, "start_time", text) for text in CLOCKS}
    assert said == dict.fromkeys(CLOCKS, "kl. 13.00 i København")
    refused = words_beside(form, "start_date", "på mandag")
    assert refused.startswith("”på mandag” kan ikke læses som en dag.")
    form.get_by_role("tab", name="Tilmelding").click()
    said = {text: words_beside(form, "registration_opens", text) for text in MOMENTS}
    assert said == dict.fromkeys(MOMENTS, "søndag den 1. februar 2032 kl. 12.00 i Oslo")

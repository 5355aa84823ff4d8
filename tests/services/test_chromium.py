"""Chromium really takes part."""

import pytest

PAGE = """<!doctype html><html lang="en"><title>Smoke</title><main><h1>Smoke</h1>
<details><summary>Open</summary><p>Opened by a click</p></details></main></html>"""


@pytest.mark.browser
def test_chromium_opens_a_page_and_clicks(page):
    """A real click by a real browser shows what was hidden."""
    page.set_content(PAGE)
    hidden = page.get_by_text("Opened by a click")
    assert not hidden.is_visible()
    page.get_by_text("Open", exact=True).click()
    assert hidden.is_visible()

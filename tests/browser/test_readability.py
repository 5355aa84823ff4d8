"""The measure of readability in the browser is that of the server."""

import pytest
from playwright.sync_api import Page

from portal.editing.quality.readability import lix
from tests.live_portal import ROOT
from tests.portal.editing.quality.test_readability import EASY, HARD

pytestmark = pytest.mark.browser


def test_the_editor_measures_as_the_server_does(page: Page):
    page.set_content("<main></main>")
    page.add_script_tag(path=ROOT / "portal" / "editing" / "static" / "editing" / "readability.js")
    for text in (*EASY.values(), *HARD.values(), "A heading\nAnother: it’s well-known, isn't it? Yes. No! Åäö 12 34."):
        assert page.evaluate("text => portalLix(text)", text) == pytest.approx(lix(text))

"""The button of the review bar in the browser."""

import pytest
from playwright.sync_api import Page

from tests.live_portal import ROOT

pytestmark = pytest.mark.browser
EDITOR = """
<section class="portal-bar"><button form="page-edit-form" name="by" value="bar"><b>Publish</b></button></section>
<form id="page-edit-form" data-edit-form>
  <footer><nav><button name="by" value="foot">Publish</button></nav></footer>
</form>
<script>
  var presses = [];
  document.forms[0].addEventListener("submit", (event) => {
    event.preventDefault();
    presses.push(event.submitter.value);
  });
</script>
"""


def test_it_presses_the_button_at_the_foot_where_wagtail_asks_before_it_overwrites(page: Page):
    page.set_content(EDITOR)
    page.add_script_tag(path=ROOT / "portal" / "editing" / "static" / "editing" / "bar.js")
    page.click(".portal-bar b")
    assert page.evaluate("presses") == ["foot"]

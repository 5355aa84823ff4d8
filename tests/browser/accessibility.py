"""axe-core on a page as its readers meet it: when nothing moves any more."""

from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

#: Waits, 5 s at most, until no animation runs and the admin has faded its messages in: a line that is half transparent
#: has a contrast that nobody reads it in.
UNTIL_STILL = """async () => {
  const still = () =>
    document.getAnimations().every((it) => it.playState !== "running" || it.effect.getTiming().iterations === Infinity)
    && [...document.querySelectorAll(".messages > ul")].every((list) => getComputedStyle(list).opacity === "1");
  for (let tries = 0; tries < 100 && !still(); tries++) await new Promise((wake) => setTimeout(wake, 50));
}"""


def run_axe(page: Page, *rules: str) -> AxeResults:
    """What axe-core finds on a page that stands still, by all its rules or by those named."""
    page.evaluate(UNTIL_STILL)
    # What is right is not written down node by node: that took most of the time.
    return Axe().run(page, options={"resultTypes": ["violations"]} | ({"runOnly": rules} if rules else {}))

"""Takes every kind of page in all widths, modes and three languages: ``python -m tests.browser.screenshots``.

Starts a portal of its own in a temporary folder, or takes the one at ``--url``. Files are named
``kind-language-width-mode.png`` and land in ``--to`` (``var/screenshots``).
"""

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser.kinds import KINDS
from tests.live_portal import ROOT, run_fresh_portal
from tests.services.chromium import find_chromium

WIDTHS, MODES, LANGUAGES = (360, 768, 1280), ("light", "dark"), ("en", "fi", "is")


def take(browser: Browser, url: str, target: Path, kinds: list[str], languages: list[str]) -> int:
    """Take the pictures and return their number; pages are scrolled once so that late pictures load."""
    count = 0
    for mode in MODES:
        for width in WIDTHS:
            context = browser.new_context(
                viewport={"width": width, "height": 900}, color_scheme=mode, timezone_id="Europe/Oslo"
            )
            page = context.new_page()
            for language in languages:
                for kind in kinds:
                    page.goto(f"{url}/{language}/{KINDS[kind]}")
                    page.evaluate(
                        "async () => { for (let y = 0; y < document.body.scrollHeight; y += 800) "
                        "{ scrollTo(0, y); await new Promise((done) => setTimeout(done, 20)); } scrollTo(0, 0); }"
                    )
                    name = f"{kind.replace(' ', '-')}-{language}-{width}-{mode}.png"
                    page.screenshot(path=target / name, full_page=True)
                    count += 1
            context.close()
    return count


@contextmanager
def address(url: str | None) -> Iterator[str]:
    """The given address, or that of a portal that runs until the pictures are taken."""
    if url:
        yield url.rstrip("/")
        return
    with tempfile.TemporaryDirectory() as folder, run_fresh_portal(Path(folder)) as portal:
        yield portal.url


def main() -> None:
    """Read the command line and take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", help="address of a running portal")
    parser.add_argument("--to", type=Path, default=ROOT / "var" / "screenshots")
    parser.add_argument("--kinds", nargs="*", default=list(KINDS), choices=list(KINDS))
    parser.add_argument("--languages", nargs="*", default=list(LANGUAGES))
    arguments = parser.parse_args()
    arguments.to.mkdir(parents=True, exist_ok=True)
    with address(arguments.url) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu"])
        count = take(browser, url, arguments.to, arguments.kinds, arguments.languages)
        browser.close()
    print(f"{count} pictures in {arguments.to}")  # noqa: T201 (a command's answer)


if __name__ == "__main__":
    main()

"""Computed styles (CSSOM) of every component of every kind of page, to be compared after style sheets were changed.

``python -m scripts.styles URL FILE`` reads a running portal; ``scripts.compare`` says what differs.
"""

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.kinds import KINDS
from tests.services.chromium import find_chromium

LANGUAGE = "fi"  # the longest words
#: Kinds of pages beside those that the tests in the browser see; of the last the empty form is sent.
MORE_KINDS = {
    "model": "model/",
    "place on the map": "projects/?view=map#place-1",
    "open event": "events/demo-workshop/",
    "form": "events/demo-workshop/register/",
    "sent": "events/demo-workshop/register/sent/",
    "other form": "projects/tell-us-about-your-project/",
    "no results": "search/?q=xqzzy",
    "refused form": "events/demo-workshop/register/",
}
MEDIA: list[tuple[int, Literal["screen", "print"], Literal["light", "dark"]]] = [
    *((360, "screen", "light"), (360, "screen", "dark")),
    *((1280, "screen", "light"), (1280, "screen", "dark"), (1280, "print", "light")),
]
FORCED = ["hover", "focus", "focus-visible", "focus-within", "active"]
#: What is not the initial value of a property, by tags and classes from the page's body down to the component; where
#: components of the same path look different, each of them.
COLLECT = """async () => {
    await document.fonts.ready;
    document.getAnimations().forEach((animation) => animation.cancel());
    const bare = document.body.appendChild(document.createElement("i"));
    bare.style.all = "initial";
    const names = [...getComputedStyle(bare)];
    const values = (style) => names.map((name) => style.getPropertyValue(name));
    const initial = values(getComputedStyle(bare));
    bare.remove();
    const exists = (element, part) => !part || (part === "::marker"
        ? getComputedStyle(element).display === "list-item" : getComputedStyle(element, part).content !== "none");
    const paths = new Map([[document.documentElement, ""]]), found = {};
    for (const element of document.querySelectorAll("body, body *:not(svg *, script)")) {
        const own = [element.localName, ...[...element.classList].sort()].join(".");
        paths.set(element, `${paths.get(element.parentElement)} ${own}`);
        for (const part of ["", "::before", "::after", "::marker"].filter((part) => exists(element, part))) {
            const text = values(getComputedStyle(element, part || null))
                .map((value, at) => value === initial[at] ? "" : `${names[at]}: ${value}\\n`).join("");
            const variants = (found[paths.get(element) + part] ??= []);
            if (!variants.includes(text)) variants.push(text);
        }
    }
    return found;
}"""
OPEN_ALL = """() => {
    document.querySelectorAll("details").forEach((details) => { details.open = true; });
    document.querySelectorAll("[popover]").forEach((popover) => popover.showPopover());
}"""


def force_states(page: Page) -> None:
    """Open what is closed, and have every element look as if it were pointed at and had the focus."""
    page.evaluate(OPEN_ALL)
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    for node in session.send("DOM.querySelectorAll", {"nodeId": root, "selector": "body *:not(svg *)"})["nodeIds"]:
        session.send("CSS.forcePseudoState", {"nodeId": node, "forcedPseudoClasses": FORCED})


def collect(browser: Browser, url: str) -> Iterator[tuple[str, str]]:
    """Name and style of each component in all media, at rest and in forced states."""
    for width, medium, mode in MEDIA:
        page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=mode)
        page.emulate_media(media=medium)
        for kind, below in (KINDS | MORE_KINDS).items():
            page.goto(f"{url}/{LANGUAGE}/{below}")
            if kind == "refused form":
                with page.expect_navigation():
                    page.evaluate("document.querySelector('main form').requestSubmit()")
            for state in ("at rest", "forced"):
                if state == "forced":
                    force_states(page)
                for path, variants in page.evaluate(COLLECT).items():
                    for number, style in enumerate(variants, 1):
                        yield f"{kind}, {width} {medium} {mode}, {state}:{path} #{number}", style
        page.close()


def main(url: str, target: Path) -> None:
    """Write one JSON object: the digest of the style of each component, and the style behind each digest."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu"])
        components, styles = {}, {}
        for name, style in collect(browser, url):
            components[name] = hashlib.sha256(style.encode()).hexdigest()[:16]
            styles[components[name]] = style
        browser.close()
    target.write_text(json.dumps({"components": components, "styles": styles}, indent=0))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))

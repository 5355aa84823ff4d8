"""A walk of somebody new through the admin: each screen is looked at, screens and filled fields are counted."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import polib
from playwright.sync_api import Page

from tests.live_portal import ROOT
from tests.partners.wording import texts_of

#: Words of those who build such portals, which no editor has to know.
JARGON = re.compile(
    r"\b(slug|IANA\S*|XLIFF|PO-fil\w*|alias|moderation\w*|moderering\w*|workflow\w*|arbejdsgang\w*|root|snippet\w*|"
    r"JSON|Portal image|Show in menus)\b",
    re.IGNORECASE,
)
#: Until a screen is there, on a machine that does other things as well.
MOST_MILLISECONDS = 60_000
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}")


@cache
def english(language: str) -> tuple[frozenset[str], re.Pattern[str]]:
    """English sentences that ``language`` says otherwise: as they are, and those in which something is filled in."""
    plain, filled = set[str](), set[str]()
    for entry in _entries(language):
        said = {entry.msgstr, *entry.msgstr_plural.values()}
        for text in filter(None, (entry.msgid, entry.msgid_plural)):
            tidy = " ".join(text.split())
            if text in said or len(re.findall(r"[A-Za-z]{2,}", _PLACEHOLDER.sub("", tidy))) < 2:
                continue
            if _PLACEHOLDER.search(tidy):
                filled.add(".+".join(map(re.escape, _PLACEHOLDER.split(tidy.replace("%%", "%")))))
            else:
                plain.add(tidy)
    return frozenset(plain), re.compile("|".join(sorted(filled)))


def _entries(language: str) -> Iterator[polib.POEntry]:
    for folder in ("portal/locale", "portal/admin_locale"):
        for file in sorted(Path(ROOT, folder, language).rglob("*.po")):
            yield from polib.pofile(str(file))


@dataclass
class Walk:
    """One journey: ``screens`` are the addresses of what was looked at."""

    page: Page
    language: str
    screens: list[str] = field(default_factory=list)
    fields: int = 0

    def look(self) -> None:
        """A screen: none of it is English, or jargon where it can be seen."""
        self.screens.append(self.page.url)
        plain, filled = english(self.language)
        texts = texts_of(self.page.content())
        left = sorted(text for text in texts if text in plain or filled.fullmatch(text))
        assert not left, f"{self.page.url}: {left}"
        jargon = JARGON.findall(self.page.locator("main").inner_text())
        assert not jargon, f"{self.page.url}: {jargon}"

    def say(self, **said: str) -> None:
        """Fill in fields, or tick one of several answers."""
        for name, value in said.items():
            self.fields += 1
            found = self.page.locator(f"[name={name}]:visible").first
            if self.page.locator(f"[name={name}][type=radio]").count():
                self.page.locator(f"[name={name}][value={value}]").check()
            elif found.evaluate("it => it.localName") == "select":
                found.select_option(value)
            else:
                found.fill(value)

    def press(self, selector: str) -> None:
        """Press what leads to the next screen, and look at it."""
        with self.page.expect_navigation(wait_until="domcontentloaded", timeout=MOST_MILLISECONDS):
            self.page.locator(selector).first.click()
        self.look()

    def go_on(self) -> None:
        """The button below the questions."""
        with self.page.expect_navigation(wait_until="domcontentloaded", timeout=MOST_MILLISECONDS):
            self.page.locator("main form button[type=submit]:not([name])").last.click()
        self.look()

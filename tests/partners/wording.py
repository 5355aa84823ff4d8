"""What a page of the admin says, and which of it stayed English for somebody who reads another language."""

import json
import re
from collections.abc import Iterator
from typing import Any

from bs4 import BeautifulSoup
from bs4.element import PreformattedString

#: Attributes that are read aloud or shown.
SAID_IN = ("aria-label", "title", "placeholder", "alt", "data-tippy-content")
#: Two letters in a row that are not a placeholder: something that is read.
WORDS = re.compile(r"[A-Za-z]{2}")
#: Names of places, of which many are the same; a counter that is hidden holds what its template left there.
NAMES_AND_BLANKS = (
    "select:is([name*=time_zone], [name*=timezone], [name*=country]) option, datalist option, optgroup, "
    ".w-side-panel-toggle__counter[hidden]"
)
UNSEEN = ("script", "style", "svg", "kbd", "code")


def texts_of(html: str) -> set[str]:
    """Everything that people read or hear on a page, each text once, blanks tidied."""
    soup = BeautifulSoup(html, "html.parser")
    found = set(_settings(soup))
    for script in soup.find_all(["script"], type=["text/html", "text/django-form-template"]):
        found |= texts_of(script.get_text())
    for tag in [*soup.find_all(UNSEEN), *soup.select(NAMES_AND_BLANKS)]:
        tag.decompose()
    found |= {str(text) for text in soup.find_all(string=True) if not isinstance(text, PreformattedString)}
    for tag in soup.find_all(True):
        found |= {str(tag[name]) for name in SAID_IN if tag.get(name)}
        if tag.name == "input" and tag.get("type") in {"submit", "button"}:
            found.add(str(tag.get("value", "")))
    return {tidy for text in found if (tidy := " ".join(text.split())) and WORDS.search(tidy)}


def _settings(soup: BeautifulSoup) -> Iterator[str]:
    """Texts that the page hands to its scripts."""
    for script in soup.find_all("script", type="application/json"):
        yield from _strings(json.loads(script.get_text() or "null"))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str) and " " in value:
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)

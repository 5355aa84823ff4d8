"""URL queries: addresses of our pages pasted into the search, whatever stands before and behind the path."""

import re
from typing import NamedTuple
from urllib.parse import parse_qs, unquote

from portal.core.i18n.languages import LANGUAGES
from portal.core.i18n.text import page_slug, tidy_name
from portal.core.pages.spellings import find_respelled
from search.enums import Kind
from search.languages import text
from search.models import SearchDocument

_SCHEME = re.compile(r"^(?:view-source:)?(?:[a-z][a-z0-9+.-]*:/+|//+)", re.IGNORECASE)
_LANGUAGE = rf"(?P<language>{'|'.join(LANGUAGES)})"
#: The path of a page: a language, and slugs behind it; whatever host stands before, or neither host nor slash.
_PATH = re.compile(rf"^[^/\s]*/+{_LANGUAGE}(?P<rest>(?:/+[^/\s]+)*)/*$", re.IGNORECASE)
_BARE_PATH = re.compile(rf"^{_LANGUAGE}(?P<rest>(?:/+[^/\s]+){{2,}})/*$", re.IGNORECASE)
#: Where an address begins among other words.
_BEGINNING = re.compile(rf"https?:/|/(?:{'|'.join(LANGUAGES)})/", re.IGNORECASE)
#: Steps up from what a page has below it: its calendar file, a form.
MOST_STEPS = 3


class PastedUrl(NamedTuple):
    """An address that was typed: its language, its slugs, and what stands behind its question mark."""

    language: str
    slugs: list[str]
    query: str


def _read(typed: str) -> PastedUrl | None:
    """The parts of an address; None for what is none."""
    bare = tidy_name(typed).replace("\\", "/").strip("<>()[]\"'“”,;")
    bare = bare if "/" in bare else unquote(bare)
    bare, _mark, query = _SCHEME.sub("", bare).partition("#")[0].partition("?")
    for _ in range(2):  # what was copied out of another address is encoded twice
        bare = unquote(bare)
    bare = tidy_name(bare)
    found = _PATH.match(bare) or _BARE_PATH.match(bare)
    slugs = [slug for slug in found["rest"].split("/") if slug] if found else []
    return PastedUrl(found["language"].lower(), slugs, query) if found else None


def _read_among_words(typed: str) -> PastedUrl | None:
    """The address that was typed, also with words around it."""
    among = (word for word in typed.split() if _BEGINNING.match(word.lstrip("<([\"'“„")))
    return next(filter(None, map(_read, (typed, *among))), None)


def find_page(typed: str, reader: str) -> SearchDocument | None:
    """The page that an address leads to, in the version that is shown to readers of ``reader``.

    Parameters:
        typed: anything; the host and the language in it do not matter.
        reader: the visitor's language.
    """
    asked = _read_among_words(typed)
    if not asked:
        return None
    page = _page_at(asked.language, asked.slugs)
    if not page and (target := find_respelled(f"/{asked.language}/{'/'.join(asked.slugs)}/")):
        page = _page_at(asked.language, target.strip("/").split("/")[1:])
    if not page:
        return None
    versions = SearchDocument.objects.filter(translation_key=page.translation_key, removed=False)
    return next((row for row in versions.order_by("pk") if reader in row.shown_for), page)


def _page_at(language: str, slugs: list[str]) -> SearchDocument | None:
    order = [language, *(code for code in LANGUAGES if code != language)]
    spelled = (slugs, [page_slug(slug) or slug for slug in slugs])
    for end in range(len(slugs), max(len(slugs) - MOST_STEPS, 0) if slugs else -1, -1):
        paths = ["".join(f"{slug}/" for slug in spelling[:end]) for spelling in spelled]
        # Contributions have the same address behind every language.
        urls = [f"/{code}/{path}" for code in order for path in paths] + [f"/{path}" for path in paths]
        rows = {row.url: row for row in SearchDocument.objects.filter(url__in=urls, removed=False)}
        page = next((rows[url] for url in urls if url in rows), None)
        # What is behind the address of a list is another page of it, not the list.
        if page and (end == len(slugs) or page.kind != Kind.ARTICLE):
            return page
    return None


def words_of(typed: str) -> str:
    """What an address that leads nowhere says of its page: the words of its last part, or what a search was for.

    Anything else stays as it is.
    """
    asked = _read(typed)
    if not asked or not asked.slugs:
        return typed
    if asked.slugs == ["search"]:
        return " ".join(parse_qs(asked.query).get("q", [typed]))
    return " ".join(text.forms(asked.slugs[-1].replace("-", " ")))

"""Addresses of our pages that somebody pastes into the search, whatever stands before and behind the path."""

import re
from urllib.parse import unquote

from portal.languages import LANGUAGES
from portal.text import page_slug, tidy_name
from search.enums import Kind
from search.languages import text
from search.models import SearchDocument

_SCHEME = re.compile(r"^(?:view-source:)?[a-z][a-z0-9+.-]*://", re.IGNORECASE)
#: The path of a page: a language, and slugs behind it; whatever host stands before.
_PATH = re.compile(rf"^[^/\s]*/(?P<language>{'|'.join(LANGUAGES)})(?P<rest>(?:/[^/\s]+)+)/?$", re.IGNORECASE)
#: Steps up from what a page has below it: its calendar file, a form.
MOST_STEPS = 3


def _path_of(typed: str) -> tuple[str, list[str]] | None:
    """Language and slugs of an address; None for what is none."""
    bare = tidy_name(typed).strip("<>()[]\"'“”,;")
    bare = bare if "/" in bare else unquote(bare)
    bare = _SCHEME.sub("", bare).partition("#")[0].partition("?")[0]
    for _ in range(2):  # what was copied out of another address is encoded twice
        bare = unquote(bare)
    found = _PATH.match(tidy_name(bare))
    return (found["language"].lower(), found["rest"].strip("/").split("/")) if found else None


def find_page(typed: str, reader: str) -> SearchDocument | None:
    """The page that an address leads to, in the version that is shown to readers of ``reader``.

    Parameters:
        typed: anything; the host and the language in it do not matter.
        reader: the visitor's language.
    """
    asked = _path_of(typed)
    if not asked:
        return None
    language, slugs = asked
    order = [language, *(code for code in LANGUAGES if code != language)]
    spelled = (slugs, [page_slug(slug) or slug for slug in slugs])
    for end in range(len(slugs), max(len(slugs) - MOST_STEPS, 0), -1):
        addresses = [f"/{code}/{'/'.join(spelling[:end])}/" for code in order for spelling in spelled]
        rows = {row.url: row for row in SearchDocument.objects.filter(url__in=addresses, removed=False)}
        page = next((rows[address] for address in addresses if address in rows), None)
        # What is behind the address of a list is another page of it, not the list.
        if page and (end == len(slugs) or page.kind != Kind.ARTICLE):
            versions = SearchDocument.objects.filter(translation_key=page.translation_key, removed=False)
            return next((row for row in versions.order_by("pk") if reader in row.shown_for), page)
    return None


def words_of(typed: str) -> str:
    """What an address that leads nowhere says of its page: the words of its last part. Anything else stays as it is."""
    asked = _path_of(typed)
    return " ".join(text.forms(asked[1][-1].replace("-", " "))) if asked else typed

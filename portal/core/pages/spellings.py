"""Redirects of misspelt addresses: the page that is meant, once nothing else was found there.

Addresses are ASCII. People type, paste and print them with ø and ä, decomposed (file names of macOS), with aa, oe and
ae, in capitals or with the full stop of their sentence. Nothing is read on the way to a page that exists.
"""

from collections.abc import Callable
from urllib.parse import quote, unquote

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import Resolver404, resolve
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from portal.core.i18n.locales import locale_ids
from portal.core.i18n.text import join_doubles, page_slug
from portal.core.queries import public_pages

#: Depth of the home pages in the tree, and how many parts of an address may follow that of a page (a form, a file).
HOME_DEPTH, MOST_BEHIND = 2, 2
MOST_PARTS, MOST_LENGTH = 8, 1000


def spelling_key(text: str) -> str:
    """Key of one part of an address, the same for ``blaabaer``, ``blåbær``, ``blabaer`` and ``Bla%CC%8Ab%C3%A6r``."""
    return join_doubles(page_slug(text))


def find_respelled(path: str) -> str | None:
    """The address that ``path`` (without host and query) means, if exactly one page in its language fits."""
    language, *parts = (_decode(part) for part in path.split("/") if part)
    language = language.lower()
    keys = [spelling_key(part) for part in parts]
    if language not in locale_ids() or not 0 < len(keys) <= MOST_PARTS or len(path) > MOST_LENGTH:
        return None
    found = _addresses(language, keys)
    for length in range(len(keys), max(0, len(keys) - 1 - MOST_BEHIND), -1):
        targets = found.get(tuple(keys[:length]), set())
        if targets:
            behind = "/".join(parts[length:])
            meant = f"{min(targets)}{behind}{'/' if behind and path.endswith('/') else ''}"
            fits = len(targets) == 1 and meant != path and (not behind or _leads_somewhere(meant))
            return quote(meant) if fits else None
    return None


def _decode(part: str) -> str:
    """Letters that an old program wrote as bytes of ISO 8859-1, which Django leaves percent-encoded."""
    return unquote(part, encoding="iso-8859-1") if "%" in part else part


def _addresses(language: str, keys: list[str]) -> dict[tuple[str, ...], set[str]]:
    """Present addresses of pages by the keys of their own and their earlier ones. Two queries."""
    may_be = Q()
    for length in range(max(1, len(keys) - MOST_BEHIND), len(keys) + 1):
        if keys[length - 1]:
            may_be |= Q(depth=HOME_DEPTH + length, slug__istartswith=keys[length - 1][0])
    found: dict[tuple[str, ...], set[str]] = {}
    if may_be:
        read = {"readers__language": language, "readers__url_path__startswith": f"/{language}/"}
        pages = Page.objects.filter(may_be, live=True, **read)
        for url in pages.values_list("readers__url_path", flat=True):
            found.setdefault(_keys_of(url), set()).add(url)
    earlier = Redirect.objects.filter(
        old_path__startswith=f"/{language}/", redirect_page__in=public_pages(Page.objects)
    )
    for old, url in earlier.values_list("old_path", "redirect_page__url_path"):
        found.setdefault(_keys_of(old), set()).add(url)
    return found


def _keys_of(url: str) -> tuple[str, ...]:
    return tuple(spelling_key(part) for part in url.strip("/").split("/")[1:])


def _leads_somewhere(path: str) -> bool:
    try:
        return resolve(path).url_name != "wagtail_serve"
    except Resolver404:
        return False


class OldSpellings:
    """Lead other spellings of an address to the page, where the answer would be that there is none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 404 or request.method not in {"GET", "HEAD"} or request.path == "/":
            return response
        target = find_respelled(request.path)
        if target is None:
            return response
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(f"{target}?{query}" if query else target)

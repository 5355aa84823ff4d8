"""Page routing with two queries: the address of a page is its ``url_path``.

Home pages carry their language code as slug, so ``/da/projects/x/`` is both the path stored on the page and its public
address. Wagtail's own view walks down the tree (two queries a level, plus site, locale and home page); this one reads
the page together with its published translations, then its specific row. All serve hooks still run.

A page that does not exist in a language is read in the frame of that language all the same, at the address that
``ReaderVersion`` has for its readers: one query more. Decision 35.
"""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from wagtail import hooks
from wagtail.models import Page
from wagtail.views import serve_chain

from portal.core.i18n.languages import LANGUAGES, active_language
from portal.core.models import BasePage, ReaderVersion, in_language_order
from portal.core.models.frame import SECTION_DEPTH
from portal.core.pagecache.kept import kept
from portal.core.queries import public_pages, restrictions_above


def find_page(url_path: str, language: str) -> BasePage | None:
    """The published page at ``url_path`` in its own type, with its published translations attached.

    Where a language has no page of its own, its readers get the version that they understand best.
    """
    try:
        return _published(url_path, language)
    except Page.DoesNotExist:
        return None


@kept(1000)
def _published(url_path: str, language: str) -> BasePage:
    """As ``find_page``; addresses where nothing is are not kept, for there is no end of them.

    Raises:
        Page.DoesNotExist: no published page has this address.
    """
    page = _read(Page.objects.filter(url_path=url_path, live=True).values("translation_key"), url_path)
    page = page or _find_elsewhere(url_path, language)
    if page is None:
        raise Page.DoesNotExist
    return page


def _read(key: QuerySet | list[UUID], url_path: str) -> BasePage | None:
    found = Page.objects.filter(translation_key__in=key, live=True).select_related("published_text")
    versions = list(found.annotate(restricted=restrictions_above()))
    plain = next((page for page in versions if page.url_path == url_path), None)
    if plain is None:
        return None
    page: BasePage = plain.specific
    page.live_versions = in_language_order(version for version in versions if not version.restricted)
    page.published_as = getattr(plain, "published_text", None)
    page.known_public = not plain.restricted
    return page


def _find_elsewhere(url_path: str, language: str) -> BasePage | None:
    rows = ReaderVersion.objects.filter(language=language, url_path=url_path, page__live=True)
    row = rows.values("title", "summary", "page__url_path", "page__translation_key").first()
    page = _read([row["page__translation_key"]], row["page__url_path"]) if row else None
    if row is None or page is None or not page.known_public:
        return None
    page.reader_language, page.reader_url = language, url_path
    page.reader_title, page.reader_summary = row["title"], row["summary"]
    return page


def _address_elsewhere(url_path: str, language: str) -> str | None:
    """Where readers of ``language`` get the page that has this address in another tree; None unless it is one."""
    tail = url_path.split("/", 2)[2]
    there = Page.objects.filter(url_path__in=[f"/{code}/{tail}" for code in LANGUAGES if code != language])
    keys = public_pages(there.filter(depth__gt=SECTION_DEPTH)).values("translation_key")
    rows = ReaderVersion.objects.filter(language=language, page__translation_key__in=keys)
    addresses = list(rows.values_list("url_path", flat=True)[:2])
    return addresses[0] if len(addresses) == 1 and addresses[0] != url_path else None


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Wagtail's serve view: find the page, run the hooks, let the page answer.

    Raises:
        Http404: no published page has this address.
    """
    language = active_language()
    url_path = f"/{language}/{path}"
    page = find_page(url_path, language)
    if page is None:
        if (elsewhere := _address_elsewhere(url_path, language)) is None:
            raise Http404
        query = request.META.get("QUERY_STRING", "")
        return HttpResponseRedirect(f"{elsewhere}?{query}" if query else elsewhere)
    chain: Any = serve_chain
    for function in reversed(hooks.get_hooks("on_serve_page")):
        chain = function(chain)
    for function in hooks.get_hooks("before_serve_page"):
        result = function(page, request, [], {})
        if isinstance(result, HttpResponse):
            return result
    return chain(page, request, [], {})

"""Page routing with two queries: the address of a page is its ``url_path``.

Home pages carry their language code as slug, so ``/da/projects/x/`` is both the path stored on the page and its public
address. Wagtail's own view walks down the tree (two queries a level, plus site, locale and home page); this one reads
the page together with its published translations, then its specific row. All serve hooks still run.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from wagtail import hooks
from wagtail.models import Page
from wagtail.views import serve_chain

from portal.core.models import BasePage, in_language_order
from portal.core.queries import restrictions_above


def find_page(url_path: str) -> BasePage | None:
    """The published page at ``url_path`` in its own type, with its published translations attached."""
    key = Page.objects.filter(url_path=url_path, live=True).values("translation_key")
    found = Page.objects.filter(translation_key__in=key, live=True).select_related("published_text")
    versions = list(found.annotate(restricted=restrictions_above()))
    plain = next((page for page in versions if page.url_path == url_path), None)
    if plain is None:
        return None
    page = plain.specific
    page.live_versions = in_language_order(version for version in versions if not version.restricted)
    page.published_as = getattr(plain, "published_text", None)
    page.known_public = not plain.restricted
    return page


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Wagtail's serve view: find the page, run the hooks, let the page answer.

    Raises:
        Http404: no published page has this address.
    """
    page = find_page(f"/{get_language()}/{path}")
    if page is None:
        raise Http404
    chain: Any = serve_chain
    for function in reversed(hooks.get_hooks("on_serve_page")):
        chain = function(chain)
    for function in hooks.get_hooks("before_serve_page"):
        result = function(page, request, [], {})
        if isinstance(result, HttpResponse):
            return result
    return chain(page, request, [], {})

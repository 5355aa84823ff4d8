"""Draws a page as an anonymous visitor will get it, before it is published, and looks where its links lead.

Nothing is stored, counted or sent by it: drawing a page only reads.
"""

import logging
from io import BytesIO
from urllib.parse import unquote, urljoin, urlsplit

from bs4 import BeautifulSoup, SoupStrainer
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.core.handlers.wsgi import WSGIRequest
from django.db import transaction
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.models import Page

from portal.core.hooks.site_url import absolute, is_ours
from portal.core.models import BasePage, ReaderVersion, in_language_order
from portal.core.queries import public_pages
from portal.editing.publication.going_live import public_then
from portal.editing.publication.problems import Problem

logger = logging.getLogger(__name__)
#: Longest reason that an editor reads, in characters.
MOST_REASON = 200
#: The name of the view of pages.
SERVE = "wagtail_serve"


def can_be_drawn(page: BasePage) -> bool:
    """Whether visitors can read ``page``, wherever its links lead; what it fails at is logged."""
    try:
        render_for_visitor(page)
    except Exception:  # (whatever a template or the page's own code can raise)
        logger.warning("Page %s cannot be drawn, so it stays as it is", page.pk, exc_info=True)
        return False
    return True


def problems_of_rendering(page: BasePage) -> list[Problem]:
    """Why visitors could not read ``page``, or where its links lead nowhere; empty if all is well."""
    try:
        text = render_for_visitor(page)
    except Exception as error:  # (whatever a template or the page's own code can raise)
        logger.warning("Page %s cannot be drawn, so it is not published", page.pk, exc_info=True)
        reason = f"{type(error).__name__}: {error}"[:MOST_REASON]
        said = _("Visitors would get an error instead of this page. Tell those who run the portal: %(reason)s")
        return [Problem(said % {"reason": reason})]
    return [
        Problem(
            _("The link “%(text)s” leads nowhere: %(address)s. Change or remove it.")
            % {"text": text, "address": address}
        )
        for text, address in dead_links(text, page)
    ]


def render_for_visitor(page: BasePage) -> str:
    """The HTML of ``page`` in its language, as if it were live. Afterwards ``page`` is as before.

    Raises:
        Exception: whatever goes wrong while it is drawn.
    """
    live, versions = page.live, page.__dict__.get("live_versions")
    others = public_pages(Page.objects.filter(translation_key=page.translation_key).exclude(pk=page.pk))
    page.live, page.live_versions = True, in_language_order([*others, page])
    try:
        with transaction.atomic(), translation.override(page.locale_code):
            response = page.serve(_request(page))
            if hasattr(response, "render"):
                response = response.render()
            if response.status_code >= 400:
                raise ValueError(f"{response.status_code}")
            return str(response.content.decode())
    finally:
        page.live = live
        del page.live_versions
        if versions is not None:
            page.live_versions = versions


def _request(page: BasePage) -> WSGIRequest:
    """The request of somebody without an account for the address of ``page``."""
    base = urlsplit(settings.BASE_URL)
    request = WSGIRequest(
        {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": page.url_path,
            "SERVER_NAME": base.hostname or "localhost",
            "SERVER_PORT": str(base.port or (443 if base.scheme == "https" else 80)),
            "HTTP_HOST": base.netloc,
            "HTTP_ACCEPT_LANGUAGE": page.locale_code,
            "wsgi.url_scheme": base.scheme,
            "wsgi.input": BytesIO(),
        }
    )
    request.user = AnonymousUser()
    request.LANGUAGE_CODE = page.locale_code
    return request


def dead_links(text: str, page: BasePage) -> list[tuple[str, str]]:
    """Text and address of the links in the main part of ``text`` that lead to no page or route of the portal."""
    main = text[text.find("<main") : text.rfind("</main>")]
    found: dict[str, str] = {}
    unreadable: dict[str, str] = {}
    for link in BeautifulSoup(main, "html.parser", parse_only=SoupStrainer("a", href=True)).find_all("a"):
        address = str(link["href"])
        said = " ".join(link.get_text(" ").split()) or address
        try:
            parts = urlsplit(urljoin(absolute(page.url_path), address))
            if is_ours(parts):
                found.setdefault(unquote(parts.path) or "/", said)
        except ValueError:  # half of an IPv6 address, a port that is none, signs that no host name has
            unreadable.setdefault(address, said)
    pages = {path: target for path in found if (target := _page_of(path))}
    seen = public_then(Page.objects.filter(url_path__in=set(pages.values())), page)
    elsewhere = ReaderVersion.objects.filter(url_path__in=set(pages.values()), page__live=True)
    public = {*seen.values_list("url_path", flat=True), *elsewhere.values_list("url_path", flat=True)}
    public.add(_path_once_public(page))
    moved = set(Redirect.objects.filter(old_path__in=[_old(path) for path in found]).values_list("old_path", flat=True))
    dead = [
        (said, path)
        for path, said in found.items()
        if (pages[path] not in public if path in pages else not _is_there(path)) and _old(path) not in moved
    ]
    return dead + [(said, address) for address, said in unreadable.items()]


def _path_once_public(page: BasePage) -> str:
    """The path of ``page`` with the slug that it is published with, which may be new."""
    above = page.url_path.rstrip("/").rpartition("/")[0]
    return f"{above}/{page.slug}/"


def _closed(path: str) -> str:
    return path if path.endswith("/") else f"{path}/"


def _old(path: str) -> str:
    return str(Redirect.normalise_path(path))


def _match(path: str) -> ResolverMatch | None:
    first = path.split("/")[1]
    with translation.override(first if first in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
        try:
            return resolve(path)
        except Resolver404:
            return None


def _route_of(path: str) -> ResolverMatch | None:
    """Who answers ``path``; without its final slash it is that with one, unless somebody else answers."""
    match = _match(path)
    return match if match and match.view_name != SERVE else _match(_closed(path))


def _page_of(path: str) -> str | None:
    """The path of the page that ``path`` is, or that its form or file belongs to; None if it is about no page."""
    route = _route_of(path)
    if route and route.view_name == SERVE:
        return _closed(path)
    slug = route.kwargs.get("slug") if route else None
    return f"{path.partition(f'/{slug}/')[0]}/{slug}/" if slug else None


def _is_there(path: str) -> bool:
    """Whether something else than a page answers ``path``: a route, and the file that it names."""
    route = _route_of(path)
    if route is None:
        return False
    if route.view_name == "wagtaildocs_serve":
        return bool(get_document_model().objects.filter(pk=route.args[0]).exists())
    return route.view_name != "media" or _is_stored(route.kwargs["path"])


def _is_stored(name: str) -> bool:
    try:
        return default_storage.exists(name)
    except SuspiciousFileOperation:
        return False

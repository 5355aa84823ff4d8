"""Draws a page as an anonymous visitor will get it, before it is published, and looks where its links lead.

Nothing is stored, counted or sent by it: drawing a page only reads.
"""

import logging
from io import BytesIO
from urllib.parse import unquote, urljoin, urlsplit

from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.handlers.wsgi import WSGIRequest
from django.db import transaction
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from portal.editing.going_live import public_then
from portal.editing.problems import Problem
from portal.models import BasePage, in_language_order
from portal.queries import public_pages
from portal.site_address import absolute

logger = logging.getLogger(__name__)
#: Longest reason that an editor reads, in characters.
MOST_REASON = 200


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
    """The HTML of ``page`` in its language, as if it were live. ``page`` is as before
    afterwards.

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
    main = BeautifulSoup(text, "html.parser").find("main")
    if main is None:
        return []
    found: dict[str, str] = {}
    for link in main.find_all("a", href=True):
        address = urljoin(absolute(page.url_path), str(link["href"]))
        if address.startswith((f"{settings.BASE_URL}/", f"{settings.BASE_URL}?")):
            found.setdefault(unquote(urlsplit(address).path), " ".join(link.get_text(" ").split()) or str(link["href"]))
    pages = {path for path in found if _is_page(path)}
    seen = public_then(Page.objects.filter(url_path__in=[_closed(path) for path in pages]), page)
    public = set(seen.values_list("url_path", flat=True))
    moved = set(Redirect.objects.filter(old_path__in=[_old(path) for path in found]).values_list("old_path", flat=True))
    return [
        (said, path)
        for path, said in found.items()
        if (_closed(path) not in public if path in pages else not _is_route(path)) and _old(path) not in moved
    ]


def _closed(path: str) -> str:
    return path if path.endswith("/") else f"{path}/"


def _old(path: str) -> str:
    return str(Redirect.normalise_path(path))


def _view_of(path: str) -> str | None:
    first = path.split("/")[1]
    with translation.override(first if first in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
        try:
            return resolve(path).view_name
        except Resolver404:
            return None


def _is_page(path: str) -> bool:
    return _view_of(_closed(path)) == "wagtail_serve" and _view_of(path) in {"wagtail_serve", None}


def _is_route(path: str) -> bool:
    return _view_of(path) is not None or _view_of(_closed(path)) is not None

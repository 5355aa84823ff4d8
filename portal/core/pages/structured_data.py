"""Structured data: JSON-LD in the vocabulary of schema.org.

``json_ld`` is a single-dispatch function: the rooms above register their own page types in ``structured_data.py``.
"""

import json
from collections.abc import Iterable, Mapping
from functools import singledispatch
from typing import Any

from django.conf import settings
from django.utils.html import json_script

from portal.core.hooks.site_url import absolute
from portal.core.models import BasePage
from portal.core.models.frame import HOME_DEPTH, SECTION_DEPTH, Frame

CONTEXT = "https://schema.org"


def publisher() -> dict[str, object]:
    """The initiative as author and publisher of its pages."""
    return {"@type": "Organization", "name": settings.WAGTAIL_SITE_NAME, "url": absolute("/")}


def web_page(page: BasePage, kind: str = "WebPage") -> dict[str, object]:
    """What every page can say of itself."""
    return {
        "@type": kind,
        "name": page.title,
        "description": page.social_text(),
        "url": absolute(page.url_path),
        "inLanguage": page.language,
    }


def article(page: BasePage, image: str) -> dict[str, object]:
    """A text with its dates, author and picture."""
    data = web_page(page, "Article")
    data.pop("name")
    data |= {"headline": page.title, "image": image, "author": publisher(), "publisher": publisher()}
    if page.first_published_at:
        data["datePublished"] = page.first_published_at.isoformat()
    if page.published_as and page.published_as.changed_at:
        data["dateModified"] = page.published_as.changed_at.isoformat()
    return data


@singledispatch
def json_ld(page: Any, image: str) -> dict[str, Any]:
    """The item that a page is about.

    Parameters:
        page: a published page in its own type.
        image: absolute address of the picture that stands for it.
    """
    if page.depth == HOME_DEPTH:
        return {**web_page(page, "WebSite"), "publisher": publisher()}
    return web_page(page, "CollectionPage") if page.depth == SECTION_DEPTH else article(page, image)


def breadcrumb_list(page: BasePage, frame: Frame) -> dict[str, Any] | None:
    """Home, section and the page itself; None on the home page."""
    above = frame.breadcrumbs(page)
    if not above:
        return None
    trail = [(entry["title"], entry["url"]) for entry in above] + [(page.title, page.url_path)]
    items = [
        {"@type": "ListItem", "position": position, "name": title, "item": absolute(url)}
        for position, (title, url) in enumerate(trail, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def structured_data(page: BasePage, frame: Frame, image: str) -> str:
    """The ``<script type="application/ld+json">`` of a page; safe to put into HTML."""
    return as_script(item for item in (json_ld(page, image), breadcrumb_list(page, frame)) if item)


def as_script(items: Iterable[Mapping[str, object]]) -> str:
    """Items as the ``<script type="application/ld+json">`` of any page of ours; safe to put into HTML."""
    graph = [{"@context": CONTEXT, **item} for item in items]
    # json_script escapes <, > and & so that no text can end the script element.
    body = json_script(graph, encoder=json.JSONEncoder)
    return body.replace("application/json", "application/ld+json", 1)

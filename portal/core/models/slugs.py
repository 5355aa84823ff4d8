"""Slugs of pages: ASCII, free below their parent, never empty. The one rule for everything."""

import re
from typing import Any

from django.urls import Resolver404, resolve
from django.utils import translation
from wagtail.models import Page

from portal.core.i18n.locales import locale_codes
from portal.core.i18n.text import page_slug

#: Longest slug that is made. With those of the pages above it an address still fits into a redirect.
MOST_SLUG = 180
_PLAIN = re.compile(r"[-a-zA-Z0-9_]*\Z")


def as_slug(typed: str) -> str:
    """What somebody typed as an address, in ASCII; what is plain already stays as it is."""
    typed = typed.strip()
    return typed[:255] if _PLAIN.match(typed) else page_slug(typed, most=MOST_SLUG)


def proposed_slug(title: str, model: type[Page]) -> str:
    """What the address of a page is called by itself: its title, or its kind where nothing of that is ASCII."""
    return page_slug(title, most=MOST_SLUG) or page_slug(str(model._meta.verbose_name)) or "page"


def free_slug(wanted: str, parent: Page, page: Page | None = None) -> str:
    """``wanted``, with a number behind it if another page below ``parent`` or one of the portal's own pages has it."""
    slug, number = wanted, 1
    siblings = parent.get_children()
    if page is not None and page.pk:
        siblings = siblings.exclude(pk=page.pk)
    taken = set(siblings.filter(slug__startswith=wanted).values_list("slug", flat=True))
    while slug in taken or is_reserved(slug, parent):
        number += 1
        slug = f"{wanted}-{number}"
    return slug


def is_reserved(slug: str, parent: Any) -> bool:
    """Whether one of the portal's own pages (search, forms) has the address that a page with ``slug`` would have."""
    language = locale_codes().get(parent.locale_id)
    if parent.depth < 2 or language is None:
        return False
    with translation.override(language):
        try:
            return resolve(f"{parent.url_path}{slug}/").url_name != "wagtail_serve"
        except Resolver404:
            return False

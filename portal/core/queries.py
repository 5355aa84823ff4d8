"""Querysets that every room uses."""

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Length, Substr
from django.utils.translation import get_language
from wagtail.models import Page, PageViewRestriction

from portal.core.i18n.locales import locale_ids
from portal.core.types import Pages


def restrictions_above() -> Exists:
    """Whether a page or one above it is private, as a condition inside the page's own query."""
    return Exists(PageViewRestriction.objects.filter(page__path=Substr(OuterRef("path"), 1, Length("page__path"))))


def public_pages(pages: QuerySet[Pages]) -> QuerySet[Pages]:
    """Everybody may see these: published, and not below a private page. No query of its own, unlike ``public()``."""
    return pages.filter(live=True).exclude(restrictions_above())


def listed(pages: QuerySet[Pages], language: str) -> QuerySet[Pages]:
    """Public pages, each thing once, in the version that a reader of ``language`` understands best.

    A join with ``ReaderVersion``, written by ``portal.core.readers``; ``readers__rank`` is 0 in the reader's language.
    """
    return pages.filter(live=True, readers__language=language)


def as_rows(pages: QuerySet[Pages]) -> QuerySet[Pages]:
    """Pages with no more than lists show of their type: neither texts of ten screens nor what a new draft changes."""
    return pages.only(*pages.model.row_fields)


def public_urls(page_ids: set[int]) -> dict[int, str]:
    """Where pages can be read in the active language, else in their own; pages that nobody may read are left out."""
    wanted = Page.objects.filter(pk__in=page_ids).values("translation_key")
    versions = public_pages(Page.objects.filter(translation_key__in=wanted)) if page_ids else Page.objects.none()
    rows = list(versions.values_list("pk", "translation_key", "locale_id", "url_path"))
    local = {key: path for _pk, key, locale, path in rows if locale == locale_ids().get(get_language() or "")}
    found = {pk: local.get(key, path) for pk, key, _locale, path in rows if pk in page_ids}
    if left := page_ids - set(found):
        # The page itself is none that visitors may read, but its translation may be.
        keys = Page.objects.filter(pk__in=left).values_list("pk", "translation_key")
        found |= {pk: local[key] for pk, key in keys if key in local}
    return found

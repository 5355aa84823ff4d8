"""Querysets that every room uses."""

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Length, Substr
from wagtail.models import PageViewRestriction

from portal.i18n import best_versions


def restrictions_above() -> Exists:
    """Whether a page or one above it is private, as a condition inside the page's own query."""
    return Exists(PageViewRestriction.objects.filter(page__path=Substr(OuterRef("path"), 1, Length("page__path"))))


def public_pages(pages: QuerySet) -> QuerySet:
    """Everybody may see these: published, and not below a private page. No query of its own, unlike ``public()``."""
    return pages.filter(live=True).exclude(restrictions_above())


def listed(pages: QuerySet, language: str) -> QuerySet:
    """Public pages, each thing once, in the version that a reader of ``language`` understands best."""
    return best_versions(public_pages(pages), language)

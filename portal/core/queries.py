"""Querysets that every room uses."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Case, Exists, F, Model, OuterRef, Q, QuerySet, When
from django.db.models.functions import Length, Substr
from django.utils.translation import get_language
from wagtail.models import Page, PageViewRestriction

from portal.core.i18n.languages import LANGUAGES
from portal.core.pagecache.kept import kept
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
    Each has the address and, if there are any, the title and summary that this reader gets (``ReadElsewhere``).
    """
    return pages.filter(live=True, readers__language=language).annotate(**_AS_READ)


#: Attributes of ``ReadElsewhere`` and where they stand.
_AS_READ = {
    "reader_language": F("readers__language"),
    "reader_url": F("readers__url_path"),
    "reader_title": F("readers__title"),
    "reader_summary": F("readers__summary"),
}


def read_at(pages: QuerySet[Pages], url_path: str, language: str) -> QuerySet[Pages]:
    """The public page that readers of ``language`` get at an address in their tree, first.

    Behind it what has this address in another tree: a language menu keeps the slug of a form about a page.
    """
    tail = url_path.split("/", 2)[2]
    there = public_pages(Page.objects.filter(url_path__in=[f"/{code}/{tail}" for code in LANGUAGES]))
    here = Q(readers__url_path=url_path)
    found = listed(pages, language).filter(here | Q(translation_key__in=there.values("translation_key")))
    return found.order_by(Case(When(here, then=0), default=1), "pk")


def addresses_of(keys: Iterable[UUID], language: str) -> dict[UUID, str]:
    """Where readers of ``language`` get public pages, by translation key."""
    rows = Page.objects.filter(translation_key__in=list(keys), live=True, readers__language=language)
    return dict(rows.values_list("translation_key", "readers__url_path"))


def as_rows(pages: QuerySet[Pages]) -> QuerySet[Pages]:
    """Pages with no more than lists show of their type: neither texts of ten screens nor what a new draft changes."""
    return pages.only(*pages.model.row_fields)


def chosen_keys(page: Any, relation: str, target: str) -> list[UUID]:
    """Translation keys of the pages in an inline list of ``page``, in its order; a preview shows the form's.

    Parameters:
        relation: name of the list (``case_partners``), whose rows have a ``sort_order``.
        target: the foreign key of its rows.
    """
    return chosen_keys_of([page], relation, target)[page.pk]


def chosen_keys_of(pages: Sequence[Page], relation: str, target: str) -> dict[int, list[UUID]]:
    """``chosen_keys`` of pages of one type, by primary key, with one query for all of them."""
    chosen: dict[int, list[UUID]] = {}
    stored: list[Page] = []
    for page in pages:
        if _is_in_form(page, relation):
            chosen[page.pk] = [getattr(row, target).translation_key for row in getattr(page, relation).all()]
        else:
            stored.append(page)
    if stored:
        rows = stored[0]._meta.get_field(relation).related_model
        chosen |= _stored_keys(rows, target, tuple(page.pk for page in stored))
    return chosen


@kept(2000)
def _stored_keys(rows: type[Model], target: str, pages: tuple[int, ...]) -> dict[int, list[UUID]]:
    keys: dict[int, list[UUID]] = {page: [] for page in pages}
    found = rows._default_manager.filter(page__in=pages).order_by("page", "sort_order")
    for page, key in found.values_list("page", f"{target}__translation_key"):
        keys[page].append(key)
    return keys


def chosen_rows(page: Any, relation: str) -> list[Any]:
    """The rows of an inline list of ``page``, in its order; a preview shows the form's."""
    if _is_in_form(page, relation):
        return list(getattr(page, relation).all())
    return _stored_rows(page._meta.get_field(relation).related_model, page.pk)


@kept(1000)
def _stored_rows(rows: Any, page_id: int) -> list[Any]:
    return list(rows.objects.filter(page=page_id).order_by("sort_order"))


def _is_in_form(page: object, relation: str) -> bool:
    return relation in (getattr(page, "_cluster_related_objects", None) or {})


@kept(500)
def key_of_page(page_id: int) -> UUID | None:
    """The translation key of a page; None if there is no such page."""
    return Page.objects.filter(pk=page_id).values_list("translation_key", flat=True).first()


def public_urls(page_ids: set[int]) -> dict[int, str]:
    """Where pages can be read in the frame of the active language; pages that nobody may read are left out."""
    keys = dict(Page.objects.filter(pk__in=page_ids).values_list("pk", "translation_key")) if page_ids else {}
    addresses = addresses_of(keys.values(), get_language() or "") if keys else {}
    return {pk: addresses[key] for pk, key in keys.items() if key in addresses}

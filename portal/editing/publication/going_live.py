"""Visibility after publication: the pages that are public, and those that go live with this one."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page, Revision

from portal.core.models import BasePage
from portal.core.queries import public_pages

_together: ContextVar[frozenset[int]] = ContextVar("pages_published_together", default=frozenset())


@contextmanager
def one_act() -> Iterator[None]:
    """Whatever is published inside is published in one act; what was before, is forgotten."""
    token = _together.set(frozenset())
    try:
        yield
    finally:
        _together.reset(token)


def add(pages: Iterable[Page]) -> None:
    """Have ``pages`` count as public for the others of this act: all of them are published, or none is."""
    _together.set(_together.get() | {page.pk for page in pages})


def publish_in_bulk(
    request: HttpRequest, action_type: str, objects: Collection[Any], *args: object, **kwargs: object
) -> None:
    """Called before Wagtail does something to many pages at once."""
    if action_type == "publish" and request.method == "POST":
        add(page for page in objects if isinstance(page, Page))
        if request.POST.get("include_descendants"):
            for page in objects:
                add(page.get_descendants())


def public_then(pages: Any, page: BasePage) -> Any:
    """Those of the queryset ``pages`` that are public when ``page`` is: now, in the same act, or by then."""
    at = max(page.go_live_at or timezone.now(), timezone.now())
    due = Revision.page_revisions.filter(approved_go_live_at__lte=at).order_by().values_list("object_id", flat=True)
    soon = {int(pk) for pk in due} | _together.get() | {page.pk}
    return public_pages(pages) | pages.filter(pk__in=soon)


def keys_public_then(keys: Collection[UUID], page: BasePage) -> set[UUID]:
    """Those of the translation keys ``keys`` of which a version in any language is public then."""
    found = public_then(Page.objects.filter(translation_key__in=keys), page) if keys else Page.objects.none()
    return set(found.values_list("translation_key", flat=True))

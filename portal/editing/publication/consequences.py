"""What follows from archiving a page, in words, before somebody does it: rooms say what hangs on their pages."""

from collections.abc import Callable, Iterator
from typing import TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

PageType = TypeVar("PageType", bound=Page)
_sources: list[Callable[[Page], Iterator[str]]] = []


def register_consequence(model: type[PageType], source: Callable[[PageType], Iterator[str]]) -> None:
    """Have ``source`` say what follows for pages of ``model``; to be called in an ``AppConfig.ready``."""
    _sources.append(lambda page: source(page) if isinstance(page, model) else iter(()))


def follow(page: Page) -> Iterator[str]:
    """Sentences: what visitors get, what stays public, and what the rooms say."""
    yield _("Visitors find it no more, and its address says that there is no such page.")
    translations = Page.objects.filter(translation_key=page.translation_key, live=True).exclude(pk=page.pk).count()
    if translations:
        yield ngettext(
            "%(count)s version in another language stays public.",
            "%(count)s versions in other languages stay public.",
            translations,
        ) % {"count": translations}
    for source in _sources:
        yield from source(page)
    yield _("Its text, its drafts and its history stay: it can be published again at any time.")

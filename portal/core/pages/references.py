"""Pages as others refer to them (see ``portal.core.hooks.roots``): page types are kinds, translation keys the keys."""

from collections.abc import Sequence
from uuid import UUID

from portal.core.hooks import roots
from portal.core.hooks.roots import Reference
from portal.core.i18n.text import finder
from portal.core.models import BasePage
from portal.core.queries import listed

#: What is given back of what was found by words.
MOST_FOUND = 20


def register_pages(kind: str, model: type[BasePage]) -> None:
    """Make the public pages of a type known as things of ``kind``; to be called in an ``AppConfig.ready``."""

    def reference(page: BasePage) -> Reference:
        return Reference(kind, str(page.translation_key), page.title, page.url_path, page.language)

    def resolve(keys: Sequence[str], language: str) -> list[Reference]:
        known = [key for key in keys if _is_uuid(key)]
        return [reference(page) for page in listed(model.objects.filter(translation_key__in=known), language)]

    def find(words: str, language: str) -> list[Reference]:
        is_found = finder(words)
        pages = listed(model.objects.all(), language).order_by("title", "pk")
        return [reference(page) for page in pages if is_found(page.title, page.summary)][:MOST_FOUND]

    roots.register_kind(kind, resolve, find)


def _is_uuid(key: str) -> bool:
    try:
        UUID(key)
    except ValueError:
        return False
    return True

"""Pages as others refer to them (see ``portal.core.hooks.roots``): page types are kinds, translation keys the keys."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import CharField, Value

from portal.core.hooks import roots
from portal.core.hooks.roots import Reference
from portal.core.i18n.locales import locale_codes
from portal.core.i18n.text import finder
from portal.core.models import BasePage
from portal.core.queries import listed

#: What is given back of what was found by words.
MOST_FOUND = 20

_models: dict[str, type[BasePage]] = {}


def register_pages(kind: str, model: type[BasePage]) -> None:
    """Make the public pages of a type known as things of ``kind``; to be called in an ``AppConfig.ready``."""

    def find(words: str, language: str) -> list[Reference]:
        is_found = finder(words)
        pages = listed(model.objects.all(), language).order_by("title", "pk")
        found = [page for page in pages if is_found(page.title, page.summary)][:MOST_FOUND]
        return [refer_to(kind, page) for page in found]

    _models[kind] = model
    roots.register_kind(kind, roots.Joint(resolve_pages), find)


def refer_to(kind: str, page: BasePage) -> Reference:
    """A public page as a thing of ``kind``."""
    return Reference(kind, str(page.translation_key), page.shown_title, page.address, page.shown_language)


def resolve_pages(keys: Mapping[str, Sequence[str]], language: str) -> list[Reference]:
    """Public pages of several types by kind and translation key, in one query."""
    columns = ("reference_kind", "translation_key", "title", "reader_title", "reader_url", "text_language", "locale_id")
    queries = [
        listed(_models[kind].objects.filter(translation_key__in=known), language)
        .annotate(reference_kind=Value(kind, output_field=CharField()))
        .order_by()
        .values_list(*columns)
        for kind, wanted in keys.items()
        if (known := [key for key in wanted if _is_uuid(key)])
    ]
    rows = queries[0].union(*queries[1:], all=True) if queries else []
    codes = locale_codes()
    return [
        Reference(kind, str(key), own or title, url_path, language if own else text_language or codes[locale_id])
        for kind, key, title, own, url_path, text_language, locale_id in rows
    ]


def _is_uuid(key: str) -> bool:
    try:
        UUID(key)
    except ValueError:
        return False
    return True

"""Locales: the best versions for a reader, Accept-Language, names of countries and languages (CLDR)."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import inf
from time import monotonic
from typing import Protocol, TypeVar

from babel import Locale as BabelLocale
from babel import UnknownLocaleError
from django.conf import settings
from django.core.signals import setting_changed
from django.db.models import Case, F, IntegerField, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest
from django.utils.translation.trans_real import parse_accept_lang_header
from wagtail.models import Locale

from portal.core.i18n.languages import LANGUAGES, active_language, bare_code, reading_order
from portal.core.pagecache import versions
from portal.core.types import Pages

#: Seconds after which a process looks again whether a language that is switched on has got its locale.
LOOK_AGAIN = 10
TABLES = (versions.EVERYTHING, "wagtailcore_locale")


class _Localised(Protocol):
    @property
    def locale_code(self) -> str: ...


Version = TypeVar("Version", bound=_Localised)


@dataclass(frozen=True)
class _Locales:
    """The locales as they were read, and until when that holds."""

    ids: dict[str, int]
    codes: dict[int, str]
    until: float
    #: Of their table when they were read, as far as this process follows it.
    version: tuple[int, ...] | None


@lru_cache(maxsize=1)
def _read_locales() -> _Locales:
    version = versions.of(TABLES)
    ids = dict(Locale.all_objects.values_list("language_code", "id"))
    complete = all(code in ids for code, _name in settings.LANGUAGES)
    return _Locales(ids, {pk: code for code, pk in ids.items()}, inf if complete else monotonic() + LOOK_AGAIN, version)


def _locales() -> _Locales:
    """Kept per process until their table changes. Before the content is loaded some are missing, and another process
    will make them."""
    kept = _read_locales()
    if kept.until < monotonic() or kept.version != versions.of(TABLES):
        forget_locales()
    return _read_locales()


def locale_ids() -> dict[str, int]:
    """Database ids of all locales by language code."""
    return _locales().ids


def locale_codes() -> dict[int, str]:
    """Language codes of all locales by database id."""
    return _locales().codes


def forget_locales(**kwargs: object) -> None:
    """Drop what is kept about locales; called when one is saved or deleted."""
    _read_locales.cache_clear()


post_save.connect(forget_locales, sender=Locale, dispatch_uid="portal-locale-saved")
post_delete.connect(forget_locales, sender=Locale, dispatch_uid="portal-locale-deleted")
setting_changed.connect(forget_locales, dispatch_uid="portal-locale-settings")


def best_versions(pages: QuerySet[Pages], language: str) -> QuerySet[Pages]:
    """One version per thing: the one that a reader of ``language`` understands best.

    A page that does not exist in the reader's language is thus still listed, in another language, never hidden.
    Visitors' lists read what this rule made of the public pages: ``ReaderVersion``.
    """
    ids = locale_ids()
    ranks = [
        When(locale_id=ids[code], then=Value(rank)) for rank, code in enumerate(reading_order(language)) if code in ids
    ]
    return pages.annotate(
        reading_rank=Case(*ranks, default=Value(len(ranks)), output_field=IntegerField()),
        version_row=Window(RowNumber(), partition_by=F("translation_key"), order_by=F("reading_rank").asc()),
    ).filter(version_row=1)


@lru_cache(maxsize=32)
def reading_ranks(language: str) -> dict[str, int]:
    """The place of each language in the order of a reader of ``language``; 0 is their own."""
    return {code: rank for rank, code in enumerate(reading_order(language))}


def best_version(versions: Iterable[Version], language: str) -> Version:
    """As ``best_versions``, of versions of one page that are in memory already."""
    ranks = reading_ranks(language)
    return min(versions, key=lambda page: ranks.get(page.locale_code, len(ranks)))


def visitor_language(request: HttpRequest) -> str:
    """The best language of the portal for the Accept-Language header of ``request``.

    A language without a tree leads to the one that carries it: Nynorsk readers get Bokmål, Faroese readers Danish.
    """
    available = [code for code, _name in settings.LANGUAGES]
    for accepted, _quality in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        base = bare_code(accepted)
        wanted = (base, LANGUAGES[base].carried_by) if base in LANGUAGES else (base,)
        for code in wanted:
            if code in available:
                return code
    return available[0]


@lru_cache(maxsize=32)
def babel_locale(language: str) -> BabelLocale:
    """CLDR data of a language; English where CLDR has none."""
    try:
        return BabelLocale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return BabelLocale.parse("en")


def country_name(code: str, language: str) -> str:
    """Name of the country with ISO 3166-1 alpha-2 ``code`` in ``language`` (CLDR); the code itself if unknown."""
    return babel_locale(language).territories.get(code, code)


def language_name(code: str, language: str | None = None) -> str:
    """Name of language ``code`` in ``language`` (the active one by default), as CLDR writes it in running text."""
    names = babel_locale(language or active_language()).languages
    return names.get(code) or (LANGUAGES[code].own_name if code in LANGUAGES else code)


def own_name(code: str) -> str:
    """What a language calls itself, as a language switch shows it."""
    return LANGUAGES[code].own_name if code in LANGUAGES else code

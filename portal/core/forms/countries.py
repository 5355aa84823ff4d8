"""Choices of countries (ISO 3166) and time zones (tz database) in the reader's language, also read by name."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache
from zoneinfo import available_timezones

from babel.core import Locale, get_global
from babel.dates import get_timezone_location
from django.utils.translation import override

from portal.core.enums import COUNTRY_ZONES, Country, country_label
from portal.core.i18n.alphabets import alphabetical
from portal.core.i18n.formats import date_locale
from portal.core.i18n.languages import LANGUAGES, active_language
from portal.core.i18n.locales import babel_locale, country_name
from portal.core.i18n.text import search_key

#: Codes of CLDR that are no countries: unions, zones and pseudo-territories.
_NO_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})
#: What the region is called beside its label.
_REGION = ("Nordic countries", "Norden", "Pohjoismaat", "Pohjola", "Norðurlönd", "Norðurlöndin", "Nordic")


def country_choices() -> list[tuple[str, str]]:
    """Every country by its name in the active language: the Nordic ones first, the rest in alphabetical order."""
    nordic = [(country.value, str(country_label(country.value))) for country in Country]
    return [*nordic, *_other_countries(active_language())]


@lru_cache(maxsize=16)
def _other_countries(language: str) -> tuple[tuple[str, str], ...]:
    named = ((code, country_name(code, language)) for code in _codes() if code not in Country.values)
    return tuple(sorted(named, key=lambda choice: alphabetical(choice[1], language)))


@lru_cache(maxsize=1)
def _codes() -> tuple[str, ...]:
    names = map(str, babel_locale("en").territories)
    return tuple(code for code in names if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES)


def _names() -> Iterator[tuple[str, str]]:
    """Names and codes of all countries, in all languages of the portal."""
    for code in _codes():
        yield code, code
        yield from ((babel_locale(language).territories.get(code, code), code) for language in LANGUAGES)
    yield from ((name, Country.NORDIC.value) for name in (Country.NORDIC.value, *_REGION))
    for language in LANGUAGES:
        with override(language):
            yield from ((str(country.label), country.value) for country in Country)


@lru_cache(maxsize=1)
def _codes_by_name() -> dict[str, str]:
    return {search_key(name): code for name, code in reversed(list(_names()))}


def read_country(text: str, cut: int | None = None) -> str | None:
    """The code of the country that ``text`` names in any language of the portal; None if it names none.

    Args:
        text: ``DK``, ``dk``, ``Danmark``, ``Tanska``.
        cut: the number of characters after which the text may have been cut: ``Danmar``.
    """
    key, names = search_key(text), _codes_by_name()
    if key in names or cut is None or len(text) < cut:
        return names.get(key)
    whole: dict[str, set[str]] = defaultdict(set)
    for name, code in _names():
        whole[search_key(name[:cut])].add(code)
    found = whole[key]
    return found.pop() if len(found) == 1 else None


#: Cities whose clock is meant, in the order of the list; then those of all other zones.
_NEAR = tuple(dict.fromkeys((*(COUNTRY_ZONES[code] for code in Country.values if code in COUNTRY_ZONES),)))


#: Cities that CLDR does not name.
_CITIES = {"Atlantic/Faroe": "Tórshavn"}


def city_of(zone: str) -> str:
    """The city whose clock a zone of the IANA list follows, in the reader's language: ``København``."""
    return _city(zone, date_locale(active_language()))


def _city(zone: str, locale: Locale) -> str:
    return _CITIES.get(zone) or str(get_timezone_location(zone, locale=locale, return_city=True))


@cache
def known_zones() -> frozenset[str]:
    """The time zones that there are: read once, since to look for them is to walk through a folder of files."""
    return frozenset(available_timezones())


@lru_cache(maxsize=16)
def _zones(language: str) -> tuple[tuple[str, str], ...]:
    locale = date_locale(language)
    known = known_zones()
    named: list[tuple[str, str]] = []
    for zone, territory in get_global("zone_territories").items():
        if zone not in known or "/" not in zone or zone.startswith("Etc/"):
            continue
        country = locale.territories.get(territory, "")
        city = _city(zone, locale)
        named.append((zone, f"{city}, {country}" if country and country != city else city))
    named.sort(key=lambda choice: (choice[0] not in _NEAR, alphabetical(choice[1], language)))
    return tuple(named)


def zone_choices() -> list[tuple[str, str]]:
    """Time zones by a city whose clock is meant: ``København, Danmark``; the Nordic ones first."""
    return list(_zones(active_language()))


@lru_cache(maxsize=1)
def _zones_by_city() -> dict[str, str]:
    found: dict[str, str] = {}
    for language in LANGUAGES:
        for zone, label in _zones(language):
            for name in (zone, zone.rsplit("/", 1)[-1].replace("_", " "), label, label.split(",")[0]):
                found.setdefault(search_key(name), zone)
    return found


def read_zone(text: str) -> str | None:
    """The IANA zone of the city or Nordic country that ``text`` names in any language of the portal."""
    return _zones_by_city().get(search_key(text)) or COUNTRY_ZONES.get(read_country(text) or "")


def zone_of(country: str, city: str = "") -> str:
    """The zone of a place: of its country where that has one clock, else of its city; Oslo's if nothing is known."""
    zones = [zone for zone, territory in get_global("zone_territories").items() if territory == country]
    only = zones[0] if len(zones) == 1 else None
    return COUNTRY_ZONES.get(country) or only or (read_zone(city) if city else None) or "Europe/Oslo"

"""Gazetteer: where a Nordic town or village lies, by any of its names; ``scripts/make_places.py`` prepared it."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path

from portal.core.enums import country_label
from portal.core.i18n.text import search_key

FILE = Path(__file__).resolve().parent / "gazetteer.tsv"
#: Swedes and Finns write Ärö for Ærø, others Aero: a name is found under both.
_AS_ONE_LETTER = str.maketrans("æÆ", "aA")


@dataclass(frozen=True)
class Place:
    """A place of 500 people or more."""

    name: str
    country: str
    latitude: float
    longitude: float

    @property
    def country_name(self) -> str:
        """Name of the country in the active language."""
        return country_label(self.country)


def all_places() -> tuple[Place, ...]:
    """Every place, the largest first."""
    return tuple(_order())


def find_places(name: str, country: str = "", most: int = 6, *, beginnings: bool = True) -> list[Place]:
    """Places called ``name`` in any language, else those whose name begins so; the largest first.

    Parameters:
        name: as somebody typed it; capitals and marks on letters do not matter.
        country: ISO code; where a place of that country is found, those of others are left out.
        beginnings: whether the beginning of a name will do if no place is called so.
    """
    key = search_key(name)
    index = _index()
    found = index.get(key, []) if key else []
    if beginnings and not found and len(key) > 2:
        begun = {place for other, places in index.items() if other.startswith(key) for place in places}
        found = sorted(begun, key=_order().__getitem__)
    return ([place for place in found if place.country == country] or found)[:most]


def _keys(name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((search_key(name), search_key(name.translate(_AS_ONE_LETTER)))))


@cache
def _places() -> tuple[tuple[Place, tuple[str, ...]], ...]:
    rows = (line.split("\t") for line in FILE.read_text(encoding="utf-8").splitlines())
    return tuple(
        (Place(name, country, float(latitude), float(longitude)), (name, *filter(None, others.split(","))))
        for name, others, country, latitude, longitude in rows
    )


@cache
def _index() -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = defaultdict(list)
    for place, names in _places():
        for key in dict.fromkeys(chain.from_iterable(map(_keys, names))):
            found[key].append(place)
    return dict(found)


@cache
def _order() -> dict[Place, int]:
    return {place: number for number, (place, _names) in enumerate(_places())}

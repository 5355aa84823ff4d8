"""The wizard's map: a place by its name, by a click, or by numbers; each of them works without a script."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import cos, hypot, radians
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.core.forms.gazetteer import Place, all_places, find_places
from projects.map.projection import HEIGHT, WIDTH, from_map, on_map
from projects.models import CaseStudyPage

#: What somebody reads beside a municipality that the map does not know.
UNKNOWN = _(
    "The map does not know “%(name)s”. Check the name, or show the place on the map. "
    "If it is right, press “Continue” once more."
)
#: Name of the map as a button: browsers then send ``map.x`` and ``map.y`` in pixels.
MAP = "map"


@dataclass(frozen=True)
class Placing:
    """What came of looking for a place: new values for the form, or places to choose from."""

    values: dict[str, Any] = field(default_factory=dict)
    places: list[Place] = field(default_factory=list)


def look_for(posted: Mapping[str, object]) -> Placing | None:
    """What somebody wants who pressed a button of the map; None if it was "Continue".

    Browsers call a press of the return key a click at 0, 0: that is no place.
    """
    country = str(posted.get("country") or "")
    if "find" in posted:
        found = find_places(str(posted.get("municipality") or ""), country)
        return Placing(_values(found[0]) if len(found) == 1 else {}, found)
    if "take" in posted:
        numbers, _space, taken = str(posted["take"]).partition(" ")
        chosen = [place for place in all_places() if (_numbers(place), place.country) == (numbers, taken)]
        return Placing(_values(chosen[0]) if chosen else {}, chosen)
    x, y = (_pixels(posted.get(f"{MAP}.{axis}")) for axis in "xy")
    return Placing(_clicked(x, y, country)) if x or y else None


def _pixels(text: Any) -> int:
    return int(text) if str(text).isdecimal() and len(str(text)) < 5 else 0


def _clicked(x: int, y: int, country: str) -> dict[str, Any]:
    latitude, longitude, inset = from_map(min(x, WIDTH), min(y, HEIGHT))
    if not (50 <= latitude <= 85 and -75 <= longitude <= 35):
        return {}
    near = nearest(latitude, longitude, among_greenlands=bool(inset))
    point = {"latitude": round(latitude, 3), "longitude": round(longitude, 3)}
    # What belongs to all countries stays so, wherever it is based.
    return point if country == "NORDIC" and not inset else {**point, "country": near.country}


def _numbers(place: Place) -> str:
    return f"{place.latitude},{place.longitude}"


def _values(place: Place) -> dict[str, object]:
    return {"latitude": place.latitude, "longitude": place.longitude, "country": place.country}


def nearest(latitude: float, longitude: float, *, among_greenlands: bool) -> Place:
    """The place of the list that lies nearest; those of Greenland count by themselves, as on the map."""
    places = (place for place in all_places() if (place.country == "GL") == among_greenlands)
    width = cos(radians(latitude))
    return min(places, key=lambda p: hypot(p.latitude - latitude, (p.longitude - longitude) * width))


def point_of(municipality: str, country: str) -> tuple[float | None, float | None]:
    """Latitude and longitude of ``municipality``: where other cases put it, else by its name; None twice if unknown."""
    if not municipality:
        return None, None
    cases = CaseStudyPage.objects.filter(municipality__iexact=municipality, latitude__isnull=False)
    point = cases.values_list("latitude", "longitude").first()
    if point:
        return point
    named = [place for place in find_places(municipality, country, beginnings=False) if place.country == country]
    return (named[0].latitude, named[0].longitude) if named else (None, None)


def unknown_place(said: Mapping[str, Any], posted: Mapping[str, Any]) -> str:
    """The municipality, if the map neither knows it nor was shown it; empty when its author has said that it is right.

    The author says so by sending the same name again.
    """
    name = str(said["municipality"])
    known = said["latitude"] is not None or point_of(name, said["country"])[0] is not None
    return "" if known or posted.get("unknown") == name else name


def marker(said: Mapping[str, Any]) -> dict[str, Any] | None:
    """Where the marker is: ``x`` and ``y`` on the map and the place ``near`` it; None while it is nowhere."""
    try:
        latitude, longitude = float(said["latitude"]), float(said["longitude"])
    except (KeyError, TypeError, ValueError):
        return None
    if not (50 <= latitude <= 85 and -75 <= longitude <= 35):
        return None
    country = str(said.get("country") or "")
    x, y = on_map(latitude, longitude, country)
    near = nearest(latitude, longitude, among_greenlands=country == "GL")
    return {"x": round(x), "y": round(y), "latitude": latitude, "longitude": longitude, "near": near}

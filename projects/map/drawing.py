"""The map of case studies: markers from the light facts of cases, near ones gathered in clusters."""

import math
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from portal.core.enums import country_label
from portal.core.i18n.alphabets import alphabetical
from portal.core.i18n.exonyms import name_of_place
from projects.enums import LocationPrecision
from projects.map.projection import on_map

#: Markers of one country that are nearer than this many units become one; at 360 px, 24 px are 50 units.
CLUSTER_DISTANCE = 34.0
#: Markers of different countries become one only where they would hide each other.
BORDER_DISTANCE = 24.0
#: What marks a whole region or country rather than a place gets a dashed ring.
WIDE = frozenset({LocationPrecision.REGION, LocationPrecision.COUNTRY})
T = TypeVar("T", bound="Placed")


class Placed(Protocol):
    """What can stand on the map: a case, or a municipality that uses one."""

    @property
    def pk(self) -> int:
        """Its number."""

    @property
    def municipality(self) -> str:
        """Name of the municipality; empty for what belongs to a country."""

    @property
    def country(self) -> str:
        """ISO 3166-1 alpha-2."""

    @property
    def location_precision(self) -> str:
        """What its point stands for."""

    @property
    def place(self) -> tuple[float, float] | None:
        """Latitude and longitude."""


@dataclass
class Marker(Generic[T]):
    """One point on the map: a case, or several that lie close together."""

    x: float
    y: float
    cases: list[T] = field(default_factory=list)
    number: int = 0

    @property
    def is_wide(self) -> bool:
        """Whether the point stands for a region or a country."""
        return all(case.location_precision in WIDE for case in self.cases)

    @property
    def places(self) -> str:
        """Names of the municipalities, each once, in order; the country's where there is none."""
        names = [name_of_place(case.municipality) for case in self.cases if case.municipality]
        return ", ".join(dict.fromkeys(names)) or self.countries

    @property
    def countries(self) -> str:
        """Names of the countries, each once."""
        return ", ".join(dict.fromkeys(country_label(case.country) for case in self.cases))

    def add(self, x: float, y: float, case: T) -> None:
        """Take a case in and move to the middle of all."""
        count = len(self.cases)
        self.x, self.y = (self.x * count + x) / (count + 1), (self.y * count + y) / (count + 1)
        self.cases.append(case)


def markers(cases: list[T]) -> list[Marker[T]]:
    """Markers for ``cases`` in reading order: country by country as named, from north to south.

    Parameters:
        cases: of ``projects.queries.summaries_of_cases``, or what uses them; those without coordinates are left out.
    """
    placed = [(case, *place) for case in cases if (place := case.place)]
    placed.sort(key=lambda one: (alphabetical(country_label(one[0].country)), -one[1], one[0].pk))
    found: list[Marker[T]] = []
    for case, latitude, longitude in placed:
        x, y = on_map(latitude, longitude, case.country)
        near = [marker for marker in found if _distance(marker, x, y) <= _reach(marker, case)]
        if not near:
            found.append(Marker(x, y))
        marker = min(near, key=lambda marker: _distance(marker, x, y)) if near else found[-1]
        marker.add(x, y, case)
    for number, marker in enumerate(found, 1):
        marker.number = number
    return found


def unplaced(cases: list[T]) -> list[T]:
    """Cases without coordinates: they stand in the list below the map only."""
    return [case for case in cases if case.place is None]


def _reach(marker: Marker[T], case: T) -> float:
    same = any(other.country == case.country for other in marker.cases)
    return CLUSTER_DISTANCE if same else BORDER_DISTANCE


def _distance(marker: Marker[T], x: float, y: float) -> float:
    return math.hypot(marker.x - x, marker.y - y)

"""The map of case studies: markers from the light facts of cases, near ones of a country gathered in clusters."""

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from portal.core.enums import country_label
from portal.core.i18n.alphabets import alphabetical
from portal.core.i18n.exonyms import name_of_place
from projects.enums import LocationPrecision
from projects.map.projection import WIDTH, on_map

#: Markers of one country that are nearer than this many units become one; at 360 px, 24 px are 50 units.
CLUSTER_DISTANCE = 40.0
#: Markers of different countries are moved so far apart; no cluster joins two countries.
BORDER_DISTANCE = 30.0
#: Longest name beside a marker, in letters; what is left out stands in the list below the map.
LONGEST_LABEL = 26
#: Width of a letter of such a name, height of its line, and its distance from the middle of its marker, in units.
LETTER, LINE, BESIDE = 7.4, 16.0, 18.0
#: What marks a whole region or country rather than a place gets a dashed ring.
WIDE = frozenset({LocationPrecision.REGION, LocationPrecision.COUNTRY})
#: Where the name of a country stands, in units from the left and from the top: on its land or beside it.
NAMES_OF_COUNTRIES: Mapping[str, tuple[float, float]] = {
    "AX": (598, 376),
    "DK": (336, 478),
    "FI": (598, 256),
    "FO": (180, 302),
    "GL": (78, 336),
    "IS": (76, 206),
    "NO": (390, 304),
    "SE": (462, 262),
}
#: Left, top, right and bottom, in units.
Box = tuple[float, float, float, float]
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
    #: Whether its name stands to the right, and whether there is room for it to stand there always.
    is_right: bool = True
    has_room: bool = False

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
    def country(self) -> str:
        """Code of the country that all of them are in."""
        return self.cases[0].country

    @property
    def countries(self) -> str:
        """Name of the country."""
        return country_label(self.country)

    @property
    def label(self) -> str:
        """The places that have most cases, with their number where there are several, as far as there is room."""
        names = Counter(name_of_place(case.municipality) or self.countries for case in self.cases)
        label, left = "", len(names)
        for name, count in names.most_common():
            more = " · ".join(filter(None, (label, f"{name} {count}" if count > 1 else name)))
            if label and len(more) > LONGEST_LABEL:
                break
            label, left = more, left - 1
        return f"{label} +{left}" if left else label

    def box(self) -> Box:
        """Where its name stands."""
        width = LETTER * len(self.label)
        left = self.x + BESIDE if self.is_right else self.x - BESIDE - width
        return left, self.y - LINE / 2, left + width, self.y + LINE / 2

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
        own = [marker for marker in found if marker.country == case.country]
        near = [marker for marker in own if _distance(marker, x, y) <= CLUSTER_DISTANCE]
        if not near:
            found.append(Marker(x, y))
        marker = min(near, key=lambda marker: _distance(marker, x, y)) if near else found[-1]
        marker.add(x, y, case)
    for number, marker in enumerate(found, 1):
        marker.number = number
    _part(found)
    _name(found)
    return found


def unplaced(cases: list[T]) -> list[T]:
    """Cases without coordinates: they stand in the list below the map only."""
    return [case for case in cases if case.place is None]


def _part(found: list[Marker[T]]) -> None:
    """Move markers on both sides of a border so far apart that neither hides the other."""
    for place, one in enumerate(found):
        for other in found[place + 1 :]:
            distance = _distance(one, other.x, other.y)
            if one.country == other.country or distance >= BORDER_DISTANCE:
                continue
            across, down = ((other.x - one.x) / distance, (other.y - one.y) / distance) if distance else (1.0, 0.0)
            step = (BORDER_DISTANCE - distance) / 2
            one.x, one.y = one.x - across * step, one.y - down * step
            other.x, other.y = other.x + across * step, other.y + down * step


def _name(found: list[Marker[T]]) -> None:
    """Choose the side of each name, those of most cases first, and see whether it covers nothing there."""
    taken: list[tuple[Marker[T] | None, Box]] = [
        (one, (one.x - BESIDE, one.y - BESIDE, one.x + BESIDE, one.y + BESIDE)) for one in found
    ]
    taken += [(None, _box_of_country(name)) for name in NAMES_OF_COUNTRIES]
    for marker in sorted(found, key=lambda one: (-len(one.cases), one.number)):
        for side in (True, False):
            marker.is_right = side
            left, top, right, bottom = box = marker.box()
            others = [other for owner, other in taken if owner is not marker]
            clear = all(right < b[0] or left > b[2] or bottom < b[1] or top > b[3] for b in others)
            # The name of a country stands there already.
            if clear and left > 0 and right < WIDTH and marker.label != marker.countries:
                marker.has_room = True
                taken.append((None, box))
                break
        else:
            marker.is_right = marker.x < WIDTH / 2


def _box_of_country(code: str) -> Box:
    x, y = NAMES_OF_COUNTRIES[code]
    half = LETTER * len(country_label(code)) / 2
    return x - half, y - LINE / 2, x + half, y + LINE / 2


def _distance(marker: Marker[T], x: float, y: float) -> float:
    return math.hypot(marker.x - x, marker.y - y)

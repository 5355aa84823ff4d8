"""What follows from the town of an event: its country, and the clock on which its times are read."""

from dataclasses import dataclass

from events.enums import EventFormat
from portal.core.forms.countries import zone_of
from portal.core.forms.gazetteer import find_places
from portal.editing.wizard.forms import Said


@dataclass(frozen=True)
class EventPlace:
    """Where people meet; all empty if they meet online only."""

    venue: str = ""
    city: str = ""
    country: str = ""


def place_of(said: Said) -> EventPlace:
    """The place by what was said; of several towns of that name, the largest, or that of the chosen country."""
    if said.get("format") == EventFormat.ONLINE:
        return EventPlace()
    city, country = str(said.get("city") or ""), str(said.get("country") or "")
    if city and not country:
        found = find_places(city, beginnings=False)
        country = found[0].country if found else ""
    return EventPlace(str(said.get("venue") or ""), city, country)


def zone_name(said: Said) -> str:
    """The clock: the chosen one, that of the place, or online that of whoever wrote it."""
    if said.get("timezone"):
        return str(said["timezone"])
    place = place_of(said)
    return zone_of(place.country, place.city) if place.country else str(said.get("clock") or zone_of(""))

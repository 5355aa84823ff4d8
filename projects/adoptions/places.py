"""Municipalities by the place list: where they lie, and what somebody may have meant."""

import re

from portal.core.forms.gazetteer import Place, find_places

#: What municipalities are called beside their name, before or behind it, in the languages of the North.
_KIND = re.compile(
    r"^(?:sveitarfélagið|kommunen|kommune|the municipality of|municipality of|city of)\s+"
    r"|\s+(?:kommune|kommun|kommuna|kommunen|kunta|kaupunki|municipality|stad|by|suohkan|gjelda|hreppur|bær)$",
    re.IGNORECASE,
)
#: How many other places are named to somebody whose place is not known.
_MOST_LIKE = 3


def place_called(name: str, country: str) -> Place | None:
    """The largest place of ``country`` that is called ``name``, or what is left of it without words for its kind."""
    for called in dict.fromkeys((name, _KIND.sub("", name).strip())):
        for place in find_places(called, country, most=20, beginnings=False):
            if place.country == country:
                return place
    return None


def places_like(name: str, country: str) -> list[Place]:
    """Places that somebody may have meant: called so elsewhere, or beginning so."""
    return find_places(_KIND.sub("", name).strip(), country, most=_MOST_LIKE)

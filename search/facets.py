"""Facets as the page shows them: labels in the visitor's language, a sensible order, chosen values always there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from portal.enums import Country, country_label
from portal.frame import Frame
from portal.i18n import language_name
from portal.languages import LANGUAGES
from projects.enums import SizeBand
from projects.library import Facet, Option
from search.engines.base import FACETS
from search.enums import Kind

MOST_VALUES = 30


@dataclass(frozen=True)
class Chosen:
    """The filters of a search: facet -> values, and whether the address held a value that no facet knows."""

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()

    @classmethod
    def from_query(cls, query: QueryDict) -> "Chosen":
        """Read the filters from GET parameters. Values may also come separated by commas."""
        values, unknown = {}, []
        for name in FACETS:
            asked = dict.fromkeys(part.strip() for given in query.getlist(name) for part in given.split(","))
            known = [value for value in list(asked)[:MOST_VALUES] if value and is_known(name, value)]
            unknown += [f"{name}={value}" for value in asked if value and value not in known]
            if known:
                values[name] = tuple(known)
        return cls(values, tuple(unknown))

    def address(self, parameters: Mapping[str, str], without: tuple[str, str] | None = None) -> str:
        """Query string of these filters and of further parameters; empty parameters are left out."""
        pairs = [(name, value) for name, value in parameters.items() if value]
        pairs += [(n, v) for n in FACETS for v in self.values.get(n, ()) if (n, v) != without]
        return f"?{urlencode(pairs)}" if pairs else "?"


def is_known(name: str, value: str) -> bool:
    """Whether ``value`` may be a value of the facet ``name``."""
    fixed = {"kind": Kind.values, "size": SizeBand.values, "language": list(LANGUAGES)}
    if name in fixed:
        return value in fixed[name]
    if name == "country":
        return value in Country.values or (len(value) == 2 and value.isascii() and value.isalpha() and value.isupper())
    if name == "year":
        return value.isascii() and value.isdigit() and len(value) == 4
    return len(value) <= 120 and value.isascii() and value.replace("-", "").isalnum()


def describe(counts: Mapping[str, Mapping[str, int]], chosen: Chosen, frame: Frame) -> list[Facet]:
    """The facets that have something to choose from."""
    facets = []
    for name in FACETS:
        numbers = {**dict.fromkeys(chosen.values.get(name, ()), 0), **counts.get(name, {})}
        label, order = _labels(name, frame), _order(name, frame)
        options = [
            Option(value, label(value), number, value in chosen.values.get(name, ()))
            for value, number in numbers.items()
        ]
        if len(options) > 1 or chosen.values.get(name):
            facets.append(Facet(name, facet_label(name), sorted(options, key=order)))
    return facets


def facet_label(name: str) -> str:
    """Heading of a facet."""
    return {
        "kind": _("Kind"),
        "country": _("Country"),
        "element": _("Element"),
        "partner": _("Partner"),
        "year": _("Year"),
        "size": _("Size of municipality"),
        "language": _("Language"),
    }[name]


def _labels(name: str, frame: Frame) -> Callable[[str], str]:
    if name in {"element", "partner"}:
        titles = {entry["slug"]: entry["title"] for entry in getattr(frame, f"{name}s")}
        return lambda value: titles.get(value, value)
    return {
        "kind": lambda value: str(Kind(value).label),
        "country": country_label,
        "size": lambda value: str(SizeBand(value).label),
        "language": lambda value: language_name(value).capitalize(),
    }.get(name, str)


def _order(name: str, frame: Frame) -> Callable[[Option], Any]:
    if name == "element":
        places = {entry["slug"]: place for place, entry in enumerate(frame.elements)}
        return lambda option: (places.get(option.value, len(places)), option.label)
    if name == "size":
        return lambda option: SizeBand.values.index(option.value)
    if name == "year":
        return lambda option: -int(option.value)
    if name == "kind":
        return lambda option: Kind.values.index(option.value)
    return lambda option: (-option.count, option.label.casefold())

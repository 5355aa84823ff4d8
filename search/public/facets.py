"""Faceted navigation: labels in the visitor's language, a sensible order, chosen values always there."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from portal.core.enums import country_label
from portal.core.i18n.locales import language_name
from portal.core.models.frame import Frame
from projects.enums import SizeBand
from projects.library.results import Facet, Option
from search.engines.base import FACETS
from search.enums import Kind
from search.query.filters import SelectedFilters


def facet_groups(counts: Mapping[str, Mapping[str, int]], chosen: SelectedFilters, frame: Frame) -> list[Facet]:
    """The facets of the page, those that have something to choose from."""
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

"""Faceted navigation: the facets of the page of results, chosen values always there."""

from collections.abc import Mapping

from portal.core.models.frame import Frame
from projects.library.facets import Facet
from search.engines.base import FACETS, SET_APART
from search.query.filters import FACET_TYPES, SelectedFilters


def facet_groups(counts: Mapping[str, Mapping[str, int]], chosen: SelectedFilters, frame: Frame) -> list[Facet]:
    """The facets of the page, those that have something to choose from: a kind that is set apart always is."""
    values = chosen.values
    facets = [FACET_TYPES[name].facet(name, counts.get(name, {}), values.get(name, ()), frame) for name in FACETS]
    return [facet for facet in facets if len(facet.options) > 1 or values.get(facet.name) or _offers_more(facet)]


def _offers_more(facet: Facet) -> bool:
    return facet.name == "kind" and any(option.value in SET_APART for option in facet.options)

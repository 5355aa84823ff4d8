"""Facet filters of a search, as they are chosen in the address."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from portal.core.enums import Country
from portal.core.i18n.alphabets import Key
from portal.core.models.frame import Frame
from portal.core.pagecache.kept import kept
from projects.library.facets import FACET_TYPES as OF_CASES
from projects.library.facets import FacetType, Option, choice_labels, order_of_counts, order_of_values
from search.engines.base import FACETS, SET_APART, Results
from search.enums import Kind
from search.models import SearchDocument

MOST_VALUES = 30


def newest_first(frame: Frame) -> Callable[[Option], tuple[int | Key, str]]:
    """Years, the last one first."""
    return lambda option: (-int(option.value), "")


#: The facets of the search: those of the case library, where what there is most of stands first, and kinds of results.
FACET_TYPES: Mapping[str, FacetType] = {
    "kind": FacetType(_("Kind"), Kind.values, labels=choice_labels(Kind), order=order_of_values(Kind.values)),
    "country": replace(OF_CASES["country"], pattern=f"{Country.NORDIC.value}|[A-Z]{{2}}", order=order_of_counts),
    "element": OF_CASES["element"],
    "partner": replace(OF_CASES["partner"], order=order_of_counts),
    "year": FacetType(_("Year"), pattern="[0-9]{4}", order=newest_first),
    "size": OF_CASES["size"],
    "language": replace(OF_CASES["language"], heading=_("Language"), order=order_of_counts),
}

_GENERAL_KINDS = tuple(kind for kind in Kind.values if kind not in SET_APART)


@dataclass(frozen=True)
class SelectedFilters:
    """The filters of a search: facet -> values, and whether the address held a value that no facet knows."""

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()

    @classmethod
    def from_query(cls, query: QueryDict) -> "SelectedFilters":
        """Read the filters from GET parameters. Values may also come separated by commas."""
        values, unknown = {}, []
        for name in FACETS:
            asked = dict.fromkeys(part.strip() for given in query.getlist(name) for part in given.split(","))
            known = [value for value in list(asked)[:MOST_VALUES] if value and FACET_TYPES[name].is_known(value)]
            unknown += [f"{name}={value}" for value in asked if value and value not in known]
            if known:
                values[name] = tuple(known)
        return cls(values, tuple(unknown))

    @property
    def asked(self) -> Mapping[str, tuple[str, ...]]:
        """The filters as an engine gets them: where no kind is chosen, all but those that are set apart.

        So these are in no total and in no count but that of their own option.
        """
        return self.values if "kind" in self.values else {**self.values, "kind": _GENERAL_KINDS}

    def with_only(self, name: str, value: str) -> "SelectedFilters":
        """These filters with one value of a facet in place of those chosen."""
        return SelectedFilters({**self.values, name: (value,)}, self.unknown)

    def query_string(self, parameters: Mapping[str, str], without: tuple[str, str] | None = None) -> str:
        """Query string of these filters and of further parameters; empty parameters are left out."""
        pairs = [(name, value) for name, value in parameters.items() if value]
        pairs += [(n, v) for n in FACETS for v in self.values.get(n, ()) if (n, v) != without]
        return f"?{urlencode(pairs)}" if pairs else "?"


@kept(1, shared=True)
def _values_there_are() -> Mapping[str, frozenset[str]]:
    """The values that documents have of each facet, whatever is looked for."""
    stored = SearchDocument.objects.filter(removed=False).order_by().values_list("facets", flat=True).distinct()
    facets = list(stored)
    return {name: frozenset(value for one in facets for value in one.get(name, ())) for name in FACETS}


def offered(results: Results) -> Mapping[str, Mapping[str, int]]:
    """The counts of the facets; where these are of a part, with 0 for each value that the rest may have."""
    if not results.partly:
        return results.facets
    rest = _values_there_are()
    return {
        name: {**dict.fromkeys(rest[name], 0), **counts} if name in results.partly else counts
        for name, counts in results.facets.items()
    }

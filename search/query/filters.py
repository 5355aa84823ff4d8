"""Facet filters of a search, as they are chosen in the address."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.http import QueryDict

from portal.core.enums import Country
from portal.core.i18n.languages import LANGUAGES
from projects.enums import SizeBand
from search.engines.base import FACETS
from search.enums import Kind

MOST_VALUES = 30
#: Values of the facets that have few.
VALUES: Mapping[str, Sequence[str]] = {"kind": Kind.values, "size": SizeBand.values, "language": tuple(LANGUAGES)}
_SLUG = "(?=.{1,120}$)-*[A-Za-z0-9][A-Za-z0-9-]*"
#: What the values of the others look like, as regular expressions that ECMAScript understands too.
PATTERNS = {"country": f"{Country.NORDIC.value}|[A-Z]{{2}}", "element": _SLUG, "partner": _SLUG, "year": "[0-9]{4}"}


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
            known = [value for value in list(asked)[:MOST_VALUES] if value and is_known(name, value)]
            unknown += [f"{name}={value}" for value in asked if value and value not in known]
            if known:
                values[name] = tuple(known)
        return cls(values, tuple(unknown))

    def query_string(self, parameters: Mapping[str, str], without: tuple[str, str] | None = None) -> str:
        """Query string of these filters and of further parameters; empty parameters are left out."""
        pairs = [(name, value) for name, value in parameters.items() if value]
        pairs += [(n, v) for n in FACETS for v in self.values.get(n, ()) if (n, v) != without]
        return f"?{urlencode(pairs)}" if pairs else "?"


def is_known(name: str, value: str) -> bool:
    """Whether ``value`` may be a value of the facet ``name``."""
    return value in VALUES[name] if name in VALUES else re.fullmatch(PATTERNS[name], value) is not None

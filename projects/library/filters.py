"""What a visitor asks of the case library, read from the address and written back into addresses."""

from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.http import QueryDict

from projects.enums import Sort, View
from projects.library.facets import FACET_TYPES

#: Most values that are read of one filter.
MAX_VALUES = 30
#: Longest text that is searched for, in characters.
MAX_WORDS = 200


@dataclass(frozen=True)
class CaseFilters:
    """Chosen values by filter, order and view. Values of one filter widen the result, filters together narrow it."""

    chosen: dict[str, tuple[str, ...]] = field(default_factory=dict)
    #: Whether the address held a value that no filter, order or view knows; it was left out, and the page says so.
    had_unknown: bool = False
    #: Words that the cases must answer, as typed.
    words: str = ""
    #: What was chosen; empty for the order that fits.
    sort: str = ""
    view: str = View.LIST.value

    @classmethod
    def from_query(cls, query: QueryDict) -> "CaseFilters":
        """Read the filters from GET parameters; what is unknown is left out and noted."""
        chosen, unknown = {}, False
        for name in FACET_TYPES:
            asked = [value for value in dict.fromkeys(query.getlist(name)) if value][:MAX_VALUES]
            values = tuple(value for value in asked if FACET_TYPES[name].is_known(value))
            unknown = unknown or len(values) < len(asked)
            if values:
                chosen[name] = values
        sort, view = query.get("sort", ""), query.get("view", "") or View.LIST
        unknown = unknown or view not in View.values or bool(sort and sort not in Sort.values)
        return cls(
            chosen,
            unknown,
            words=" ".join(query.get("q", "").split())[:MAX_WORDS],
            sort=sort if sort in Sort.values else "",
            view=view if view in View.values else View.LIST.value,
        )

    def __getitem__(self, name: str) -> tuple[str, ...]:
        """Chosen values of a filter. Other names are no keys: templates would find them before the attributes."""
        if name not in FACET_TYPES:
            raise KeyError(name)
        return self.chosen.get(name, ())

    def __bool__(self) -> bool:
        return bool(self.chosen or self.words)

    @property
    def fitting_sort(self) -> Sort:
        """The order where none is chosen: the best match first where words were asked for."""
        return Sort.RELEVANCE if self.words else Sort.START

    @property
    def order(self) -> Sort:
        """The order in which cases are shown; without words there is no best match."""
        chosen = Sort(self.sort) if self.sort else self.fitting_sort
        return self.fitting_sort if chosen == Sort.RELEVANCE else chosen

    def with_only(self, **values: str) -> "CaseFilters":
        """The list of cases under these filters with one value of some facets in place of those chosen."""
        chosen = {**self.chosen, **{name: (value,) for name, value in values.items()}}
        return replace(self, chosen=chosen, view=View.LIST.value)

    def cleared(self) -> "CaseFilters":
        """No filter and no words, in the same view and order."""
        return CaseFilters(sort=self.sort, view=self.view)

    def query_string(self, without: tuple[str, str] | None = None) -> str:
        """Query string of these filters, without page number; ``without=(name, value)`` leaves one value out."""
        pairs = [("q", self.words)] if self.words and without != ("q", self.words) else []
        pairs += [(name, value) for name in FACET_TYPES for value in self[name] if (name, value) != without]
        if self.order != self.fitting_sort:
            pairs.append(("sort", self.order.value))
        if self.view != View.LIST:
            pairs.append(("view", self.view))
        return f"?{urlencode(pairs)}" if pairs else "?"

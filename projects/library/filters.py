"""The filters of the case library: what a visitor chose, read from the address and written back into addresses."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.http import QueryDict

from projects.library.facets import FACET_TYPES

#: Most values that are read of one filter.
MAX_VALUES = 30
#: Longest text that is searched for, in characters.
MAX_WORDS = 200


@dataclass(frozen=True)
class CaseFilters:
    """Chosen values by filter. Values of one filter widen the result, filters together narrow it."""

    chosen: dict[str, tuple[str, ...]] = field(default_factory=dict)
    #: Whether the address held a value that no filter knows; it was left out, and the page says so.
    had_unknown: bool = False
    #: Words that the cases must answer, as typed.
    words: str = ""

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
        return cls(chosen, unknown, " ".join(query.get("q", "").split())[:MAX_WORDS])

    def __getitem__(self, name: str) -> tuple[str, ...]:
        """Chosen values of a filter. Other names are no keys: templates would find them before the attributes."""
        if name not in FACET_TYPES:
            raise KeyError(name)
        return self.chosen.get(name, ())

    def __bool__(self) -> bool:
        return bool(self.chosen or self.words)

    def with_only(self, **values: str) -> "CaseFilters":
        """These filters with one value of some facets in place of those chosen."""
        chosen = {**self.chosen, **{name: (value,) for name, value in values.items()}}
        return CaseFilters(chosen, self.had_unknown, self.words)

    def query_string(self, **changes: object) -> str:
        """Query string of these filters, without page number; ``without=(name, value)`` leaves one value out."""
        without = changes.pop("without", None)
        pairs = [("q", self.words)] if self.words and without != ("q", self.words) else []
        pairs += [(name, value) for name in FACET_TYPES for value in self[name] if (name, value) != without]
        pairs += [(name, str(value)) for name, value in changes.items()]
        return f"?{urlencode(pairs)}" if pairs else "?"

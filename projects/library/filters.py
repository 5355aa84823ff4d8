"""The filters of the case library: what a visitor chose, read from the address and written back into addresses."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from portal.core.enums import Country
from portal.core.i18n.languages import LANGUAGES
from projects.enums import Settlement, SizeBand

#: Most values that are read of one filter.
MAX_VALUES = 30
#: Longest text that is searched for, in characters.
MAX_WORDS = 200
#: Names of the filters in addresses, in the order shown.
NAMES = ("country", "element", "partner", "size", "settlement", "year", "language")
_KNOWN: dict[str, set[str]] = {
    "country": set(Country.values),
    "size": set(SizeBand.values),
    "settlement": set(Settlement.values),
    "language": set(LANGUAGES),
}


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
        for name in NAMES:
            asked = [value for value in dict.fromkeys(query.getlist(name)) if value][:MAX_VALUES]
            values = tuple(value for value in asked if _is_known(name, value))
            unknown = unknown or len(values) < len(asked)
            if values:
                chosen[name] = values
        return cls(chosen, unknown, " ".join(query.get("q", "").split())[:MAX_WORDS])

    def __getitem__(self, name: str) -> tuple[str, ...]:
        """Chosen values of a filter. Other names are no keys: templates would find them before the attributes."""
        if name not in NAMES:
            raise KeyError(name)
        return self.chosen.get(name, ())

    def __bool__(self) -> bool:
        return bool(self.chosen or self.words)

    def query_string(self, **changes: Any) -> str:
        """Query string of these filters, without page number; ``without=(name, value)`` leaves one value out."""
        without = changes.pop("without", None)
        pairs = [("q", self.words)] if self.words and without != ("q", self.words) else []
        pairs += [(name, value) for name in NAMES for value in self[name] if (name, value) != without]
        pairs += [(name, str(value)) for name, value in changes.items()]
        return f"?{urlencode(pairs)}" if pairs else "?"


def _is_known(name: str, value: str) -> bool:
    if name in _KNOWN:
        return value in _KNOWN[name]
    if name == "year":
        return value.isascii() and value.isdigit() and len(value) == 4
    return len(value) <= 120 and value.replace("-", "").isalnum() and value.isascii()

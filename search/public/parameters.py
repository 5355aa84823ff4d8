"""Query parameters of the public interface: each is described once, for the reader and for OpenAPI."""

from dataclasses import dataclass

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext as _

from portal.core.i18n.languages import LANGUAGES
from portal.core.web.json_schema import Schema
from search.engines.base import FACETS
from search.query.answering import MOST_RESULTS, SORTS
from search.query.filters import FACET_TYPES
from search.query.parsing import MAX_LENGTH


class BadParameter(Exception):  # noqa: N818 (it names what is wrong, not that something is)
    """A parameter that cannot be understood."""

    def __init__(self, parameter: str, message: str) -> None:
        super().__init__(message)
        self.parameter = parameter


@dataclass(frozen=True, slots=True)
class Parameter:
    """A query parameter (OpenAPI ``Parameter Object``)."""

    name: str
    description: str

    def schema(self) -> Schema:
        """JSON Schema of its values."""
        raise NotImplementedError

    def described(self) -> Schema:
        """Its entry in the OpenAPI description."""
        return {
            "name": self.name,
            "in": "query",
            "required": False,
            "description": self.description,
            "schema": self.schema(),
        }


@dataclass(frozen=True, slots=True)
class Text(Parameter):
    """A free text."""

    longest: int

    def schema(self) -> Schema:
        """A string of limited length."""
        return {"type": "string", "maxLength": self.longest}

    def read(self, query: QueryDict) -> str:
        """The text, without needless spaces.

        Raises:
            BadParameter: it is too long.
        """
        typed = " ".join(query.get(self.name, "").split())
        if len(typed) > self.longest:
            raise BadParameter(self.name, _("The query is longer than %(most)s characters.") % {"most": self.longest})
        return typed


@dataclass(frozen=True, slots=True)
class Choice(Parameter):
    """One of a few values."""

    values: tuple[str, ...]
    default: str

    def schema(self) -> Schema:
        """An enumeration."""
        return {"type": "string", "enum": list(self.values), "default": self.default}

    def read(self, query: QueryDict) -> str:
        """The value given.

        Raises:
            BadParameter: it is none of them.
        """
        given = query.get(self.name, self.default)
        if given not in self.values:
            raise BadParameter(self.name, _("Give one of: %(allowed)s.") % {"allowed": ", ".join(self.values)})
        return given


@dataclass(frozen=True, slots=True)
class Number(Parameter):
    """A whole number from one on."""

    most: int
    default: int

    def schema(self) -> Schema:
        """A bounded integer."""
        return {"type": "integer", "minimum": 1, "maximum": self.most, "default": self.default}

    def read(self, query: QueryDict) -> int:
        """The number given.

        Raises:
            BadParameter: it is none, or out of bounds.
        """
        given = query.get(self.name, str(self.default))
        if not (given.isascii() and given.isdigit() and len(given) < 9 and 1 <= int(given) <= self.most):
            raise BadParameter(self.name, _("Give a whole number from 1 to %(most)s.") % {"most": self.most})
        return int(given)


@dataclass(frozen=True, slots=True)
class Filter(Parameter):
    """Values of a facet; ``search.query.filters`` reads and checks them."""

    def schema(self) -> Schema:
        """A list of what the facet may hold."""
        facet = FACET_TYPES[self.name]
        known: Schema = {"pattern": f"^(?:{facet.pattern})$"} if facet.pattern else {"enum": list(facet.values)}
        return {"type": "array", "items": {"type": "string", **known}}


QUERY = Text(
    "q",
    "Words in any Nordic language or English, in any form. Quotes keep words together, a minus excludes a word.",
    MAX_LENGTH,
)
SORT = Choice("sort", "Order of the results.", SORTS, "relevance")
EXACT = Choice("exact", "1: only the words as typed, in any form: neither corrected nor translated.", ("0", "1"), "0")
PAGE = Number("page", f"Page of the results, down to result {MOST_RESULTS}.", MOST_RESULTS, 1)
PAGE_SIZE = Number("page_size", "Results on a page.", 100, 10)
_FILTERS = {
    "kind": "Kinds of results. Contributions of people are found only where this asks for them.",
    "country": "Countries (ISO 3166-1 alpha-2) or NORDIC.",
    "element": "Slugs of elements of the model.",
    "partner": "Slugs of partners.",
    "year": "Years of events, strategies, and the start of projects.",
    "size": "Sizes of the municipality.",
    "language": "Languages of the texts shown.",
}


def locale() -> Choice:
    """The reader's language; the first of ``PORTAL_LANGUAGES`` where none is asked for."""
    description = "Language of the reader: which version of each thing is shown."
    return Choice("locale", description, tuple(LANGUAGES), settings.LANGUAGES[0][0])


def parameters() -> tuple[Parameter, ...]:
    """All query parameters of the search."""
    return (QUERY, locale(), *(Filter(name, _FILTERS[name]) for name in FACETS), SORT, EXACT, PAGE, PAGE_SIZE)

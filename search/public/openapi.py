"""OpenAPI description of the public interface."""

from typing import Any

from portal.core.enums import Country
from portal.core.i18n.languages import LANGUAGES
from projects.enums import SizeBand
from search.engines.base import FACETS
from search.enums import Kind, Step
from search.query.answering import SORTS

_TEXT: dict[str, Any] = {"type": "string"}
_NUMBER: dict[str, Any] = {"type": "integer"}


def _parameter(name: str, schema: dict[str, Any], description: str, many: bool = False) -> dict[str, Any]:
    given = {"type": "array", "items": schema} if many else schema
    return {"name": name, "in": "query", "required": False, "description": description, "schema": given}


_PARAMETERS = [
    _parameter(
        "q",
        {**_TEXT, "maxLength": 400},
        "Words in any Nordic language or English, in any form. Quotes keep words together, a minus excludes a word.",
    ),
    _parameter(
        "locale",
        {**_TEXT, "enum": list(LANGUAGES), "default": "en"},
        "Language of the reader: which version of each thing is shown.",
    ),
    _parameter("kind", {**_TEXT, "enum": Kind.values}, "Kinds of results.", many=True),
    _parameter(
        "country", {**_TEXT, "examples": Country.values}, "Countries (ISO 3166-1 alpha-2) or NORDIC.", many=True
    ),
    _parameter("element", _TEXT, "Slugs of elements of the model.", many=True),
    _parameter("partner", _TEXT, "Slugs of partners.", many=True),
    _parameter(
        "year", {**_TEXT, "pattern": "^[0-9]{4}$"}, "Years of events, strategies, and the start of projects.", many=True
    ),
    _parameter("size", {**_TEXT, "enum": SizeBand.values}, "Sizes of the municipality.", many=True),
    _parameter("language", {**_TEXT, "enum": list(LANGUAGES)}, "Languages of the texts shown.", many=True),
    _parameter("sort", {**_TEXT, "enum": list(SORTS), "default": "relevance"}, "Order of the results."),
    _parameter("exact", {**_TEXT, "enum": ["0", "1"], "default": "0"}, "1: never correct the spelling."),
    _parameter("page", {**_NUMBER, "minimum": 1, "default": 1}, "Page of the results."),
    _parameter("page_size", {**_NUMBER, "minimum": 1, "maximum": 100, "default": 10}, "Results on a page."),
]
_RESULT = {
    "type": "object",
    "required": ["kind", "slug", "locale", "title", "url", "summary", "highlight"],
    "properties": {
        "kind": {**_TEXT, "enum": Kind.values},
        "slug": _TEXT,
        "locale": {**_TEXT, "description": "Language of the text."},
        "title": _TEXT,
        "url": {**_TEXT, "description": "Address on this portal, without host."},
        "summary": _TEXT,
        "highlight": {**_TEXT, "description": "HTML: escaped text with the words found in <mark>."},
    },
}
_ANSWER = {
    "type": "object",
    "required": ["query", "locale", "total", "step", "corrected", "engine", "degraded", "facets", "results"],
    "properties": {
        "query": _TEXT,
        "locale": _TEXT,
        "total": {**_NUMBER, "description": "Number of all results."},
        "step": {**_TEXT, "enum": Step.values, "description": "How the query was answered."},
        "corrected": {"type": ["string", "null"], "description": "The query searched instead of the one given."},
        "engine": {**_TEXT, "enum": ["elasticsearch", "postgresql", "sqlite"]},
        "degraded": {"type": "boolean", "description": "Whether the database answers in place of Elasticsearch."},
        "facets": {
            "type": "object",
            "description": "Facet to value to number of results under all other filters.",
            "properties": {name: {"type": "object", "additionalProperties": _NUMBER} for name in FACETS},
        },
        "results": {"type": "array", "items": _RESULT},
    },
}
_ERROR = {
    "type": "object",
    "properties": {"error": {"type": "object", "properties": {"parameter": _TEXT, "message": _TEXT}}},
}
DESCRIPTION: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {
        "title": "Nordic Smart City Model: search",
        "version": "1",
        "description": "Case studies, elements, events, partners, strategies and articles in all languages of the "
        "portal. Free to use, no key needed.",
    },
    "paths": {
        "/api/v1/search/": {
            "get": {
                "summary": "Search the portal",
                "operationId": "search",
                "parameters": _PARAMETERS,
                "responses": {
                    "200": {
                        "description": "One page of results.",
                        "content": {"application/json": {"schema": _ANSWER}},
                    },
                    "400": {
                        "description": "A parameter cannot be understood.",
                        "content": {"application/json": {"schema": _ERROR}},
                    },
                },
            }
        }
    },
}

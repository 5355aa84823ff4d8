"""OpenAPI 3.1 description of the public interface, made from its parameters and the dataclasses of its answers."""

from search.public.api import ApiAnswer, ApiError
from search.public.json_schema import Schema, schema_of
from search.public.parameters import parameters


def description() -> Schema:
    """The OpenAPI document of the search."""
    return {
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
                    "parameters": [parameter.described() for parameter in parameters()],
                    "responses": {
                        "200": _response("One page of results.", ApiAnswer),
                        "400": _response("A parameter cannot be understood.", ApiError),
                    },
                },
            },
        },
    }


def _response(text: str, shape: type) -> Schema:
    return {"description": text, "content": {"application/json": {"schema": schema_of(shape)}}}

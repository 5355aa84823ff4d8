"""OpenAPI 3.1 description of the public interface, made from its parameters and the dataclasses of its answers."""

from portal.core.web.api import ApiError, operations, response
from portal.core.web.json_schema import Schema, schema_of
from search.public.api import ApiAnswer
from search.public.parameters import parameters


def description() -> Schema:
    """The OpenAPI document: the search, and the operations that other rooms have registered."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Nordic Smart City Model",
            "version": "1",
            "description": "Search in case studies, elements, events, partners, strategies and articles in all "
            "languages of the portal; and what people contributed on workshops and consultations. Free to use, no key "
            "needed.",
        },
        "paths": {
            "/api/v1/search/": {
                "get": {
                    "summary": "Search the portal",
                    "operationId": "search",
                    "parameters": [parameter.described() for parameter in parameters()],
                    "responses": {
                        "200": response("One page of results.", schema_of(ApiAnswer)),
                        "400": response("A parameter cannot be understood.", schema_of(ApiError)),
                    },
                },
            },
            **{operation.path: {"get": operation.described()} for operation in operations()},
        },
    }

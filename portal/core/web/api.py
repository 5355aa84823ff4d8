"""The public interface (API): its JSON answers, and the operations that rooms offer beside the search.

The search describes the interface; whoever offers another operation registers it here for that description.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import JsonResponse

from portal.core.web.json_schema import Schema, schema_of

#: Media type of an answer that is JSON.
JSON = "application/json"
#: First parts of addresses that only programs ask for (RFC 8615).
FOR_PROGRAMS = frozenset({"api", ".well-known"})


def is_for_programs(path: str) -> bool:
    """Whether nobody looks at what stands at this path: whatever is wrong is said in JSON, and leads to no page."""
    return path.lstrip("/").partition("/")[0] in FOR_PROGRAMS


@dataclass(frozen=True)
class ApiProblem:
    """Which parameter cannot be understood, and why."""

    parameter: str
    message: str


@dataclass(frozen=True)
class ApiError:
    """The answer to a request that cannot be understood, as JSON."""

    error: ApiProblem


@dataclass(frozen=True)
class Operation:
    """``GET`` of one path (OpenAPI ``Operation Object``)."""

    path: str
    name: str
    summary: str
    #: What is answered, in words.
    text: str
    #: Dataclass of the JSON answer, or its JSON Schema; None for a file.
    answer: type | Schema | None
    #: Media type of a file.
    media_type: str = JSON
    parameters: tuple[Schema, ...] = ()
    #: Status -> what it means, for answers that are no success; they are ``ApiError``.
    problems: Mapping[str, str] | None = None

    def described(self) -> Schema:
        """Its entry in the OpenAPI description."""
        shape = self.answer or {"type": "string", "format": "binary"}
        shape = schema_of(shape) if isinstance(shape, type) else shape
        failures = {status: response(text, schema_of(ApiError)) for status, text in (self.problems or {}).items()}
        return {
            "summary": self.summary,
            "operationId": self.name,
            "parameters": list(self.parameters),
            "responses": {"200": response(self.text, shape, self.media_type), **failures},
        }


_operations: list[Operation] = []


def register_operation(operation: Operation) -> None:
    """Have an operation described; to be called in an ``AppConfig.ready``."""
    if operation not in _operations:
        _operations.append(operation)


def operations() -> list[Operation]:
    """The operations that rooms have registered."""
    return list(_operations)


def response(text: str, shape: Schema, media_type: str = JSON) -> Schema:
    """A response of the OpenAPI description (``Response Object``)."""
    return {"description": text, "content": {media_type: {"schema": shape}}}


def json_response(data: Mapping[str, object], status: int = 200) -> JsonResponse:
    """Public data, read only: programs on any page may use it."""
    answer = JsonResponse(data, status=status, json_dumps_params={"ensure_ascii": False})
    answer["Access-Control-Allow-Origin"] = "*"
    return answer

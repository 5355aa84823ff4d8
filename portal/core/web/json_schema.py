"""JSON Schema of dataclasses, by the types and notes of their fields."""

import types
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from typing import Annotated, Any, NamedTuple, get_args, get_origin, get_type_hints

from django.db.models import Choices

Schema = dict[str, Any]
_PLAIN: dict[Any, str] = {str: "string", int: "integer", float: "number", bool: "boolean", types.NoneType: "null"}


class OneOf(NamedTuple):
    """Note of a field (``Annotated``): the only values that it takes."""

    values: tuple[str, ...]


def schema_of(kind: Any) -> Schema:
    """JSON Schema of a type: a dataclass, choices, text, number, truth value, list, mapping, or one that may be None.

    Notes in ``Annotated`` say more: a text is the description, ``OneOf`` the values. Mappings with such keys hold them
    all.
    """
    if get_origin(kind):
        return _generic(get_origin(kind), get_args(kind))
    if is_dataclass(kind):
        hints = get_type_hints(kind, include_extras=True)
        return _object({field.name: schema_of(hints[field.name]) for field in fields(kind)})
    if issubclass(kind, Choices):
        return {"type": "string", "enum": list(kind.values)}
    return {"type": _PLAIN[kind]}


def _generic(origin: object, arguments: tuple[object, ...]) -> Schema:
    """JSON Schema of a type with arguments."""
    first, *rest = (schema_of(kind) for kind in arguments if isinstance(kind, type) or get_origin(kind))
    if origin is Annotated:
        return first | _noted(arguments[1:])
    if origin is types.UnionType:
        return first | {"type": [first["type"], *(one["type"] for one in rest)]}
    if origin is list:
        return {"type": "array", "items": first}
    if "enum" in first:
        return _object(dict.fromkeys(first["enum"], rest[0]))
    return {"type": "object", "additionalProperties": rest[0]}


def _noted(notes: Iterable[object]) -> Schema:
    return {
        name: value
        for note in notes
        for name, value in [("enum", list(note.values)) if isinstance(note, OneOf) else ("description", note)]
    }


def _object(properties: Schema) -> Schema:
    return {"type": "object", "required": list(properties), "properties": properties}

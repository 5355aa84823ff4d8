"""StreamField values from the texts of records.

Block ids come from the record, so that every language gives the same ids and a translation's segments can be paired
with the source's.
"""

import uuid
from collections.abc import Iterable
from html import escape
from typing import Any

#: What a record says of a source, by the names of ``SourceBlock``.
SAID_OF_SOURCES = ("title", "publisher", "kind", "year", "language", "url")
_NAMESPACE = uuid.UUID("6d0f2b58-54f0-4a1c-9a0e-4d2b6f6a7c11")


def block_id(*parts: object) -> str:
    """A stable id for a block: the same record, field and position always give the same one."""
    return str(uuid.uuid5(_NAMESPACE, "/".join(map(str, parts))))


def stream(page: Any, field: str, blocks: Iterable[tuple[str, Any]], slug: str) -> None:
    """Set the StreamField ``field`` of ``page`` from (block type, value) pairs."""
    raw = [
        {"type": kind, "value": value, "id": block_id(slug, field, position)}
        for position, (kind, value) in enumerate(blocks)
    ]
    value = page._meta.get_field(field).stream_block.to_python(raw)
    setattr(page, field, value)


def items(values: Iterable[Any], *parts: Any) -> list[dict[str, Any]]:
    """The items of a ListBlock with stable ids."""
    return [{"type": "item", "value": value, "id": block_id(*parts, n)} for n, value in enumerate(values)]


def paragraph(text: str) -> str:
    """A record's paragraph as rich text: plain text is escaped, markup in it is kept if it begins a list."""
    return text if text.startswith(("<ul>", "<ol>", "<p>")) else f"<p>{text}</p>"


def plain_paragraph(text: str) -> str:
    """A plain text as one paragraph of rich text."""
    return f"<p>{escape(text, quote=False)}</p>"


def web_url(domain: str | None) -> str:
    """A domain of the content files as an address."""
    return f"https://{domain}" if domain else ""


def set_sources(page: Any, record: dict[str, Any]) -> None:
    """Sources and checked facts of a record: sources for visitors unless the record hides them, facts for editors."""
    stream(
        page,
        "sources",
        [
            (
                "source",
                {"identifier": s["id"], "public": s.get("public", True)}
                | {name: s.get(name) for name in SAID_OF_SOURCES},
            )
            for s in record.get("sources", [])
        ],
        record["slug"],
    )
    stream(
        page,
        "editorial_notes",
        [
            (
                "note",
                {"statement": f["statement"], "sources": ", ".join(f["source_ids"]), "confidence": f["confidence"]},
            )
            for f in record.get("facts", [])
        ],
        record["slug"],
    )

"""Canonical JSON of a snapshot and its checksum. Pure functions."""

import hashlib
import json
from typing import TypedDict

#: Number of the section before the first element; its paragraphs are 0.1, 0.2 and so on.
PREAMBLE = 0


class StoredRoot(TypedDict):
    """A root as a snapshot holds it: what it refers to, never words of others."""

    kind: str
    key: str
    relation: str
    because: dict[str, str]


class StoredText(TypedDict):
    """A paragraph in one language."""

    html: str
    #: State of the page's translation (``portal.editing.enums.State``) when the version was made.
    state: str
    #: Language in which it is written, where that is another than that of its tree.
    language: str


class StoredParagraph(TypedDict):
    """A paragraph in all languages that have it."""

    key: str
    #: Names it in addresses.
    id: str
    #: ``3.2``: the second paragraph of element 3.
    number: str
    texts: dict[str, StoredText]
    roots: list[StoredRoot]


class StoredSection(TypedDict):
    """An element with its paragraphs, or the preamble: it has no title, and ``element`` is the page of the model."""

    element: str
    number: int
    titles: dict[str, str]
    summaries: dict[str, str]
    paragraphs: list[StoredParagraph]


class Snapshot(TypedDict):
    """The whole text of a version."""

    #: Roots of the text as a whole.
    roots: list[StoredRoot]
    sections: list[StoredSection]


#: A text of nothing.
EMPTY: Snapshot = {"roots": [], "sections": []}


def canonical(snapshot: Snapshot) -> str:
    """The one form of a snapshot: keys sorted, no blanks, letters as they are (RFC 8785 for what stands in it)."""
    return json.dumps(snapshot, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def checksum(snapshot: Snapshot) -> str:
    """SHA-256 of the canonical form, hexadecimal."""
    return hashlib.sha256(canonical(snapshot).encode()).hexdigest()


def paragraphs_of(snapshot: Snapshot) -> dict[str, StoredParagraph]:
    """The paragraphs of a snapshot by their keys, in the order of the text."""
    return {paragraph["key"]: paragraph for section in snapshot["sections"] for paragraph in section["paragraphs"]}


def elements_of(snapshot: Snapshot) -> list[str]:
    """Translation keys of the elements of a snapshot, in their order; the preamble is none."""
    return [section["element"] for section in snapshot["sections"] if section["number"] != PREAMBLE]

"""The read model of contributions: what people said and let be used elsewhere, each one document for all readers.

A contribution has one text in its own language; its translations are found too, as what is said of it elsewhere. The
question is shown beside it and not indexed: else every answer would be found by the words of the question.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.text import Truncator

from events.dialogue.models import Contribution
from events.dialogue.queries import free_to_leave
from portal.core.i18n.languages import LANGUAGES, bare_code
from projects.models import ElementPage
from search.enums import Kind

#: Begins the keys of contributions, which go on with their public id: no random UUID (version 4) can be one of them.
_MARK = b"dialogue"
#: Characters that stand for a text as its title.
MOST_TITLE = 90
#: The fields of a document by name, as ``projection`` stores them.
Fields = dict[str, Any]


def key_of_contribution(public_id: str) -> UUID:
    """The key under which a contribution is projected; it holds the public id."""
    return UUID(bytes=_MARK + public_id.encode("ascii"))


def public_ids(keys: Iterable[UUID]) -> list[str]:
    """Public ids of the contributions among ``keys``."""
    return [key.bytes[len(_MARK) :].decode("ascii") for key in keys if key.bytes.startswith(_MARK)]


def document_key(public_id: str) -> str:
    """The key of a contribution's document."""
    return f"contribution-{public_id}"


def all_contributions() -> list[UUID]:
    """Keys of everything that may be found."""
    return [key_of_contribution(number) for number in free_to_leave().order_by().values_list("public_id", flat=True)]


def contribution_documents(keys: Iterable[UUID]) -> list[Fields]:
    """The fields of the documents of contributions; of those that may not be found there are none."""
    numbers = public_ids(keys)
    if not numbers:
        return []
    found = free_to_leave().filter(public_id__in=numbers)
    rows = list(found.select_related("question").prefetch_related("renderings").order_by("pk"))
    asked = {row.question.element_key for row in rows if row.question and row.question.element_key}
    pages = ElementPage.objects.filter(translation_key__in=asked).order_by() if asked else ElementPage.objects.none()
    # The same slug in every language.
    elements = dict(pages.values_list("translation_key", "slug"))
    return [_fields(row, elements) for row in rows]


def _fields(row: Contribution, elements: dict[UUID, str]) -> Fields:
    language, said = bare_code(row.language), " ".join(row.text.split())
    element = elements.get(row.question.element_key) if row.question and row.question.element_key else None
    facets = {
        "kind": [Kind.CONTRIBUTION.value],
        "element": [element] if element else [],
        "year": [str(row.published_at.year)] if row.published_at else [],
        "language": [language] if language in LANGUAGES else [],
    }
    return {
        "key": document_key(row.public_id),
        "translation_key": key_of_contribution(row.public_id),
        "page_id": row.pk,
        "kind": Kind.CONTRIBUTION.value,
        "slug": row.public_id,
        # Behind any language: the page is the same in all of them.
        "url": f"/take-part/c/{row.public_id}/",
        "language": language,
        "title": Truncator(said).chars(MOST_TITLE),
        "summary": "",
        "body": row.text,
        "names": "",
        "anchors": [],
        "also": [[other.language, other.text] for other in sorted(row.renderings.all(), key=lambda one: one.language)],
        "facets": {name: values for name, values in facets.items() if values},
        "shown_for": list(LANGUAGES),
        "day": row.published_at.toordinal() if row.published_at else 0,
        "places": [],
    }

"""Comment statements as they stand in the draft of an event page, and the fingerprint of their wording."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from html import escape
from typing import Any
from uuid import UUID, uuid4

from django.db.models import QuerySet
from django.utils.html import strip_tags

from events.models import Event, EventPage
from events.publishing import is_translation
from portal.core.enums import country_label
from portal.core.web.tokens import fingerprint


@dataclass(frozen=True)
class Statement:
    """A comment statement in the language of the original page."""

    name: str
    role: str = ""
    organisation: str = ""
    country: str = ""
    #: Rich text of Wagtail.
    text: str = ""
    language: str = ""

    @property
    def sha256(self) -> str:
        """Fingerprint of all that becomes public of it."""
        return fingerprint(json.dumps(asdict(self), sort_keys=True, ensure_ascii=False))

    @property
    def country_name(self) -> str:
        """The country in the reader's language."""
        return country_label(self.country)

    @property
    def plain_text(self) -> str:
        """The text without its mark-up, paragraphs apart, as the expert corrects it."""
        broken = self.text.replace("</p>", "</p>\n\n").replace("<br/>", "\n").replace("</li>", "</li>\n")
        return strip_tags(broken).replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">").strip()


def statements_of(page: EventPage) -> Iterator[tuple[UUID, Statement]]:
    """Id of the block and statement, in the order of the page."""
    for block in page.statements:
        # A block that was never saved has no id yet.
        yield UUID(block.id) if block.id else uuid4(), statement_of(block.value, page.language)


def statement_of(value: Any, language: str) -> Statement:
    """A block's value as it becomes public."""
    text = value["text"].source if value["text"] else ""
    words = {name: value.get(name) or "" for name in ("name", "role", "organisation", "country")}
    return Statement(**words, text=text, language=language)


def original_of(event: Event) -> EventPage | None:
    """The latest draft of the original page of an event; None if all its pages are gone."""
    versions: QuerySet[EventPage] = EventPage.objects.filter(translation_key=event.translation_key).order_by("pk")
    pages = [page for page in versions if not is_translation(page)] or list(versions)
    if not pages:
        return None
    draft: EventPage = pages[0].get_latest_revision_as_object()
    return draft


def as_paragraphs(text: str) -> str:
    """Plain text of an expert as rich text: a paragraph for each group of lines, and no mark-up of its own."""
    groups = (" ".join(group.split()) for group in text.split("\n\n"))
    return "".join(f"<p>{escape(group, quote=False)}</p>" for group in groups if group)

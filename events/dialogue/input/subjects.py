"""Registry of the things beside questions that can be responded to, by kind and key.

Comment statements of experts, and paragraphs of the model's text (``paragraphs``).
"""

import html
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils.html import strip_tags

from events.dialogue.models import Occasion
from events.models import EventPage
from portal.core.hooks.comments import Passage
from portal.core.i18n.languages import reading_order
from portal.core.i18n.locales import locale_codes

#: An expert's comment statement on an event page; its key is the id of its block.
STATEMENT = "statement"


@dataclass(frozen=True)
class Subject:
    """A thing as the form to respond to it shows it."""

    kind: str
    key: str
    #: Whose it is, or what it is called.
    title: str
    text: str
    #: Language of title and text (BCP 47).
    language: str
    #: Path of the thing on its page.
    url: str
    occasion: Occasion | None
    #: Of a paragraph of the model: as it stands in the version that is asked about.
    passage: Passage | None = None


Resolver = Callable[[str, str], Subject | None]
_resolvers: dict[str, Resolver] = {}


def register(kind: str, resolver: Resolver) -> None:
    """Say how things of ``kind`` are found by key and language of the reader; to be called in ``AppConfig.ready``."""
    _resolvers[kind] = resolver


def find(kind: str, key: str, language: str) -> Subject | None:
    """The thing, as readers of ``language`` get it; None if there is none, or none that everybody may read."""
    return _resolvers[kind](key, language) if kind in _resolvers else None


def find_statement(key: str, language: str) -> Subject | None:
    """An expert's comment statement on a published event page."""
    try:
        key = str(UUID(key))
    except ValueError:
        return None
    holding = EventPage.objects.live().public().annotate(stored=Cast("statements", TextField()))
    codes, order = locale_codes(), reading_order(language)
    pages = sorted(
        holding.filter(stored__contains=key),
        key=lambda page: order.index(codes[page.locale_id]) if codes.get(page.locale_id) in order else len(order),
    )
    for page in pages:
        for block in page.statements:
            if str(block.id) == key:
                value = block.value
                source = value["text"].source if value["text"] else ""
                text = html.unescape(strip_tags(source.replace("</p>", "\n"))).strip()
                occasion = Occasion.objects.select_related("event", "organisation").filter(
                    page_key=page.translation_key
                )
                return Subject(
                    STATEMENT, key, value["name"], text, page.language, f"{page.url_path}#s-{key}", occasion.first()
                )
    return None

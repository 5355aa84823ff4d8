"""Port of the rooms beside the events: what was shown at an event, or will be. They register how to find it."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from wagtail.models import Page

#: Translation key of an event, language of the reader -> public pages, each with a ``row_template``.
Finder = Callable[[UUID, str], Iterable[Any]]
_finders: list[Finder] = []


def register(finder: Finder) -> None:
    """Add what ``finder`` gives to the pages of events; to be called in an ``AppConfig.ready``."""
    _finders.append(finder)


def shown_at(event_key: UUID, language: str) -> list[Page]:
    """Public pages of what was or will be shown at an event."""
    return [page for finder in _finders for page in finder(event_key, language)]

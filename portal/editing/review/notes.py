"""Registry of what other rooms add to the review bar of their pages."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from wagtail.models import Page


@dataclass(frozen=True)
class Remark:
    """What somebody wrote to the authors of a page."""

    words: str
    text: str
    #: The place that it is about.
    url: str = ""


@dataclass(frozen=True)
class Link:
    """A link in the bar."""

    words: str
    url: str


@dataclass(frozen=True)
class Note:
    """Sentences, remarks and links of one room."""

    said: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()
    links: tuple[Link, ...] = ()


PageType = TypeVar("PageType", bound=Page)
_sources: list[Callable[[Page], Note]] = []


def register_note(model: type[PageType], source: Callable[[PageType], Note]) -> None:
    """Have the bar of pages of ``model`` say what ``source`` gives; to be called in an ``AppConfig.ready``."""
    _sources.append(lambda page: source(page) if isinstance(page, model) else Note())


def notes_of(page: Page) -> Iterator[Note]:
    """What all rooms say of ``page``."""
    return (source(page) for source in _sources)

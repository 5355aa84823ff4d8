"""Port of the dialogue for the rooms below it: what can be answered about a page, and what pages ask.

Pages say by ``BasePage.asks`` which questions they ask; the dialogue keeps them, and registers here how to find what is
open about a thing. Without it nothing is open.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.utils import timezone


@dataclass(frozen=True)
class AskedQuestion:
    """A question that a page asks, in the language of the page."""

    #: Id of its block, the same in every language; None for the questions of an element, named by its key.
    key: UUID | None
    text: str = ""
    #: When it is asked: ``before``, ``live``, ``after``; empty is always.
    stages: tuple[str, ...] = ()
    #: Translation key of the element whose guiding questions are asked.
    element_key: UUID | None = None
    #: Which of them, counted from 1; None is all.
    number: int | None = None
    #: Statements of the organisers to begin with: (id, text).
    seeds: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Said:
    """The words of somebody who answered, who lets them be quoted."""

    text: str
    #: Language of ``text`` (BCP 47).
    language: str
    #: Path of the answer, with what became of it.
    url: str


@dataclass(frozen=True)
class OpenQuestion:
    """A question as a reader finds it."""

    text: str
    #: Language of ``text`` (BCP 47).
    language: str
    #: Path of the question with its published answers, and of the form.
    url: str
    answer_url: str
    #: Published answers.
    published: int
    is_open: bool = True
    #: One of them, if there is one that may be quoted: in the reader's language first, then the latest.
    said: Said | None = None


@dataclass(frozen=True)
class Opening:
    """What can be answered about one thing."""

    questions: list[OpenQuestion] = field(default_factory=list)
    is_open: bool = False
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    #: The live room, while people can join.
    live_url: str = ""
    #: The report, once it is published; else the day by which it is due.
    report_url: str = ""
    report_title: str = ""
    report_due: object = None

    @property
    def is_planned(self) -> bool:
        """Whether it opens later."""
        return not self.is_open and self.opens_at is not None and self.opens_at > timezone.now()


#: Kind of thing (``page``), its key, language of the reader -> what is open about it.
Finder = Callable[[str, UUID, str], Opening]
_finders: list[Finder] = []
NOTHING = Opening()


def register(finder: Finder) -> None:
    """Make ``finder`` the one that is asked; to be called in an ``AppConfig.ready``."""
    _finders[:] = [finder]


def opening(kind: str, key: UUID, language: str) -> Opening:
    """What can be answered about the thing of ``kind`` with ``key``, for readers of ``language``."""
    return _finders[0](kind, key, language) if _finders else NOTHING


@dataclass(frozen=True)
class Responses:
    """Responses of readers to a thing that stands on a page, such as an expert's comment statement."""

    #: Path of the form, and of what was published (the same page).
    url: str
    published: int = 0


#: Kind of thing, keys, language of the reader -> responses by key.
ResponseFinder = Callable[[str, Sequence[str], str], dict[str, Responses]]
_response_finders: list[ResponseFinder] = []


def register_responses(finder: ResponseFinder) -> None:
    """Make ``finder`` the one that is asked for responses; to be called in an ``AppConfig.ready``."""
    _response_finders[:] = [finder]


def responses(kind: str, keys: Sequence[str], language: str) -> dict[str, Responses]:
    """Responses to things of ``kind`` by their keys, for readers of ``language``; nothing without keys."""
    return _response_finders[0](kind, keys, language) if _response_finders and keys else {}

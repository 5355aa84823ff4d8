"""Port between the model's text and what people say about it: paragraphs that can be commented on, and comments.

The room that keeps the text says which paragraphs there are in which version; the room that keeps what people said
answers with their comments. Neither imports the other. Where one of them is missing there are no comments.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict
from uuid import UUID

from django.utils.translation import gettext as _

from portal.core.i18n.languages import reading_order

#: Kind of thing that is a paragraph of the model; its key is the short id.
PARAGRAPH = "paragraph"
#: Ends the number of a version that was put out for consultation and is not published: ``1.1-draft``.
DRAFT = "-draft"


def version_label(version: str) -> str:
    """The number of a version in words: ``1.0``, or ``1.1 (draft)``."""
    number = version.removesuffix(DRAFT)
    return number if number == version else _("%(number)s (draft)") % {"number": number}


class KnownConsultation(TypedDict):
    """What the frame knows of a consultation about the model's text, open or not."""

    version: str
    #: Translation keys of elements; empty: all.
    elements: list[str]
    #: Moments (ISO 8601); None: at once, never.
    opens: str | None
    closes: str | None
    takes_input: bool


@dataclass(frozen=True)
class Passage:
    """A paragraph as it stands in one version of the model, for those who comment on it and those who read comments."""

    #: Its short id, and its number, such as ``3.2``.
    key: str
    number: str
    version: str
    #: Translation key of its element.
    element_key: UUID
    #: Plain text by the language of the tree, and the language (BCP 47) in which each is written.
    texts: Mapping[str, str]
    languages: Mapping[str, str]
    #: Path of the paragraph within this version.
    url: str
    #: Whether a version is this one or an earlier one; the path of what changed since then, empty if nobody knows.
    follows: Callable[[str], bool]
    compare: Callable[[str], str]

    def tree_for(self, language: str) -> str:
        """The language of the tree in which readers of ``language`` get it."""
        return next((code for code in reading_order(language) if code in self.texts), min(self.texts, default=""))


@dataclass(frozen=True)
class CommentedText:
    """How the room that keeps the model's text is asked for it."""

    #: Keys of paragraphs and a version -> what stands in it; of an empty version the one in force.
    passages: Callable[[Sequence[str], str], dict[str, Passage]]
    #: (number, what it is called) of the versions that a consultation can be about.
    versions: Callable[[], list[tuple[str, str]]]
    #: Path of a version.
    url: Callable[[str], str]


@dataclass(frozen=True)
class Consultation:
    """A consultation about a version of the model's text."""

    title: str
    url: str
    #: Language of the title (BCP 47).
    language: str
    opens_at: datetime | None
    closes_at: datetime | None
    is_open: bool
    report_due: date | None
    #: The report, once it is published.
    report_url: str = ""


@dataclass(frozen=True)
class Comments:
    """What was said about a paragraph, and whether more can be said now."""

    key: str
    number: str
    #: Path of the form, which shows all of them.
    url: str
    is_open: bool
    published: int = 0
    #: The latest ones, as ``template`` shows them.
    shown: Sequence[object] = ()
    template: str = ""


@dataclass(frozen=True)
class OpenComment:
    """A published comment to which nobody has replied yet, for those who work with the text."""

    public_id: str
    url: str
    #: Its page at the desk.
    desk_url: str
    version: str
    #: Language of ``text`` (BCP 47).
    language: str
    text: str


@dataclass(frozen=True)
class Commenting:
    """How the room that keeps what people said is asked for comments on the model's text."""

    #: What the frame knows of consultations, passages by key, language of the reader -> comments by key.
    comments: Callable[[Sequence[KnownConsultation], Mapping[str, Passage], str], dict[str, Comments]]
    #: Version, language of the reader -> consultations about it, the latest first.
    consultations: Callable[[str, str], list[Consultation]]
    #: Keys of paragraphs -> comments without a reply.
    unanswered: Callable[[Sequence[str]], dict[str, list[OpenComment]]]
    #: Keys of paragraphs -> published comments.
    count: Callable[[Sequence[str]], dict[str, int]]


_texts: list[CommentedText] = []
_commenting: list[Commenting] = []


def register_text(text: CommentedText) -> None:
    """Make ``text`` the one that is commented on; to be called in an ``AppConfig.ready``."""
    _texts[:] = [text]


def register_commenting(commenting: Commenting) -> None:
    """Make ``commenting`` the one that is asked; to be called in an ``AppConfig.ready``."""
    _commenting[:] = [commenting]


def passages(keys: Sequence[str], version: str = "") -> dict[str, Passage]:
    """Paragraphs by key as they stand in ``version``, or in the one in force; what is not in it is left out."""
    return _texts[0].passages(keys, version) if _texts and keys else {}


def versions_to_consult_on() -> list[tuple[str, str]]:
    """(number, what it is called) of the versions that a consultation can be about."""
    return _texts[0].versions() if _texts else []


def version_url(version: str) -> str:
    """Path of a version of the model's text; empty if there is none."""
    return _texts[0].url(version) if _texts and version else ""


def comments(
    consultations: Sequence[KnownConsultation], shown: Mapping[str, Passage] | Sequence[str], language: str
) -> dict[str, Comments]:
    """Comments on paragraphs by their key; no query where nobody was ever consulted about the text.

    Parameters:
        consultations: what the frame knows of them (``Frame.site``).
        shown: the paragraphs as the page shows them, or the keys of those in force.
    """
    if not _commenting or not consultations or not shown:
        return {}
    found = shown if isinstance(shown, Mapping) else passages(shown)
    return _commenting[0].comments(consultations, found, language)


def consultations_about(version: str, language: str) -> list[Consultation]:
    """Consultations about a version of the model's text, the latest first."""
    return _commenting[0].consultations(version, language) if _commenting else []


def unanswered(keys: Sequence[str]) -> dict[str, list[OpenComment]]:
    """Published comments on paragraphs to which nobody has replied, by key of the paragraph."""
    return _commenting[0].unanswered(keys) if _commenting and keys else {}


def count_comments(keys: Sequence[str]) -> dict[str, int]:
    """How many comments on paragraphs are shown, by key of the paragraph."""
    return _commenting[0].count(keys) if _commenting and keys else {}

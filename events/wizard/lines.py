"""Lists that are written as lines of text: the programme, speakers, questions. Each can be written back."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from events.blocks import AgendaItemBlock, AskedQuestionBlock, StatementBlock

#: Whole hours are times behind a word that says so: “2030 mål” and “2–3 deltagere” are none.
_CLOCK = r"\d{1,2}(?(word)(?:[.:]\d\d)?|[.:]\d\d)"
_TIME = re.compile(
    rf"(?P<word>(?:kl\.?|klo|klukkan|klokken|klockan)\s*)?(?P<start>{_CLOCK})(?:\s*[-–—]\s*(?P<end>{_CLOCK}))?"
    r"(?:\s*[:–—-]\s+|\s+)(?P<text>\S.*)",
    re.IGNORECASE,
)
MOST_ITEM: int = AgendaItemBlock.base_blocks["text"].field.max_length
MOST_NAME: int = StatementBlock.base_blocks["name"].field.max_length
MOST_QUESTION: int = AskedQuestionBlock.base_blocks["text"].field.max_length


class LineError(ValueError):
    """A line cannot be taken as it is; the message says which and why."""


@dataclass(frozen=True)
class Item:
    """One point of the programme."""

    time: str
    text: str


@dataclass(frozen=True)
class Speaker:
    """Somebody who speaks or leads."""

    name: str
    role: str = ""
    organisation: str = ""


def _lines(text: str) -> list[str]:
    lines = (re.sub(r"^[\s•·▪◦*–—-]+", "", " ".join(line.split())) for line in text.splitlines())
    return [line for line in lines if line]


def _not_longer(text: str, most: int) -> None:
    if len(text) > most:
        said = _("“%(beginning)s …” is too long: use at most %(most)s characters in a line.")
        raise LineError(said % {"beginning": text[:40], "most": most})


def read_agenda(text: str) -> list[Item]:
    """The programme, item by item.

    Raises:
        LineError: an item is too long.
    """
    items = []
    for line in _lines(text):
        match = _TIME.fullmatch(line)
        item = Item("–".join(filter(None, (match["start"], match["end"]))), match["text"]) if match else Item("", line)
        _not_longer(item.text, MOST_ITEM)
        items.append(item)
    return items


def read_speakers(text: str) -> list[Speaker]:
    """People by name, role and organisation; what stands behind a second comma is the organisation.

    Raises:
        LineError: a part is too long.
    """
    speakers = []
    for line in _lines(text):
        name, role, organisation = ([part.strip() for part in line.split(",", 2)] + ["", ""])[:3]
        for part in (name, role, organisation):
            _not_longer(part, MOST_NAME)
        if not name:
            raise LineError(_("“%(line)s” begins with a comma: write the name first.") % {"line": line[:40]})
        speakers.append(Speaker(name, role, organisation))
    return speakers


def read_questions(text: str) -> list[str]:
    """One question for each line.

    Raises:
        LineError: a question is too long.
    """
    questions = _lines(text)
    for question in questions:
        _not_longer(question, MOST_QUESTION)
    return questions

"""Lists that are written as lines of text: the programme, speakers, questions. Each can be written back."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from events.blocks import AgendaItemBlock, AskedQuestionBlock, StatementBlock
from portal.editing.wizard.lines import LineError, lines_of, not_longer

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


def read_agenda(text: str) -> list[Item]:
    """The programme, item by item.

    Raises:
        LineError: an item is too long.
    """
    items = []
    for line in lines_of(text):
        match = _TIME.fullmatch(line)
        item = Item("–".join(filter(None, (match["start"], match["end"]))), match["text"]) if match else Item("", line)
        not_longer(item.text, MOST_ITEM)
        items.append(item)
    return items


def read_speakers(text: str) -> list[Speaker]:
    """People by name, role and organisation; what stands behind a second comma is the organisation.

    Raises:
        LineError: a part is too long.
    """
    speakers = []
    for line in lines_of(text):
        name, role, organisation = ([part.strip() for part in line.split(",", 2)] + ["", ""])[:3]
        for part in (name, role, organisation):
            not_longer(part, MOST_NAME)
        if not name:
            raise LineError(_("“%(line)s” begins with a comma: write the name first.") % {"line": line[:40]})
        speakers.append(Speaker(name, role, organisation))
    return speakers


def read_questions(text: str) -> list[str]:
    """One question for each line.

    Raises:
        LineError: a question is too long.
    """
    questions = lines_of(text)
    for question in questions:
        not_longer(question, MOST_QUESTION)
    return questions

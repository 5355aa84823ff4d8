"""What would come in from pasted notes or a file, line by line, before anything is stored."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from events.dialogue.enums import Channel, Quoting
from events.dialogue.importing.columns import country_of, fields_by_heading, heading_key, language_of, values_of
from events.dialogue.importing.files import ImportRefusedError, Line, lines_of_notes, lines_of_table
from events.dialogue.input.actions import Words
from events.dialogue.input.counting import count
from events.dialogue.input.holding import text_key
from events.dialogue.input.languages import guess
from events.dialogue.models import Contribution, Occasion, Question
from events.dialogue.models.contributions import MOST_ANSWER
from portal.core.i18n.text import tidy_text

NOTES, TABLE = "notes", "table"


@dataclass(frozen=True)
class Defaults:
    """What holds for lines that do not say otherwise."""

    question: Question
    channel: str
    #: Code of a language; empty: guessed from the words of each line.
    language: str
    quoting: str


@dataclass(frozen=True)
class Entry:
    """One contribution that would come in."""

    line: int
    words: Words
    question: Question
    channel: str
    #: The same text to the same question is there already, or stands further up.
    is_repeated: bool = False

    @property
    def channel_name(self) -> str:
        """How it came, in words."""
        return str(Channel(self.channel).label)


@dataclass
class Preview:
    """What would come in, what would not, and why."""

    entries: list[Entry] = field(default_factory=list)
    errors: list[tuple[int, str]] = field(default_factory=list)
    #: Headings of columns that are not understood, whose cells are left out.
    unknown: list[str] = field(default_factory=list)

    @property
    def repeated(self) -> int:
        """How many lines are there already."""
        return sum(entry.is_repeated for entry in self.entries)


class _LineError(Exception):
    """What is wrong with one line, in a sentence for the editor."""


def preview(kind: str, text: str, occasion: Occasion | None, defaults: Defaults) -> Preview:
    """What ``text`` brings.

    Parameters:
        kind: ``notes`` or ``table``.

    Raises:
        ImportRefusedError: it cannot be read at all.
    """
    seen = Preview()
    if kind == NOTES:
        lines = lines_of_notes(text)
        rows = [(line.number, {"text": line.cells[0]}) for line in lines]
    else:
        rows = _rows(lines_of_table(text, frozenset(fields_by_heading()), heading_key), seen)
    if not rows:
        raise ImportRefusedError(_("There is nothing to import."))
    questions = list(Question.objects.filter(occasion=occasion))
    for number, cells in rows:
        try:
            seen.entries.append(_entry(number, cells, questions, defaults))
        except _LineError as error:
            seen.errors.append((number, str(error)))
    seen.entries = _marked(seen.entries)
    return seen


def _rows(lines: Sequence[Line], seen: Preview) -> list[tuple[int, dict[str, str]]]:
    """Cells by field, of every line behind the heading."""
    if not lines:
        return []
    known = fields_by_heading()
    fields = [known.get(heading_key(cell), "") for cell in lines[0].cells]
    if "text" not in fields:
        raise ImportRefusedError(_("No column is called “Text”. The first line must say what the columns are."))
    seen.unknown = [cell for cell, name in zip(lines[0].cells, fields, strict=True) if cell.strip() and not name]
    return [
        (line.number, {name: cell for name, cell in zip(fields, line.cells, strict=False) if name})
        for line in lines[1:]
    ]


def _entry(number: int, cells: dict[str, str], questions: list[Question], defaults: Defaults) -> Entry:
    text = tidy_text(cells.get("text", ""))
    if not text_key(text):
        raise _LineError(_("It has no text."))
    if count(text) > MOST_ANSWER:
        raise _LineError(
            _("The text has %(number)d characters, and %(most)d is the most.")
            % {"number": count(text), "most": MOST_ANSWER}
        )
    quoting = _choice(cells, "quoting") or defaults.quoting
    words = Words(
        text=text,
        language=_language(cells.get("language", ""), text, defaults),
        name=cells.get("shown_name", ""),
        organisation=cells.get("shown_organisation", ""),
        country=_country(cells.get("country", "")),
        role=_choice(cells, "role"),
        quoting=quoting,
        agrees_to_licence=quoting != Quoting.NO,
    )
    question = _question(cells.get("question", ""), questions) or defaults.question
    return Entry(number, words, question, _choice(cells, "channel") or defaults.channel)


def _choice(cells: dict[str, str], name: str) -> str:
    said = cells.get(name, "").strip()
    if not said:
        return ""
    value = values_of(name).get(heading_key(said))
    if value is None:
        raise _LineError(_("“%(value)s” is not understood.") % {"value": said[:60]})
    return value


def _language(said: str, text: str, defaults: Defaults) -> str:
    if not said.strip():
        return defaults.language or guess(text, "und")
    code = language_of(said)
    if code is None:
        raise _LineError(_("No language is called “%(value)s”.") % {"value": said.strip()[:60]})
    return code


def _country(said: str) -> str:
    if not said.strip():
        return ""
    code = country_of(said)
    if code is None:
        raise _LineError(_("No country is called “%(value)s”.") % {"value": said.strip()[:60]})
    return code


def _question(said: str, questions: list[Question]) -> Question | None:
    """A question by its public id, its place counted from 1, or its words in any language."""
    said = said.strip()
    if not said:
        return None
    key = heading_key(said)
    for place, question in enumerate(questions, 1):
        if said == str(place) or said.lower() == question.public_id or key in map(heading_key, question.texts.values()):
            return question
    raise _LineError(_("No question here is “%(value)s”.") % {"value": said[:60]})


def _marked(entries: list[Entry]) -> list[Entry]:
    """With a mark at those whose text is there already; one query."""
    pairs = [(entry.question.pk, text_key(entry.words.text)) for entry in entries]
    there: set[Any] = set()
    keys = sorted({key for _question, key in pairs})
    for start in range(0, len(keys), 500):
        found = Contribution.objects.filter(text_key__in=keys[start : start + 500])
        there |= set(found.values_list("question", "text_key"))
    marked = []
    for entry, pair in zip(entries, pairs, strict=True):
        marked.append(Entry(entry.line, entry.words, entry.question, entry.channel, is_repeated=pair in there))
        there.add(pair)
    return marked

"""Highlighting: the passage of a text that answers a query, with the words found marked. Everything is escaped."""

import logging
import re
import zlib
from collections.abc import Callable, Iterable, Set
from typing import NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search.concepts.everyday import analysis_version
from search.concepts.glossary import glossary
from search.languages import text
from search.languages.analysis import analyse
from search.languages.function_words import FUNCTION_WORDS
from search.models import SearchDocument
from search.places import Mark, apart, unpack
from search.tokens import CONCEPT, LEMMA, PART, STEM, TYPED, mixed_words, typed_token, word_tokens

logger = logging.getLogger(__name__)
#: Length of a passage in characters, and how far its edges may move to the end of a word.
PASSAGE, SLACK = 220, 24
NOTHING: frozenset[str] = frozenset()
#: Any of them may stand where another form of the word has another one: barn and börn, ungur and yngri.
VOWELS = "aáåäæeéiíoóöøuúyý"
#: Shorter words are no compounds. By how many of its first letters a part is looked for in one; by fewer where
#: consonants change as well (katu and kadulla, maður and menn).
SHORTEST_COMPOUND, OF_A_PART, OF_A_CHANGING_PART = 8, 3, 2
#: What reading stored places raises where these are no places.
UNREADABLE = (zlib.error, ValueError, IndexError)
_NEVER = "(?!)"
_FIGURE = re.compile(r"\d")
_TOKEN = re.compile(rf"(\w+)([{re.escape(LEMMA + STEM + TYPED + PART)}])(.+)", re.DOTALL)


def find_marks(content: str, language: str, wanted: Set[str]) -> list[Mark]:
    """The words of ``content`` that answer the query, of a text whose places are not stored: as it is analysed now.

    Parameters:
        content: plain text.
        language: its language.
        wanted: tokens of the query.
    """
    found = list(text.tokens(content))
    functions = FUNCTION_WORDS.get(language, frozenset())
    might_match = _filter(wanted, language)
    marks = []
    for token in found:
        if token.form in functions or not might_match(token.form):
            continue
        own = (*word_tokens(analyse(token.form, language), language), typed_token(token.form, language))
        hit = next((name for name in own if name in wanted), None)
        if hit:
            marks.append(Mark(token.start, token.end, hit))
    if any(map(_FIGURE.search, wanted)):
        marks += [
            Mark(found[number].start, found[number + 1].end, name)
            for joined, number in mixed_words(content, found, language)
            for name in (f"{language}{LEMMA}{joined}",)
            if name in wanted
        ]
    if not marks and any(name.startswith(CONCEPT) for name in wanted):
        return _concept_marks(found, language, wanted)
    return apart(marks)


def _concept_marks(found: list[text.Token], language: str, wanted: Set[str]) -> list[Mark]:
    """Highlights of concepts named in other words than the query's. Every word has to be analysed for them: only where
    nothing else is there to be marked."""
    words = [analyse(token.form, language) for token in found]
    slugs = {name.removeprefix(CONCEPT) for name in wanted if name.startswith(CONCEPT)}
    named = reversed(list(glossary().find(words, language, heads=True, among=slugs)))
    return apart([Mark(found[start].start, found[end - 1].end, CONCEPT + slug) for slug, start, end in named])


def _filter(wanted: Set[str], language: str) -> Callable[[str], bool]:
    """Whether a form is worth analysing: it begins like a word of the query as ``language`` says it, or could be a
    compound that holds one, in whatever form: beginnings are alike whose vowels differ.

    Analysing every word of ten texts costs more than the search itself.
    """
    initials, beginnings, parts = set[str](), set[str](), set[str]()
    length = OF_A_CHANGING_PART if language in {"fi", "is"} else OF_A_PART
    for name in wanted:
        token = _TOKEN.match(name)
        if token and token[1] == language:
            first, second = token[3][0], token[3][1:2]
            initials.add(first)
            if first in VOWELS:
                beginnings.update(vowel + second for vowel in VOWELS)
            if token[2] == PART:
                parts.add("".join(map(_alike, token[3][:length])))
    part = re.compile("|".join(sorted(parts)) or _NEVER)
    return lambda form: (
        form[0] in initials
        or form[:2] in beginnings
        or (len(form) >= SHORTEST_COMPOUND and part.search(form, 1) is not None)
    )


def _alike(letter: str) -> str:
    """A regular expression of what may stand for a letter in another form of its word."""
    return f"[{VOWELS}]" if letter in VOWELS else re.escape(letter)


class Passage(NamedTuple):
    """A text with marks, and its marked words: how many words of the text stand before each, and what it answers; its
    words for what is only near, with the token of that."""

    html: SafeString
    places: list[tuple[int, str]]
    near: list[tuple[str, str]]


def marks_of(row: SearchDocument, wanted: Set[str]) -> tuple[list[Mark], list[Mark]]:
    """The marks of a document's title and of its ``cut_from``: by the places stored when it was indexed, or, where
    these are missing, of an earlier text or of an earlier analysis (just after an upgrade), by analysing it."""
    stored = getattr(row, "places", None)
    if stored and stored.version == row.version and row.analysis == analysis_version():
        try:
            title, content = unpack(stored.places)
            return title.marks(wanted), content.marks(wanted)
        except UNREADABLE as error:
            logger.warning("The places of %s cannot be read, it is analysed instead: %s", row.key, error)
    return find_marks(row.title, row.language, wanted), find_marks(row.cut_from, row.language, wanted)


def marked(content: str, marks: list[Mark], unmarked: Set[str] = NOTHING) -> Passage:
    """The whole of a short text with its marks, but for those of ``unmarked`` tokens."""
    return _passage(content, marks, (0, len(content)), unmarked)


def passage(content: str, marks: list[Mark], unmarked: Set[str] = NOTHING) -> Passage:
    """The snippet: the part of a text that answers most of the query; its beginning when nothing does.

    What is only near (``unmarked``) is shown, but not marked as if it had been asked for.
    """
    return _passage(content, marks, _window(content, marks), unmarked)


def _passage(content: str, marks: list[Mark], window: tuple[int, int], unmarked: Set[str]) -> Passage:
    start, end = window
    inside = [mark for mark in marks if start <= mark.start and mark.end <= end]
    shown = [mark for mark in inside if mark.token not in unmarked]
    near = [(content[mark.start : mark.end], mark.token) for mark in inside if mark.token in unmarked]
    return Passage(_render(content, shown, start, end), _places(content, shown), near)


def _places(content: str, marks: Iterable[Mark]) -> list[tuple[int, str]]:
    return [(content.count(" ", 0, mark.start), mark.token) for mark in marks]


def _window(content: str, marks: list[Mark]) -> tuple[int, int]:
    """The stretch with the most different words found, the earliest among equals."""
    best, chosen = (0, 0), None
    for at, mark in enumerate(marks):
        inside = [other for other in marks[at:] if other.end <= mark.start + PASSAGE - SLACK]
        score = (len({other.token for other in inside}), len(inside))
        if score > best:
            best, chosen = score, (mark.start, inside[-1].end if inside else mark.end)
    first, last = chosen or (0, 0)
    room = max(PASSAGE - (last - first), 0)
    start = max(first - room // 3, 0)
    end = min(start + PASSAGE, len(content))
    start = max(min(start, end - PASSAGE), 0)
    if start:
        start = content.find(" ", start, min(start + SLACK, first or len(content))) + 1 or start
    if end < len(content):
        end = max(content.rfind(" ", max(end - SLACK, last), end), last) or end
    return start, end


def _render(content: str, marks: list[Mark], start: int, end: int) -> SafeString:
    parts, at = ["… " if start else ""], start
    for mark in marks:
        parts += [escape(content[at : mark.start]), "<mark>", escape(content[mark.start : mark.end]), "</mark>"]
        at = mark.end
    parts += [escape(content[at:end]), " …" if end < len(content) else ""]
    return mark_safe("".join(parts))

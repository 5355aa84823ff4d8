"""Reading of uploaded tables: CSV with any of the usual separators and encodings, and notes of one line each."""

import codecs
import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import StringIO

from django.utils.translation import gettext as _

from portal.core.files.spreadsheets import is_formula

#: Bytes of a file, and lines of it.
MOST_BYTES, MOST_LINES = 2 * 1024 * 1024, 5000
#: How headings are compared.
Key = Callable[[str], str]
_SEPARATORS = (";", ",", "\t")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class ImportRefusedError(Exception):
    """The file cannot be read; the message says why, for the editor."""


@dataclass(frozen=True)
class Line:
    """One record of a table, with the line of the file at which it begins."""

    number: int
    cells: tuple[str, ...]


def text_of(data: bytes) -> str:
    """The text of a file, in the encoding that it begins with, else UTF-8, else UTF-16 as spreadsheets save it.

    Raises:
        ImportRefusedError: it is too large, or in another encoding.
    """
    if len(data) > MOST_BYTES:
        raise ImportRefusedError(_("The file is larger than 2 MB. Divide it."))
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    if encoding == "utf-8" and data[:200].count(0) > len(data[:200]) // 4:
        encoding = "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ImportRefusedError(
            _("Line %(number)d holds letters that are not UTF-8. Save the file as “CSV UTF-8” and upload it again.")
            % {"number": line}
        ) from error
    if len(text.encode()) > MOST_BYTES:
        raise ImportRefusedError(_("The file is larger than 2 MB. Divide it."))
    return text


def lines_of_notes(text: str) -> list[Line]:
    """Notes as lines of one cell each; empty ones are left out, and so are the marks of a list.

    Raises:
        ImportRefusedError: there are too many.
    """
    found = [
        Line(number, (line.strip().removeprefix("-").removeprefix("•").removeprefix("*").strip(),))
        for number, line in enumerate(text.splitlines(), 1)
        if line.strip(" -•*\t")
    ]
    return _within_limit(found)


def lines_of_table(text: str, headings: frozenset[str], key: Key) -> list[Line]:
    """Records of a CSV, the heading first. A first line ``sep=;`` is obeyed and left out.

    Parameters:
        headings: keys of the headings that are understood: the separator is the one that brings out most of them.

    Raises:
        ImportRefusedError: it is no table, or too long.
    """
    text = text.lstrip("\ufeff")
    first, _end, rest = text.partition("\n")
    skipped = 0
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        separators: tuple[str, ...] = (first.strip()[4],)
        text, skipped = rest, 1
    else:
        separators = _SEPARATORS
    best = max(separators, key=lambda sign: _understood(text, sign, headings, key))
    return _within_limit(list(_records(text, best, skipped)), heading=1)


def _understood(text: str, separator: str, headings: frozenset[str], key: Key) -> tuple[int, int]:
    first = next(_records(text, separator, 0), Line(0, ()))
    return sum(key(cell) in headings for cell in first.cells), len(first.cells)


def _records(text: str, separator: str, skipped: int) -> Iterator[Line]:
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator)
    begins = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield Line(begins + skipped, tuple(map(_plain, cells)))
            begins = reader.line_num + 1
    except csv.Error as error:
        raise ImportRefusedError(
            _("From line %(number)d on the table cannot be read. Look for a quotation mark that is not closed.")
            % {"number": begins + skipped}
        ) from error


def _plain(cell: str) -> str:
    """A cell as it was typed: the apostrophe with which exports keep formulas from being calculated goes."""
    return cell[1:] if cell.startswith("'") and is_formula(cell[1:]) else cell


def _within_limit(lines: list[Line], heading: int = 0) -> list[Line]:
    if len(lines) > MOST_LINES + heading:
        raise ImportRefusedError(
            _("There are %(number)d lines, and %(most)d is the most. Divide them.")
            % {"number": len(lines) - heading, "most": MOST_LINES}
        )
    return lines

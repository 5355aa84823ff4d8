"""CSV and XLSX exports: all that the portal gives out for spreadsheets is written here.

- **CSV** is for a double click in a Nordic spreadsheet: semicolons, UTF-8 with its mark, every cell in quotation marks.
  A first line ``sep=`` would make Excel read the letters as those of an old code page. What a spreadsheet would
  calculate gets an apostrophe before it.
- **XLSX** holds cells that know what they are: text is text, exactly as it was typed, and nothing is calculated.

Lists are written row by row into a file of the system's folder for such, which has no name and is gone when the answer
is sent: a list of a hundred thousand people costs no more memory than one of ten, and a list that could not be written
to its end is an error rather than a shorter list.
"""

import csv
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from io import TextIOWrapper
from itertools import chain
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.encoding import force_str
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from portal.core.i18n.text import comparable, page_slug

#: What a cell may hold; anything else is written as its text.
Cell = str | int | float | Decimal | date | None
CSV, XLSX = "csv", "xlsx"
TYPES = {CSV: "text/csv; charset=utf-8", XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
#: The typographic minus too: Swedish, Norwegian and Finnish spreadsheets write and read it.
_FORMULA_SIGNS = frozenset("=+-@\u2212")
#: Categories of characters that nobody sees at the beginning of a text: controls, marks, blanks.
_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Cs", "Mn", "Me", "Zs", "Zl", "Zp"})
#: What XML 1.0 cannot hold, and halves of pairs that UTF-8 cannot.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: What XLSX takes for the number of a character.
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
#: Text that would become a number, a date or a formula as soon as somebody edits its cell.
_LOOKS_CALCULATED = re.compile(r"\s*[-+=@\d]")
#: Longest text of a cell of XLSX, in units of UTF-16.
MOST_UNITS = 32_767
#: Bytes up to which a file is kept in memory and sent in one piece.
SMALL = 1024 * 1024
#: Objects that are read from the database at a time.
PER_QUERY = 1000


def is_formula(text: str) -> bool:
    """Whether a spreadsheet may calculate ``text``: by its first sign that is seen, in whatever width it is written."""
    if text[:1] in {"\t", "\r", "\n"}:
        return True
    for char in text:
        seen = comparable(char).text.strip()
        if seen and unicodedata.category(char) not in _UNSEEN:
            return seen[0] in _FORMULA_SIGNS
    return False


def file_response(name: str, file_format: str, rows: Iterable[Iterable[object]]) -> HttpResponseBase:
    """A list as a file to save.

    Parameters:
        name: what the list is, in the reader's language; part of the file's name.
        file_format: ``csv`` or ``xlsx``.
        rows: the heading, then the lines; read once, one after the other. Moments are written on the clock they have,
            or on the present one of the portal if they are those of a zone.
    """
    headers = {"Content-Disposition": f'attachment; filename="{file_name(name, file_format)}"'}
    return spooled_response(
        lambda file: {CSV: write_csv, XLSX: write_xlsx}[file_format](file, rows, name), TYPES[file_format], headers
    )


def spooled_response(
    write: Callable[[IO[bytes]], None], content_type: str, headers: Mapping[str, str] | None = None
) -> HttpResponseBase:
    """What ``write`` puts into a file, which is on the disk and not in the memory while it is large."""
    with ExitStack() as on_the_way:
        file = on_the_way.enter_context(SpooledTemporaryFile(max_size=SMALL))
        write(file)
        size = file.tell()
        file.seek(0)
        if size <= SMALL:
            return HttpResponse(file.read(), content_type=content_type, headers=headers)
        on_the_way.pop_all()  # from here on the response closes it
    return FileResponse(file, content_type=content_type, headers={**(headers or {}), "Content-Length": str(size)})


def file_name(name: str, file_format: str) -> str:
    """``tilmeldinger-aben-vaerkstedsdag-2027-03-15.csv``: ASCII, and the day on which it was made."""
    return f"{page_slug(name, most=80) or 'list'}-{timezone.localdate():%Y-%m-%d}.{file_format}"


def write_csv(file: IO[bytes], rows: Iterable[Iterable[object]], name: str = "") -> None:
    """Write ``rows`` as the CSV that this module describes."""
    text = TextIOWrapper(file, encoding="utf-8-sig", errors="replace", newline="", write_through=True)
    csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL).writerows([_as_csv(value) for value in row] for row in rows)
    text.detach()


def write_xlsx(file: IO[bytes], rows: Iterable[Iterable[object]], name: str = "") -> None:
    """Write ``rows`` as a workbook of one sheet called ``name``, whose first line stays in sight."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(re.sub(r"[\\/*?:\[\]]", " ", _ILLEGAL.sub("", name)).strip(" '")[:31] or None)
    sheet.freeze_panes = "A2"
    for row in rows:
        sheet.append([_as_xlsx(sheet, value) for value in row])
    book.save(file)


def _plain(value: object) -> Cell:
    """``value`` as one of the kinds that a cell may hold, text without what no file can hold."""
    if value is None or (isinstance(value, int | float | Decimal) and not isinstance(value, bool)):
        return value
    if isinstance(value, datetime):
        return timezone.make_naive(value) if timezone.is_aware(value) else value
    if isinstance(value, date):
        return value
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    text = ", ".join(map(str, value)) if isinstance(value, list | tuple) else force_str(value)
    return _ILLEGAL.sub("", re.sub("\r\n?", "\n", text))


def _as_csv(value: object) -> str:
    value = _plain(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, str) and is_formula(value):
        return f"'{value}"
    return "" if value is None else str(value)


def _as_xlsx(sheet: Any, value: Any) -> Any:
    value = _plain(value)
    if isinstance(value, datetime):
        cell = WriteOnlyCell(sheet, value.replace(microsecond=0))
        cell.number_format = "yyyy-mm-dd hh:mm"
        return cell
    if not isinstance(value, str):
        return value
    # Set by hand: openpyxl would take "=1" for a formula and "#N/A" for an error, and cut long texts in silence.
    cell = WriteOnlyCell(sheet)
    cell._value, cell.data_type = _LOOKS_ESCAPED.sub("_x005F_", _shortened(value)), "s"
    if _LOOKS_CALCULATED.match(value):
        cell.number_format = "@"
    return cell


def _shortened(text: str) -> str:
    """``text`` within the limit of a cell; what was cut is marked, and is whole in the CSV."""
    if len(text) * 2 <= MOST_UNITS or len(text.encode("utf-16-le")) // 2 <= MOST_UNITS:
        return text
    return text.encode("utf-16-le")[: (MOST_UNITS - 1) * 2].decode("utf-16-le", "ignore") + "…"


# --- Wagtail's own lists: reports, history, redirects ---------------------------------------------------------------
def apply_patches() -> None:
    """Have every list of Wagtail's that can be saved written here; called when the app is ready.

    Wagtail's own files let formulas through and open as one column in a Nordic spreadsheet; it has no setting for that.
    """
    SpreadsheetExportMixin.as_spreadsheet = _as_spreadsheet


def _as_spreadsheet(view: Any, queryset: Any, file_format: str) -> HttpResponseBase:
    if not view.list_export:  # a list that is not offered as a file: one without columns says that there is nothing
        raise Http404
    heading = [view.get_heading(queryset, field) for field in view.list_export]
    rows = (_row(view, item, file_format) for item in _one_by_one(queryset))
    title = force_str(getattr(view, "page_title", "") or queryset.model._meta.verbose_name_plural)
    return file_response(title, file_format, chain([heading], rows))


def _row(view: Any, item: Any, file_format: str) -> Iterator[Any]:
    for field, value in view.to_row_dict(item).items():
        found = view.get_preprocess_function(field, value, file_format)
        # Wagtail's ways with values in general are left out: moments become text or those of another zone by them.
        own = field in view.custom_field_preprocess and found is not None and not isinstance(found, partial)
        yield found(value) if own else value


def _one_by_one(queryset: Any) -> Iterable[Any]:
    """As ``queryset``, without keeping all of its objects where there are many."""
    if isinstance(queryset, QuerySet) and queryset._result_cache is None:
        return queryset.iterator(chunk_size=PER_QUERY)
    return queryset

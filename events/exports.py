"""Lists of registrants as CSV and XLSX. Nothing is kept on the server."""

import csv
import io
from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from openpyxl import Workbook

from events.models import Event, Registration

#: A cell that begins with one of these is a formula for a spreadsheet; so are their full-width forms.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(text: str) -> str:
    """``text`` as a cell that no spreadsheet calculates: marked as text by an apostrophe where needed."""
    return f"'{text}" if text.lstrip().startswith(FORMULA_STARTS) or text.startswith(FORMULA_STARTS) else text


def rows(event: Event, registrations: Iterable[Registration]) -> list[list[str]]:
    """Heading and one row per registration; times on the clock of the event."""
    zone, questions = ZoneInfo(event.timezone), list(event.questions.all())
    heading = [
        *(_("Number"), _("State"), _("Takes part"), _("Name"), _("Email address"), _("Organisation"), _("Language")),
        *(_("Registered"), _("Confirmed"), _("Checked in")),
        *(str(question) for question in questions),
    ]
    table = [[harmless(cell) for cell in heading]]
    for registration in registrations:
        answers = {answer.question_id: answer.text for answer in registration.answers.all()}
        cells = [
            str(registration.pk),
            str(registration.get_state_display()),
            str(registration.pool),
            registration.name,
            registration.email,
            registration.organisation,
            registration.language,
            *(
                _local(moment, zone)
                for moment in (registration.created_at, registration.confirmed_at, registration.attended_at)
            ),
            *(answers.get(question.pk, "") for question in questions),
        ]
        table.append([harmless(cell) for cell in cells])
    return table


def as_csv(table: list[list[str]]) -> bytes:
    """UTF-8 with a mark by which spreadsheets know it."""
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows(table)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(table: list[list[str]]) -> bytes:
    """A workbook of text cells."""
    book = Workbook()
    sheet = book.active
    for row_number, row in enumerate(table, start=1):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(row=row_number, column=column)
            cell.value = "".join(char for char in value if char >= " " or char in "\n\t")
            cell.data_type = "s"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _local(moment: datetime | None, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M") if moment else ""

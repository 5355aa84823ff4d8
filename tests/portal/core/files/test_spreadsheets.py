"""Lists as files: what Nordic people type opens whole in a Nordic spreadsheet, and nothing is calculated."""

import csv
import io
import zipfile
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override
from openpyxl import load_workbook

from portal.core.files.spreadsheets import MOST_UNITS, file_name, file_response, is_formula
from tests.partners.world import World

FORMULAS = [
    "=1+1", "+358 40 123", "-2", "@SUM(A1)", "\t=1", "\rx", "\nx", " =1+1", "\u00a0=1", "\u3000=1", "＝1", "＋1", "－1",
    "＠a", "\u200b=1", "\ufeff=1", "\u00ad+1", "\u2060-1", "\u202e=1", "\x00=1", "\x1f=1", " \u200b\t@a", "﹦1", "⁺1",
    "\u2212\u0031+1", "\u0301=1", "=\u0338 1", "\u3164=1", "\ufe0f=1",
]  # fmt: skip
ORDINARY = [
    "",
    " ",
    'Åse; Ødegård, "Æ"',
    "1+1",
    "a=b",
    "'=1",
    "ðþæö",
    "O'Neill-Ødegård",
    "Þóra",
    "=".join("ab"),
    "–",
    "🙂",
]
TYPED = [*FORMULAS, *ORDINARY, "007", "#N/A", "_x0041_", "two\nlines", "https://example.org/?a=1"]


def rows_of(content: bytes) -> list[list[str]]:
    """The CSV as a spreadsheet with the semicolon as its separator reads it."""
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


@pytest.mark.parametrize("text", FORMULAS)
def test_formula_is_known_whatever_stands_before_it_unseen(text: str):
    assert is_formula(text)


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_text_is_no_formula(text: str):
    assert not is_formula(text)


def test_csv_has_a_column_for_each_heading_and_harmless_cells():
    heading = ["Navn", "Svar"]
    content = file_response("Liste", "csv", [heading, *([text, 1] for text in TYPED)]).content

    found = rows_of(content)

    assert found[0] == heading
    assert {len(row) for row in found} == {2}
    assert not [row for row in found if is_formula(row[0])]
    assert [row[0] for row in found[1:]][len(FORMULAS) :] == TYPED[len(FORMULAS) :]


def test_xlsx_holds_exactly_what_was_typed_as_text():
    content = file_response("Liste", "xlsx", [["Svar"], *([text] for text in TYPED if text.strip())]).content

    cells = [row[0] for row in load_workbook(io.BytesIO(content)).active.iter_rows(min_row=2)]

    expected = [text.replace("\r", "\n").replace("\x00", "").replace("\x1f", "") for text in TYPED if text.strip()]
    assert [str(cell.value).replace("_x005F_", "_") for cell in cells] == expected
    assert {cell.data_type for cell in cells} == {"s"}
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")


def test_cells_know_what_they_are():
    moment = datetime(2027, 3, 15, 12, 0, 7, tzinfo=UTC)
    row = [1, 2.5, date(2027, 3, 15), moment, None, True, ["a", "b"], "0047 12"]
    with timezone.override(ZoneInfo("Europe/Helsinki")), override("nb"):
        sheet = load_workbook(io.BytesIO(file_response("Liste", "xlsx", [row]).content)).active
        [line] = rows_of(file_response("Liste", "csv", [row]).content)

    values = [cell.value for cell in next(sheet.iter_rows())]
    moments = [datetime.fromisoformat(text) for text in ("2027-03-15", "2027-03-15 14:00:07")]
    assert values == [1, 2.5, *moments, None, "Ja", "a, b", "0047 12"]
    assert line == ["1", "2.5", "2027-03-15", "2027-03-15 14:00", "", "Ja", "a, b", "0047 12"]


@pytest.mark.parametrize("letter", ["å", "🙂"])
def test_text_over_the_limit_of_a_cell_is_cut_with_a_mark_and_whole_in_csv(letter: str):
    text = letter * 40_000

    cell = load_workbook(io.BytesIO(file_response("Liste", "xlsx", [[text]]).content)).active["A1"].value
    [[whole]] = rows_of(file_response("Liste", "csv", [[text]]).content)

    assert cell.endswith("…")
    assert MOST_UNITS - 2 < len(cell.encode("utf-16-le")) // 2 <= MOST_UNITS
    assert whole == text


def test_lone_half_of_a_pair_stops_no_list():
    for file_format in ("csv", "xlsx"):
        assert file_response("Liste", file_format, [["a\ud83d", "b\ufffe"]]).content


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("Tilmeldinger Ærøskøbing: åben værksteds\u00addag", "tilmeldinger-aeroskobing-aben-vaerkstedsdag"),
        ('../..\\"x\r\n', "x"),
        ("日本", "list"),
        ("a" * 300, "a" * 80),
    ],
)
def test_file_name_is_ascii_with_the_day(name: str, stem: str):
    assert file_name(name, "csv") == f"{stem}-{timezone.localdate().isoformat()}.csv"


def test_sheet_name_that_excel_forbids_stops_no_list():
    for name in ("[a]:*?/\\", "'", "", "x" * 90):
        assert file_response(name, "xlsx", [["a"]]).status_code == 200


@pytest.mark.django_db  # closing a response asks the connection of the process
def test_long_list_is_written_row_by_row_and_sent_in_pieces():
    read = []

    def lines():
        for number in range(20_000):
            read.append(number)
            yield [number, "Åse Ødegård", "aase@example.org", "Ærø kommune og naboer i syd"]

    response = file_response("Liste", "csv", lines())

    content = b"".join(response)
    response.close()
    assert response.streaming
    assert int(response["Content-Length"]) == len(content)
    assert len(rows_of(content)) == len(read) == 20_000


#: Wagtail's lists that have no columns for a file.
NOT_OFFERED = ("images/", "documents/", "reports/page-types-usage/", "pages/")
#: Wagtail's own lists, by who may open them.
STOCK = {
    "member": ["reports/workflow/", "reports/workflow_tasks/", "reports/aging-pages/", "reports/audit/"],
    "secretary": ["reports/locked/", "redirects/", "glossary/"],
}


@pytest.mark.django_db
def test_wagtails_own_lists_are_written_here_too(client: Client, world: World):
    world.a.case.title = " =1+1"
    world.a.case.save_revision().publish()
    for who, addresses in STOCK.items():
        client.force_login(world.a.member if who == "member" else world.secretary)
        for address in addresses:
            answers = {kind: client.get(f"/admin/{address}", {"export": kind}) for kind in ("csv", "xlsx")}

            assert {kind: answer.status_code for kind, answer in answers.items()} == {"csv": 200, "xlsx": 200}, address
            found = rows_of(b"".join(answers["csv"]))
            assert {len(row) for row in found} == {len(found[0])} != {0}, address
            assert "projects-" not in answers["csv"]["Content-Disposition"]
            assert not [cell for row in found for cell in row if is_formula(cell)], address
            assert timezone.localdate().isoformat() in answers["csv"]["Content-Disposition"], address


@pytest.mark.django_db
def test_lists_that_are_not_offered_as_files_are_no_empty_files(client: Client, world: World):
    client.force_login(world.secretary)
    for address in NOT_OFFERED:
        codes = {client.get(f"/admin/{address}", {"export": kind}, follow=True).status_code for kind in ("csv", "xlsx")}
        assert codes == {404}, address

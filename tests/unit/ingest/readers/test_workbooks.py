"""Workbooks: the sheet that holds the table, cells that hold no value, and files that only have the ending."""

import datetime
import io
from pathlib import Path

import pytest
import xlsxwriter

from fairer_stockton.definitions.sources import Column
from fairer_stockton.run.errors import InputError
from tests.unit.ingest.readers.files import (
    CODE,
    HEADINGS,
    HOMES,
    homes,
    ods,
    ods_row,
    read,
    refusal,
    rewritten,
    search,
    xls,
    xlsx,
)

SEEN = Column("seen", "Seen", "date")
TABLE = [HEADINGS, ["E01", 5], ["E02", 7]]
B3 = '<c r="B3"><v>7</v></c>'


@pytest.mark.parametrize("error", ["#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!"])
@pytest.mark.parametrize("formula", ["", "<f>1/0</f>", '<f t="shared" si="0"/>', '<f t="array" ref="B3">1/0</f>'])
def test_error_in_a_figure_names_row_column_and_error(tmp_path: Path, error: str, formula: str) -> None:
    book = rewritten(xlsx(("Data", TABLE)), B3, f'<c r="B3" t="e">{formula}<v>{error}</v></c>')
    wrong = refusal(tmp_path, book)
    assert (wrong.file, wrong.row, wrong.column) == ("book.xlsx › Data", 3, "Number of homes")
    assert error in wrong.found
    assert wrong.remedy.startswith("mend the formula or paste values")


def test_errors_are_counted(tmp_path: Path) -> None:
    book = xlsx(("Data", [HEADINGS, *([f"E{row:02}", ("=1/0", "#DIV/0!")] for row in range(4))]))
    wrong = refusal(tmp_path, book)
    assert (wrong.row, wrong.found) == (2, "'#DIV/0!', an error of the spreadsheet (and 3 more in this column)")


def test_error_in_a_text_column_is_refused_too(tmp_path: Path) -> None:
    wrong = refusal(tmp_path, xlsx(("Data", [HEADINGS, ["E01", 5], [("=NA()", "#N/A"), 7]])))
    assert (wrong.row, wrong.column) == (3, "Area code")


@pytest.mark.parametrize("cell", ["#N/A", "#REF!", " #DIV/0! ", "#######", "Err:502"])
def test_error_saved_as_text_is_refused_in_csv_too(tmp_path: Path, cell: str) -> None:
    wrong = refusal(tmp_path, f"Area code,Number of homes\n{cell},5\n".encode(), name="table.csv")
    assert (wrong.row, wrong.column) == (2, "Area code")
    assert cell.strip() in wrong.found


@pytest.mark.parametrize("cell", ["#1", "# 5", "A#N/A", "#N/A or less"])
def test_text_that_is_no_error_is_read(tmp_path: Path, cell: str) -> None:
    assert read(tmp_path, xlsx(("Data", [HEADINGS, [cell, 5]])))[0]["code"] == cell


def test_error_in_an_unwanted_column_or_sheet_matters_not(tmp_path: Path) -> None:
    rows = [[*HEADINGS, "Share"], ["E01", 5, ("=1/0", "#DIV/0!")]]
    assert homes(read(tmp_path, xlsx(("Data", rows), ("Other", [[("=NA()", "#N/A")]])))) == [5]


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="B3"><f>B2+2</f></c>',
        '<c r="B3"><f>B2+2</f><v></v></c>',
        '<c r="B3" s="0"><f>B2+2</f><v/></c>',
        '<c r="B3" t="n"><f t="shared" ref="B3:B9" si="0">B2/2</f></c>',
        '<c r="B3"><f t="shared" si="0"/></c>',
        '<c r="B3" t="str"><f>B2&amp;"x"</f></c>',
    ],
)
def test_formula_that_nothing_calculated_is_refused(tmp_path: Path, cell: str) -> None:
    wrong = refusal(tmp_path, rewritten(xlsx(("Data", TABLE)), B3, cell))
    assert (wrong.row, wrong.column) == (3, "Number of homes")
    assert wrong.found == "a formula without a calculated value"
    assert wrong.remedy.startswith("open it in Excel or LibreOffice, save it")


def test_uncalculated_formula_in_a_text_column_is_refused_too(tmp_path: Path) -> None:
    book = rewritten(xlsx(("Data", [HEADINGS, [4, 5]])), '<c r="A2"><v>4</v></c>', '<c r="A2"><f>C2</f></c>')
    assert refusal(tmp_path, book).column == "Area code"


def test_column_of_formulas_with_the_placeholder_of_a_program_that_cannot_calculate(tmp_path: Path) -> None:
    book = xlsx(("Data", [HEADINGS, ["E01", ("=1+1", 0)], ["E02", ("=1+2", 0)]]))
    assert refusal(tmp_path, book).found.startswith("a formula without a calculated value")


def test_formulas_that_were_calculated_are_their_values(tmp_path: Path) -> None:
    rows = [HEADINGS, [("=A9", "E01"), ("=1-1", 0)], [("=A9", "E02"), ("=1+2", 3)]]
    assert [(row["code"], row["homes"]) for row in read(tmp_path, xlsx(("Data", rows)))] == [("E01", 0), ("E02", 3)]


def test_zeros_that_a_spreadsheet_program_saved_are_zeros(tmp_path: Path) -> None:
    book = xlsx(("Data", [HEADINGS, ["E01", ("=1-1", 0)]]))
    saved = rewritten(book, ' fullCalcOnLoad="1"', "", "xl/workbook.xml")
    assert homes(read(tmp_path, saved)) == [0]


def test_formula_whose_text_is_empty_is_a_blank(tmp_path: Path) -> None:
    empty = '<c r="B2" t="str"><f>IF(1=1,"",5)</f><v></v></c>'
    rows = read(tmp_path, rewritten(xlsx(("Data", TABLE)), '<c r="B2"><v>5</v></c>', empty))
    assert [row["homes_marker"] for row in rows] == ["blank", None]


def test_hidden_sheets_of_the_same_headings_are_not_read(tmp_path: Path) -> None:
    old = [HEADINGS, ["E01", 99]]
    book = xlsx(("Old", old), ("Very old", old), ("Data", TABLE), hidden=("Old", "Very old"))
    rows = read(tmp_path, book)
    assert (homes(rows), rows[0]["source_file"]) == ([5, 7], "book.xlsx › Data")


def test_cover_and_notes_are_passed_over(tmp_path: Path) -> None:
    book = xlsx(("Cover", [["Homes in 2022"], [None], ["Area code"]]), ("Data", TABLE), ("Notes", [["A note"]]))
    assert homes(read(tmp_path, book)) == [5, 7]


def test_no_sheet_has_the_columns_says_what_each_lacks(tmp_path: Path) -> None:
    sheets = (("Cover", [["Homes"]]), ("Data", [["Area code", "Homes"], ["E01", 5]]), ("Old", TABLE))
    wrong = refusal(tmp_path, xlsx(*sheets, hidden=("Old",)))
    assert wrong.found == (
        "sheet 'Cover' has none of the columns; sheet 'Data' has no column 'Number of homes'; "
        "not read, since hidden: 'Old'"
    )
    assert wrong.column == "Number of homes"


def test_column_missing_from_the_only_sheet_names_the_sheet(tmp_path: Path) -> None:
    wrong = refusal(tmp_path, xlsx(("Data", [["Area code", "Number of home"], ["E01", 5]])))
    assert (wrong.file, wrong.column) == ("book.xlsx › Data", "Number of homes")
    assert "'Number of home'" in wrong.found


def test_table_on_two_visible_sheets_is_refused(tmp_path: Path) -> None:
    wrong = refusal(tmp_path, xlsx(("2021", TABLE), ("2022", TABLE)))
    assert wrong.found == "the table on 2 sheets: '2021', '2022'"


def test_empty_form_beside_the_table_is_passed_over(tmp_path: Path) -> None:
    assert homes(read(tmp_path, xlsx(("Form", [HEADINGS]), ("Data", TABLE)))) == [5, 7]


def test_named_sheet_is_binding(tmp_path: Path) -> None:
    book = xlsx(("2021", [HEADINGS, ["E01", 1]]), ("2022", TABLE), hidden=("2021",))
    assert homes(read(tmp_path, book, sheet="2021")) == [1]
    assert "2021, 2022" in refusal(tmp_path, book, sheet="2023").found.replace("2022, 2021", "2021, 2022")


def test_search_for_people_sees_hidden_sheets(tmp_path: Path) -> None:
    book = xlsx(("Data", TABLE), ("People", [["Note"], ["ring 01632 960123"]]), hidden=("People",))
    with pytest.raises(InputError, match="telephone"):
        search(tmp_path, book)


def test_cells_of_a_workbook_as_text(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"date_1904": True, "default_date_format": "dd/mm/yyyy"}) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["Area code", "Seen", "Score"])
        sheet.write_row(1, 0, [True, datetime.date(2024, 5, 3), 0.1 + 0.2])
        sheet.write_row(2, 0, [100110567890, datetime.datetime(2024, 5, 3, 9, 30), "1,234.5"])
        sheet.write_row(3, 0, ["0012", None, "7 "])
    rows = read(tmp_path, buffer.getvalue(), CODE, SEEN, Column("score", "Score", "number"))
    assert [row["code"] for row in rows] == ["TRUE", "100110567890", "0012"]
    assert [row["seen"] for row in rows] == [datetime.date(2024, 5, 3), datetime.date(2024, 5, 3), None]
    assert [row["score"] for row in rows] == pytest.approx([0.3, 1234.5, 7])


def test_year_as_a_heading(tmp_path: Path) -> None:
    year = Column("homes", "2022", "count")
    assert homes(read(tmp_path, xlsx(("Data", [["Area code", 2022], ["E01", 5]])), CODE, year)) == [5]


def test_dates_in_iso_form(tmp_path: Path) -> None:
    book = rewritten(xlsx(("Data", [["Area code", "Seen"], ["E01", 7]])), '<c r="B2"><v>7</v></c>', ISO)
    assert read(tmp_path, book, CODE, SEEN)[0]["seen"] == datetime.date(2024, 5, 3)


ISO = '<c r="B2" t="d"><v>2024-05-03</v></c>'


COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ONLY_BY_ENDING = {
    "locked xlsx": (COMPOUND + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "password"),
    "locked xls": (xls([["Area code"]], locked=True), "password"),
    "web page": (b"<html><table><tr><td>Area code</td></tr></table></html>", "web page"),
    "XML of 2003": (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "XML"),
    "text": (b"Area code,Number of homes\nE01,5\n", "no workbook"),
    "broken compound file": (COMPOUND + b"\xff" * 4000, "damaged workbook"),
    "broken zip": (b"PK\x03\x04" + b"\0" * 400, "damaged workbook"),
    "broken list of sheets": (rewritten(xlsx(("Data", TABLE)), "<sheets>", "<sheets", "xl/workbook.xml"), "damaged"),
    "text that is not there": (rewritten(xlsx(("Data", TABLE)), 't="s"><v>2<', 't="s"><v>99<'), "damaged"),
}


@pytest.mark.parametrize("kind", ONLY_BY_ENDING)
@pytest.mark.parametrize("name", ["book.xlsx", "book.xls", "book.ods"])
def test_what_only_has_the_ending_is_said_in_words(tmp_path: Path, kind: str, name: str) -> None:
    content, words = ONLY_BY_ENDING[kind]
    assert words in refusal(tmp_path, content, name=name).found
    with pytest.raises(InputError):
        search(tmp_path, content, name=name)


def test_old_workbook_under_the_new_ending(tmp_path: Path) -> None:
    assert homes(read(tmp_path, xls([HEADINGS, ["E01", 5]]))) == [5]


def test_error_in_an_old_workbook(tmp_path: Path) -> None:
    wrong = refusal(tmp_path, xls([HEADINGS, ["E01", 5], ["E02", -0x2A]]), name="book.xls")
    assert (wrong.file, wrong.row, wrong.column) == ("book.xls › Sheet1", 3, "Number of homes")
    assert "#N/A" in wrong.found


FAILED = [
    '<table:table-cell table:formula="of:=NA()" office:value-type="string" office:string-value=""'
    ' calcext:value-type="error"><text:p>#N/A</text:p></table:table-cell>',
    '<table:table-cell table:formula="of:=1/0" office:value-type="float" office:value="0"><text:p>#DIV/0!</text:p>'
    "</table:table-cell>",
    '<table:table-cell table:formula="of:=SQRT(-1)" office:value-type="string" office:string-value=""'
    ' calcext:value-type="error"><office:annotation><text:p>why?</text:p></office:annotation><text:p>Err:502</text:p>'
    "</table:table-cell>",
]


@pytest.mark.parametrize(("cell", "error"), list(zip(FAILED, ["#N/A", "#DIV/0!", "Err:502"], strict=True)))
def test_error_in_an_opendocument_spreadsheet(tmp_path: Path, cell: str, error: str) -> None:
    book = ods(("Data", ods_row(*HEADINGS) + ods_row("E01", 5) + ods_row("E02", cell)))
    wrong = refusal(tmp_path, book, name="book.ods")
    assert (wrong.file, wrong.row, wrong.column) == ("book.ods › Data", 3, "Number of homes")
    assert error in wrong.found


@pytest.mark.parametrize(
    "cell",
    [
        '<table:table-cell table:formula="of:=[.A2]&gt;2"/>',
        '<table:table-cell table:formula="of:=[.A2]*2" office:value-type="float"></table:table-cell>',
    ],
)
def test_uncalculated_formula_in_an_opendocument_spreadsheet(tmp_path: Path, cell: str) -> None:
    wrong = refusal(tmp_path, ods(("Data", ods_row(*HEADINGS) + ods_row("E01", cell))), name="book.ods")
    assert wrong.found == "a formula without a calculated value"


def test_opendocument_spreadsheet(tmp_path: Path) -> None:
    calculated = (
        '<table:table-cell table:formula="of:=[.B2]*2" office:value-type="float" office:value="10"><text:p>10</text:p>'
        "</table:table-cell>"
    )
    empty = '<table:table-cell table:number-columns-repeated="16382"/>'
    blank = ods_row('<table:table-cell table:number-columns-repeated="16384"/>', attributes=_REPEATED)
    rows = ods_row(*HEADINGS, empty) + ods_row("E01", 5) + ods_row("E02", calculated) + blank
    book = ods(("Old", ods_row(*HEADINGS) + ods_row("E01", 99)), ("Data", rows), hidden=("Old",))
    found = read(tmp_path, book, name="book.ods")
    assert (homes(found), found[0]["source_file"]) == ([5, 10], "book.ods › Data")


def test_repeated_rows_and_cells_are_rows_and_cells(tmp_path: Path) -> None:
    twice = '<table:table-cell table:number-columns-repeated="2" office:value-type="float" office:value="4"/>'
    rows = ods_row(*HEADINGS) + ods_row(twice, attributes='table:number-rows-repeated="3"')
    found = read(tmp_path, ods(("Data", rows)), HOMES, name="book.ods")
    assert ([row["homes"] for row in found], found[-1]["source_row"]) == ([4, 4, 4], 4)


_REPEATED = 'table:number-rows-repeated="1048570"'

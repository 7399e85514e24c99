"""A figure that a workbook shows as 25% is 25 in a column of percentages, whatever it stores."""

import io
from pathlib import Path

import pytest
import xlsxwriter

from fairer_stockton.definitions.sources import Column
from tests.unit.ingest.readers.files import CODE, ods, ods_row, read, refusal

SHARE = Column("share", "Share", "percent")
SCORE = Column("score", "Score", "number")


def book(pattern: str, *shares: object, score: float = 0.5) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as workbook:
        sheet, shown = workbook.add_worksheet(), workbook.add_format({"num_format": pattern})
        sheet.write_row(0, 0, ["Area code", "Share", "Score"])
        for row, share in enumerate(shares, start=1):
            sheet.write_row(row, 0, ["E01000001", None, score])
            sheet.write(row, 1, share, shown)
    return buffer.getvalue()


@pytest.mark.parametrize("pattern", ["0%", "0.00%", "0.0%;[Red]-0.0%", '0 "of"%'])
def test_shown_as_a_percentage(tmp_path: Path, pattern: str) -> None:
    rows = read(tmp_path, book(pattern, 0.25, 0.29, 1, 0), CODE, SHARE, SCORE)
    assert [row["share"] for row in rows] == [25, 29, 100, 0]
    assert rows[0]["score"] == 0.5


@pytest.mark.parametrize("pattern", ["General", "0.0", '0.0"%"', "0.0\\%"])
def test_not_shown_as_a_percentage(tmp_path: Path, pattern: str) -> None:
    assert read(tmp_path, book(pattern, 25, 0.4), CODE, SHARE)[1]["share"] == 0.4


def test_formula_text_and_blank_in_a_cell_of_percentages(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as workbook:
        sheet, shown = workbook.add_worksheet(), workbook.add_format({"num_format": "0%"})
        sheet.write_row(0, 0, ["Area code", "Share"])
        for row, write in enumerate(["=1/4", "[c]", "12%", None], start=1):
            sheet.write(row, 0, "E01000001")
            sheet.write_formula(row, 1, write, shown, 0.25) if row == 1 else sheet.write(row, 1, write, shown)
    rows = read(tmp_path, buffer.getvalue(), CODE, SHARE)
    assert [(row["share"], row["share_marker"]) for row in rows] == [
        (25, None),
        (None, "[c]"),
        (12, None),
        (None, "blank"),
    ]


def test_error_shown_as_a_percentage(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["Area code", "Share"])
        sheet.write(1, 0, "E01000001")
        sheet.write_formula(1, 1, "=1/0", workbook.add_format({"num_format": "0%"}), "#DIV/0!")
    assert "#DIV/0!" in refusal(tmp_path, buffer.getvalue(), CODE, SHARE).found


def test_opendocument_spreadsheet(tmp_path: Path) -> None:
    cell = (
        '<table:table-cell office:value-type="percentage" office:value="0.25"><text:p>25%</text:p></table:table-cell>'
    )
    rows = ods_row("Area code", "Share") + ods_row("E01000001", cell) + ods_row("E01000002", 30)
    assert [row["share"] for row in read(tmp_path, ods(("T", rows)), CODE, SHARE, name="t.ods")] == [25, 30]


def test_other_columns_keep_what_the_workbook_stores(tmp_path: Path) -> None:
    share = Column("share", "Share", "number")
    assert read(tmp_path, book("0%", 0.25), CODE, share)[0]["share"] == 0.25

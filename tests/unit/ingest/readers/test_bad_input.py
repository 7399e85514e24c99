"""What publishers and spreadsheets do to files: each is read rightly or refused in words, never a wrong number."""

import gzip
import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from fairer_stockton.definitions.sources import Column
from tests.unit.ingest.readers.reading import CODE, HOMES, LONG, SCORE, SEEN, SHARE, homes, read, refusal


def test_plain_file_keeps_file_row_and_period(tmp_path: Path) -> None:
    rows = read(tmp_path, "Area code,Number of homes\nE01,12\nE02,0\n")
    assert rows[1] == {
        "code": "E02",
        "homes": 0,
        "homes_marker": None,
        "period": "2022",
        "source_file": "table.csv",
        "source_row": 3,
    }


def test_missing_column_names_it_and_its_nearest(tmp_path: Path) -> None:
    wrong = refusal(tmp_path, "Area code,Number of home\nE01,12\n")
    assert (wrong.column, wrong.row) == ("Number of homes", 1)
    assert "'Number of home'" in wrong.found


def test_header_in_other_capitals_is_found_unless_the_very_one_is_there(tmp_path: Path) -> None:
    assert homes(read(tmp_path, "AREA CODE,NUMBER OF HOMES\nE01,4\n")) == [4]
    assert homes(read(tmp_path, "Area code,number of homes,Number of homes\nE01,4,5\n")) == [5]
    assert refusal(tmp_path, "Area code,number of homes,Number Of Homes\nE01,4,5\n").found.startswith("2 columns")


def test_header_cut_short_is_found(tmp_path: Path) -> None:
    cut = LONG[:78]
    assert read(tmp_path, f"{cut}\n4\n", Column("decile", LONG, "count"))[0]["decile"] == 4


def test_header_cut_to_where_it_could_be_two_is_refused(tmp_path: Path) -> None:
    cut = LONG[:78]
    wrong = refusal(tmp_path, f"{cut},{cut}\n4,5\n", Column("decile", LONG, "count"))
    assert wrong.found.startswith("2 columns")


def test_header_cut_to_where_two_columns_would_share_it_is_refused(tmp_path: Path) -> None:
    both = (Column("a", LONG + " a", "count"), Column("b", LONG + " b", "count"))
    assert refusal(tmp_path, f"{LONG[:80]}\n4\n", *both).found == "one column"


def test_header_that_says_less_is_another_column(tmp_path: Path) -> None:
    wanted = Column("a", "Percentage of children in low income families aged under 16", "percent")
    assert "no such column" in refusal(tmp_path, "Percentage of children in low income families\n4\n", wanted).found


def test_last_rows_with_a_code_and_no_figure_are_rows(tmp_path: Path) -> None:
    rows = read(tmp_path, "Area code,Number of homes\nE01000001,5\nE01000002,\nE01000003,\nNotes,\n")
    assert homes(rows) == [5, None, None]


@pytest.mark.parametrize("cell", ["12%", "£3", "1e999"])
def test_sign_of_another_kind_of_figure_is_refused(tmp_path: Path, cell: str) -> None:
    assert cell in refusal(tmp_path, f"Area code,Number of homes\nE01,{cell}\n").found


def test_endless_number_is_refused(tmp_path: Path) -> None:
    assert "endless" in refusal(tmp_path, "Score\n1e999\n", SCORE).expected


def test_short_header_is_never_completed(tmp_path: Path) -> None:
    assert refusal(tmp_path, "Area code,Number\nE01,12\n").column == "Number of homes"


def test_byte_order_mark(tmp_path: Path) -> None:
    assert homes(read(tmp_path, b"\xef\xbb\xbfArea code,Number of homes\nE01,12\n")) == [12]


def test_utf_16(tmp_path: Path) -> None:
    assert homes(read(tmp_path, "Area code,Number of homes\nE01,12\n".encode("utf-16"))) == [12]


def test_windows_1252(tmp_path: Path) -> None:
    rows = read(tmp_path, "Area code,Number of homes\nYnys Môn – £,12\n".encode("cp1252"))
    assert rows[0]["code"] == "Ynys Môn – £"


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    assert "not text" in refusal(tmp_path, b"Area code,Number of homes\n\x81\x8d\xff,1\n").found


@pytest.mark.parametrize(("cell", "expected"), [("1,234", 1234), ("1,234,567", 1234567), ("12.0", 12), (" 7 ", 7)])
def test_numbers_as_people_write_them(tmp_path: Path, cell: str, expected: int) -> None:
    assert homes(read(tmp_path, f'Area code,Number of homes\nE01,"{cell}"\n')) == [expected]


@pytest.mark.parametrize("cell", ["12,34", "1,23,456", "twelve", "1.5", "-3", "1e400x", "12%%x", "#DIV/0!", "∞"])
def test_what_is_no_count_is_refused_with_its_row(tmp_path: Path, cell: str) -> None:
    wrong = refusal(tmp_path, f'Area code,Number of homes\nE01,1\nE02,"{cell}"\n')
    assert (wrong.row, wrong.column) == (3, "Number of homes")
    assert cell in wrong.found


@pytest.mark.parametrize("marker", ["[c]", "[x]", "[low]", "..", "-", "*", ":", "[C]"])
def test_symbols_for_no_figure_are_kept_beside_it(tmp_path: Path, marker: str) -> None:
    row = read(tmp_path, f"Area code,Number of homes\nE01,{marker}\n")[0]
    assert (row["homes"], row["homes_marker"]) == (None, marker)


def test_empty_cell_is_no_zero(tmp_path: Path) -> None:
    row = read(tmp_path, "Area code,Number of homes\nE01,\nE02,3\n")
    assert homes(row) == [None, 3]
    assert row[0]["homes_marker"] == "blank"


@pytest.mark.parametrize("cell", ["2024-05-03", "03/05/2024", "3/5/2024", "2024-05-03 14:20:00", "2024-05-03T14:20"])
def test_dates_as_people_write_them(tmp_path: Path, cell: str) -> None:
    rows = read(tmp_path, f"Area code,Seen\nE01,\nE02,{cell}\n", CODE, SEEN)
    assert [row["seen"] for row in rows] == [None, date(2024, 5, 3)]


@pytest.mark.parametrize(
    "cell", ["2024-02-30", "31/04/2024", "2024-13-01", "05/13/2024", "3 May 2024", "45415", "03/05/24"]
)
def test_what_is_no_date_is_refused_with_its_row(tmp_path: Path, cell: str) -> None:
    wrong = refusal(tmp_path, f"Area code,Seen\nE01,2024-01-01\nE02,{cell}\n", CODE, SEEN)
    assert (wrong.row, wrong.column) == (3, "Seen")
    assert cell in wrong.found


def test_dates_of_a_workbook(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"default_date_format": "dd/mm/yyyy"}) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["Area code", "Seen"])
        sheet.write_row(1, 0, ["E01", date(2024, 5, 3)])
    assert read(tmp_path, buffer.getvalue(), CODE, SEEN, name="book.xlsx")[0]["seen"] == date(2024, 5, 3)


def test_percent_sign(tmp_path: Path) -> None:
    assert read(tmp_path, "Share of homes (%)\n35.2%\n", SHARE)[0]["share"] == 35.2


def test_score_may_be_negative_and_small(tmp_path: Path) -> None:
    assert [r["score"] for r in read(tmp_path, "Score\n-1.771\n1e-3\n", SCORE)] == [-1.771, 0.001]


def test_preamble_notes_and_footnotes(tmp_path: Path) -> None:
    text = (
        '"Table 4: Homes, by area",,\nBack to contents,,\n,,\n'
        'Name,Area code,"Number of homes\n[note 2]"\nA,E01,1\nB,E02,2\n,,\nSource: the department,,\n'
    )
    rows = read(tmp_path, text)
    assert homes(rows) == [1, 2]
    assert [row["source_row"] for row in rows] == [6, 7]


def test_two_columns_of_one_name_need_saying_which(tmp_path: Path) -> None:
    text = "Area code,Area code,Number of homes\nE06,E05,3\n"
    assert "2 columns" in refusal(tmp_path, text).found
    second = Column("code", "Area code#2", "text")
    assert read(tmp_path, text, second, HOMES)[0]["code"] == "E05"
    assert refusal(tmp_path, text, Column("code", "Area code#3", "text"), HOMES).expected == "at least 3"


def test_ragged_row_is_refused(tmp_path: Path) -> None:
    wrong = refusal(tmp_path, "Area code,Number of homes\nE01,1\nE02,2,3\n")
    assert "another width" in wrong.found


def test_subheadings_and_notes_of_a_publisher_are_passed_over(tmp_path: Path) -> None:
    text = 'Area code,Number of homes,Note\nAll of England,\nE01,1,\nE02,2,\n"c","confidential"\n'
    rows = read(tmp_path, text)
    assert homes(rows) == [1, 2]
    assert [row["source_row"] for row in rows] == [3, 4]
    assert "another width" in refusal(tmp_path, text, supplied=True).found
    assert "another width" in refusal(tmp_path, text + "E03,3,,\n").found


@pytest.mark.parametrize("content", ["", "\n\n", "\ufeff"])
def test_empty_file(tmp_path: Path, content: str) -> None:
    assert "empty" in refusal(tmp_path, content).found


def test_header_without_rows(tmp_path: Path) -> None:
    assert "no rows" in refusal(tmp_path, "Area code,Number of homes\n").found


@pytest.mark.parametrize("start", ["<!DOCTYPE html>", "<html>", "\n  <HTML lang='en'>"])
def test_web_page_saved_as_csv(tmp_path: Path, start: str) -> None:
    assert "web page" in refusal(tmp_path, start + "<body>Not found</body>").found


def test_truncated_zip(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("inner.csv", "Area code,Number of homes\nE01,1\n" * 50)
    whole = buffer.getvalue()
    assert "damaged archive" in refusal(tmp_path, whole[:-30], name="t.zip", member="inner.csv").found
    assert "no such member" in refusal(tmp_path, whole, name="t.zip", member="other.csv").found


def test_truncated_gzip(tmp_path: Path) -> None:
    whole = gzip.compress(b"Area code,Number of homes\nE01,1\n")
    assert homes(read(tmp_path, whole, name="table.csv.gz")) == [1]
    assert "damaged archive" in refusal(tmp_path, whole[:-9], name="cut.csv.gz").found


def test_workbook_and_truncated_workbook(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer)
    sheet = workbook.add_worksheet("Table 3")
    for index, row in enumerate(
        [["Table 3"], [], ["Area code", "Number of homes"], ["E01", 597.0], [], ["Back to contents"]]
    ):
        sheet.write_row(index, 0, row)
    workbook.close()
    whole = buffer.getvalue()
    rows = read(tmp_path, whole, name="book.xlsx", sheet="Table 3")
    assert (homes(rows), rows[0]["source_row"]) == ([597], 4)
    assert rows[0]["source_file"] == "book.xlsx › Table 3"
    assert "Table 3" in refusal(tmp_path, whole, name="book.xlsx", sheet="Table 9").found
    assert "damaged workbook" in refusal(tmp_path, whole[:900], name="cut.xlsx", sheet="Table 3").found


def test_unknown_ending(tmp_path: Path) -> None:
    assert ".doc" in refusal(tmp_path, "Area code", name="table.doc").found

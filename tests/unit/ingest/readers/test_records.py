"""Records of text: quotation marks that swallow others, blank lines, cells of any length, and the row that is named."""

import csv
import io
import random
from pathlib import Path

import pytest

from fairer_stockton.definitions.sources import Column
from fairer_stockton.ingest.readers.records import split_records
from fairer_stockton.run.errors import InputError
from tests.unit.ingest.readers.reading import CODE, HOMES, extract, homes, read, refusal

NOTE = Column("note", "Note", "text")
HEADING = "Case,Area code,Service,Number of homes,Note"


def cases(*notes: str, homes: str = "3") -> str:
    """Write a row a note, with five cells each."""
    rows = [f"C24-{number:03},E010121{number:02},housing,{homes},{note}" for number, note in enumerate(notes, start=1)]
    return "\n".join([HEADING, *rows]) + "\n"


def test_mark_that_is_never_closed_is_named_by_its_line(tmp_path: Path) -> None:
    text = cases(*["none"] * 20).replace("C24-011,E01012111,housing", 'C24-011,E01012111,"housing')
    wrong = refusal(tmp_path, text)
    assert wrong.row == 12
    assert wrong.found == "a quotation mark that opens here and is never closed"


def test_mark_that_is_never_closed_before_cells_in_marks(tmp_path: Path) -> None:
    text = cases("none", "none", '"bins, bags"', "none").replace("E01012101,housing", 'E01012101,"housing')
    wrong = refusal(tmp_path, text)
    assert wrong.row == 2
    assert "row 4, in the middle of a cell" in wrong.found


@pytest.mark.parametrize("last", [3, 4, 18])
def test_marks_that_swallow_records_are_named_by_the_line_where_they_open(tmp_path: Path, last: int) -> None:
    """A mark before one service and one after a later: together they make one cell, and a row of the right width."""
    lines = cases(*["none"] * 20).splitlines()
    lines[1] = lines[1].replace(",housing", ',"housing')
    lines[last] = lines[last].replace("housing,", 'housing",')
    wrong = refusal(tmp_path, "\n".join(lines))
    assert wrong.row == 2
    assert "other rows between it and the one that closes it" in wrong.found


def test_row_of_another_width_and_several_lines(tmp_path: Path) -> None:
    wrong = refusal(tmp_path, cases("none", '"Rang\n\nand left",', "none"))
    assert wrong.row == 3
    assert wrong.found == (
        "1 row(s) of another width, the first of 6 cells; a quotation mark opens here and closes 2 lines later"
    )


@pytest.mark.parametrize(
    "note",
    [
        "Rang about the bins.\nRang again, twice.\nCame in.",
        "Asked for:\nbins, bags, boxes, locks, keys\nsmall, large, round, square, other",
        'Said ""no"", then\n""yes""',
        "\n\n",
        ",,,,\n,,,,",
        "x" * 144_000,
        "line\n" * 40_000,
    ],
    ids=["prose", "commas", "marks", "blank lines", "separators", "one long line", "many lines"],
)
def test_cell_of_several_lines_or_of_any_length_is_read(tmp_path: Path, note: str) -> None:
    rows = read(tmp_path, cases("before", f'"{note}"', "after"), HOMES, NOTE)
    assert homes(rows) == [3, 3, 3]
    assert rows[1]["note"] == (note.replace('""', '"').strip() or None)
    assert rows[2]["source_row"] == 4 + note.count("\n")


def test_mark_within_a_bare_cell_means_nothing(tmp_path: Path) -> None:
    rows = read(tmp_path, cases('5" pipe', 'a "small" one', '"a, b" c', 'the end"'), HOMES, NOTE)
    assert [row["note"] for row in rows] == ['5" pipe', 'a "small" one', "a, b c", 'the end"']


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_blank_lines_are_counted_and_left_out(tmp_path: Path, end: str) -> None:
    lines = ["", "Homes,", "", "Area code,Number of homes", "", "E01,1", "", ",", ' , "" ', "E02,2", "   ", "E03,q"]
    wrong = refusal(tmp_path, end.join(lines))
    assert wrong.row == 12
    rows = read(tmp_path, end.join(lines[:-1]))
    assert [(row["source_row"], row["homes"]) for row in rows] == [(6, 1), (10, 2)]


def test_every_message_names_the_line(tmp_path: Path) -> None:
    above = '"A title\nof two lines",\n\n'
    assert refusal(tmp_path, above + "Area code,Homes\nE01,1\n").row == 4
    assert refusal(tmp_path, above + "Area code,Number of homes\nE01,1\n\nE02,2,3\n").row == 7
    assert refusal(tmp_path, above + 'Area code,Number of homes\n"E\n01",1\n\nE02,q\n').row == 8
    twice = "Area code,Area code,Number of homes\n"
    assert refusal(tmp_path, above.replace(",", ",,") + twice).row == 4


def test_heading_after_many_blank_lines(tmp_path: Path) -> None:
    rows = read(tmp_path, "\n" * 300_000 + "Area code,Number of homes\n" + "\n" * 300_000 + "E01,7\n")
    assert [(row["source_row"], row["homes"]) for row in rows] == [(600_002, 7)]


def test_records_are_those_of_the_csv_module() -> None:
    """Whatever the marks, blank lines apart: 2,000 short texts of the signs that matter."""
    draw = random.Random(20250401)
    compared = 0
    for _ in range(2000):
        text = "".join(draw.choices('ab",\n', k=draw.randint(1, 14)))
        try:
            records = split_records(text, extract(), "text")
        except InputError:
            continue
        reader = csv.reader(io.StringIO(text, newline=""))
        expected, begins = [], 1
        for record in reader:
            expected += [(begins, record)] if "".join(record).strip(' ,"\n') else []
            begins = reader.line_num + 1
        whole = csv.reader(io.StringIO(records.content.decode(), newline=""))
        found = [
            (line, record)
            for line, record in zip(records.lines.tolist(), whole, strict=True)
            if "".join(record).strip(' ,"\n')
        ]
        assert found == expected, text
        compared += 1
    assert compared > 1000


@pytest.mark.parametrize("column", [CODE, HOMES])
def test_one_column_has_no_separators_to_count(tmp_path: Path, column: Column) -> None:
    rows = read(tmp_path, f'{column.header}\n1\n"2\n"\n3\n', column)
    assert [row["source_row"] for row in rows] == [2, 3, 5]

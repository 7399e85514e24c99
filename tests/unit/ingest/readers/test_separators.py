"""Signs that part cells and encodings of text: all the ways in which office programs save one table."""

from pathlib import Path

import pytest

from tests.unit.ingest.readers.reading import CODE, HOMES, SCORE, homes, read, refusal

TABLE = [["Area code", "Name", "Number of homes"], ["E01", "Ynys Môn – £", "12"], ["E02", "King’s, north", "7"]]


def table(separator: str) -> str:
    return "\r\n".join(separator.join(f'"{c}"' if separator in c else c for c in row) for row in TABLE) + "\r\n"


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_separator_and_encoding_are_recognised_by_content(tmp_path: Path, separator: str, encoding: str) -> None:
    named = CODE.__class__("name", "Name", "text")
    rows = read(tmp_path, table(separator).encode(encoding), CODE, named, HOMES)
    assert homes(rows) == [12, 7]
    assert [row["name"] for row in rows] == ["Ynys Môn – £", "King’s, north"]
    assert [row["source_row"] for row in rows] == [2, 3]


@pytest.mark.parametrize("name", ["table.tsv", "table.txt", "TABLE.CSV"])
def test_endings_of_text(tmp_path: Path, name: str) -> None:
    assert homes(read(tmp_path, table("\t"), name=name)) == [12, 7]


def test_line_that_tells_a_spreadsheet_the_separator(tmp_path: Path) -> None:
    assert homes(read(tmp_path, "sep=;\n" + table(";"))) == [12, 7]


def test_commas_in_headings_of_a_file_of_semicolons(tmp_path: Path) -> None:
    rows = read(tmp_path, "Area code;Score\nE01;0,5\nE02;-1,25\n", CODE, SCORE)
    assert [row["score"] for row in rows] == [0.5, -1.25]


def test_row_of_another_width_names_the_separator(tmp_path: Path) -> None:
    wrong = refusal(tmp_path, "Area code;Number of homes\nE01;1\nE02;2;3\n")
    assert (wrong.row, wrong.expected) == (3, "2 cells a row, parted by a semicolon, as in the heading")


def test_separator_that_is_none(tmp_path: Path) -> None:
    wrong = refusal(tmp_path, "Area code~Number of homes\nE01~1\n")
    assert (wrong.found, wrong.expected) == ("rows of one cell", "cells parted by comma, tab, semicolon, bar")


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"Area code,Number of homes\nE01\x00,1\n", "NUL"),
        (b"Area code,Number of homes\nE01,1\n" + b"\x00" * 512, "NUL"),
        (b"\xff\xfeA\x00r", "damaged UTF-16"),
        (b"\xff\xfe\x00\xd8A\x00", "damaged UTF-16"),
        (b"PK\x03\x04\x14\x00\x06\x00", "a workbook"),
        (b"PAR1\x15\x04", "a parquet file"),
        (b"\x1f\x8b\x08\x00", "a gzip file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old form"),
        ("Area code,Number of homes\nYnys Môn,1\n".encode() + "Ynys Môn,2\n".encode("cp1252"), "UTF-8 elsewhere"),
    ],
)
def test_what_is_no_text_is_refused_in_words(tmp_path: Path, content: bytes, found: str) -> None:
    assert found in refusal(tmp_path, content).found


def test_line_in_another_encoding_is_named(tmp_path: Path) -> None:
    text = "Area code,Number of homes\nYnys Môn,1\n".encode() + "Ynys Môn,2\n".encode("cp1252")
    assert refusal(tmp_path, text).row == 3


def test_council_is_not_sent_to_a_publisher(tmp_path: Path) -> None:
    for content in ("Area code,Homes\nE01,1\n", "Area code,Number of homes\nE01,q\n", "Area code,Number of homes\n"):
        own = refusal(tmp_path, content, supplied=True).remedy
        assert own.endswith("and supply the file again")
        assert "publisher" not in own
        assert "supply" not in refusal(tmp_path, content).remedy

"""What a message says of a cell that the council supplies: its kind, unless it is a word of everybody's."""

from pathlib import Path

import pyarrow as pa
import pytest

from fairer_stockton.definitions.sources import Column
from fairer_stockton.ingest.readers.cell_kinds import describe_kind_of_cell, mark_codes
from tests.unit.ingest.readers.files import refusal as refusal_of_supplied
from tests.unit.ingest.readers.reading import refusal


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("E01012187", "the code of an area"),
        ("1985-02-03", "a date"),
        ("3/2/85", "a date"),
        ("-7", "a number below 0"),
        ("\u22127.5", "a number below 0"),
        ("71", "a whole number"),
        ("71.5", "a number"),
        ("£1,234.50", "a number"),
        ("W", "one letter"),
        ("Jo", "one word"),
        ("Jo Bloggs", "words"),
        ("zqC2024A", "letters and digits"),
        ("Owes 2 banks", "words and digits"),
        ("?!", "signs"),
    ],
)
def test_cell_is_told_by_its_kind(cell: str, kind: str) -> None:
    assert describe_kind_of_cell(cell) == f"{kind} (not repeated here)"


@pytest.mark.parametrize("cell", ["*", "n/a", "#N/A", "Err:502", "Total", "unknown", "[c]"])
def test_word_of_everybody_is_shown(cell: str) -> None:
    assert describe_kind_of_cell(cell) == repr(cell)


def test_only_what_a_publisher_wrote_is_repeated(tmp_path: Path) -> None:
    rows = "Area code,Number of homes\nE01,Bloggs\n"
    assert refusal(tmp_path, rows).found == "'Bloggs'"
    assert refusal_of_supplied(tmp_path, rows.encode(), name="homes.csv").found == "one word (not repeated here)"


def test_damage_of_a_supplied_file_is_not_told_in_a_librarys_words(tmp_path: Path) -> None:
    damaged = b"PAR1" + b"Bloggs" * 9 + b"PAR1"
    public = refusal(tmp_path, damaged, name="homes.parquet").found
    assert public.startswith("a damaged parquet file (")
    assert refusal_of_supplied(tmp_path, damaged, name="homes.parquet").found == "a damaged parquet file"


def test_code_is_one_word_and_no_date() -> None:
    codes = ["council_tax", "D2024-0001", "E01012187", "S1", "0000-0000-0001-0000-2026", "A/17.2"]
    others = ["Owes 2 banks", "1985-02-03", "3/2/1985", "03.02.85", "jo@example.org", "", "x" * 41, "-9"]
    assert mark_codes(pa.array(codes)).to_pylist() == [True] * len(codes)
    assert mark_codes(pa.array(others)).to_pylist() == [False] * len(others)


def test_free_text_in_a_column_of_codes_is_refused(tmp_path: Path) -> None:
    content = b"Reason\nrent\nOwes 2 banks\n"
    wrong = refusal_of_supplied(tmp_path, content, Column("reason", "Reason", "code"), name="cases.csv")
    assert (wrong.row, wrong.column, wrong.found) == (3, "Reason", "words and digits (not repeated here)")
    assert wrong.expected.startswith("a code: one word")

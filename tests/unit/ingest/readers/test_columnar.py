"""Parquet: columns of every kind come out as a table would show them, and of the wrong shape are said in words."""

import datetime
import io
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from fairer_stockton.definitions.sources import Column
from fairer_stockton.ingest.readers import columnar
from fairer_stockton.run.errors import InputError
from tests.unit.ingest.readers.files import HEADINGS, HOMES, homes, read, refusal, search

CODES = ["E01000001", "E01000002"]
NAME = "table.parquet"
VALUE = Column("homes", "Number of homes", "text")


def stored(cells: pa.Array | list[object], name: str = HEADINGS[1], **options: object) -> bytes:
    buffer = io.BytesIO()
    table = pa.Table.from_arrays([pa.array(CODES), pa.array(cells)], names=[HEADINGS[0], name])
    parquet.write_table(table, buffer, **options)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("cells", "text"),
    [
        (pa.array([5, None], pa.uint8()), ["5", None]),
        (pa.array([100110567890.0, 0.5]), ["100110567890", "0.5"]),
        (pa.array([-3.0, None], pa.float32()), ["-3", None]),
        (pa.array([Decimal("1.50"), None]), ["1.50", None]),
        (pa.array([True, False]), ["true", "false"]),
        (pa.array([datetime.date(2024, 5, 3), None]), ["2024-05-03", None]),
        (pa.array(["a", None]).dictionary_encode(), ["a", None]),
        (pa.array(["a", "b"], pa.large_string()), ["a", "b"]),
    ],
)
def test_values_as_a_table_shows_them(tmp_path: Path, cells: pa.Array, text: list[str | None]) -> None:
    code = Column("code", "Area code", "text")
    assert [row["homes"] for row in read(tmp_path, stored(cells), code, VALUE, name=NAME)] == text


@pytest.mark.parametrize("kind", [pa.timestamp("us"), pa.timestamp("ns"), pa.timestamp("s", "UTC"), pa.date64()])
def test_moments_are_dates(tmp_path: Path, kind: pa.DataType) -> None:
    cells = pa.array([datetime.datetime(2024, 5, 3)] * 2, kind)
    seen = Column("seen", "Number of homes", "date")
    assert read(tmp_path, stored(cells), seen, name=NAME)[0]["seen"] == datetime.date(2024, 5, 3)


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (pa.array([[1], [2]]), "lists or records"),
        (pa.array([{"a": 1}, None]), "lists or records"),
        (pa.array([[("a", 1)], None], pa.map_(pa.string(), pa.int8())), "lists or records"),
        (pa.array([b"a", b"\xff"]), "bytes"),
        (pa.array([b"ab", b"cd"], pa.binary(2)), "bytes"),
        (pa.array([datetime.timedelta(1), None]), "lengths of time"),
    ],
)
def test_column_of_another_shape_names_it_and_its_type(tmp_path: Path, cells: pa.Array, words: str) -> None:
    wrong = refusal(tmp_path, stored(cells), name=NAME)
    assert wrong.column == "Number of homes"
    assert wrong.found.startswith(f"a column of {words} (")
    search(tmp_path, stored(cells), name=NAME)


def test_search_for_people_sees_every_column_and_nested_cells(tmp_path: Path) -> None:
    for cells in (["no", "ring 01632 960123"], [["no"], ["ring 01632 960123"]]):
        with pytest.raises(InputError, match="telephone"):
            search(tmp_path, stored(cells, "Note"), name=NAME)


def test_columns_of_one_name(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    table = pa.Table.from_arrays([pa.array(CODES), pa.array([1, 2]), pa.array([3, 4])], names=[*HEADINGS, HEADINGS[1]])
    parquet.write_table(table, buffer)
    assert "2 columns" in refusal(tmp_path, buffer.getvalue(), name=NAME).found
    second = Column("homes", "Number of homes#2", "count")
    assert homes(read(tmp_path, buffer.getvalue(), second, name=NAME)) == [3, 4]


def test_no_rows_and_no_columns(tmp_path: Path) -> None:
    schema = pa.schema([(HEADINGS[0], pa.string()), (HEADINGS[1], pa.int64())])
    for empty in (schema.empty_table(), pa.table({})):
        buffer = io.BytesIO()
        parquet.write_table(empty, buffer)
        assert refusal(tmp_path, buffer.getvalue(), name=NAME).found
    with parquet.ParquetWriter(tmp_path / "none.parquet", schema):
        pass
    assert "no rows" in refusal(tmp_path, (tmp_path / "none.parquet").read_bytes(), name=NAME).found


@pytest.mark.parametrize("length", [8, 100, -1, -9, -40])
def test_cut_short(tmp_path: Path, length: int) -> None:
    whole = stored([1, 2])
    assert "damaged parquet file" in refusal(tmp_path, whole[:length], name=NAME).found


def test_encrypted(tmp_path: Path) -> None:
    whole = stored([1, 2])
    assert refusal(tmp_path, b"PARE" + whole[4:-4] + b"PARE", name=NAME).found == "an encrypted parquet file"


def test_another_file_of_the_ending(tmp_path: Path) -> None:
    assert refusal(tmp_path, b"Area code,Number of homes\n", name=NAME).found.startswith("no parquet file")


def test_repeated_text_that_grows_when_read(tmp_path: Path) -> None:
    cells = ["x" * 3_000] * 1_000
    buffer = io.BytesIO()
    parquet.write_table(pa.table({HEADINGS[0]: cells, HEADINGS[1]: [1] * 1_000}), buffer)
    assert len(buffer.getvalue()) < 20_000
    assert "more than 2 MB" in refusal(tmp_path, buffer.getvalue(), name=NAME, largest_mb=2).found
    assert len(read(tmp_path, buffer.getvalue(), name=NAME, largest_mb=4)) == 1_000


def test_damage_at_which_the_library_would_end_the_process(tmp_path: Path) -> None:
    """A column that is said to have no blanks, and counts them: to ask the library for its size would be fatal."""
    whole = stored([1.5, 2.5])
    for place in range(whole.index(b"schema") - 40, whole.index(b"schema") + 80):
        damaged = whole[:place] + b"\0" + whole[place + 1 :]
        try:
            read(tmp_path, damaged, name=NAME)
            search(tmp_path, damaged, name=NAME)
        except InputError as wrong:
            assert wrong.found


def test_too_many_rows(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    parquet.write_table(pa.table({HEADINGS[1]: pa.repeat(1, columnar.LARGEST_CELLS + 1)}), buffer)
    assert refusal(tmp_path, buffer.getvalue(), HOMES, name=NAME).found == "10,000,001 rows"

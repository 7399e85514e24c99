"""A large extract is staged in batches as it would be whole, row numbers and refusals too."""

from collections.abc import Iterable
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from pyarrow import parquet

from fairer_stockton.fetch.raw_folder import RawFile
from fairer_stockton.ingest import row_batches
from fairer_stockton.ingest.identifier_kinds import find_identifier_kind
from fairer_stockton.ingest.readers import blocks
from fairer_stockton.ingest.stage import build_staged_table, read_and_recode_file
from fairer_stockton.run.errors import InputError
from fairer_stockton.run.private_files import OTHERS, is_owner_folder
from fairer_stockton.run.progress import Progress
from tests.conftest import DEFINITIONS

SOURCE = DEFINITIONS.sources["customer_contacts"]
HEADING = "contact_id,lsoa21cd,note,service,channel,satisfied,resolved_first_time,date,waiting_minutes"
ROWS = [
    f"C{number},E0101218{number % 10},,waste,{('digital', 'phone')[number % 2]},yes,,2024-0{4 + number % 6}-11,{number}"
    for number in range(1, 60)
]


@pytest.fixture(autouse=True)
def _every_file_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "SMALLEST", 1)
    monkeypatch.setattr(blocks, "BLOCK", 400)


def write(folder: Path, *lines: str, encoding: str = "utf-8") -> RawFile:
    path = folder / "customer_contacts_2024-25.csv"
    path.write_text("\n".join([HEADING, *lines, ""]), encoding=encoding)
    return RawFile(SOURCE.extracts[-1], path, synthetic=False)


def stage(folder: Path, file: RawFile) -> pa.Table | None:
    with row_batches.stage_in_batches(SOURCE, [file], folder, read_and_recode_file, Progress(quiet=True)) as written:
        if written:
            assert is_owner_folder(written.parent)
            assert not written.stat().st_mode & OTHERS
        return parquet.read_table(written) if written else None


def test_rows_in_batches_are_those_of_the_whole_file(tmp_path: Path) -> None:
    quoted = ROWS[20].replace("waste", '"waste"')
    file = write(tmp_path, *ROWS[:20], quoted, *ROWS[21:])
    assert len([*blocks.split_into_blocks(file.path)]) > 5
    staged = stage(tmp_path, file)
    assert staged is not None
    assert staged.equals(build_staged_table(SOURCE, [file]))
    assert sorted(staged["source_row"].to_pylist()) == [*range(2, 61)]
    assert [*tmp_path.iterdir()] == [file.path]


@pytest.mark.parametrize(
    ("line", "encoding"),
    [
        ("", "utf-8"),  # blank
        ('C99,E01012187,"two\nlines",waste,phone,yes,,2024-05-11,3', "utf-8"),
        ('C99,E01012187,,waste,phone,yes,,2024-05-11,"1,003"', "utf-8"),
        ("C99,E01012187,café,waste,phone,yes,,2024-05-11,3", "cp1252"),
        ("C99,E01012187,,waste,phone,yes,,2024-05-11,3,", "utf-8"),  # a cell too many
        ("Total,,,,,,,,", "utf-8"),
    ],
)
def test_what_only_the_whole_file_tells_is_read_whole(tmp_path: Path, line: str, encoding: str) -> None:
    lines = [*ROWS, line] if line.startswith("Total") else [*ROWS[:30], line, *ROWS[30:]]
    assert stage(tmp_path, write(tmp_path, *lines, encoding=encoding)) is None


class CountedBytes(bytes):
    """Bytes that tell how many of them were looked at for a sign."""

    looked_at = 0

    def count(self, sign: bytes, start: int = 0, end: int | None = None) -> int:  # type: ignore[override]
        end = len(self) if end is None else end
        self.looked_at += end - start
        return super().count(sign, start, end)


def test_a_stray_mark_of_inches_costs_one_look_at_each_line() -> None:
    """After it no line ends outside a cell: the search for one goes back over all of them."""
    text = CountedBytes(b"C0,one\n" + b'C1,a pipe of 5" wide\n' + b"C2,another\n" * 20_000)
    assert blocks._find_end_of_rows(text) == len(b"C0,one\n")
    assert text.looked_at <= 2 * len(text)


def test_columns_of_few_and_of_many_words_are_those_of_the_whole_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the database holds as numbers of words, it sorts by their letters and writes as words."""
    monkeypatch.setattr(row_batches, "MOST_WORDS", 4)  # services are few, neighbourhoods many
    services = ("zoo", "arts", "it's", "Waste")
    rows = [row.replace("waste", services[number % 2]) for number, row in enumerate(ROWS)]
    file = write(tmp_path, *rows)
    staged = stage(tmp_path, file)
    assert staged is not None
    assert staged.equals(build_staged_table(SOURCE, [file]))
    statement = "select service, count(*) as contacts, service < 'b' as early from customer_contacts group by service"
    connection = duckdb.connect()
    words = {"service": pa.array(services)}
    part = row_batches._Part(tmp_path / "part.parquet", pa.schema([("service", pa.string())]), words)
    parquet.write_table(pa.table({"service": [*services, None]}), part.path)
    row_batches._create_view(connection, "customer_contacts", [part])
    sorted_rows = connection.sql(f"{statement} order by service").fetchall()
    assert sorted_rows == [
        ("Waste", 1, True),
        ("arts", 1, True),
        ("it's", 1, False),
        ("zoo", 1, False),
        (None, 1, None),
    ]


def name_rows(numbers: Iterable[int]) -> list[str]:
    """Return the rows with these numbers of contacts."""
    return [row.replace(row.split(",")[0], str(number), 1) for row, number in zip(ROWS, numbers, strict=False)]


def test_numbers_of_records_are_judged_by_all_of_a_file(tmp_path: Path) -> None:
    """Of these 59 a few check, as chance has it; in the first part, where one of six does, nobody could tell."""
    numbers = [9434765919, *range(9434765000, 9434765580, 10)]
    checking = [number for number in numbers if find_identifier_kind(str(number), 2024, True)]
    assert 0 < len(checking) < 0.25 * len(numbers)
    file = write(tmp_path, *name_rows(numbers))
    staged = stage(tmp_path, file)
    assert staged is not None
    assert staged.equals(build_staged_table(SOURCE, [file]))


def test_numbers_of_records_that_check_too_often_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = [number for number in range(9434765000, 9434780000) if find_identifier_kind(str(number), 2024, True)]
    file = write(tmp_path, *name_rows([*range(9434765000, 9434765430, 10), *numbers]))
    with pytest.raises(InputError, match="NHS") as whole:
        build_staged_table(SOURCE, [file])
    assert stage(tmp_path, file) is None
    monkeypatch.setattr(row_batches, "LARGEST_LINES", 10)  # of a file that cannot be read whole
    with pytest.raises(InputError) as in_batches:
        stage(tmp_path, file)
    assert str(in_batches.value) == str(whole.value)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("2024-08-11,58", "2024-08-11,5.8"), ("2024-08-11,58", "2019-08-11,58"), (",,waste", ",a@example.org,waste")],
)
def test_a_refusal_names_the_row_of_the_file(
    tmp_path: Path, right: str, wrong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(tmp_path, *ROWS[:57], ROWS[57].replace(right, wrong), ROWS[58])
    assert blocks.count_lines(file.path) == file.path.read_bytes().count(b"\n")
    with pytest.raises(InputError) as whole:
        build_staged_table(SOURCE, [file])
    assert whole.value.row == 59
    assert stage(tmp_path, file) is None  # and so it is read whole, and refused in these words
    monkeypatch.setattr(row_batches, "LARGEST_LINES", 10)  # of a file that cannot be read whole
    with pytest.raises(InputError) as in_batches:
        stage(tmp_path, file)
    assert str(in_batches.value) == str(whole.value)
    file.path.write_bytes(file.path.read_bytes().replace(b"\n", b"\r\n"))
    assert blocks.count_lines(file.path) == 2 * (len(ROWS) + 1)  # as the reader of whole files counts them

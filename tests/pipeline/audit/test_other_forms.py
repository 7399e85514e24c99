"""The auditor reads every other form of the tables, and finds what one says more, less or otherwise than the CSV."""

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
import xlsxwriter
from pyarrow import parquet

from fairer_stockton.auditor.forms import (
    BOOKS,
    OF_FIGURES,
    SHEETS_OF_TABLES,
    find_differences_in_parquet,
    find_differences_in_workbooks,
)
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.editions.published import PublishedEdition
from fairer_stockton.report.tables.open_document import write_open_document
from fairer_stockton.schemas.results.contracts import CONTRACTS
from tests.pipeline.audit.spoiling import found_in, table

Rows = list[list[Any]]


def faults(folder: Path) -> list[str]:
    return list(find_differences_in_workbooks(PublishedEdition(folder)))


def packed_faults(folder: Path) -> list[str]:
    return list(find_differences_in_parquet(PublishedEdition(folder)))


def respelt(folder: Path, book: str, change: Callable[[dict[str, Rows]], None]) -> None:
    """Change cells of one of the two workbooks; its looks are lost."""
    sheets = PublishedEdition(folder).sheets(book)
    change(sheets)
    plain = folder / "plain.xlsx"
    with xlsxwriter.Workbook(plain) as written:
        for name, rows in sheets.items():
            sheet = written.add_worksheet(name)
            for place, row in enumerate(rows):
                sheet.write_row(place, 0, row)
    if book.endswith(".ods"):
        write_open_document(plain, folder / book)
        plain.unlink()
    else:
        plain.replace(folder / book)


def where(
    rows: Rows, column: str, wanted: Callable[[Any], bool], but: Sequence[list[Any]] = (), **same: str
) -> tuple[list[Any], int]:
    """Give the first row of a sheet whose cells are so, but for some rows, and the place of a column in it."""
    header = next(row for row in rows if column in row)
    for row in rows[rows.index(header) + 1 :]:
        cells = dict(zip(header, row, strict=True))
        if wanted(cells[column]) and same.items() <= cells.items() and not any(row is one for one in but):
            return row, header.index(column)
    raise LookupError(f"no such row: {column} {same}")


def test_nothing_is_found_in_what_was_published(folder: Path) -> None:
    assert faults(folder) == []
    assert packed_faults(folder) == []


@pytest.mark.parametrize("book", BOOKS)
def test_numbers_of_hidden_figures_on_a_sheet_are_found(folder: Path, book: str) -> None:
    changed: Rows = []

    def leak(sheets: dict[str, Rows]) -> None:
        rows = next(rows for rows in sheets.values() if any(row[-3:-2] == ["[c]"] for row in rows))
        for column in OF_FIGURES:
            row, place = where(rows, column, lambda cell: cell == "[c]", changed, Mark="[c]")
            row[place] = 12.34
            changed.append(row)

    respelt(folder, book, leak)
    named = [f"{row[0]}, {row[2]}, {row[5]}" for row in changed]
    assert faults(folder) == [f"{book} gives a number of a hidden figure: {name}" for name in named]


@pytest.mark.parametrize("book", BOOKS)
def test_a_hidden_figure_whose_mark_is_gone_is_found(folder: Path, book: str) -> None:
    def unmark(sheets: dict[str, Rows]) -> None:
        rows = next(rows for rows in sheets.values() if any(row[-3:-2] == ["[c]"] for row in rows))
        row, _ = where(rows, "Mark", lambda cell: cell == "[c]")
        row[:] = ["none" if cell == "[c]" else cell for cell in row]

    respelt(folder, book, unmark)
    rows = table(folder, "observations")
    count = int(((rows["status"] == "suppressed") & (rows["area_type"] != "lsoa")).sum())
    assert faults(folder) == [f"{book} marks {count - 1} figures [c], csv/observations.csv has {count} that it should"]


@pytest.mark.parametrize("book", BOOKS)
def test_numbers_that_the_csv_lacks_are_found_on_the_sheets_beside_it(folder: Path, book: str) -> None:
    """Put one into each column of each sheet, where it has none if it somewhere has, as a number or in words."""
    leaks: list[str] = []

    def leak(sheets: dict[str, Rows]) -> None:
        for name, beside in SHEETS_OF_TABLES.items():
            changed: Rows = []
            for number, column in enumerate(beside.numbers):
                try:
                    row, place = where(sheets[name], column, lambda cell: cell in ("[c]", "[x]"), changed)
                except LookupError:
                    row, place = where(sheets[name], column, lambda cell: isinstance(cell, float), changed)
                row[place] = (12.34, "12.34", "about 12")[number % 3]
                changed.append(row)
            start = f"{book}, sheet {name}, does not say the same as csv/{beside.file}.csv: "
            leaks.extend([start] * len(changed))

    respelt(folder, book, leak)
    found = faults(folder)
    assert [one[: len(start)] for one, start in zip(found, leaks, strict=True)] == leaks


def test_other_numbers_other_words_and_lost_rows_are_found(folder: Path) -> None:
    def change(sheets: dict[str, Rows]) -> None:
        for name, beside in SHEETS_OF_TABLES.items():
            if name != "Council figures":  # none of which can be recomputed from the sample
                row, place = where(sheets[name], next(iter(beside.numbers)), lambda cell: isinstance(cell, float))
                row[place] += 0.001
            _, place = where(sheets[name], next(iter(beside.words)), bool)
            sheets[name][-1][place] += "?"

    respelt(folder, "tables.xlsx", change)
    respelt(folder, "tables.ods", lambda sheets: [sheets[name].pop() for name in SHEETS_OF_TABLES])
    found = faults(folder)
    assert len(found) == 3 * len(SHEETS_OF_TABLES) - 1
    of_book, of_spreadsheet = found[: -len(SHEETS_OF_TABLES)], found[-len(SHEETS_OF_TABLES) :]
    assert all("tables.xlsx, sheet" in one and "does not say the same" in one for one in of_book)
    for (name, beside), fault in zip(SHEETS_OF_TABLES.items(), of_spreadsheet, strict=True):
        given = table(folder, beside.file)
        if beside.own:
            given = given[(given["area_type"] != beside.own) | (given["area_code"] == Settings().council.code)]
        rows = len(given)
        assert fault == f"tables.ods, sheet {name}, has {rows - 1} rows, csv/{beside.file}.csv {rows}"


def test_a_row_of_the_council_itself_that_a_sheet_lacks_or_gives_otherwise_is_found(folder: Path) -> None:
    """The sheet of deprivation leaves other councils out, and only those."""

    def lose(sheets: dict[str, Rows]) -> None:
        sheets["Deprivation"].remove(next(row for row in sheets["Deprivation"] if Settings().council.code in row))

    def rename(sheets: dict[str, Rows]) -> None:
        row = next(row for row in sheets["Deprivation"] if Settings().council.code in row)
        row[row.index(Settings().council.code)] = "E06000001"

    respelt(folder, "tables.ods", lose)
    respelt(folder, "tables.xlsx", rename)
    other, lost = faults(folder)
    assert other.startswith("tables.xlsx, sheet Deprivation, does not say the same as csv/deprivation.csv: ")
    assert lost.startswith("tables.ods, sheet Deprivation, has ")


def test_a_number_of_a_hidden_community_stops_the_run(sample: Settings, folder: Path, files_alone: None) -> None:
    def leak(sheets: dict[str, Rows]) -> None:
        row, place = where(sheets["Communities"], "Community's figure", lambda cell: cell == "[c]", Mark="[c]")
        row[place] = 12.34

    respelt(folder, "tables.ods", leak)
    rows = table(folder, "communities")
    hidden = rows[rows["status"] == "suppressed"].iloc[0]
    named = f"{hidden['title']}, {hidden['measure']}, {hidden['period']}"
    start = "tables.ods, sheet Communities, does not say the same as csv/communities.csv"
    assert found_in(sample, folder) == [f"{start}: {named}"]


def test_a_spreadsheet_that_is_not_the_workbook_is_found(folder: Path) -> None:
    def change(sheets: dict[str, Rows]) -> None:
        sheets["Cover"][1][0] += " 17 residents answered."
        del sheets["Notes"]

    respelt(folder, "tables.ods", change)
    start = "tables.ods does not say the same as tables.xlsx: sheet"
    assert faults(folder) == [f"{start} Cover", f"{start} Notes"]


def repacked(folder: Path, name: str, change: Callable[[pd.DataFrame], pd.DataFrame]) -> None:
    path = folder / "parquet" / f"{name}.parquet"
    given = parquet.read_table(path)
    changed = change(given.to_pandas())
    same = given.schema if list(changed) == given.column_names else None
    parquet.write_table(pa.Table.from_pandas(changed, schema=same, preserve_index=False), path)


def test_a_number_of_a_hidden_figure_in_parquet_is_found(sample: Settings, folder: Path, files_alone: None) -> None:
    rows = table(folder, "observations")
    hidden = rows.index[rows["status"] == "suppressed"][0]
    repacked(
        folder, "observations", lambda table: table.assign(value=table["value"].where(table.index != hidden, 12.5))
    )
    start = "parquet/observations.parquet does not say the same as csv/observations.csv"
    assert found_in(sample, folder) == [f"{start}: column value, line {hidden + 2}"]


@pytest.mark.parametrize("name", CONTRACTS)
def test_a_parquet_file_that_says_otherwise_is_found(folder: Path, name: str) -> None:
    start = f"parquet/{name}.parquet does not say the same as csv/{name}.csv"
    whole = parquet.read_table(folder / "parquet" / f"{name}.parquet").to_pandas()
    column = next(column for column in whole if whole[column].dtype == "str")
    if len(whole):  # the sample has no open counts to split
        last = whole.index[-1]
        repacked(
            folder, name, lambda table: table.assign(**{column: table[column].where(table.index != last, "other")})
        )
        assert packed_faults(folder) == [f"{start}: column {column}, line {last + 2}"]
        repacked(folder, name, lambda table: whole[:-1])
        assert packed_faults(folder) == [f"{start}: {last} rows, and {last + 1}"]
    else:
        assert name == "decompositions"
    repacked(folder, name, lambda table: whole.assign(more=1))
    assert packed_faults(folder) == [f"{start}: other columns"]


def test_a_parquet_file_alone_missing_or_broken_is_found(folder: Path) -> None:
    packed = folder / "parquet"
    shutil.copyfile(packed / "gaps.parquet", packed / "more.parquet")
    (packed / "claims.parquet").unlink()
    (packed / "movements.parquet").write_bytes(b"PAR1")
    start = "does not say the same as csv/"
    assert packed_faults(folder) == [
        f"parquet/claims.parquet {start}claims.csv: only one of them is there",
        f"parquet/more.parquet {start}more.csv: only one of them is there",
        f"parquet/movements.parquet {start}movements.csv: it cannot be read as the same kinds of column",
    ]

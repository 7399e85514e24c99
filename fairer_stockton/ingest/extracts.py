"""Bytes to Arrow: whichever form a publisher chose, out come typed columns, each row with its file and row number."""

from pathlib import Path

import pyarrow as pa

from fairer_stockton.definitions.sources import YEAR_COLUMN, Extract
from fairer_stockton.ingest.readers.columns import convert_to_typed_columns
from fairer_stockton.ingest.readers.grid import TextGrid, describe_remedy
from fairer_stockton.ingest.readers.grids import read_wanted_columns
from fairer_stockton.ingest.year_columns import (
    find_years_in_headings,
    has_year_columns,
    name_columns_of_each_year,
    stack_years,
)
from fairer_stockton.run.errors import InputError


def read_extract(path: Path, extract: Extract) -> pa.Table:
    """Read one extract.

    Returns:
        The wanted columns under our names; for each `count`, `number` and `percent` also `<name>_marker` (the
        publisher's symbol where there is no figure, else null); then `period`, `source_file` and `source_row`
        (the row as a spreadsheet shows it; of text the line that it starts on). Of a file with a column for each year,
        each row stands once for each year, with that year in the column `year`.

    Raises:
        InputError: the file is not what it claims to be, lacks a column, or holds a cell that cannot be read.
    """
    where = path.name + (f" › {extract.member or extract.sheet}" if extract.member or extract.sheet else "")
    years = find_years_in_headings(path, extract, where) if has_year_columns(extract) else []
    wide = name_columns_of_each_year(extract, years) if years else extract
    grid = read_wanted_columns(path, wide, where)
    if grid.table.num_rows == 0:
        raise InputError(grid.where, "a header but no rows", "at least one row of figures", describe_remedy(extract))
    table = type_grid(grid, wide)
    return stack_years(table, extract, years) if years else table


def type_grid(grid: TextGrid, extract: Extract) -> pa.Table:
    """Return the typed columns of a grid, with the period, file and row of each of its rows."""
    columns = convert_to_typed_columns(grid, extract)
    count = grid.table.num_rows
    columns["period"] = _repeat_word(extract.period, count)
    columns["source_file"] = _repeat_word(grid.where, count)
    columns["source_row"] = grid.rows
    return pa.table(columns)


def list_columns_of_file(path: Path, extract: Extract) -> Extract:
    """Return the extract with the columns of the file: where a heading stands for each year, a column of each."""
    if not has_year_columns(extract):
        return extract
    return name_columns_of_each_year(extract, find_years_in_headings(path, extract, path.name))


def make_table_without_rows(extract: Extract) -> pa.Table:
    """Return a table with the columns that reading an extract would give, and no row."""
    empty = pa.chunked_array([], pa.string())
    table = pa.table([empty] * len(extract.columns), names=[column.name for column in extract.columns])
    grid = TextGrid(table, pa.array([], pa.int32()), "")
    words = {name: _repeat_word("", 0) for name in ("period", "source_file")}
    years = {YEAR_COLUMN: empty} if has_year_columns(extract) else {}
    return pa.table({**convert_to_typed_columns(grid, extract), **words, "source_row": grid.rows, **years})


def _repeat_word(word: str, count: int) -> pa.DictionaryArray:
    """Return one word many times over, in one byte a row."""
    return pa.DictionaryArray.from_arrays(pa.repeat(pa.scalar(0, pa.int8()), count), [word])

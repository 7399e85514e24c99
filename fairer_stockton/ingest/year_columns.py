"""Sheets with a column for each year: `{year}` in a heading finds the years, and each makes rows of its own."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import pyarrow as pa

from fairer_stockton.definitions.sources import YEAR_COLUMN, YEAR_IN_HEADING, Column, Extract
from fairer_stockton.ingest.readers.grid import describe_remedy
from fairer_stockton.ingest.readers.grids import read_top_rows
from fairer_stockton.ingest.readers.headers import tidy_header
from fairer_stockton.run.errors import InputError

YEARS = r"((?:19|20)\d{2})"


def has_year_columns(extract: Extract) -> bool:
    """Return whether a heading of the extract stands for a column of each year."""
    return any(column.is_of_each_year for column in extract.columns)


def find_years_in_headings(path: Path, extract: Extract, file_label: str) -> list[str]:
    """Return the years for which a file has every column that it should have for each year, the earliest first.

    Raises:
        InputError: there is no such year, or a year has some of these columns and not the others.
    """
    sheets = read_top_rows(path, extract, file_label)
    wanted = {name: rows for name, rows in sheets.items() if not extract.sheet or name == extract.sheet}
    years = max((find_years_by_column(row, extract.columns) for rows in wanted.values() for row in rows), key=_count)
    complete = set.intersection(*(set(of_column) for of_column in years.values()))
    lacking = [name for name, of_column in years.items() if set().union(*years.values()) - set(of_column)]
    if not complete or lacking:
        column = next(column for column in extract.columns if column.name == (lacking or list(years))[0])
        raise InputError(
            file=file_label,
            column=column.header,
            found=f"the years {', '.join(sorted(set().union(*years.values())))}, and not all of them in this heading"
            if lacking
            else "no heading of this form",
            expected=f"a column of each year, headed as {column.header!r}",
            remedy=describe_remedy(
                extract,
                publisher_correction="check that this is the right file; if the publisher renamed it, change it "
                "in the source's TOML",
            ),
        )
    return sorted(complete)


def find_years_by_column(cells: Sequence[str], columns: Iterable[Column]) -> dict[str, list[str]]:
    """Return, for each column that stands for several, the years that these cells head."""
    headings = [tidy_header(cell) for cell in cells]
    years: dict[str, list[str]] = {}
    for column in columns:
        if column.is_of_each_year:
            start, end = (re.escape(tidy_part(part)) for part in column.header.split(YEAR_IN_HEADING))
            matches = (re.fullmatch(f"{start}{YEARS}{end}", heading, re.IGNORECASE) for heading in headings)
            years[column.name] = [match[1] for match in matches if match]
    return years


def tidy_part(part: str) -> str:
    """Reduce a part of a heading to what it says, with a space where it has one at either end."""
    inside = tidy_header(part)
    return " " * part[:1].isspace() + inside + " " * (part[-1:].isspace() and bool(inside))


def name_columns_of_each_year(extract: Extract, years: Sequence[str]) -> Extract:
    """Return the extract with a column of its own for each year, under the file's own heading."""
    columns = [column for column in extract.columns if not column.is_of_each_year]
    columns += [
        replace(
            column, name=_name_column_of_year(column.name, year), header=column.header.replace(YEAR_IN_HEADING, year)
        )
        for year in years
        for column in extract.columns
        if column.is_of_each_year
    ]
    return replace(extract, columns=tuple(columns))


def stack_years(table: pa.Table, extract: Extract, years: Sequence[str]) -> pa.Table:
    """Return a table with the rows of each year one after the other, and which year each is of."""
    names = [column.name for column in extract.columns if column.is_of_each_year]
    names += [marker for name in names if (marker := f"{name}_marker") in _list_markers(table, years)]
    of_years = {_name_column_of_year(name, year) for name in names for year in years}
    shared = [name for name in table.column_names if name not in of_years]
    parts = []
    for year in years:
        columns = {name: table[name] for name in shared}
        columns |= {name: table[_name_column_of_year(name, year)] for name in names}
        columns[YEAR_COLUMN] = pa.array([year] * table.num_rows, pa.string())
        parts.append(pa.table(columns))
    return pa.concat_tables(parts)


def _name_column_of_year(name: str, year: str) -> str:
    marker = "_marker" if name.endswith("_marker") else ""
    return f"{name.removesuffix(marker)} {year}{marker}"


def _list_markers(table: pa.Table, years: Sequence[str]) -> set[str]:
    ending = f" {years[0]}_marker"
    return {f"{name.removesuffix(ending)}_marker" for name in table.column_names if name.endswith(ending)}


def _count(years: dict[str, list[str]]) -> int:
    return sum(map(len, years.values()))

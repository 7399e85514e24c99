"""Cells of published tables: written so that no spreadsheet program runs or changes them, and read back."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

# A text that opens like this may be run as a formula. An apostrophe before it makes it text, and each before that one
# more, so that the way back is never in doubt. A number below zero is safe.
# So is a text that would be taken for a day, such as 1-2.
DAY = r"(?:(?:0?[1-9]|1[0-2])[-/]\d{1,2}|\d{1,2}[-/](?:0?[1-9]|1[0-2]))$"
RUNS = rf"^('*(?:[=+@\t\r\n]|-(?!\d+(?:\.\d+)?$)|{DAY}))"
FIRST_OF_RUNS = "'=+@\t\r\n-"  # or a digit, of a day
MADE_TEXT = rf"^'('*(?:[=+@\t\r\n-]|{DAY}))"
# Spreadsheet programs read 2025-04 and 2010/11 as days. A month has an M, as in SDMX; a year that is not a calendar
# year has both years in full.
MONTH, MONTH_WRITTEN = r"\b(\d{4})-(\d\d)\b", r"\b(\d{4})-M(\d\d)\b"
SPLIT_YEAR, SPLIT_YEAR_WRITTEN = r"\b(\d{4})/(\d\d)\b(?!/)", r"\b(\d{4})/\d\d(\d\d)\b"
# Columns of periods, in every table of results.
PERIOD_COLUMNS = ("period", "first_period", "baseline_period", "previous_period", "change_from", "of_period")
DECIMALS = 10  # what is smaller than half of the last is binary noise: 1e-17, or a zero below zero


def write_periods(periods: "pd.Series[str]") -> "pd.Series[str]":
    """Write periods so that no spreadsheet program takes them for days: `2025-M04`, `2010/2011`."""
    return _change_texts(periods, write_period_code)


def read_periods(periods: "pd.Series[str]") -> "pd.Series[str]":
    """Read periods as `write_periods` writes them; others stay as they are."""
    return _change_texts(periods, read_period_code)


def write_texts(texts: "pd.Series[str]") -> "pd.Series[str]":
    """Write texts so that no spreadsheet program runs them: with an apostrophe before what would be a formula."""
    return _change_texts(texts, _write_text)


def write_cells(table: "pd.DataFrame") -> "pd.DataFrame":
    """Return a table as its files hold it: safe texts, periods that stay as they are, numbers without noise."""
    written = table.copy(deep=False)
    for name in _list_text_columns(table):
        written[name] = write_texts(table[name])
        if name in PERIOD_COLUMNS:
            written[name] = write_periods(written[name])
    return round_numbers(written)


def read_cells(table: "pd.DataFrame") -> "pd.DataFrame":
    """Return a table that was read from a file with its texts and periods as they were before `write_cells`."""
    read = table.copy(deep=False)
    for name in _list_text_columns(table):
        read[name] = _change_texts(table[name], _read_text)
        if name in PERIOD_COLUMNS:
            read[name] = read_periods(read[name])
    return read


def round_numbers(table: "pd.DataFrame") -> "pd.DataFrame":
    """Return a table with its numbers as its files hold them: a half is then rounded alike in pages and from files."""
    rounded = table.copy(deep=False)
    for name in table.select_dtypes("float").columns:
        rounded[name] = round_number_column(table[name])
    return rounded


def round_number_column(numbers: "pd.Series[float]") -> "pd.Series[float]":
    """Return numbers without binary noise, and zero without a sign."""
    return numbers.round(DECIMALS) + 0.0


def _change_texts(cells: "pd.Series[Any]", change: Callable[[str], str]) -> "pd.Series[Any]":
    """Return cells with their texts changed; most columns repeat a few, and few of them change."""
    changed = {text: change(text) for text in cells.unique() if isinstance(text, str)}
    changed = {text: other for text, other in changed.items() if text != other}
    return cells.where(~cells.isin(list(changed)), cells.map(changed)) if changed else cells


def _list_text_columns(table: "pd.DataFrame") -> list[str]:
    from pandas.api.types import is_bool_dtype, is_numeric_dtype

    kinds = table.dtypes.items()
    return [str(name) for name, kind in kinds if not (is_numeric_dtype(kind) or is_bool_dtype(kind))]


def _write_text(text: str) -> str:
    first = text[:1]  # by which most texts are seen to be safe at once
    return re.sub(RUNS, r"'\1", text) if first in FIRST_OF_RUNS or first.isdigit() else text


def _read_text(text: str) -> str:
    return re.sub(MADE_TEXT, r"\1", text) if text.startswith("'") else text


def write_period_code(period: str) -> str:
    """Write a period as published tables have it: `2025-M04`, `2010/2011`."""
    return re.sub(SPLIT_YEAR, _write_split_year, re.sub(MONTH, r"\1-M\2", period))


def _write_split_year(match: re.Match[str]) -> str:
    start, end = int(match[1]), int(match[2])
    century = start // 100 + (end < start % 100)
    return f"{start}/{century:02d}{end:02d}"


def read_period_code(period: str) -> str:
    """Return a period of a published table as the pages have it: `2025-04`, `2010/11`; others stay as they are."""
    return re.sub(SPLIT_YEAR_WRITTEN, r"\1/\2", re.sub(MONTH_WRITTEN, r"\1-\2", period))

"""Cells to days."""

import re
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from fairer_stockton.ingest.readers.cells import ColumnCells

SHORT_YEAR = r"^\d{1,2}[/.-]\d{1,2}[/.-]\d{2}$"
SERIAL = r"^\d{5}(\.\d+)?$"


def read_dates(cells: ColumnCells) -> pa.Array:
    """Read 2024-05-03 and 3/5/2024; a time of day is dropped, and a day that no calendar has is refused."""
    text = cells.text
    day = pc.replace_substring_regex(text, r"[T ]\d{1,2}:\d{2}.*$", "")
    day = pc.replace_substring_regex(day, r"^(\d{1,2})/(\d{1,2})/(\d{4})$", r"\3-\2-\1")
    day = pc.replace_substring_regex(day, r"-(\d)\b", r"-0\1")
    moment = pc.strptime(day, "%Y-%m-%d", "s", error_is_null=True)
    real = pc.equal(pc.strftime(moment, "%Y-%m-%d"), day)
    wrong = pc.and_(pc.not_equal(text, ""), pc.invert(pc.fill_null(real, False)))
    cells.refuse_wrong_cells(
        pc.and_(wrong, pc.match_substring_regex(text, SHORT_YEAR)), "a year of four digits, as 03/05/2024"
    )
    cells.refuse_wrong_cells(
        pc.and_(wrong, pc.match_substring_regex(text, SERIAL)),
        "a date, as 2024-05-03 or 03/05/2024",
        ", the number by which a spreadsheet knows a day",
        "format the column as dates",
    )
    cells.refuse_wrong_cells(wrong, "a date, as 2024-05-03 or 03/05/2024, the day before the month")
    return moment.cast(pa.date32())


def read_dates_within_period(cells: ColumnCells) -> pa.Array:
    """Read days of the period that the extract is of: one of another year would count in a period of its own."""
    days = read_dates(cells)
    first, last = find_first_and_last_day(cells.extract.period)
    expected = f"a day of {cells.extract.period}: {first} to {last}"
    correction = "correct the year, or take the row out if it belongs to another period's extract"
    cells.refuse_wrong_cells(pc.is_null(days), expected, correction="write the day")
    cells.refuse_wrong_cells(pc.or_(pc.less(days, first), pc.greater(days, last)), expected, correction=correction)
    return days


def find_first_and_last_day(period: str) -> tuple[date, date]:
    """Return the first and last day of a calendar year (2023), several (2021-2025) or a financial year (2024-25).

    Raises:
        ValueError: the period is none of these.
    """
    years = re.fullmatch(r"(\d{4})(?:-(\d{2}|\d{4}))?", period)
    if not years:
        raise ValueError(f"period {period!r} is not a year, as 2023, 2024-25 or 2021-2025")
    first, last = int(years[1]), years[2] or years[1]
    if len(last) == 2:
        return date(first, 4, 1), date(first + 1, 3, 31)
    return date(first, 1, 1), date(int(last), 12, 31)

"""Rows of an edition: the one place that makes them from a table, chooses among them and says how they are written."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from fairer_stockton.run.vocabulary import Status

if TYPE_CHECKING:
    import pandas as pd

Row = dict[str, Any]  # what each column of a table holds, by the column's name
RowsByMeasure = dict[str, list[Row]]
SHOWN_STATUSES = (Status.PUBLISHED, Status.LOW_BASE)  # of rows whose figure may be seen
DIGITS = "%.12g"  # more than any figure has; the binary noise past it is left out


def list_table_rows(table: "pd.DataFrame") -> list[Row]:
    """Return a table's rows, in its order."""
    return [{str(name): cell for name, cell in row.items()} for row in table.to_dict("records")]


def group_rows_by_measure(table: "pd.DataFrame") -> RowsByMeasure:
    """Return a table's rows by the name of their measure, oldest period first."""
    rows: RowsByMeasure = {}
    for row in list_table_rows(table.sort_values("period", kind="stable")):
        rows.setdefault(str(row["measure"]), []).append(row)
    return rows


def select_rows_with_cells(rows: Iterable[Row], wanted_cells: Mapping[str, str]) -> list[Row]:
    """Return the rows that hold these cells, each by its column's name."""
    return [row for row in rows if all(row[column] == cell for column, cell in wanted_cells.items())]


def find_latest_row_with_value(rows: Sequence[Row]) -> Row | None:
    """Return the last row that has a value; else the last row; None where there is no row."""
    with_value = [row for row in rows if row["value"] == row["value"]]  # a missing number does not equal itself
    candidates = with_value or list(rows)
    return candidates[-1] if candidates else None

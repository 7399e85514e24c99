"""Rows of an edition: records of a table, the latest of them, and the digits that they are written with."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd
from typing import TYPE_CHECKING


def records(table: "pd.DataFrame") -> list[dict[str, Any]]:
    """Give a table's rows as what each column holds, by its name."""
    return [{str(name): cell for name, cell in row.items()} for row in table.to_dict("records")]


def latest(rows: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """Take the last row that has a value; else the last."""
    valued = [row for row in rows if row["value"] == row["value"]]
    chosen = valued or list(rows)
    return chosen[-1] if chosen else None


DIGITS = "%.12g"  # more than any figure has; the binary noise past it is left out

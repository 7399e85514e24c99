"""A table as pages and pictures show it: a caption, headers and rows of text, the first cell of each its header."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fairer_stockton.report.figures import known, write_figure, write_limits

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Table:
    """Text in rows and columns; `numbers` says which columns are set flush right."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...] = ()


def records(table: "pd.DataFrame") -> list[dict[str, Any]]:
    """Give a table's rows as what each column holds, by its name."""
    return [{str(name): cell for name, cell in row.items()} for row in table.to_dict("records")]


def filled(table: Table) -> Table:
    """Leave out the columns in which every cell is empty (a dash)."""
    return some_columns(table, *(p for p in range(len(table.header)) if any(row[p] != "–" for row in table.rows)))


def some_columns(table: Table, *kept: int) -> Table:
    """Keep some columns of a table, by their places."""
    return Table(
        table.caption,
        tuple(table.header[place] for place in kept),
        tuple(tuple(row[place] for place in kept) for row in table.rows),
        tuple(new for new, place in enumerate(kept) if place in table.numbers),
    )


def figure_cells(row: dict[str, Any] | None) -> tuple[str, str]:
    """Write a row's value and its limits as two cells."""
    if row is None:
        return "no figure", "–"
    return write_figure(row), write_limits(row) or ("none" if known(row["value"]) else "–")


def latest(rows: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """Take the last row that has a value; else the last."""
    valued = [row for row in rows if row["value"] == row["value"]]
    chosen = valued or list(rows)
    return chosen[-1] if chosen else None

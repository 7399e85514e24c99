"""A table as pages and pictures show it: a caption, headers and rows of text, the first cell of each its header."""

from dataclasses import dataclass
from typing import Any

from fairer_stockton.report.words.figures import is_known, write_figure, write_limits


@dataclass(frozen=True)
class Table:
    """Text in rows and columns; `numbers` says which columns are set flush right."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...] = ()


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
    return write_figure(row), write_limits(row) or ("none" if is_known(row["value"]) else "–")

"""A table as pages and pictures show it: a caption, headers and rows of text, the first cell of each its header."""

from dataclasses import dataclass

from fairer_stockton.report.rows import FigureRow
from fairer_stockton.report.words.figures import write_figure, write_limits


@dataclass(frozen=True)
class Table:
    """Text in rows and columns; `numbers` says which columns are set flush right."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...] = ()


def drop_empty_columns(table: Table) -> Table:
    """Return a table without the columns in which every cell is empty (a dash)."""
    return select_columns(table, *(p for p in range(len(table.header)) if any(row[p] != "–" for row in table.rows)))


def select_columns(table: Table, *positions: int) -> Table:
    """Return some columns of a table, by their positions from 0."""
    return Table(
        table.caption,
        tuple(table.header[position] for position in positions),
        tuple(tuple(row[position] for position in positions) for row in table.rows),
        tuple(new for new, position in enumerate(positions) if position in table.numbers),
    )


def join_columns(table: Table, *columns: tuple[str, tuple[int, ...]]) -> Table:
    """Return a table of fewer columns: each with its header, and the positions of those whose cells it holds as lines.

    An empty cell (a dash) is left out where another has something.
    """
    rows = tuple(tuple(_join_cells([row[position] for position in part]) for _, part in columns) for row in table.rows)
    return Table(table.caption, tuple(header for header, _ in columns), rows)


def _join_cells(cells: list[str]) -> str:
    return "\n".join([cell for cell in cells if cell != "–"] or cells[:1])


def format_value_and_limits(row: FigureRow | None) -> tuple[str, str]:
    """Return a row's value and its limits as two cells."""
    if row is None:
        return "no figure", "–"
    # A figure without limits says "none"; a missing figure has nothing to have limits of.
    return write_figure(row), write_limits(row) or ("none" if row.has_value else "–")

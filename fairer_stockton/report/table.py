"""A table as pages and pictures show it: a caption, headers and rows of text, the first cell of each its header."""

from collections.abc import Sequence
from dataclasses import dataclass

from fairer_stockton.report.rows import FigureRow
from fairer_stockton.report.words.figures import write_figure, write_limits

MOST_COLUMNS = 5  # that can be read across; a wider table has some of its columns below others
# What goes below another column in a wide table: how its header begins, and that column's header, or how many columns
# before it stands.
BELOW: tuple[tuple[str, str | int], ...] = (
    ("Period", "Measure"), ("Whose figure", "What was said"), ("Of the period", 1), ("95% ", 1), ("99.8% ", 1),
    ("Beside the borough", 2), ("Compared with the borough", 2), ("Compared with England", "England"),
    ("Among the ten worst", 1), ("All ", 1), ("How many ", 1), ("People or homes", 1), ("If all ", 1),
    ("First year", 1), ("Is it closing", 1), ("If the whole", 1), ("Position ", 1),
    ("Highest of the others", 1), ("Neighbourhoods", "Edition"), ("Share in the", 1),
    ("Local concentration", 1), ("People (scale)", 1), ("Edition", "Summary"), ("How near", 1),
    ("Ward", "Place"), ("Residents", "Place"), ("Range of ranks", "Rank"), ("How often among", "Rank"),
    ("In the most deprived tenth", "Deprivation in England"), ("Domains in", "Deprivation in England"),
)  # fmt: skip


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


def gather_columns(table: Table) -> Table:
    """Return a wide table with fewer columns: some cells stand below others, as lines, and so do their headers.

    A crosstab, whose columns are all alike, stays as it is.
    """
    if len(table.header) <= MOST_COLUMNS:
        return table
    heads: list[int] = []
    for position in range(len(table.header)):
        above = _find_column_above(table.header, position)
        heads.append(position if above is None else heads[above] if above < position else above)
    groups = [[place for place, head in enumerate(heads) if head == own] for own in dict.fromkeys(heads)]
    return Table(
        table.caption,
        tuple("\n".join(table.header[place] for place in group) for group in groups),
        tuple(tuple("\n".join(row[place] for place in group) for group in groups) for row in table.rows),
        tuple(new for new, group in enumerate(groups) if all(place in table.numbers for place in group)),
    )


def _find_column_above(header: Sequence[str], position: int) -> int | None:
    """Return the position of the column below which one goes; None where it stays a column of its own."""
    name = header[position]
    before = header[position - 1] if position else ""
    if ": " in name and name.partition(": ")[0] == before.partition(": ")[0]:
        return position - 1  # the same of two groups
    for beginning, above in BELOW:
        if name.startswith(beginning):
            if isinstance(above, int):
                return position - above
            return header.index(above) if above in header else None
    return None


def format_value_and_limits(row: FigureRow | None) -> tuple[str, str]:
    """Return a row's value and its limits as two cells."""
    if row is None:
        return "no figure", "–"
    # A figure without limits says "none"; a missing figure has nothing to have limits of.
    return write_figure(row), write_limits(row) or ("none" if row.has_value else "–")

"""Rows of an edition's figures as values with fields: made from tables in one place, and chosen among.

Rows that are of places, not of figures, are in `place_rows`; they are read here too.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar, get_type_hints

from fairer_stockton.run.vocabulary import (
    CALLED_DIRECTIONS,
    AreaType,
    Comparison,
    Direction,
    GapType,
    LeavesOut,
    Statistic,
    Status,
    Trend,
)

if TYPE_CHECKING:
    import pandas as pd

SHOWN_STATUSES = (Status.PUBLISHED, Status.LOW_BASE)  # of rows whose figure may be seen
DIGITS = "%.12g"  # more than any figure has; the binary noise past it is left out
AnyRow = TypeVar("AnyRow")
AnyFigureRow = TypeVar("AnyFigureRow", bound="FigureRow")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number in a unit, with its 95 % limits. What is missing is nan here and in every row, as in tables."""

    value: float
    lower_95: float
    upper_95: float
    unit: str

    @property
    def has_value(self) -> bool:
        """Whether there is a number."""
        return self.value == self.value  # nan does not equal itself

    @property
    def has_interval(self) -> bool:
        """Whether there are both limits."""
        return self.lower_95 == self.lower_95 and self.upper_95 == self.upper_95

    @property
    def excludes_zero(self) -> bool:
        """Whether there is an interval and zero is outside it: of a difference, that it is clear."""
        return self.has_interval and not self.interval_contains(0.0)

    def interval_contains(self, number: float) -> bool:
        """Return whether a number is within the limits; False where there is no interval."""
        return self.lower_95 <= number <= self.upper_95


@dataclass(frozen=True, slots=True)
class FigureRow(Amount):
    """What rows of observations, gaps and communities share."""

    measure: str
    period: str
    status: Status
    note: str
    synthetic: bool
    sources: str

    @property
    def is_low_base(self) -> bool:
        """Whether the figure is shown though it rests on few answers or cases."""
        return self.status == Status.LOW_BASE

    @property
    def is_suppressed(self) -> bool:
        """Whether the figure is known and hidden."""
        return self.status == Status.SUPPRESSED


@dataclass(frozen=True, slots=True)
class ObservationRow(FigureRow):
    """A row of observations: one measure for an area, a period and a category, in the columns of its contract."""

    domain: str
    area_type: AreaType
    area_code: str
    area_name: str
    vintage: str
    converted_from: str
    breakdown: str
    category: str
    numerator: float
    denominator: float
    lower_998: float
    upper_998: float
    statistic: Statistic
    comparison: Comparison
    trend: Trend
    base: float
    rounded_to: float
    apportioned: bool
    left_out: float
    leaves_out: LeavesOut
    as_first_published: str

    @property
    def is_shown(self) -> bool:
        """Whether the figure may be seen."""
        return self.status in SHOWN_STATUSES


@dataclass(frozen=True, slots=True)
class GapRow(FigureRow):
    """A row of gaps: two groups of areas or people compared in a period, in the columns of its contract."""

    gap_type: GapType
    area_code: str
    group_a: str
    group_b: str
    people: float
    direction: Direction
    breakdown: str
    category: str
    first_period: str
    baseline_period: str
    previous_period: str
    change_from: str
    periods: int
    change: float
    change_lower_95: float
    change_upper_95: float
    detectable_change: float
    ratio: float
    relative_change: float
    p_value: float
    q_value: float
    usual_movement: float
    england_value: float

    @property
    def is_moving(self) -> bool:
        """Whether the gap has changed by more than chance explains."""
        return self.direction in CALLED_DIRECTIONS


@dataclass(frozen=True, slots=True)
class CommunityRow(FigureRow):
    """A row of communities: one of them compared with everyone else in one of the six gaps."""

    community: str
    title: str
    gap: str
    area_code: str
    area_name: str
    category: str
    else_category: str
    group_value: float
    group_lower_95: float
    group_upper_95: float
    else_value: float
    else_lower_95: float
    else_upper_95: float
    england_value: float
    median_of_councils: float
    councils: float
    direction: Direction
    needs: str

    @property
    def is_alone(self) -> bool:
        """Whether the community has a figure and nobody else has."""
        return self.group_value == self.group_value and not self.has_value and not self.is_suppressed

    @property
    def gap_type(self) -> GapType:
        """The kind of gap that such a comparison is."""
        return GapType.COMMUNITY


def read_rows(table: "pd.DataFrame", kind: type[AnyRow]) -> list[AnyRow]:
    """Return a table's rows, in its order, as values of a kind whose fields are columns of the table.

    Columns that it has no field for are left out. A word of a closed set becomes the member of its enum.

    Raises:
        KeyError: a column is missing, or a word is not in its set.
    """
    # Column by column, since pandas is slow at handing out rows.
    columns = (_read_column(table[name], words) for name, words in _fields_of(kind))
    return [kind(*cells) for cells in zip(*columns, strict=True)]


def read_rows_by_measure(table: "pd.DataFrame", kind: type[AnyFigureRow]) -> dict[str, list[AnyFigureRow]]:
    """Return a table's rows by the name of their measure, oldest period first."""
    rows_by_measure: dict[str, list[AnyFigureRow]] = {}
    for row in read_rows(table.sort_values("period", kind="stable"), kind):
        rows_by_measure.setdefault(row.measure, []).append(row)
    return rows_by_measure


def select_rows_with_cells(rows: Iterable[AnyRow], wanted_cells: Mapping[str, str]) -> list[AnyRow]:
    """Return the rows that hold these cells, each by its column's name."""
    if not wanted_cells:
        return list(rows)
    read_cells, wanted = attrgetter(*wanted_cells), tuple(wanted_cells.values())
    # Of one column alone its cell is read, of more a tuple of them.
    return [row for row in rows if read_cells(row) == (wanted if len(wanted) > 1 else wanted[0])]


def find_latest_row_with_value(rows: Sequence[AnyFigureRow]) -> AnyFigureRow | None:
    """Return the last row that has a value; else the last row; None where there is no row."""
    candidates = [row for row in rows if row.has_value] or rows
    return candidates[-1] if candidates else None


def _fields_of(kind: type) -> tuple[tuple[str, dict[str, StrEnum] | None], ...]:
    """Return the names of a kind's fields, each with the members of its enum by their words where it has one."""
    types = get_type_hints(kind)
    return tuple(
        (field.name, {str(member): member for member in types[field.name]} if _is_enum(types[field.name]) else None)
        for field in fields(kind)
    )


def _is_enum(field_type: Any) -> bool:
    return isinstance(field_type, type) and issubclass(field_type, StrEnum)


def _read_column(column: "pd.Series[Any]", words: Mapping[str, StrEnum] | None) -> list[Any]:
    cells: list[Any] = column.tolist()
    return [words[cell] for cell in cells] if words else cells

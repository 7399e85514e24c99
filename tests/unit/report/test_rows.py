"""Rows are read whole, in the order of their table; what is missing stays nan and is no interval."""

import math
from dataclasses import FrozenInstanceError, replace

import pandas as pd
import pytest

from fairer_stockton.report.rows import (
    Amount,
    GapRow,
    ObservationRow,
    find_latest_row_with_value,
    read_rows,
    read_rows_by_measure,
)
from fairer_stockton.run.vocabulary import AreaType, Status

from .conftest import limits, observation, observation_row


def test_rows_hold_their_tables_cells_in_its_order() -> None:
    cells = [
        observation(**limits(12.5, 1.0), status="low_base", period="2024"),
        observation("ward", value=math.nan, status="suppressed", synthetic=True),
    ]
    first, second = read_rows(pd.DataFrame(cells).assign(more="x"), ObservationRow)
    assert {name: getattr(first, name) for name in cells[0] if cells[0][name] == cells[0][name]} == {
        name: cell for name, cell in cells[0].items() if cell == cell
    }
    assert (first.status, first.area_type) == (Status.LOW_BASE, AreaType.BOROUGH)
    assert isinstance(first.status, Status)
    assert (first.has_value, first.is_shown, first.is_low_base) == (True, True, True)
    assert (second.has_value, second.is_shown, second.is_suppressed, second.synthetic) == (False, False, True, True)
    assert read_rows(pd.DataFrame(cells)[:0], ObservationRow) == []


def test_a_row_cannot_be_changed_and_has_no_other_fields() -> None:
    row = observation_row()
    with pytest.raises(FrozenInstanceError):
        row.value = 1.0  # type: ignore[misc]
    with pytest.raises(TypeError):
        replace(row, valeu=1.0)  # type: ignore[call-arg]


def test_a_missing_column_and_an_unknown_word_are_refused() -> None:
    table = pd.DataFrame([observation()])
    with pytest.raises(KeyError, match="gap_type"):
        read_rows(table, GapRow)
    with pytest.raises(KeyError, match="lost"):
        read_rows(table.assign(status="lost"), ObservationRow)


@pytest.mark.parametrize(
    ("low", "high", "has_interval", "contains_zero", "excludes_zero"),
    [
        (-1.0, 1.0, True, True, False),
        (0.0, 1.0, True, True, False),
        (0.5, 1.0, True, False, True),
        (math.nan, 1.0, False, False, False),
        (math.nan, math.nan, False, False, False),
    ],
)
def test_without_both_limits_nothing_is_within_or_outside(
    low: float, high: float, has_interval: bool, contains_zero: bool, excludes_zero: bool
) -> None:
    amount = Amount(0.7, low, high, "percent")
    answers = (amount.has_interval, amount.interval_contains(0.0), amount.excludes_zero)
    assert answers == (has_interval, contains_zero, excludes_zero)


def test_the_latest_row_is_the_last_that_has_a_value() -> None:
    table = pd.DataFrame([
        observation(period="2024"), observation(period="2022", value=2.0), observation(period="2023", value=3.0)
    ])  # fmt: skip
    rows = read_rows_by_measure(table, ObservationRow)["cold_homes"]
    assert [row.period for row in rows] == ["2022", "2023", "2024"]
    assert find_latest_row_with_value(rows) is rows[1]
    assert find_latest_row_with_value(rows[2:]) is rows[2]
    assert find_latest_row_with_value([]) is None

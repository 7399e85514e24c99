"""Rounded counts of several measures: areas without a row are known of each measure by itself."""

import numpy as np
import pandas as pd
import pytest

from fairer_stockton.auditor.audit import bound_and_judge_puzzle
from fairer_stockton.auditor.knowledge import list_puzzle_makers
from fairer_stockton.auditor.quantities import RequiredRangeWidths
from fairer_stockton.definitions.measures import MeasureOfSums
from tests.unit.disclosure.frames import measure

FIRST, SECOND = measure("first", "a = 1"), measure("second", "b = 1", "let = 1")
KINDS = {"W": "ward", "B": "borough", "L": "lsoa"}
HELD: dict[str, dict[str, float]] = {
    "B": {"L1": 1, "L2": 1, "L3": 1, "L4": 1},
    **{name: {name: 1} for name in ("L1", "L2", "L3", "L4")},
    "W1": {"L1": 1},
    "WA": {"L2": 1, "L3": 0.5},  # of another map, so that two of its wards share a neighbourhood
    "WB": {"L3": 0.5, "L4": 1},
}


def find_map(area: str) -> str:
    return "2019" if area in {"WA", "WB"} else "2024"


def rounded(counted: MeasureOfSums, **shown: tuple[int, int]) -> pd.DataFrame:
    rows = [
        (KINDS[area[0]], area, find_map(area), float(above), float(below)) for area, (above, below) in shown.items()
    ]
    return pd.DataFrame(rows, columns=["area_type", "area_code", "vintage", "numerator", "denominator"]).assign(
        measure=counted.name,
        breakdown="all",
        category="all",
        period="2025",
        value=1.0,
        base=np.nan,
        status="published",
        statistic=counted.statistic,
        rounded_to=5.0,
        left_out=np.nan,
        leaves_out="none",
        synthetic=False,
        sources="homes",
        as_first_published="",
    )


WHOLE = rounded(
    FIRST, B=(40, 80), L1=(10, 20), L2=(10, 20), L3=(10, 20), L4=(10, 20), W1=(10, 20), WA=(15, 30), WB=(15, 30)
)
OTHERS = {"L2": (10, 20), "L3": (10, 20), "L4": (10, 20), "WA": (15, 30), "WB": (15, 30)}


def faults(figures: pd.DataFrame, **same: str) -> list[str]:
    memberships = pd.DataFrame(
        [
            (place, "2021", KINDS[area[0]], area, find_map(area), share)
            for area, held in HELD.items()
            for place, share in held.items()
        ],
        columns=["lsoacd", "lsoa_vintage", "area_type", "area_code", "vintage", "share"],
    ).assign(**same)
    named = {counted.name: counted for counted in (FIRST, SECOND)}
    makers = list_puzzle_makers(
        figures.assign(**same), memberships, named, {"homes": "2021"}, RequiredRangeWidths(5, 30)
    )
    return [fault for maker in makers for fault in bound_and_judge_puzzle(maker)["faults"]]


@pytest.mark.parametrize("before", [[], [WHOLE]])
def test_a_ward_that_is_shown_tells_of_its_one_neighbourhood_without_a_row(before: list[pd.DataFrame]) -> None:
    """It has 4 at the most, since it has no row; and 1 at the least, since its ward is shown as 5."""
    told = faults(pd.concat([*before, rounded(SECOND, B=(30, 65), W1=(0, 5), **OTHERS)], ignore_index=True))
    assert "second, ward W1, all, 2025 can be worked out to within 1.0 and 4.0" in told
    assert "second, lsoa L1, all, 2025 can be worked out to within 1.0 and 4.0" in told


def test_areas_whose_figures_tell_nothing_more_are_not_areas_of_nobody() -> None:
    assert faults(WHOLE, vintage="2024") == []

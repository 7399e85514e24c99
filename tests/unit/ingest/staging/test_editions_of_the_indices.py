"""Editions of the Indices that differ in columns: one alone is staged, and the cells of the others are empty."""

from collections.abc import Callable

import pandas as pd
import pytest

Staged = Callable[..., pd.DataFrame]


def test_tenths_follow_from_ranks_and_councils_may_be_missing(staged: Staged) -> None:
    rows = staged(
        "earlier_indices", [{"lsoa01cd": f"E010000{rank:02}", "imd_rank": f"{rank}.0"} for rank in range(1, 21)], "2010"
    )
    assert rows["imd_decile"].tolist() == [-(-rank // 2) for rank in range(1, 21)]
    assert rows["former_council"].isna().all()


@pytest.mark.parametrize(("period", "there", "missing"), [
    ("2019", "poor_condition", "antisocial_per_1000"), ("2025", "antisocial_per_1000", "poor_condition_percent"),
])  # fmt: skip
def test_an_edition_alone(staged: Staged, period: str, there: str, missing: str) -> None:
    code = {"2019": "lsoa11cd", "2025": "lsoa21cd"}[period]
    (row,) = staged("iod_indicators", [{code: "E01012186", "low_skills": "0.25", there: "0.5"}], period).to_dict(
        "records"
    )
    assert (row[code], row["low_skills_percent"]) == ("E01012186", 25)
    assert pd.isna(row[missing])
    assert row["antisocial_per_1000" if period == "2025" else "poor_condition_percent"] == (
        0.5 if period == "2025" else 50
    )


def test_travel_of_scotland_and_wales_is_left_out(staged: Staged) -> None:
    rows = staged("ahah", [{"lsoa11cd": code, "gp_surgery": "2"} for code in ("E01000001", "S01006506", "W01000001")])
    assert rows["lsoa11cd"].tolist() == ["E01000001"]

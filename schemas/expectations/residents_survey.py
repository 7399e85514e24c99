"""Residents' survey: residents of the authority, enough in each wave, and a design that variances can follow."""

import great_expectations.expectations as gxe
import pandas as pd

from schemas.expectations.suite import Facts, Suite, known, resident

FEWEST, MOST = 100, 30_000  # respondents in a wave
HEAVIEST = 25  # times the wave's mean weight
STATED = ("age_band", "sex", "ethnic_group", "disability", "tenure", "working_status")


def expectations(facts: Facts) -> list[Suite]:
    """Say what the whole dataset is."""
    size = gxe.ExpectColumnValuesToBeBetween(column="respondents", min_value=FEWEST, max_value=MOST)
    pair = gxe.ExpectColumnValuesToBeBetween(column="units", min_value=2)
    share = gxe.ExpectColumnValuesToBeBetween(column="times_the_mean", max_value=HEAVIEST)
    stated = [gxe.ExpectColumnValuesToNotBeNull(column=column, mostly=0.8) for column in STATED]
    return [
        known("lsoa21cd", facts, only="E"),
        resident("lsoa21cd", facts),
        Suite("enough respondents in each wave", [size], _waves),
        Suite("two or more respondents (or sampling points) in each stratum", [pair], _strata),
        Suite("no respondent outweighs the others", [share], _weights),
        Suite("most respondents say who they are", stated),
    ]


def _waves(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.groupby("period", as_index=False).agg(respondents=("respondent", "nunique"))


def _strata(rows: pd.DataFrame) -> pd.DataFrame:
    drawn = rows.assign(unit=rows["cluster"].fillna(rows["respondent"]))
    return drawn.groupby(["period", "stratum"], as_index=False).agg(units=("unit", "nunique"))


def _weights(rows: pd.DataFrame) -> pd.DataFrame:
    weights = rows["weight"].astype(float)
    return rows.assign(times_the_mean=weights / weights.groupby(rows["period"]).transform("mean"))

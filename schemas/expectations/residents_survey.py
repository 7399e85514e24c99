"""Residents' survey: residents of the authority, enough in each wave, and a design that variances can follow."""

import great_expectations.expectations as gxe
import pandas as pd

from fairer_stockton.schemas.expectations.suite import Facts, Suite, known, resident

FEWEST, MOST = 100, 30_000  # respondents in a wave
HEAVIEST = 25  # times the wave's mean weight
IN_STRATUM = "one number in each row of the stratum, and no fewer than were drawn"
IN_POINT = "one number in each row of the sampling point, and no fewer than its respondents"
STATED = ("age_band", "sex", "ethnic_group", "disability", "tenure", "working_status")


def expectations(facts: Facts) -> list[Suite]:
    """Return what the whole dataset must be."""
    size = gxe.ExpectColumnValuesToBeBetween(column="respondents", min_value=FEWEST, max_value=MOST)
    alike = gxe.ExpectColumnValuesToBeBetween(column="numbers", max_value=1)
    enough = gxe.ExpectColumnValuesToBeBetween(column="left", min_value=0)
    pair = gxe.ExpectColumnValuesToBeBetween(column="units", min_value=2)
    share = gxe.ExpectColumnValuesToBeBetween(column="times_the_mean", max_value=HEAVIEST)
    stated = [gxe.ExpectColumnValuesToNotBeNull(column=column, mostly=0.8) for column in STATED]
    return [
        known("lsoa21cd", facts, only="E"),
        resident("lsoa21cd", facts),
        Suite("enough respondents in each wave", [size], _waves),
        Suite("two or more respondents (or sampling points) in each stratum", [pair], _strata),
        Suite("sampling points that a stratum holds", [alike, enough], _strata, IN_STRATUM),
        Suite("people whom a sampling point holds", [alike, enough], _points, IN_POINT),
        Suite("no respondent outweighs the others", [share], _weights),
        Suite("most respondents say who they are", stated),
    ]


def _waves(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.groupby("period", as_index=False).agg(respondents=("respondent", "nunique"))


def _strata(rows: pd.DataFrame) -> pd.DataFrame:
    return _drawn(rows, ["period", "stratum"], "unit", "points_in_stratum")


def _points(rows: pd.DataFrame) -> pd.DataFrame:
    return _drawn(rows[rows["cluster"].notna()], ["period", "stratum", "unit"], "respondent", "people_in_point")


def _drawn(rows: pd.DataFrame, by: list[str], unit: str, population: str) -> pd.DataFrame:
    """Count what was drawn of each group, and how many of the population that it states are left."""
    groups = rows.assign(unit=rows["cluster"].fillna(rows["respondent"])).groupby(by, as_index=False)
    drawn = groups.agg(units=(unit, "nunique"), numbers=(population, "nunique"), population=(population, "min"))
    return drawn.assign(left=drawn.pop("population") - drawn["units"])


def _weights(rows: pd.DataFrame) -> pd.DataFrame:
    weights = rows["weight"].astype(float)
    return rows.assign(times_the_mean=weights / weights.groupby(rows["period"]).transform("mean"))

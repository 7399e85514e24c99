"""Residents' survey: residents of the authority, enough in each wave, and a design that variances can follow."""

import great_expectations.expectations as gxe
import pandas as pd

from fairer_stockton.schemas.expectations.suite import (
    AreaFacts,
    ExpectationSuite,
    expect_known_codes,
    expect_only_areas_of_authority,
)

FEWEST = 100  # respondents in a wave
HEAVIEST = 25  # times the wave's mean weight
IN_STRATUM = "one number in each row of the stratum, and no fewer than were drawn"
IN_POINT = "one number in each row of the sampling point, and no fewer than its respondents"
RESPONDENT = ("period", "respondent")
DESIGN = (*RESPONDENT, "stratum", "cluster", "points_in_stratum", "people_in_point")
STATED = ("age_band", "sex", "ethnic_group", "disability", "tenure", "working_status")


def expectations(facts: AreaFacts) -> list[ExpectationSuite]:
    """Return what the whole dataset must be."""
    size = gxe.ExpectColumnValuesToBeBetween(column="respondents", min_value=FEWEST)
    alike = gxe.ExpectColumnValuesToBeBetween(column="numbers", max_value=1)
    enough = gxe.ExpectColumnValuesToBeBetween(column="left", min_value=0)
    pair = gxe.ExpectColumnValuesToBeBetween(column="units", min_value=2)
    share = gxe.ExpectColumnValuesToBeBetween(column="times_the_mean", max_value=HEAVIEST)
    stated = [gxe.ExpectColumnValuesToNotBeNull(column=column, mostly=0.8) for column in STATED]
    return [
        expect_known_codes("lsoa21cd", facts, code_prefix="E"),
        expect_only_areas_of_authority("lsoa21cd", facts),
        ExpectationSuite("enough respondents in each wave", [size], _count_respondents_by_wave, columns=RESPONDENT),
        ExpectationSuite(
            "two or more respondents (or sampling points) in each stratum",
            [pair],
            _count_sampled_and_unsampled_by_stratum,
            columns=DESIGN,
        ),
        ExpectationSuite(
            "sampling points that a stratum holds",
            [alike, enough],
            _count_sampled_and_unsampled_by_stratum,
            IN_STRATUM,
            columns=DESIGN,
        ),
        ExpectationSuite(
            "people whom a sampling point holds",
            [alike, enough],
            _count_sampled_and_unsampled_by_point,
            IN_POINT,
            columns=DESIGN,
        ),
        ExpectationSuite(
            "no respondent outweighs the others", [share], _compare_weights_with_mean, columns=("period", "weight")
        ),
        ExpectationSuite("most respondents say who they are", stated, of_each_row=True),
    ]


def _count_respondents_by_wave(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.groupby("period", as_index=False).agg(respondents=("respondent", "nunique"))


def _count_sampled_and_unsampled_by_stratum(rows: pd.DataFrame) -> pd.DataFrame:
    return _count_sampled_and_unsampled(rows, ["period", "stratum"], "unit", "points_in_stratum")


def _count_sampled_and_unsampled_by_point(rows: pd.DataFrame) -> pd.DataFrame:
    return _count_sampled_and_unsampled(
        rows[rows["cluster"].notna()], ["period", "stratum", "unit"], "respondent", "people_in_point"
    )


def _count_sampled_and_unsampled(
    rows: pd.DataFrame, group_columns: list[str], unit_column: str, population_column: str
) -> pd.DataFrame:
    """Count what was drawn of each group, and how many of the population that it states are left."""
    groups = rows.assign(unit=rows["cluster"].fillna(rows["respondent"])).groupby(group_columns, as_index=False)
    drawn = groups.agg(
        units=(unit_column, "nunique"), numbers=(population_column, "nunique"), population=(population_column, "min")
    )
    return drawn.assign(left=drawn.pop("population") - drawn["units"])


def _compare_weights_with_mean(rows: pd.DataFrame) -> pd.DataFrame:
    weights = rows["weight"].astype(float)
    return rows.assign(times_the_mean=weights / weights.groupby(rows["period"]).transform("mean"))

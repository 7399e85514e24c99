"""Energy certificates: homes of the authority, one certificate each, bands that follow from their scores."""

import great_expectations.expectations as gxe
import pandas as pd

from fairer_stockton.schemas.expectations.suite import (
    AreaFacts,
    ExpectationSuite,
    expect_known_codes,
    expect_only_areas_of_authority,
)

FIRST = 2007  # in which homes were first certified


def expectations(facts: AreaFacts) -> list[ExpectationSuite]:
    """Return what the whole dataset must be."""
    follows = gxe.ExpectColumnValuesToBeInSet(column="agrees", value_set=["yes"], mostly=0.999)
    placed = gxe.ExpectColumnValuesToNotBeNull(column="lsoa21cd", mostly=0.9)
    valid = gxe.ExpectColumnValuesToNotBeNull(column="energy_efficiency_band", mostly=0.9)
    lodged = gxe.ExpectColumnValuesToBeInSet(column="lodged", value_set=["yes"])
    once = gxe.ExpectCompoundColumnsToBeUnique(column_list=["uprn", "period"])
    return [
        expect_known_codes("lsoa21cd", facts, code_prefix="E"),
        expect_only_areas_of_authority("lsoa21cd", facts),
        ExpectationSuite("most certificates are placed", [placed], of_each_row=True),
        ExpectationSuite(
            "homes with a valid band; those without are not counted",
            [valid],
            words="A to G in most certificates",
            of_each_row=True,
        ),
        ExpectationSuite(
            "one certificate a home", [once], lambda rows: rows.dropna(subset=["uprn"]), repeated=("uprn", "period")
        ),
        ExpectationSuite("the band follows from the score", [follows], _compare_bands_with_scores, of_each_row=True),
        ExpectationSuite(
            "a day of the register",
            [lodged],
            _compare_days_with_register_years,
            f"not before {FIRST}, nor after the year of the extract",
            of_each_row=True,
        ),
    ]


def _compare_bands_with_scores(rows: pd.DataFrame) -> pd.DataFrame:
    """Compare each band with its score, where both are known: A from 92, B 81, C 69, D 55, E 39, F 21."""
    rows = rows.dropna(subset=["energy_efficiency_band", "energy_efficiency_score"])
    ends = [-1, 20, 38, 54, 68, 80, 91, float("inf")]
    band = pd.cut(rows["energy_efficiency_score"].astype(float), ends, labels=list("GFEDCBA")).astype(str)
    return rows.assign(agrees=band.where(band != rows["energy_efficiency_band"], "yes"))


def _compare_days_with_register_years(rows: pd.DataFrame) -> pd.DataFrame:
    """Compare each day with the years of the register; a later one would supersede every other certificate."""
    rows = rows.dropna(subset=["registration_date"])
    year = rows["registration_date"].str[:4].astype(int)
    within = (year >= FIRST) & (year <= rows["period"].str[:4].astype(int))
    return rows.assign(lodged=rows["registration_date"].where(~within, "yes"))

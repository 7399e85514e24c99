"""Fuel poverty by the definition used until 2018: all of England each year, and sums that equal the authorities'."""

import great_expectations.expectations as gxe
import pandas as pd

from fairer_stockton.schemas.expectations.suite import (
    AreaFacts,
    ExpectationSuite,
    allow_no_difference,
    expect_every_english_neighbourhood_each_period,
    expect_known_codes,
    expect_published_totals,
)
from fairer_stockton.schemas.nations import ENGLAND

ENGLISH_DISTRICTS = 326
# Of households in fuel poverty, as the department published it.
ENGLAND_PERCENT = {
    "2014": 10.6, "2015": 11.0, "2016": 11.1, "2017": 10.9, "2018": 10.3,
}  # fmt: skip


def expectations(facts: AreaFacts) -> list[ExpectationSuite]:
    """Return what the whole dataset must be; a generated sample holds a few authorities, whose share is its own."""
    suites = [
        expect_known_codes("lsoa11cd", facts, code_prefix="E"),
        expect_every_english_neighbourhood_each_period("lsoa11cd", facts),
        _expect_every_authority(facts),
    ]
    if facts.synthetic:
        return suites
    suites.append(_expect_published_share())
    return suites + [
        _expect_sums_where_there_are_neighbourhoods(column, facts) for column in ("households", "fuel_poor")
    ]


def _expect_every_authority(facts: AreaFacts) -> ExpectationSuite:
    def count(rows: pd.DataFrame) -> pd.DataFrame:
        authorities = rows[rows["areacd"].notna() & (rows["areacd"] != ENGLAND)]
        return authorities.groupby("period", as_index=False, observed=True).agg(authorities=("areacd", "nunique"))

    fewest = 1 if facts.synthetic else ENGLISH_DISTRICTS
    each = gxe.ExpectColumnValuesToBeBetween(column="authorities", min_value=fewest, max_value=ENGLISH_DISTRICTS)
    return ExpectationSuite("authorities in each period", [each], count)


def _expect_published_share() -> ExpectationSuite:
    def compare(rows: pd.DataFrame) -> pd.DataFrame:
        england = rows[(rows["areacd"] == ENGLAND) & rows["period"].isin(ENGLAND_PERCENT)]
        share = (100 * england["fuel_poor"].astype(float) / england["households"].astype(float)).round(1)
        return england.assign(percent=share, published=england["period"].map(ENGLAND_PERCENT).astype(float))

    same = gxe.ExpectColumnPairValuesToBeEqual(column_A="percent", column_B="published")
    return ExpectationSuite("the share of England's households in fuel poverty", [same], compare)


def _expect_sums_where_there_are_neighbourhoods(column: str, facts: AreaFacts) -> ExpectationSuite:
    """Expect published totals; 2011 has none to compare, since its neighbourhoods are of another map."""
    suite = expect_published_totals(column, "lsoa11cd", "areacd", facts, allow_no_difference, share_that_must_pass=0.98)
    return ExpectationSuite(suite.name, suite.expectations[:1], suite.prepare, suite.words)

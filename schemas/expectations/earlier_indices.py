"""Indices of Deprivation 2004 to 2010: all of England in each edition, and ranks that run from 1 to the last."""

import great_expectations.expectations as gxe
import pandas as pd

from fairer_stockton.schemas.expectations.suite import AreaFacts, ExpectationSuite

NEIGHBOURHOODS_OF_2001 = 32_482
RAN_THROUGH = 0.97  # the share of the codes of 2001 that are also codes of 2011


def expectations(facts: AreaFacts) -> list[ExpectationSuite]:
    """Return what the whole dataset must be, for as many editions as there are."""

    def counted(rows: pd.DataFrame) -> pd.DataFrame:
        return rows.groupby("period", as_index=False).agg(neighbourhoods=("lsoa01cd", "nunique"))

    def ranked(rows: pd.DataFrame) -> pd.DataFrame:
        place = rows.groupby("period")["imd_rank"].rank(method="min").astype("Int64")
        return rows.assign(place=place)

    def known(rows: pd.DataFrame) -> pd.DataFrame:
        return rows.assign(ran_through=rows["lsoa01cd"].isin(facts.codes["lsoa11cd"]).map({True: "yes", False: "no"}))

    least = 1 if facts.synthetic else NEIGHBOURHOODS_OF_2001
    whole = gxe.ExpectColumnValuesToBeBetween(
        column="neighbourhoods", min_value=least, max_value=NEIGHBOURHOODS_OF_2001
    )
    share = 0.0 if facts.synthetic else RAN_THROUGH
    return [
        ExpectationSuite("every neighbourhood of England of 2001 in each edition", [whole], counted),
        ExpectationSuite(
            "ranks run from 1 to the last",
            [gxe.ExpectColumnPairValuesToBeEqual(column_A="imd_rank", column_B="place")],
            ranked,
        ),
        ExpectationSuite(
            "nearly every code is also one of 2011",
            [gxe.ExpectColumnValuesToBeInSet(column="ran_through", value_set=["yes"], mostly=share)],
            known,
            "codes of 2001 of which nearly all are also codes of 2011",
        ),
    ]

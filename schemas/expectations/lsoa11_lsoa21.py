"""LSOA 2011 to 2021: every neighbourhood of both vintages, and changes that are what they say."""

import great_expectations.expectations as gxe

from fairer_stockton.schemas.expectations.suite import (
    AreaFacts,
    Suite,
    expect_every_area_of_authority,
    expect_every_english_neighbourhood,
)


def expectations(facts: AreaFacts) -> list[Suite]:
    """Return what the whole dataset must be; the best-fit lookup, without parts of split areas, breaks the first."""
    return [
        Suite(
            "every split neighbourhood has all its parts",
            [gxe.ExpectColumnValuesToBeBetween(column="parts", min_value=2)],
            lambda rows: rows[rows["change"] == "S"].assign(
                parts=lambda split: split.groupby("lsoa11cd")["lsoa21cd"].transform("nunique")
            ),
            "two parts or more for each: the exact lookup has a row for every part, the best-fit lookup (Version 2)"
            " keeps one and drops the others, and with them four neighbourhoods of Stockton-on-Tees",
        ),
        expect_every_english_neighbourhood("lsoa11cd", facts),
        expect_every_english_neighbourhood("lsoa21cd", facts),
        *expect_every_area_of_authority("lsoa11cd", facts, "lad22cd"),
        *expect_every_area_of_authority("lsoa21cd", facts, "lad22cd"),
        Suite(
            "an unchanged neighbourhood keeps its code",
            [gxe.ExpectColumnPairValuesToBeEqual(column_A="lsoa11cd", column_B="lsoa21cd")],
            lambda rows: rows[rows["change"] == "U"],
        ),
    ]

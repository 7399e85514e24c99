"""LSOA 2011 to 2021: every neighbourhood of both vintages, and changes that are what they say."""

import great_expectations.expectations as gxe

from fairer_stockton.schemas.expectations.suite import (
    AreaFacts,
    ExpectationSuite,
    expect_every_area_of_authority,
    expect_every_english_neighbourhood,
)

NUMBERS = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine"}


def expectations(facts: AreaFacts) -> list[ExpectationSuite]:
    """Return what the whole dataset must be; the best-fit lookup, without parts of split areas, breaks the first."""
    return [
        ExpectationSuite(
            "every split neighbourhood has all its parts",
            [gxe.ExpectColumnValuesToBeBetween(column="parts", min_value=2)],
            lambda rows: rows[rows["change"] == "S"].assign(
                parts=lambda split: split.groupby("lsoa11cd")["lsoa21cd"].transform("nunique")
            ),
            "two parts or more for each: the exact lookup has a row for every part, the best-fit lookup (Version 2)"
            f" keeps one and drops the others{_lost_areas(facts)}",
        ),
        expect_every_english_neighbourhood("lsoa11cd", facts),
        expect_every_english_neighbourhood("lsoa21cd", facts),
        *expect_every_area_of_authority("lsoa11cd", facts, "lad22cd"),
        *expect_every_area_of_authority("lsoa21cd", facts, "lad22cd"),
        ExpectationSuite(
            "an unchanged neighbourhood keeps its code",
            [gxe.ExpectColumnPairValuesToBeEqual(column_A="lsoa11cd", column_B="lsoa21cd")],
            lambda rows: rows[rows["change"] == "U"],
        ),
    ]


def _lost_areas(facts: AreaFacts) -> str:
    """Return what the best-fit lookup would cost the authority, where its neighbourhoods of both years are known."""
    lost = (facts.count_areas_of_authority("lsoa21cd") or 0) - (facts.count_areas_of_authority("lsoa11cd") or 0)
    return f", and with them {NUMBERS.get(lost, lost)} neighbourhoods of {facts.name}" if lost > 1 else ""

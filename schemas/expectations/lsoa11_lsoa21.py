"""LSOA 2011 to 2021: every neighbourhood of both vintages, and changes that are what they say."""

import great_expectations.expectations as gxe

from schemas.expectations.suite import Facts, Suite, authority_count, english


def expectations(facts: Facts) -> list[Suite]:
    """Say what the whole dataset is; the best-fit lookup, which drops split areas, fails the first two."""
    return [
        english("lsoa11cd", facts),
        english("lsoa21cd", facts),
        *authority_count("lsoa11cd", facts, "lad22cd"),
        *authority_count("lsoa21cd", facts, "lad22cd"),
        Suite(
            "an unchanged neighbourhood keeps its code",
            [gxe.ExpectColumnPairValuesToBeEqual(column_A="lsoa11cd", column_B="lsoa21cd")],
            lambda rows: rows[rows["change"] == "U"],
        ),
    ]

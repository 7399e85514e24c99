"""Underlying indicators of the Indices of Deprivation 2025: every neighbourhood, and few or none unknown."""

import great_expectations.expectations as gxe

from fairer_stockton.schemas.expectations.suite import (
    AreaFacts,
    ExpectationSuite,
    expect_every_english_neighbourhood,
    expect_known_codes,
)


def expectations(facts: AreaFacts) -> list[ExpectationSuite]:
    """Return what the whole dataset must be."""
    present = gxe.ExpectColumnValuesToNotBeNull(column="connectivity")
    columns = () if facts.synthetic else ("income_deprived", "employment_deprived")  # which weight the summaries
    counts = [gxe.ExpectColumnValuesToNotBeNull(column=column, mostly=0.999) for column in columns]
    return [
        expect_every_english_neighbourhood("lsoa21cd", facts),
        expect_known_codes("lsoa21cd", facts, code_prefix="E"),
        ExpectationSuite("connectivity of every neighbourhood", [present]),
        *([ExpectationSuite("people deprived of nearly every neighbourhood", counts)] if counts else []),
    ]

"""Underlying indicators of the Indices of Deprivation 2025: every neighbourhood, and few or none unknown."""

import great_expectations.expectations as gxe

from fairer_stockton.schemas.expectations.suite import Facts, Suite, english, known


def expectations(facts: Facts) -> list[Suite]:
    """Return what the whole dataset must be."""
    present = gxe.ExpectColumnValuesToNotBeNull(column="connectivity")
    columns = () if facts.synthetic else ("income_deprived", "employment_deprived")  # which weight the summaries
    counts = [gxe.ExpectColumnValuesToNotBeNull(column=column, mostly=0.999) for column in columns]
    return [
        english("lsoa21cd", facts),
        known("lsoa21cd", facts, only="E"),
        Suite("connectivity of every neighbourhood", [present]),
        *([Suite("people deprived of nearly every neighbourhood", counts)] if counts else []),
    ]

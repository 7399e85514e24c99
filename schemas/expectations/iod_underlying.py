"""Underlying indicators of the Indices of Deprivation 2025: every neighbourhood, and none unknown."""

import great_expectations.expectations as gxe

from schemas.expectations.suite import Facts, Suite, english, known


def expectations(facts: Facts) -> list[Suite]:
    """Say what the whole dataset is."""
    present = gxe.ExpectColumnValuesToNotBeNull(column="connectivity")
    return [
        english("lsoa21cd", facts),
        known("lsoa21cd", facts, only="E"),
        Suite("connectivity of every neighbourhood", [present]),
    ]

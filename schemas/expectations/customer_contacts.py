"""Customer contacts: of the authority's residents, most of them placed."""

import great_expectations.expectations as gxe

from fairer_stockton.schemas.expectations.suite import Facts, Suite, known, resident


def expectations(facts: Facts) -> list[Suite]:
    """Return what the whole dataset must be."""
    placed = gxe.ExpectColumnValuesToNotBeNull(column="lsoa21cd", mostly=0.6)
    short = gxe.ExpectColumnValuesToBeBetween(column="waiting_minutes", max_value=24 * 60, mostly=0.999)
    return [
        known("lsoa21cd", facts, only="E"),
        resident("lsoa21cd", facts),
        Suite("most contacts are placed", [placed]),
        Suite("waits of less than a day", [short]),
    ]

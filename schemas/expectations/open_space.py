"""Open space: every neighbourhood of the authority, with homes in each."""

import great_expectations.expectations as gxe

from schemas.expectations.suite import Facts, Suite, authority_count, known, resident


def expectations(facts: Facts) -> list[Suite]:
    """Say what the whole dataset is."""
    inhabited = gxe.ExpectColumnValuesToBeBetween(column="addresses", min_value=200, max_value=3_000)
    return [
        known("lsoa21cd", facts, only="E"),
        resident("lsoa21cd", facts),
        *authority_count("lsoa21cd", facts),
        Suite("as many homes as neighbourhoods have", [inhabited]),
    ]

"""Private outdoor space: the authority and England, and every figure there."""

import great_expectations.expectations as gxe

from fairer_stockton.schemas.expectations.suite import AreaFacts, Suite


def expectations(facts: AreaFacts) -> list[Suite]:
    """Return what the whole dataset must be."""
    areas = [facts.authority, "E92000001"]
    return [
        Suite(
            "the authority and England", [gxe.ExpectColumnDistinctValuesToContainSet(column="areacd", value_set=areas)]
        ),
        Suite("every figure there", [gxe.ExpectColumnValuesToNotBeNull(column="own_space_percent")]),
    ]

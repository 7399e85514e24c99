"""Private outdoor space: the authority and England, and every figure there."""

import great_expectations.expectations as gxe

from fairer_stockton.schemas.expectations.suite import AreaFacts, ExpectationSuite


def expectations(facts: AreaFacts) -> list[ExpectationSuite]:
    """Return what the whole dataset must be."""
    areas = [facts.authority, "E92000001"]
    return [
        ExpectationSuite(
            "the authority and England", [gxe.ExpectColumnDistinctValuesToContainSet(column="areacd", value_set=areas)]
        ),
        ExpectationSuite("every figure there", [gxe.ExpectColumnValuesToNotBeNull(column="own_space_percent")]),
    ]

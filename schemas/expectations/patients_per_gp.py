"""Patients per general practitioner: the authority and England, each within what is likely."""

import great_expectations.expectations as gxe

from fairer_stockton.schemas.expectations.suite import AreaFacts, ExpectationSuite


def expectations(facts: AreaFacts) -> list[ExpectationSuite]:
    """Return what the whole dataset must be."""
    areas = [facts.authority, "E92000001"]
    likely = gxe.ExpectColumnValuesToBeBetween(column="patients_per_gp", min_value=500, max_value=5000, mostly=0.99)
    return [
        ExpectationSuite(
            "the authority and England", [gxe.ExpectColumnDistinctValuesToContainSet(column="areacd", value_set=areas)]
        ),
        ExpectationSuite("between 500 and 5,000 patients", [likely]),
    ]

"""House prices: the authority, every year."""

import great_expectations.expectations as gxe

from fairer_stockton.schemas.expectations.suite import AreaFacts, ExpectationSuite


def expectations(facts: AreaFacts) -> list[ExpectationSuite]:
    """Return what the whole dataset must be."""
    areas = [facts.authority]
    there = gxe.ExpectColumnDistinctValuesToContainSet(column="areacd", value_set=areas)
    known = gxe.ExpectColumnValuesToNotBeNull(column="median_price_gbp")
    return [
        ExpectationSuite("the authority", [there]),
        ExpectationSuite("figures there", [known], lambda rows: rows[rows["areacd"].isin(areas)]),
    ]

"""Possession claims: the authority and England, each with its dwellings."""

import great_expectations.expectations as gxe

from fairer_stockton.schemas.expectations.suite import AreaFacts, ExpectationSuite
from fairer_stockton.schemas.nations import ENGLAND


def expectations(facts: AreaFacts) -> list[ExpectationSuite]:
    """Return what the whole dataset must be."""
    areas = [facts.authority, ENGLAND]
    there = gxe.ExpectColumnDistinctValuesToContainSet(column="areacd", value_set=areas)
    known = gxe.ExpectColumnValuesToNotBeNull(column="dwellings")
    return [
        ExpectationSuite("the authority and England", [there]),
        ExpectationSuite("figures there", [known], lambda rows: rows[rows["areacd"].isin(areas)]),
    ]

"""Authority to region: the authority of the report is there, and each authority has one region."""

import great_expectations.expectations as gxe

from fairer_stockton.schemas.expectations.suite import AreaFacts, ExpectationSuite, expect_row_count


def expectations(facts: AreaFacts) -> list[ExpectationSuite]:
    """Return what the whole dataset must be."""
    return [
        ExpectationSuite("one region for each authority", [gxe.ExpectColumnValuesToBeUnique(column="lad22cd")]),
        expect_row_count("the authority of the report", 1, lambda rows: rows[rows["lad22cd"] == facts.authority]),
    ]

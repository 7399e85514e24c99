"""DfE numbers: one ONS code each, and the authority of the report among them."""

import great_expectations.expectations as gxe

from fairer_stockton.schemas.expectations.suite import AreaFacts, ExpectationSuite, expect_row_count


def expectations(facts: AreaFacts) -> list[ExpectationSuite]:
    """Return what the whole dataset must be."""
    return [
        ExpectationSuite("one number for each code", [gxe.ExpectColumnValuesToBeUnique(column="utlacd")]),
        expect_row_count("the authority of the report", 1, lambda rows: rows[rows["utlacd"] == facts.authority]),
    ]

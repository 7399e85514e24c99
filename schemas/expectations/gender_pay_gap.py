"""Gender pay gap: few figures missing."""

import great_expectations.expectations as gxe

from fairer_stockton.schemas.expectations.suite import AreaFacts, ExpectationSuite


def expectations(_: AreaFacts) -> list[ExpectationSuite]:
    """Return what the whole dataset must be."""
    return [
        ExpectationSuite("few figures missing", [gxe.ExpectColumnValuesToNotBeNull(column="gap_percent", mostly=0.8)])
    ]

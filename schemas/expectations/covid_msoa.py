"""COVID-19: MSOAs that exist, and the published number of residents of England in the middle of 2020."""

from fairer_stockton.schemas.expectations.suite import (
    AreaFacts,
    ExpectationSuite,
    expect_known_codes,
    expect_published_sum,
)


def expectations(facts: AreaFacts) -> list[ExpectationSuite]:
    """Return what the whole dataset must be."""
    return [
        expect_known_codes("msoa11cd", facts),
        *expect_published_sum("residents", 56_550_138, facts),
    ]

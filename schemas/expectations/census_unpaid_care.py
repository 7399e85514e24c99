"""Census 2021 unpaid care: MSOAs that exist, and the published number of people in England and Wales."""

from fairer_stockton.schemas.expectations.suite import (
    AreaFacts,
    ExpectationSuite,
    expect_known_codes,
    expect_published_sum,
)


def expectations(facts: AreaFacts) -> list[ExpectationSuite]:
    """Return what the whole dataset must be; the table of ages (TS007) has the number of people."""
    return [
        expect_known_codes("msoa21cd", facts, code_prefix="E"),
        *expect_published_sum("residents_5_plus", 56_365_583, facts, allowed_difference=300, period="2021"),
    ]

"""Private outdoor space of local areas: every MSOA known, and addresses that add up to the publisher's own number."""

from fairer_stockton.schemas.expectations.suite import (
    AreaFacts,
    ExpectationSuite,
    expect_known_codes,
    expect_row_count,
)

MSOAS_OF_ENGLAND_AND_WALES = 7_201


def expectations(facts: AreaFacts) -> list[ExpectationSuite]:
    """Return what the whole dataset must be."""
    every = expect_row_count("every MSOA of England and Wales", MSOAS_OF_ENGLAND_AND_WALES, lambda rows: rows)
    return [expect_known_codes("msoa11cd", facts, code_prefix="E"), *([] if facts.synthetic else [every])]

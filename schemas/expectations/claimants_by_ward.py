"""Claimant count: wards that the lookups have."""

from fairer_stockton.schemas.expectations.suite import AreaFacts, ExpectationSuite, expect_known_codes


def expectations(facts: AreaFacts) -> list[ExpectationSuite]:
    """Return what the whole dataset must be; other authorities' wards may follow a later map."""
    return [expect_known_codes("wd19cd", facts, code_prefix="E", share_that_must_pass=0.9)]

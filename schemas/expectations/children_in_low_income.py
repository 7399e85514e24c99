"""Children in low income: every ward of the authority each year, and wards near the publisher's own total."""

from fairer_stockton.schemas.expectations.suite import (
    AreaFacts,
    ExpectationSuite,
    expect_every_area_of_authority,
    expect_known_codes,
    expect_published_totals,
)


def expectations(facts: AreaFacts) -> list[ExpectationSuite]:
    """Return what the whole dataset must be; other authorities' wards may follow a later map."""
    return [
        expect_known_codes("wd24cd", facts, code_prefix="E", share_that_must_pass=0.95),
        expect_published_totals(
            "children",
            "wd24cd",
            "areacd",
            facts,
            lambda total: (total * 0.02).clip(lower=20),
            share_that_must_pass=0.95,
        ),
        *expect_every_area_of_authority("wd24cd", facts, authority_by_area=facts.parents["wd24cd"]),
    ]

"""Census 2021 religion: every neighbourhood, and sums within the perturbation of the publisher's totals."""

from fairer_stockton.schemas.expectations.suite import (
    AreaFacts,
    ExpectationSuite,
    allow_census_perturbation,
    expect_every_english_neighbourhood,
    expect_known_codes,
    expect_published_totals,
)


def expectations(facts: AreaFacts) -> list[ExpectationSuite]:
    """Return what the whole dataset must be."""
    return [
        expect_every_english_neighbourhood("lsoa21cd", facts),
        expect_known_codes("lsoa21cd", facts, code_prefix="E"),
        *(
            expect_published_totals(column, "lsoa21cd", "ltla21cd", facts, allow_census_perturbation)
            for column in ("residents", "no_religion", "christian", "muslim")
        ),
    ]

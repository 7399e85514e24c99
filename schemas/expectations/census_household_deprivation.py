"""Census households by dimensions of deprivation: every neighbourhood, and the published number of households."""

from fairer_stockton.schemas.expectations.suite import (
    AreaFacts,
    ExpectationSuite,
    expect_every_english_neighbourhood,
    expect_known_codes,
    expect_published_sum,
)

# Of England and Wales, as published; counts of 2021 are perturbed.
HOUSEHOLDS = {"2011": (23_366_044, 0), "2021": (24_783_199, 200)}


def expectations(facts: AreaFacts) -> list[ExpectationSuite]:
    """Return what the whole dataset must be."""
    return [
        expect_known_codes("lsoa11cd", facts),
        expect_known_codes("lsoa21cd", facts),
        expect_every_english_neighbourhood("lsoa11cd", facts),
        expect_every_english_neighbourhood("lsoa21cd", facts),
        *(
            suite
            for period, (households, perturbed) in HOUSEHOLDS.items()
            for suite in expect_published_sum("households", households, facts, perturbed, period)
        ),
    ]

"""Census 2021 tenure: every neighbourhood, and sums within the perturbation of the publisher's totals."""

from fairer_stockton.schemas.expectations.suite import Facts, Suite, english, known, perturbed, totals


def expectations(facts: Facts) -> list[Suite]:
    """Return what the whole dataset must be."""
    checked = (
        "households",
        "owned_outright",
        "private_rented",
        "social_rented",
    )
    return [
        english("lsoa21cd", facts),
        known("lsoa21cd", facts, only="E"),
        *(totals(column, "lsoa21cd", "ltla21cd", facts, perturbed) for column in checked),
    ]

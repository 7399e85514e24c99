"""Inspections of private rented homes: in the authority."""

from fairer_stockton.schemas.expectations.suite import Facts, Suite, known, resident


def expectations(facts: Facts) -> list[Suite]:
    """Return what the whole dataset must be."""
    return [known("lsoa21cd", facts, only="E"), resident("lsoa21cd", facts)]

"""Age-standardised rates (Dobson)."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from fairer_stockton.run.vocabulary import Reason
from fairer_stockton.statistics.estimate import (
    Estimate,
    Floats,
    Limits,
    Texts,
    fill_empty_texts,
    find_text_of_first_failure,
)
from fairer_stockton.statistics.rates import poisson_limits

ESP_2013: tuple[int, ...] = (
    *(5000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000, 7000),
    *(6500, 6000, 5500, 5000, 4000, 2500, 1500, 1000),
)
"""European Standard Population 2013 (Eurostat 2013), 19 bands 0–4, 5–9 … 85–89, 90+, of 100,000 in all."""

BAND_YEARS = 5
FEWEST_EVENTS = 10


def compute_directly_standardised_rate(
    count: ArrayLike, population: ArrayLike, standard_population: ArrayLike = ESP_2013, per: float = 100_000.0
) -> Estimate:
    """Return Σ w·O/n / Σ w × per with the limits of Dobson, Kuulasmaa, Eberle & Scherer (1991).

    With Var = Σ w²·O/n² / (Σ w)² and O_L, O_U the Poisson limits of the total count O:
    rate + √(Var/O)·(O_L − O) and rate + √(Var/O)·(O_U − O).

    Args:
        count: events, shape (areas, bands) or (bands,).
        population: persons or person-years, of the same shape.
        standard_population: standard population, broadcast to the same shape; 19 bands of ESP 2013 by default.
        per: the rate's base.

    Returns:
        Estimate of shape (areas,) or (). Not available with fewer than 10 events in all, or where a band is missing,
        negative, or has nobody in it: a rate for that age is not known.

    Raises:
        ValueError: the bands differ in number or the standard population is not positive.
    """
    events, people = _read_counts_and_populations_by_age(count, population)
    weight = np.asarray(standard_population, dtype=np.float64)
    if weight.shape[-1:] != events.shape[-1:]:
        raise ValueError(f"{events.shape[-1]} age bands in the counts but a standard population of {weight.shape}")
    if not np.all(weight >= 0) or not np.all(np.sum(weight, axis=-1) > 0):
        raise ValueError("the standard population must not be negative, and must not be nil in all")
    total = np.sum(events, axis=-1)
    reason = fill_empty_texts(
        _find_why_rate_is_missing(events, people),
        find_text_of_first_failure(total.shape, (total < FEWEST_EVENTS, Reason.FEW_EVENTS)),
    )
    with np.errstate(invalid="ignore", divide="ignore"):
        factor = weight / np.sum(weight, axis=-1, keepdims=True) / people * per
        value = np.sum(factor * events, axis=-1)
        stretch = np.sqrt(np.sum(factor**2 * events, axis=-1) / total)

        def limits(z: float) -> Limits:
            lower, upper = poisson_limits(total, z)
            return value + stretch * (lower - total), value + stretch * (upper - total)

        return Estimate.from_limits_at_both_levels(value, limits, reason)


def _read_counts_and_populations_by_age(count: ArrayLike, population: ArrayLike) -> tuple[Floats, Floats]:
    events = np.asarray(count, dtype=np.float64)
    people = np.asarray(population, dtype=np.float64)
    if events.shape != people.shape or not events.ndim:
        raise ValueError(f"counts {events.shape} and populations {people.shape} must both be (areas, age bands)")
    return events, people


def _find_why_rate_is_missing(events: Floats, people: Floats) -> Texts:
    return find_text_of_first_failure(
        events.shape[:-1],
        (~np.isfinite(events).all(axis=-1), Reason.BAND_WITHOUT_COUNT),
        (~np.isfinite(people).all(axis=-1), Reason.BAND_WITHOUT_POPULATION),
        ((events < 0).any(axis=-1), Reason.BAND_NEGATIVE),
        ((people <= 0).any(axis=-1), Reason.BAND_OF_NOBODY),
    )

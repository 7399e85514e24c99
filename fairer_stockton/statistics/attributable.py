"""What the gap means for people: the number of residents behind it."""

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


def count_people_in_gap(
    rates: Estimate, population: ArrayLike, reference_group_or_rate: int | Estimate, per: float = 100.0
) -> Estimate:
    """Return how many fewer residents would be in the count if every group had the reference's rate.

    Σ P_i·(r_i − r_ref)/per: negative says how many more. The square-and-add interval of a sum of independent terms
    (Zou, Huang & Zhang 2009) takes each group's limits once; a reference that is one of the groups enters once, with
    the sum of its coefficients.

    Args:
        rates: rates or percentages of the groups, shape (…, groups).
        population: the residents in each group, broadcast to the same shape.
        reference_group_or_rate: place of the best group along the last axis, or an independent estimate such as
            England's,
            of shape () or (…).
        per: what the rates are per: 100 for percentages, 1,000 for rates per 1,000.

    Returns:
        Estimate in people, shape (…); not available where any group, or the reference, is not.

    Raises:
        ValueError: shapes do not fit or the reference is not one of the groups.
    """
    people = np.broadcast_to(np.asarray(population, dtype=np.float64), rates.value.shape) / per
    total = people.sum(axis=-1)
    unpeopled = ~(np.isfinite(people) & (people >= 0)).all(axis=-1)
    absent = find_text_of_first_failure(total.shape, (unpeopled, Reason.GROUP_WITHOUT_POPULATION))
    reason = fill_empty_texts(absent, _find_first_missing_reason_by_row(rates))
    if isinstance(reference_group_or_rate, Estimate):
        outside = np.asarray(np.broadcast_to(reference_group_or_rate.reason, total.shape), dtype=object)
        return _sum_estimates_with_coefficients(
            [(rates, people), (_broadcast_estimate_to_column(reference_group_or_rate, total.shape), -total[..., None])],
            fill_empty_texts(reason, outside),
        )
    if not -rates.value.shape[-1] <= reference_group_or_rate < rates.value.shape[-1]:
        raise ValueError(
            f"reference group {reference_group_or_rate} is not one of the groups in shape {rates.value.shape}"
        )
    coefficient = people.copy()
    coefficient[..., reference_group_or_rate] -= total
    return _sum_estimates_with_coefficients([(rates, coefficient)], reason)


def _find_first_missing_reason_by_row(estimate: Estimate) -> Texts:
    blocked = ~estimate.available
    first = np.argmax(blocked, axis=-1)[..., None]
    return np.asarray(np.take_along_axis(estimate.reason, first, axis=-1)[..., 0], dtype=object)


def _broadcast_estimate_to_column(estimate: Estimate, shape: tuple[int, ...]) -> Estimate:
    numbers = [np.broadcast_to(number, shape)[..., None] for number in estimate.value_and_limits]
    return Estimate.of(numbers, np.broadcast_to(estimate.reason, shape)[..., None])


def _sum_estimates_with_coefficients(
    estimates_and_coefficients: list[tuple[Estimate, Floats]], missing_reason: Texts
) -> Estimate:
    value = np.sum([np.sum(c * e.value, axis=-1) for e, c in estimates_and_coefficients], axis=0)

    def limits(level: str) -> Limits:
        below, above = np.zeros_like(value), np.zeros_like(value)
        for estimate, c in estimates_and_coefficients:
            to_low = c * (estimate.value - getattr(estimate, f"lower_{level}"))
            to_high = c * (getattr(estimate, f"upper_{level}") - estimate.value)
            # A negative coefficient turns the limits round.
            below += np.sum(np.where(c > 0, to_low, to_high) ** 2, axis=-1)
            above += np.sum(np.where(c > 0, to_high, to_low) ** 2, axis=-1)
        return value - np.sqrt(below), value + np.sqrt(above)

    with np.errstate(invalid="ignore"):
        return Estimate.with_missing_values_blanked(value, limits("95"), limits("998"), missing_reason)

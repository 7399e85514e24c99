"""Why a figure changed: its difference split into revision and time, and each of these into count and population."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from fairer_stockton.statistics.estimate import Bools, Floats, read_arrays_of_equal_shape

ROUNDING = 1e-6  # how far, of itself, a figure may lie from its own two sums and still be theirs


@dataclass(frozen=True, slots=True)
class ValuesWithSums:
    """Figures of one edition and period: values and the sums that they are of, all of one shape; nan where unknown."""

    value: Floats
    numerator: Floats
    denominator: Floats

    @classmethod
    def of(cls, value: ArrayLike, numerator: ArrayLike = np.nan, denominator: ArrayLike = np.nan) -> ValuesWithSums:
        """Return figures as they come; one that has no sums keeps its value.

        Raises:
            ValueError: the shapes differ.
        """
        return cls(*read_arrays_of_equal_shape(value=value, numerator=numerator, denominator=denominator))


@dataclass(frozen=True, slots=True)
class ChangeStep:
    """One step from a figure to another: `size` = `by_count` + `by_population`, in the figures' unit."""

    size: Floats
    by_count: Floats
    by_population: Floats


@dataclass(frozen=True, slots=True)
class Change:
    """A difference: `total` = `revision.size` + `over_time.size`, in the figures' unit."""

    total: Floats
    revision: ChangeStep
    over_time: ChangeStep


def split_change(
    first_period: ValuesWithSums,
    first_period_revised: ValuesWithSums,
    last_period: ValuesWithSums,
    per: ArrayLike = 1.0,
) -> Change:
    """Split the difference between two editions' figures into what was revised and what changed over time.

    revision = again − then, over time = now − again. Where a figure is per·N/D, a step is split into the effects of
    the count and of the population, each the mean over the two orders in which they can change:
    per·(N₁ − N₀)·(1/D₀ + 1/D₁)/2 and per·(1/D₁ − 1/D₀)·(N₀ + N₁)/2 (Kitagawa 1955, JASA 50:1168–94; Das Gupta 1993,
    *Standardization and Decomposition of Rates*, US Bureau of the Census P23-186, ch. 2: a product of two factors;
    the Shapley value of each).

    Args:
        first_period: the earlier edition's figures, any shape.
        first_period_revised: the same periods' figures in the new edition.
        last_period: the new edition's latest figures.
        per: what the figures are of: 100, 1,000 or 1, one for all or one for each.

    Returns:
        Parts in the figures' unit, of their shape. nan: a step without a figure at either end; the two effects of a
        step whose figures are not per·N/D of sums that are known and not nil.

    Raises:
        ValueError: the shapes differ.
    """
    *_, scale = read_arrays_of_equal_shape(
        then=first_period.value, again=first_period_revised.value, now=last_period.value, per=per
    )
    return Change(
        last_period.value - first_period.value,
        _split_step_by_count_and_population(first_period, first_period_revised, scale),
        _split_step_by_count_and_population(first_period_revised, last_period, scale),
    )


def split_difference_of_products(
    factor_a: Floats, other_a: Floats, factor_b: Floats, other_b: Floats
) -> tuple[Floats, Floats]:
    """Split f_A·g_A − f_B·g_B into what the first factor adds and what the second does.

    (f_A − f_B)(g_A + g_B)/2 and (g_A − g_B)(f_A + f_B)/2: each the mean over the two orders in which the factors can
    change (Kitagawa 1955, JASA 50:1168–94; Das Gupta 1993, *Standardization and Decomposition of Rates*, US Bureau of
    the Census P23-186, ch. 2).
    """
    return (factor_a - factor_b) * (other_a + other_b) / 2.0, (other_a - other_b) * (factor_a + factor_b) / 2.0


def _split_step_by_count_and_population(
    first_figures: ValuesWithSums, last_figures: ValuesWithSums, per: Floats
) -> ChangeStep:
    size = last_figures.value - first_figures.value
    with np.errstate(all="ignore"):
        by_count, _ = split_difference_of_products(
            per * last_figures.numerator, 1.0 / last_figures.denominator,
            per * first_figures.numerator, 1.0 / first_figures.denominator,
        )  # fmt: skip
    by_count = np.where(first_figures.denominator == last_figures.denominator, size, by_count)  # to the last bit
    by_count = np.where(
        _is_value_count_over_population(first_figures, per) & _is_value_count_over_population(last_figures, per),
        by_count,
        np.nan,
    )
    return ChangeStep(size, by_count, size - by_count)


def _is_value_count_over_population(figures: ValuesWithSums, per: Floats) -> Bools:
    """Return whether a figure is its count over its population."""
    with np.errstate(all="ignore"):
        quotient = per * figures.numerator / figures.denominator
    return np.asarray(np.isfinite(quotient) & np.isclose(figures.value, quotient, rtol=ROUNDING, atol=ROUNDING))

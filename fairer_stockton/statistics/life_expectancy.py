"""Life expectancy by abridged life table."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from fairer_stockton.run.vocabulary import Reason
from fairer_stockton.statistics.estimate import (
    Bools,
    Estimate,
    Floats,
    Texts,
    fill_empty_texts,
    find_text_of_first_failure,
    has_text,
)

BANDS_TO_90: tuple[int, ...] = (0, 1, *range(5, 95, 5))
"""Twenty age bands: under 1, 1–4, 5–9 … 85–89, 90 and over."""

SMALLEST_POPULATION = 5_000
"""Silcocks (2001) and Toson & Baker (2003): at or below this the table is too unsteady to publish."""

_AREAS_AT_ONCE = 1024
_FIRST_YEAR_LIVED = 0.1
_LIVED = 0.5


@dataclass(frozen=True, slots=True)
class LifeTable:
    """At the start of every age band, shape (…, bands): years expected, their standard errors, and survivors of 1."""

    age_starts: NDArray[np.int64]
    expectancy: Estimate
    standard_error: Floats
    survivors: Floats

    def at(self, age: int) -> Estimate:
        """Return the expectancy at one age, shape (…).

        Raises:
            ValueError: no age band starts there.
        """
        places = np.flatnonzero(self.age_starts == age)
        if not places.size:
            raise ValueError(f"no age band starts at {age}; they start at {self.age_starts.tolist()}")
        numbers = [np.asarray(number[..., places[0]]) for number in self.expectancy.value_and_limits]
        return Estimate.of(numbers, self.expectancy.reason[..., places[0]])


def compute_life_expectancy(
    deaths: ArrayLike, population: ArrayLike, age_starts: tuple[int, ...] = BANDS_TO_90
) -> LifeTable:
    """Return life expectancy at every age by Chiang's method (Chiang 1984 II) with limits of Silcocks et al. (2001).

    Death rate M = d/P; share dying in a band of n years q = nM/(1 + nM(1 − a)), with a = 0.1 below one year and 0.5
    above, at most 1; the last band lasts 2/M years and ends in q = 1. Years lived L = n(l' + a(l − l')), in the last
    l/M. e = Σ L / l. Var(e_x) = Σ W/l_x², W = l²((1 − a)n + e')²·q²(1 − q)/d, in the last band l²/(d·M²), which is the
    published (l/2)²·4/(d·M²).

    Args:
        deaths: shape (areas, bands) or (bands,), over the same years as the population.
        population: person-years of the same shape.
        age_starts: first age of every band, the first 0; the last band is open.

    Returns:
        A life table. An area is not available at any age where a band has a missing number, nobody in it, deaths below
        0 or above its population, where 5,000 people or fewer live there in all, or where nobody died in the last
        band. One age alone is not available where nobody survives to it.

    Raises:
        ValueError: the bands differ in number, or do not start at 0 and rise.
    """
    d, people = np.asarray(deaths, dtype=np.float64), np.asarray(population, dtype=np.float64)
    starts = np.asarray(age_starts, dtype=np.int64)
    if d.shape != people.shape or d.shape[-1:] != starts.shape:
        raise ValueError(f"deaths {d.shape} and population {people.shape} must both end in {starts.size} age bands")
    if starts.size < 2 or starts[0] != 0 or np.any(np.diff(starts) <= 0):
        raise ValueError(f"age bands must start at 0 and rise, found {starts.tolist()}")
    reason = _find_why_life_table_is_missing(d, people)
    fit = (reason == "")[..., None]
    if not fit.all():
        # A stand-in keeps arithmetic quiet in areas that will be blanked; it touches no other area.
        d, people = np.where(fit, d, 1.0), np.where(fit, people, 2.0)

    columns = np.empty((3, *d.shape))
    flat = columns.reshape(3, -1, starts.size)
    rows = d.reshape(-1, starts.size), people.reshape(-1, starts.size)
    for start in range(0, flat.shape[1], _AREAS_AT_ONCE):
        piece = slice(start, start + _AREAS_AT_ONCE)
        for number, column in enumerate(
            _compute_expectancy_error_and_survivors(rows[0][piece].T.copy(), rows[1][piece].T.copy(), starts)
        ):
            flat[number, piece] = column.T
    expectancy, error, survivors = columns
    reasons = _add_reason_where_nobody_survives(reason, survivors > 0)
    return LifeTable(
        age_starts=starts,
        expectancy=Estimate.normal(expectancy, error, reasons),
        standard_error=_blank_missing_values(error, reasons),
        survivors=_blank_missing_values(survivors, reason),
    )


def _compute_expectancy_error_and_survivors(
    deaths: Floats, person_years: Floats, age_starts: NDArray[np.int64]
) -> tuple[Floats, ...]:
    """Return expectancy, its standard error and survivors, all (bands, areas).

    Bands come first here, so that every step runs along many areas and not along twenty bands.
    """
    width, lived = _compute_band_widths_and_share_lived(age_starts, deaths.ndim)
    death_rate = deaths / person_years
    exposed = width * death_rate[:-1]
    q = np.ones_like(deaths)
    np.minimum(exposed / (1.0 + exposed * (1.0 - lived)), 1.0, out=q[:-1])
    survivors = np.ones_like(deaths)
    for band in range(1, age_starts.size):
        np.multiply(survivors[band - 1], 1.0 - q[band - 1], out=survivors[band])
    years = np.empty_like(deaths)
    years[:-1] = width * (survivors[1:] * (1.0 - lived) + survivors[:-1] * lived)
    years[-1] = survivors[-1] / death_rate[-1]
    # The variance of q in the open band is put so that its part in the sum is Silcocks' l²/(d·M²).
    q_variance = np.divide(q**2 * (1.0 - q), deaths, out=np.zeros_like(deaths), where=deaths > 0)
    q_variance[-1] = 1.0 / (deaths[-1] * death_rate[-1] ** 2)
    expectancy, error = _compute_expectancy_and_error(survivors, years, q_variance, age_starts)
    return expectancy, error, survivors


def _compute_band_widths_and_share_lived(age_starts: NDArray[np.int64], dimension_count: int) -> tuple[Floats, Floats]:
    """Return the years in each closed band, and the part of them that those who die there have lived; bands first."""
    upright = (-1, *(1,) * (dimension_count - 1))
    width = np.diff(age_starts).astype(np.float64)
    return width.reshape(upright), np.where(age_starts[:-1] == 0, _FIRST_YEAR_LIVED, _LIVED).reshape(upright)


def _compute_expectancy_and_error(
    survivors: Floats, years_lived: Floats, variance_of_death_share: Floats, age_starts: NDArray[np.int64]
) -> tuple[Floats, Floats]:
    """Return years expected and their standard errors; (bands, …)."""
    width, lived = _compute_band_widths_and_share_lived(age_starts, years_lived.ndim)
    with np.errstate(divide="ignore", invalid="ignore"):
        expectancy = _sum_from_each_age_on(years_lived) / survivors
        reach = np.ones_like(years_lived)
        reach[:-1] *= (1.0 - lived) * width
        reach[:-1] += np.where(survivors[1:] > 0, expectancy[1:], 0.0)
        spread = (survivors * reach) ** 2 * variance_of_death_share
        return expectancy, np.sqrt(_sum_from_each_age_on(spread)) / survivors


def _blank_missing_values(values: Floats, missing_reason: Texts) -> Floats:
    """Return a column of the table, nan in the areas or at the ages that have a reason."""
    blocked = has_text(missing_reason)
    if not blocked.any():
        return values
    return np.where(blocked if blocked.ndim == values.ndim else blocked[..., None], np.nan, values)


def _sum_from_each_age_on(values_by_age: Floats) -> Floats:
    """Sum a column from each age to the last; a step a band, which is ten times faster than NumPy's cumulative sum."""
    total = values_by_age.copy()
    for band in range(len(total) - 2, -1, -1):
        total[band] += total[band + 1]
    return total


def _add_reason_where_nobody_survives(reason_by_area: Texts, has_survivors: Bools) -> Texts:
    nobody = find_text_of_first_failure(has_survivors.shape, (~has_survivors, Reason.NO_SURVIVORS))
    return fill_empty_texts(np.broadcast_to(reason_by_area[..., None], has_survivors.shape), nobody)


def _find_why_life_table_is_missing(deaths: Floats, person_years: Floats) -> Texts:
    return find_text_of_first_failure(
        deaths.shape[:-1],
        (~np.isfinite(deaths).all(axis=-1), Reason.BAND_WITHOUT_DEATHS),
        (~np.isfinite(person_years).all(axis=-1), Reason.BAND_WITHOUT_POPULATION),
        ((person_years <= 0).any(axis=-1), Reason.BAND_OF_NOBODY),
        ((deaths < 0).any(axis=-1), Reason.BAND_NEGATIVE_DEATHS),
        ((deaths > person_years).any(axis=-1), Reason.BAND_MORE_DEATHS),
        (person_years.sum(axis=-1) <= SMALLEST_POPULATION, Reason.FEW_PEOPLE),
        (deaths[..., -1] == 0, Reason.LAST_BAND_WITHOUT_DEATHS),
    )

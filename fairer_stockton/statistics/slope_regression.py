"""The regression on social rank that the slope and relative index share: scales, weights, ends of the line, checks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit, logit

from fairer_stockton.run.vocabulary import Polarity, Reason
from fairer_stockton.statistics.estimate import (
    Z_95,
    Estimate,
    Floats,
    Texts,
    find_text_of_first_failure,
    read_arrays_of_equal_shape,
)

FEWEST_QUANTILES = 5
MOST_QUANTILES = 100

Scale = Literal["raw", "log", "logit"]
Curve = Callable[[Floats], Floats]


def _return_unchanged(x: Floats) -> Floats:
    return x


def _compute_derivative_of_logistic(x: Floats) -> Floats:
    share = expit(x)
    return np.asarray(share * (1.0 - share))


_FORWARD: dict[str, Curve] = {"raw": _return_unchanged, "log": np.log, "logit": logit}
_BACK: dict[str, Curve] = {"raw": _return_unchanged, "log": np.exp, "logit": expit}
_BACK_SLOPE: dict[str, Curve] = {"raw": np.ones_like, "log": np.exp, "logit": _compute_derivative_of_logistic}


@dataclass(frozen=True, slots=True)
class SlopeIndex:
    """Slope index of inequality (in the measure's unit), relative index (a ratio) and the fitted intercept.

    The intercept is in the unit in which the line was fitted: the log or logit where that was asked for.
    """

    slope: Estimate
    relative: Estimate
    intercept: Floats


@dataclass(frozen=True, slots=True)
class SlopeRegression:
    """Checked quantiles of many areas, shape (areas, quantiles), with the weights that draw a line through them.

    `eta` and `error` are on the scale in which the values are taken to be normal.
    """

    eta: Floats
    error: Floats
    at_bottom: Floats
    at_top: Floats
    reason: Texts
    scale: Scale
    fit_on_scale: bool

    def ends(self, values_on_scale: Floats) -> tuple[Floats, Floats]:
        """Return the fitted values at the most and the least deprived end, for values on the scale."""
        back = _BACK[self.scale]
        fitted = values_on_scale if self.fit_on_scale else back(values_on_scale)
        bottom = np.sum(self.at_bottom * fitted, axis=-1)
        top = np.sum(self.at_top * fitted, axis=-1)
        return (back(bottom), back(top)) if self.fit_on_scale else (bottom, top)

    def compute_derivatives_at_both_ends(self) -> tuple[Floats, Floats]:
        """Return the derivatives of both ends by each quantile's value on the scale, for the delta method."""
        slope = _BACK_SLOPE[self.scale]
        if not self.fit_on_scale:
            inner = slope(self.eta)
            return self.at_bottom * inner, self.at_top * inner
        bottom = np.sum(self.at_bottom * self.eta, axis=-1, keepdims=True)
        top = np.sum(self.at_top * self.eta, axis=-1, keepdims=True)
        return self.at_bottom * slope(bottom), self.at_top * slope(top)

    def intercept(self) -> Floats:
        """Return β0 in the unit of the fit, nan where the area has a reason."""
        fitted = self.eta if self.fit_on_scale else _BACK[self.scale](self.eta)
        return np.where(self.reason == "", np.sum(self.at_bottom * fitted, axis=-1), np.nan)


def prepare_regression(
    value: ArrayLike, standard_error: ArrayLike, population_share: ArrayLike, scale: Scale, fit_on_scale: bool
) -> SlopeRegression:
    """Check quantiles and prepare the regression.

    Raises:
        ValueError: shapes do not fit, the number of quantiles is out of range, or the scale is not known.
    """
    if scale not in _FORWARD:
        raise ValueError(f"scale {scale!r} is not one of {', '.join(_FORWARD)}")
    y, error, share = np.broadcast_arrays(
        *(np.asarray(array, dtype=np.float64) for array in (value, standard_error, population_share))
    )
    quantiles = y.shape[-1] if y.ndim else 0
    if not FEWEST_QUANTILES <= quantiles <= MOST_QUANTILES:
        raise ValueError(
            f"the last axis must hold {FEWEST_QUANTILES} to {MOST_QUANTILES} quantiles, found {quantiles} in {y.shape}"
        )
    reason = find_why_quantiles_cannot_be_fitted(y, error, share, scale)
    with np.errstate(all="ignore"):
        at_bottom, at_top = compute_weights_of_line_ends(share)
        eta = _FORWARD[scale](y)
    return SlopeRegression(eta, error, at_bottom, at_top, reason, scale, fit_on_scale and scale != "raw")


def find_why_quantiles_cannot_be_fitted(
    values: Floats, standard_errors: Floats, population_shares: Floats, scale: Scale
) -> Texts:
    """Return why an area's quantiles cannot be fitted, or ""; shape (…)."""
    return find_text_of_first_failure(
        values.shape[:-1],
        (~np.isfinite(values).all(axis=-1), Reason.QUANTILE_WITHOUT_VALUE),
        ((values == 0).any(axis=-1) & (scale != "raw"), Reason.QUANTILE_WITHOUT_EVENTS),
        ((values < 0).any(axis=-1) & (scale != "raw"), Reason.QUANTILE_BELOW_ZERO),
        ((values >= 1).any(axis=-1) & (scale == "logit"), Reason.QUANTILE_AT_ONE),
        (~np.isfinite(standard_errors).all(axis=-1), Reason.QUANTILE_WITHOUT_ERROR),
        ((standard_errors < 0).any(axis=-1), Reason.ERROR_NEGATIVE),
        (~np.isfinite(population_shares).all(axis=-1), Reason.QUANTILE_WITHOUT_POPULATION),
        ((population_shares <= 0).any(axis=-1), Reason.QUANTILE_OF_NOBODY),
    )


def compute_weights_of_line_ends(population_shares: Floats) -> tuple[Floats, Floats]:
    """Return the weights whose sums with the values are the line at rank 0 (β0) and at rank 1 (β0 + β1).

    Ordinary least squares of √a·Y on √a and √a·b without intercept is a weighted mean and a weighted slope.
    """
    a = population_shares / np.sum(population_shares, axis=-1, keepdims=True)
    b = np.cumsum(a, axis=-1) - a / 2.0
    middle = np.sum(a * b, axis=-1, keepdims=True)
    centred = a * (b - middle)
    slope = centred / np.sum(centred * (b - middle), axis=-1, keepdims=True)
    bottom = a - slope * middle
    return bottom, bottom + slope


def compute_standard_error_from_limits(
    lower: ArrayLike, upper: ArrayLike, scale: Scale = "raw", z: float = Z_95
) -> Floats:
    """Return (g(U) − g(L)) / (2z), the standard error on the scale g; nan where a limit has no logarithm or logit.

    Raises:
        ValueError: the shapes differ or the scale is not known.
    """
    if scale not in _FORWARD:
        raise ValueError(f"scale {scale!r} is not one of {', '.join(_FORWARD)}")
    low, high = read_arrays_of_equal_shape(lower=lower, upper=upper)
    with np.errstate(all="ignore"):
        error = (_FORWARD[scale](high) - _FORWARD[scale](low)) / (2.0 * z)
    return np.where(np.isfinite(error), error, np.nan)


def choose_sign_of_slope(polarity: Polarity) -> float:
    """Return −1 where lower is better, so that a positive slope always says that the most deprived fare worse."""
    return -1.0 if polarity == Polarity.LOWER_IS_BETTER else 1.0


def find_why_ratio_has_no_meaning(fitted_at_bottom: Floats, fitted_at_top: Floats) -> Texts:
    """Return a reason where the line leaves the positive numbers, so that the relative index has no meaning."""
    reached = ~((fitted_at_bottom > 0) & (fitted_at_top > 0))
    return find_text_of_first_failure(fitted_at_bottom.shape, (reached, Reason.LINE_REACHES_ZERO))

"""Modelled small-area estimates (Fay–Herriot), for areas whose own survey base is too small to stand alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from fairer_stockton.run.vocabulary import Reason
from fairer_stockton.statistics.estimate import Bools, Estimate, Floats, find_first_reason

_ROUNDS = 200
_CLOSE = 1e-12


@dataclass(frozen=True, slots=True)
class ModelledEstimate:
    """EBLUPs of shape (areas,) with their mean squared error, and the model behind them.

    `direct_weight` is how much of the area's own estimate is in it: 1 is all its own, 0 is the model alone.
    """

    estimate: Estimate
    mean_squared_error: Floats
    direct_weight: Floats
    coefficients: Floats
    coefficient_errors: Floats
    between_area_variance: float


@dataclass(frozen=True, slots=True)
class _Model:
    """σ², its variance, β and Var(β)."""

    between: float
    between_error: float
    beta: Floats
    spread: Floats


def predict_by_fay_herriot(direct: ArrayLike, variance: ArrayLike, covariates: ArrayLike) -> ModelledEstimate:
    """Return empirical best linear unbiased predictions of area means (Fay & Herriot 1979).

    y_i = x_i'β + v_i + e_i, e_i ~ (0, D_i) known, v_i ~ (0, σ²). σ² by restricted maximum likelihood, or 0 where the
    likelihood falls from there; γ = σ²/(σ² + D); prediction γ·y + (1 − γ)·x'β. Mean squared error (Prasad & Rao 1990;
    Datta & Lahiri 2000) g1 + g2 + 2·g3: γD + (1 − γ)²·x'Var(β)x + 2·D²/(σ² + D)³·Var(σ²), Var(σ²) = 2/Σ(σ² + D)⁻².
    An area with no direct estimate gets x'β with σ² + x'Var(β)x.

    Args:
        direct: direct survey estimates, shape (areas,); nan where there is none.
        variance: their sampling variances, of the same shape, best smoothed; nan where there is none.
        covariates: shape (areas, covariates), with a column of ones where an intercept is wanted.

    Returns:
        Estimates with limits ± z·√MSE. An area is not available without covariates; one with a direct estimate but
        no positive variance is predicted by the model alone.

    Raises:
        ValueError: shapes do not fit, fewer areas with a direct estimate than covariates + 2, or covariates that
            repeat each other.
    """
    y, sampling = np.asarray(direct, dtype=np.float64), np.asarray(variance, dtype=np.float64)
    x = np.asarray(covariates, dtype=np.float64)
    if y.ndim != 1 or sampling.shape != y.shape or x.ndim != 2 or x.shape[0] != y.size:
        raise ValueError(
            f"direct {y.shape}, variance {sampling.shape}, covariates {x.shape}: one row an area is needed"
        )
    described: Bools = np.asarray(np.isfinite(x).all(axis=-1))
    fitted: Bools = described & np.isfinite(y) & np.isfinite(sampling) & (sampling > 0)
    if fitted.sum() < x.shape[1] + 2:
        raise ValueError(f"{fitted.sum()} areas have a direct estimate; {x.shape[1]} covariates need {x.shape[1] + 2}")
    if np.linalg.matrix_rank(x[fitted]) < x.shape[1]:
        raise ValueError("the covariates repeat each other: leave one out")

    between = _fit_between_area_variance(y[fitted], sampling[fitted], x[fitted])
    total = between + sampling[fitted]
    spread = np.linalg.inv(x[fitted].T @ (x[fitted] / total[:, None]))
    beta = spread @ (x[fitted].T @ (y[fitted] / total))
    model = _Model(between, 2.0 / float(np.sum(total**-2)), np.asarray(beta), np.asarray(spread))
    return _predict_area_means(y, sampling, np.where(described[:, None], x, 0.0), described, fitted, model)


def _predict_area_means(
    y: Floats,
    sampling: Floats,
    x: Floats,
    described: Bools,
    fitted: Bools,
    model: _Model,
) -> ModelledEstimate:
    between = model.between
    synthetic = x @ model.beta
    model_part = np.sum((x @ model.spread) * x, axis=-1)
    own = np.where(fitted, sampling, 1.0)
    gamma = np.where(fitted, between / (between + own), 0.0)
    value = np.where(fitted, gamma * np.where(fitted, y, 0.0) + (1.0 - gamma) * synthetic, synthetic)
    uncertain = own**2 / (between + own) ** 3 * model.between_error
    error = np.where(fitted, gamma * own + (1.0 - gamma) ** 2 * model_part + 2.0 * uncertain, between + model_part)
    reason = find_first_reason(y.shape, (~described, Reason.NO_COVARIATES))
    return ModelledEstimate(
        estimate=Estimate.normal(value, np.sqrt(error), reason),
        mean_squared_error=np.where(described, error, np.nan),
        direct_weight=np.where(described, gamma, np.nan),
        coefficients=model.beta,
        coefficient_errors=np.sqrt(np.diag(model.spread)),
        between_area_variance=between,
    )


def _fit_between_area_variance(y: Floats, sampling: Floats, x: Floats) -> float:
    """Compute σ² by Fisher scoring of the restricted likelihood, halving steps that leave σ² ≥ 0 or overshoot."""
    between = float(np.median(sampling))
    for _ in range(_ROUNDS):
        score, information = _score_and_information(between, y, sampling, x)
        following = max(between + score / information, between / 2.0 if between > _CLOSE else 0.0)
        if abs(following - between) <= _CLOSE * (1.0 + between):
            break
        between = following
    at_zero, _ = _score_and_information(0.0, y, sampling, x)
    return 0.0 if between <= 1e-9 * float(np.median(sampling)) and at_zero <= 0 else following


def _score_and_information(between: float, y: Floats, sampling: Floats, x: Floats) -> tuple[float, float]:
    """Return the derivative of the restricted log-likelihood by σ², and its expected information."""
    inverse = 1.0 / (between + sampling)
    weighted = x * inverse[:, None]
    spread = np.linalg.inv(x.T @ weighted)
    residual = inverse * (y - x @ (spread @ (weighted.T @ y)))
    leverage = np.sum((weighted @ spread) * x, axis=-1)
    cross = weighted @ spread @ weighted.T
    trace = float(np.sum(inverse * (1.0 - leverage)))
    squared = float(np.sum(inverse**2) - 2.0 * np.sum(inverse**2 * leverage) + np.sum(cross**2))
    return 0.5 * (float(residual @ residual) - trace), 0.5 * squared

"""Modelled small-area estimates (Fay–Herriot), for areas whose own survey base is too small to stand alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from fairer_stockton.run.vocabulary import Reason
from fairer_stockton.statistics.estimate import Bools, Estimate, Floats, find_text_of_first_failure

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
class _FittedModel:
    """σ², its variance, β and Var(β)."""

    between: float
    between_error: float
    beta: Floats
    spread: Floats


def predict_by_fay_herriot(
    direct_estimates: ArrayLike, sampling_variances: ArrayLike, covariates: ArrayLike
) -> ModelledEstimate:
    """Return empirical best linear unbiased predictions of area means (Fay & Herriot 1979).

    y_i = x_i'β + v_i + e_i, e_i ~ (0, D_i) known, v_i ~ (0, σ²). σ² by restricted maximum likelihood, or 0 where the
    likelihood falls from there; γ = σ²/(σ² + D); prediction γ·y + (1 − γ)·x'β. Mean squared error (Prasad & Rao 1990;
    Datta & Lahiri 2000) g1 + g2 + 2·g3: γD + (1 − γ)²·x'Var(β)x + 2·D²/(σ² + D)³·Var(σ²), Var(σ²) = 2/Σ(σ² + D)⁻².
    An area with no direct estimate gets x'β with σ² + x'Var(β)x.

    Args:
        direct_estimates: direct survey estimates, shape (areas,); nan where there is none.
        sampling_variances: their sampling variances, of the same shape, best smoothed; nan where there is none.
        covariates: shape (areas, covariates), with a column of ones where an intercept is wanted.

    Returns:
        Estimates with limits ± z·√MSE. An area is not available without covariates; one with a direct estimate but
        no positive variance is predicted by the model alone.

    Raises:
        ValueError: shapes do not fit, fewer areas with a direct estimate than covariates + 2, or covariates that
            repeat each other.
    """
    y, sampling = np.asarray(direct_estimates, dtype=np.float64), np.asarray(sampling_variances, dtype=np.float64)
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
    model = _FittedModel(between, 2.0 / float(np.sum(total**-2)), np.asarray(beta), np.asarray(spread))
    return _predict_area_means(y, sampling, np.where(described[:, None], x, 0.0), described, fitted, model)


def _predict_area_means(
    direct_estimates: Floats,
    sampling_variances: Floats,
    covariates: Floats,
    has_covariates: Bools,
    is_in_fit: Bools,
    model: _FittedModel,
) -> ModelledEstimate:
    between = model.between
    synthetic = covariates @ model.beta
    model_part = np.sum((covariates @ model.spread) * covariates, axis=-1)
    own = np.where(is_in_fit, sampling_variances, 1.0)
    gamma = np.where(is_in_fit, between / (between + own), 0.0)
    value = np.where(
        is_in_fit, gamma * np.where(is_in_fit, direct_estimates, 0.0) + (1.0 - gamma) * synthetic, synthetic
    )
    uncertain = own**2 / (between + own) ** 3 * model.between_error
    error = np.where(is_in_fit, gamma * own + (1.0 - gamma) ** 2 * model_part + 2.0 * uncertain, between + model_part)
    reason = find_text_of_first_failure(direct_estimates.shape, (~has_covariates, Reason.NO_COVARIATES))
    return ModelledEstimate(
        estimate=Estimate.normal(value, np.sqrt(error), reason),
        mean_squared_error=np.where(has_covariates, error, np.nan),
        direct_weight=np.where(has_covariates, gamma, np.nan),
        coefficients=model.beta,
        coefficient_errors=np.sqrt(np.diag(model.spread)),
        between_area_variance=between,
    )


def _fit_between_area_variance(direct_estimates: Floats, sampling_variances: Floats, covariates: Floats) -> float:
    """Compute σ² by Fisher scoring of the restricted likelihood, halving steps that leave σ² ≥ 0 or overshoot."""
    between = float(np.median(sampling_variances))
    for _ in range(_ROUNDS):
        score, information = _compute_score_and_information(between, direct_estimates, sampling_variances, covariates)
        following = max(between + score / information, between / 2.0 if between > _CLOSE else 0.0)
        if abs(following - between) <= _CLOSE * (1.0 + between):
            break
        between = following
    at_zero, _ = _compute_score_and_information(0.0, direct_estimates, sampling_variances, covariates)
    return 0.0 if between <= 1e-9 * float(np.median(sampling_variances)) and at_zero <= 0 else following


def _compute_score_and_information(
    between_area_variance: float, direct_estimates: Floats, sampling_variances: Floats, covariates: Floats
) -> tuple[float, float]:
    """Return the derivative of the restricted log-likelihood by σ², and its expected information."""
    inverse = 1.0 / (between_area_variance + sampling_variances)
    weighted = covariates * inverse[:, None]
    spread = np.linalg.inv(covariates.T @ weighted)
    residual = inverse * (direct_estimates - covariates @ (spread @ (weighted.T @ direct_estimates)))
    leverage = np.sum((weighted @ spread) * covariates, axis=-1)
    cross = weighted @ spread @ weighted.T
    trace = float(np.sum(inverse * (1.0 - leverage)))
    squared = float(np.sum(inverse**2) - 2.0 * np.sum(inverse**2 * leverage) + np.sum(cross**2))
    return 0.5 * (float(residual @ residual) - trace), 0.5 * squared

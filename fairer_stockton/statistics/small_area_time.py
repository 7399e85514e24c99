"""Modelled small-area estimates over several waves of a survey: Fay–Herriot with time."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from fairer_stockton.statistics.estimate import Bools, Floats

_ROUNDS = 60
_ROUNDS_OF_REPLICATES = 15  # of these only the mean error is wanted
_HALVINGS = 6
_CLOSE = 1e-8  # of the mean sampling variance: a step below it is none
_AS_LIKELY = 1e-7  # a likelihood lower by less than this is no lower
_SMALL = 1e-7  # of the same: a component below it is none
_REPLICATES_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class PredictionOverTime:
    """EBLUPs of shape (areas, waves) at one ρ, with their mean squared error and the model behind them.

    `direct_weight` is how much of the area's own estimate of that wave is in its prediction. `lasting` and `passing`
    are σ²_u and σ²_v.
    """

    value: Floats
    mean_squared_error: Floats
    direct_weight: Floats
    coefficients: Floats
    lasting: float
    passing: float


@dataclass(frozen=True, slots=True)
class _WaveData:
    """Estimates in which what is missing is nought, has a variance of 1 and takes no part.

    `y` has shape (replicates, areas, waves); `covariates` (areas, waves, covariates), `sampling` and `known` (areas,
    waves) are those of every replicate, and so is `fitted`, the covariates of what is known. `parts` has shape (2,
    areas, waves, waves): what a lasting and a passing difference of variance 1 add to the covariances of estimates.
    `parts_with_truth` is the same between the truth of each wave and the estimates.
    """

    y: Floats
    covariates: Floats
    fitted: Floats
    sampling: Floats
    known: Bools
    parts: Floats
    parts_with_truth: Floats


@dataclass(frozen=True, slots=True)
class _Solution:
    """Generalised least squares at given components: V⁻¹, V⁻¹X, (X'V⁻¹X)⁻¹, β, V⁻¹(y − Xβ), restricted likelihood."""

    inverse: Floats
    weighted: Floats
    spread: Floats
    beta: Floats
    residual: Floats
    log_likelihood: Floats


def predict_by_fay_herriot_over_time(
    direct_estimates: ArrayLike,
    sampling_variances: ArrayLike,
    covariates: ArrayLike,
    correlation: float,
    *,
    replicates: int,
    seed: int,
) -> PredictionOverTime:
    """Return empirical best linear unbiased predictions of area means in each wave (Rao & Yu 1994).

    y_dt = x_dt'β + u_d + v_dt + e_dt, with u_d ~ N(0, σ²_u) for good, v_d1, v_d2 … of variance σ²_v and correlation
    ρ^|t − s|, and e_dt ~ N(0, D_dt) known and independent. Three waves hardly tell ρ: it is given. σ²_u and σ²_v by
    restricted maximum likelihood (Fisher scoring, neither below nought), β by generalised least squares in the blocks
    of the areas. Mean squared error by parametric bootstrap (González-Manteiga and others 2008): data are drawn from
    the fitted model, fitted anew, and predictions compared with what was drawn. They are drawn with the components that
    maximise the likelihood times σ²_u + σ²_v (Li & Lahiri 2010): where none is found, areas may differ all the same.

    Args:
        direct_estimates: shape (areas, waves), nan where there is none.
        sampling_variances: of the same shape; an estimate without a variance above 0 is left out.
        covariates: shape (areas, waves, covariates), all known.
        correlation: ρ from one wave to the next, 0 or more and below 1.
        replicates: of the bootstrap.
        seed: the same seed and numbers give the same errors.

    Raises:
        ValueError: shapes do not fit, a covariate is missing, too few estimates, or covariates that repeat each other.
    """
    y, sampling, x = (
        np.asarray(array, dtype=np.float64) for array in (direct_estimates, sampling_variances, covariates)
    )
    data = _gather_wave_data(y, sampling, x, correlation)
    components, solution = _fit_components(data, _ROUNDS)
    cautious, _ = _fit_components(data, _ROUNDS, above_nought=True)
    value, weight = _predict(data, components, solution)
    lasting, passing = (float(component) for component in components[:, 0])
    truth, drawn = _draw_from_model(data, cautious[:, 0], solution.beta[0], correlation, replicates, seed)
    squared = np.zeros(y.shape)
    for start in range(0, replicates, _REPLICATES_AT_ONCE):
        piece = slice(start, start + _REPLICATES_AT_ONCE)
        again = replace(data, y=drawn[piece])
        predicted, _ = _predict(again, *_fit_components(again, _ROUNDS_OF_REPLICATES))
        squared += ((predicted - truth[piece]) ** 2).sum(axis=0)
    return PredictionOverTime(value[0], squared / replicates, weight[0], solution.beta[0], lasting, passing)


def find_ratios_to_total(predictions: ArrayLike, weights: ArrayLike, total_of_each_wave: ArrayLike) -> Floats:
    """Return by how much to multiply each wave so that the areas' weighted mean is the total's (shape (waves,)).

    Benchmarking by ratio (Pfeffermann 2013, Statistical Science 28). A wave without a total stays as it is.

    Args:
        predictions: shape (areas, waves).
        weights: how many people live in each area, shape (areas,).
        total_of_each_wave: shape (waves,), nan where it is not known.
    """
    value, people = np.asarray(predictions, dtype=np.float64), np.asarray(weights, dtype=np.float64)
    ratio = np.asarray(total_of_each_wave, dtype=np.float64) * people.sum() / (people @ value)
    return np.where(np.isfinite(ratio) & (ratio > 0), ratio, 1.0)


def _gather_wave_data(y: Floats, sampling: Floats, x: Floats, correlation: float) -> _WaveData:
    if y.ndim != 2 or sampling.shape != y.shape or x.ndim != 3 or x.shape[:2] != y.shape:
        raise ValueError(
            f"direct {y.shape}, variance {sampling.shape}, covariates {x.shape}: areas by waves are needed"
        )
    if not np.isfinite(x).all() or not 0 <= correlation < 1:
        raise ValueError("covariates of every area and wave are needed, and a correlation from 0 to below 1")
    known: Bools = np.isfinite(y) & np.isfinite(sampling) & (sampling > 0)
    if known.sum() < x.shape[2] + 3 or np.linalg.matrix_rank(x[known]) < x.shape[2]:
        raise ValueError(f"{known.sum()} estimates are too few for {x.shape[2]} covariates, or these repeat each other")
    steps = np.abs(np.subtract.outer(np.arange(y.shape[1]), np.arange(y.shape[1])))
    parts_with_truth = np.stack([np.ones(steps.shape), correlation**steps])[:, None] * known[None, :, None, :]
    return _WaveData(
        y=np.where(known, y, 0.0)[None],
        covariates=x,
        fitted=np.where(known[..., None], x, 0.0),
        sampling=np.where(known, sampling, 1.0),
        known=known,
        parts=parts_with_truth * known[None, :, :, None],
        parts_with_truth=parts_with_truth,
    )


def _fit_components(data: _WaveData, rounds: int, *, above_nought: bool = False) -> tuple[Floats, _Solution]:
    """Compute σ²_u and σ²_v, shape (2, replicates), by Fisher scoring; a step that lowers the likelihood is halved.

    With `above_nought` the likelihood is multiplied by their sum, so that this is never nought.
    """

    def weigh_likelihood(tried: Floats, solved: _Solution) -> Floats:
        return solved.log_likelihood + (np.log(np.maximum(tried.sum(axis=0), 1e-300)) if above_nought else 0.0)

    scale = float(data.sampling[data.known].mean())
    components = np.full((2, len(data.y)), scale / 2)
    solution = _solve_least_squares(data, components)
    for _ in range(rounds):
        step = _find_step(data, components, solution, above_nought=above_nought)
        before = weigh_likelihood(components, solution)
        following = np.maximum(components + step, 0.0)
        tried = _solve_least_squares(data, following)
        for _ in range(_HALVINGS):
            worse = weigh_likelihood(following, tried) < before - _AS_LIKELY
            if not worse.any():
                break
            step = np.where(worse, step / 2, step)
            following = np.maximum(components + step, 0.0)
            tried = _solve_least_squares(data, following)
        moved = float(np.abs(following - components).max())
        components, solution = following, tried
        if moved <= _CLOSE * scale:
            break
    components = np.where(components < _SMALL * scale, 0.0, components)
    return components, _solve_least_squares(data, components)


def _find_step(data: _WaveData, components: Floats, solution: _Solution, *, above_nought: bool) -> Floats:
    """Return the step of Fisher scoring, shape (2, replicates); a component at nought that would fall stays there."""
    score, information = _compute_score_and_information(data, solution)
    if above_nought:
        total = components.sum(axis=0)
        score, information = score + 1 / total, information + (1 / total**2)[:, None, None]
    free = ((components > 0) | (score > 0)).T
    both = free[:, :, None] & free[:, None, :]
    # A trifle on the diagonal: where every area has one wave alone, the two components are one.
    diagonal = np.where(free, 1e-9 * np.abs(information).max(axis=(1, 2))[:, None], 1.0)
    matrix = np.where(both, information, 0.0) + np.eye(2) * diagonal[:, None, :]
    return np.asarray(np.linalg.solve(matrix, np.where(free, score.T, 0.0)[..., None])[..., 0].T)


def _solve_least_squares(data: _WaveData, components: Floats) -> _Solution:
    """Solve for β in every replicate, area by area: what is missing has a block of 1 and nothing else."""
    own = np.eye(data.known.shape[1]) * data.sampling[:, :, None]
    covariance = own + np.einsum("kr,katu->ratu", components, data.parts)
    inverse = np.linalg.inv(covariance)
    weighted = np.einsum("ratu,aup->ratp", inverse, data.fitted)
    information = np.einsum("atp,ratq->rpq", data.fitted, weighted)
    spread = np.linalg.inv(information)
    beta = np.einsum("rpq,ratq,rat->rp", spread, weighted, data.y, optimize=True)
    left = data.y - np.einsum("atp,rp->rat", data.fitted, beta)
    residual = np.einsum("ratu,rau->rat", inverse, left)
    log_likelihood = -0.5 * (
        np.linalg.slogdet(covariance)[1].sum(axis=1)
        + np.linalg.slogdet(information)[1]
        + (left * residual).sum(axis=(1, 2))
    )
    return _Solution(inverse, weighted, spread, beta, residual, log_likelihood)


def _compute_score_and_information(data: _WaveData, solution: _Solution) -> tuple[Floats, Floats]:
    """Return derivatives of the restricted log-likelihood, (2, replicates), and the information, (replicates, 2, 2).

    With P = V⁻¹ − V⁻¹X(X'V⁻¹X)⁻¹X'V⁻¹ the score is ½(y'PG_kPy − tr PG_k), the information ½ tr PG_kPG_l.
    """
    scaled = np.einsum("ratu,kaus->krats", solution.inverse, data.parts)
    turned = np.einsum("katu,raup->kratp", data.parts, solution.weighted)
    of_spread = np.einsum("rpq,ratq,krats->krps", solution.spread, solution.weighted, turned, optimize=True)
    squares = np.einsum("rat,katu,rau->kr", solution.residual, data.parts, solution.residual, optimize=True)
    trace = np.einsum("kratt->kr", scaled) - np.einsum("krpp->kr", of_spread)
    crossed = np.einsum("kratp,ratu,lrauq->klrpq", turned, solution.inverse, turned, optimize=True)
    information = (
        np.einsum("kratu,lraut->rkl", scaled, scaled, optimize=True)
        - 2 * np.einsum("rpq,klrqp->rkl", solution.spread, crossed)
        + np.einsum("krpq,lrqp->rkl", of_spread, of_spread)
    )
    return 0.5 * (squares - trace), 0.5 * information


def _predict(data: _WaveData, components: Floats, solution: _Solution) -> tuple[Floats, Floats]:
    """Return predictions, and the weight of each area's own estimate in them, of shape (replicates, areas, waves)."""
    with_estimates = np.einsum("kr,katu->ratu", components, data.parts_with_truth)
    synthetic = np.einsum("atp,rp->rat", data.covariates, solution.beta)
    value = synthetic + np.einsum("ratu,rau->rat", with_estimates, solution.residual)
    return value, np.einsum("ratu,raut->rat", with_estimates, solution.inverse)


def _draw_from_model(
    data: _WaveData, components: Floats, beta: Floats, correlation: float, replicates: int, seed: int
) -> tuple[Floats, Floats]:
    """Draw truths from the fitted model, and estimates of them, each of shape (replicates, areas, waves)."""
    random = np.random.default_rng(seed)
    areas, waves = data.known.shape
    steps = np.abs(np.subtract.outer(np.arange(waves), np.arange(waves)))
    root = np.linalg.cholesky(np.power(correlation, steps))
    lasting = np.sqrt(components[0]) * random.standard_normal((replicates, areas, 1))
    passing = np.sqrt(components[1]) * random.standard_normal((replicates, areas, waves)) @ root.T
    truth = data.covariates @ beta + lasting + passing
    estimates = truth + np.sqrt(data.sampling) * random.standard_normal(truth.shape)
    return truth, np.where(data.known, estimates, 0.0)

"""Wards over several waves in known worlds: how near the modelled figures come, and how often their intervals hold."""

from itertools import product

import numpy as np
import pandas as pd

from fairer_stockton.statistics.estimate import Z_95, Floats
from fairer_stockton.statistics.small_area_time import predict_by_fay_herriot_over_time

WARDS, WAVES = 27, 3
CORRELATIONS = (0.0, 0.5, 0.9)
MISSING = 0.15  # of the wards' estimates, as where too few have answered
REPLICATES = 100
SEED = 11
# How much wards differ for good and from wave to wave, beside a mean sampling variance of 1.15; and the true ρ.
WORLDS = {
    "alike but for deprivation": (0.0, 0.0, 0.5),
    "lasting differences": (0.5, 0.0, 0.5),
    "passing differences": (0.0, 0.3, 0.5),
    "both": (1.0, 0.5, 0.5),
    "differences that fade slowly": (0.3, 1.0, 0.9),
}


def run(draws: int) -> pd.DataFrame:
    """Return a row for each world and assumed ρ: true and estimated error, and how often the interval holds.

    A draw is of 81 ward figures and takes a bootstrap of its own, so that one in a hundred is made.
    """
    some = max(1, draws // 100)
    return pd.DataFrame(
        [
            {"world": name, "assumed": correlation, **simulate(name, correlation, some)}
            for name, correlation in product(WORLDS, CORRELATIONS)
        ]
    )


def simulate(world_name: str, assumed: float, draws: int) -> dict[str, float]:
    """Return how near predictions come in a world, in draws of which each has every ward in every wave."""
    lasting, passing, correlation = WORLDS[world_name]
    random = np.random.default_rng(SEED)
    holds, squared, estimated, direct = [], [], [], []
    for draw in range(draws):
        truth, estimates, variance, covariates = _draw_world(random, lasting, passing, correlation)
        predicted = predict_by_fay_herriot_over_time(
            estimates, variance, covariates, assumed, replicates=REPLICATES, seed=draw
        )
        distance = np.abs(predicted.value - truth)
        holds.append(float((distance <= Z_95 * np.sqrt(predicted.mean_squared_error)).mean()))
        squared.append(float((distance**2).mean()))
        estimated.append(float(predicted.mean_squared_error.mean()))
        direct.append(float(variance.mean()))
    return {
        "simulations": draws,
        "holds": float(np.mean(holds)),
        "true_error": float(np.mean(squared)),
        "estimated_error": float(np.mean(estimated)),
        "direct_error": float(np.mean(direct)),
    }


def _draw_world(
    random: np.random.Generator, lasting: float, passing: float, correlation: float
) -> tuple[Floats, Floats, Floats, Floats]:
    """Draw the truth, what a survey finds of it, its sampling variances, and what is known besides."""
    shape = (WARDS, WAVES)
    deprivation = np.repeat(random.normal(size=(WARDS, 1)), WAVES, axis=1)
    covariates = np.stack([np.ones(shape), deprivation], axis=-1)
    steps = np.abs(np.subtract.outer(np.arange(WAVES), np.arange(WAVES)))
    root = np.linalg.cholesky(np.power(correlation, steps))
    truth = covariates @ [5.0, 2.0] + np.sqrt(lasting) * random.normal(size=(WARDS, 1))
    truth = truth + np.sqrt(passing) * random.normal(size=shape) @ root.T
    variance = random.uniform(0.3, 2.0, shape)
    estimates = truth + np.sqrt(variance) * random.normal(size=shape)
    estimates[random.random(shape) < MISSING] = np.nan
    return truth, estimates, variance, covariates

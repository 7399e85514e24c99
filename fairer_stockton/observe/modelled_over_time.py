"""Modelled ward figures over several waves of a survey, where that beats each wave's own figures."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from fairer_stockton.statistics.estimate import Estimate, Floats, make_empty_texts
from fairer_stockton.statistics.small_area_time import find_ratios_to_total, predict_by_fay_herriot_over_time

FEWEST_WAVES = 2
CORRELATIONS = (0.0, 0.5, 0.9)  # from one wave to the next: two or three waves cannot tell which
PUBLISHED_CORRELATION = 0.5
REPLICATES = 200
_SEED = 20_252_106


def model_waves_together(
    waves: Sequence[pd.DataFrame],
    deprivation: Floats,
    neighbourhood_counts: Floats,
    borough_shares: Sequence[float],
) -> list[tuple[Estimate, Floats] | None]:
    """Model the wards' shares in all waves at once, and adjust them to the borough's.

    Predictions are those of the middle correlation between waves, their error the largest of the three. A wave is
    modelled together with the others only where its mean error over the wards that have a figure of their own is below
    that of these figures, at all three; else it is left to itself.

    Args:
        waves: of each wave the survey's own estimates, `value` in percent and `standard_error`, for the same wards in
            one order; empty where a ward has none that is shown.
        deprivation: each ward's mean score.
        neighbourhood_counts: how many neighbourhoods each ward holds. They have about as many residents each, so that
            wards weigh by them in the borough's share.
        borough_shares: the borough's own share in each wave, nan where it is not shown.

    Returns:
        For each wave the wards' estimates and how much, from 0 to 1, their own answers weigh; None where the wave alone
        is to be modelled.
    """
    share = np.column_stack([wave["value"].to_numpy(float) for wave in waves])
    error = np.column_stack([wave["standard_error"].to_numpy(float) for wave in waves])
    none: list[tuple[Estimate, Floats] | None] = [None] * len(waves)
    if len(waves) < FEWEST_WAVES or not np.isfinite(deprivation).all():
        return none
    variance = np.where(np.isfinite(share) & (error > 0), error**2, np.nan)
    level_of_wave = np.broadcast_to(np.eye(len(waves)), (len(share), len(waves), len(waves)))
    spread = np.broadcast_to(deprivation[:, None, None], (*share.shape, 1))
    covariates = np.concatenate([level_of_wave, spread], axis=2)
    predictions = {
        correlation: predict_by_fay_herriot_over_time(
            share, variance, covariates, correlation, replicates=REPLICATES, seed=_SEED
        )
        for correlation in CORRELATIONS
    }
    published = predictions[PUBLISHED_CORRELATION]
    ratio = find_ratios_to_total(published.value, neighbourhood_counts, borough_shares)
    # What the adjustment moves is taken for error too.
    moved = (published.value * (ratio - 1)) ** 2
    errors = np.stack([prediction.mean_squared_error + moved for prediction in predictions.values()])
    own = np.isfinite(variance)
    beats = (np.where(own, errors, 0.0).sum(axis=1) < np.nansum(variance, axis=0)).all(axis=0)
    squared = errors.max(axis=0)
    estimates = [
        Estimate.normal(
            published.value[:, wave] * ratio[wave], np.sqrt(squared[:, wave]), make_empty_texts((len(share),))
        )
        for wave in range(len(waves))
    ]
    return [(estimates[wave], published.direct_weight[:, wave]) if beats[wave] else None for wave in range(len(waves))]

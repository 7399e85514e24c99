"""Synthetic estimates: national rates by age applied to local people, and how far real areas depart from them.

Method: the synthetic estimator of Gonzalez (1973), as in Rao & Molina, *Small Area Estimation* (2nd ed., 2015), chapter
3. It has no local answer in it, so that its error is for the most part what makes an area unlike the country: that is
taken from areas of which the answer is known, on the scale of log odds, where a share stays within 0 and 1.
"""

import numpy as np

from fairer_stockton.statistics.estimate import Z_95, Floats, Limits


def estimate_share(residents: Floats, rates: Floats) -> Floats:
    """Return the share that areas would have, were their people of each age like the country's.

    Args:
        residents: a row for each area, a column for each age.
        rates: the country's share of each age, between 0 and 1.
    """
    return np.asarray(residents @ rates / residents.sum(axis=-1))


def compute_sampling_error(residents: Floats, rate_errors: Floats) -> Floats:
    """Return the standard error of such shares that the rates' own bring; ages are asked independently."""
    mix = residents / residents.sum(axis=-1, keepdims=True)
    return np.asarray(np.sqrt(((mix * rate_errors) ** 2).sum(axis=-1)))


def measure_departures(actual: Floats, expected: Floats) -> Floats:
    """Return by how much each area's log odds differ from those that were expected; nan where a share is 0 or 1."""
    with np.errstate(divide="ignore", invalid="ignore"):
        departures = _compute_log_odds(actual) - _compute_log_odds(expected)
    return np.where(np.isfinite(departures), departures, np.nan)


def measure_spread(departures: Floats) -> float:
    """Return the root mean square of departures: of areas about what was expected of them, a lean of all included."""
    return float(np.sqrt(np.nanmean(departures**2)))


def compute_share_limits(share: Floats, sampling_error: Floats, spread: float) -> Limits:
    """Return the limits within which an area's true share lies with 95 %.

    Args:
        share: the estimates.
        sampling_error: their standard errors from the rates.
        spread: the standard deviation of areas' log odds about such estimates.
    """
    error = np.sqrt(spread**2 + (sampling_error / (share * (1 - share))) ** 2)
    middle = _compute_log_odds(share)
    return _invert_log_odds(middle - Z_95 * error), _invert_log_odds(middle + Z_95 * error)


def _compute_log_odds(share: Floats) -> Floats:
    return np.asarray(np.log(share / (1 - share)))


def _invert_log_odds(log_odds: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-log_odds)))

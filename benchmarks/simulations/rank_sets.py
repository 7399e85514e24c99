"""Rank sets in known worlds: how often all hold at once, and how often "surely among the ten worst" is wrong."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import ndtri

from fairer_stockton.statistics.estimate import Z_95, Floats
from fairer_stockton.statistics.proportions import compute_wilson_proportion
from fairer_stockton.statistics.rank_sets import VarianceScale, convert_to_scale_of_even_variance, find_rank_sets

WORST = 10
SEED = 7
Figures = tuple[Floats, Floats]


@dataclass(frozen=True)
class World:
    """True values of some areas, high the worst, and how figures with standard errors come from them."""

    truth: Floats
    draw: Callable[[np.random.Generator], Figures]


def run(draws: int) -> pd.DataFrame:
    """Return a row for each world: the share of draws in which every rank set holds, and how wide they are."""
    return pd.DataFrame([{"world": name, **simulate(world, draws)} for name, world in make_worlds().items()])


def make_worlds() -> dict[str, World]:
    """Return the worlds: alike, spread, with ties, with unequal errors, many areas, and shares of few answers."""
    spread = ndtri((np.arange(27) + 0.5) / 27)
    many = ndtri((np.arange(124) + 0.5) / 124)
    uneven = np.linspace(0.1, 1.0, 27)
    return {
        "27 wards, all alike": _make_normal_world(np.zeros(27), np.full(27, 0.3)),
        "27 wards, spread": _make_normal_world(spread, np.full(27, 0.3)),
        "27 wards in three tied groups": _make_normal_world(np.repeat([-1.0, 0.0, 1.0], 9), np.full(27, 0.3)),
        "27 wards, spread, unequal errors": _make_normal_world(spread, uneven),
        "27 wards, all alike, unequal errors": _make_normal_world(np.zeros(27), uneven),
        "124 neighbourhoods, spread": _make_normal_world(many, np.full(124, 0.3)),
        "27 wards, shares of 40 answers, all 5 %": _make_world_of_shares(np.full(27, 0.05), np.full(27, 40)),
        "27 wards, shares of 20 to 200 answers": _make_world_of_shares(
            np.linspace(0.05, 0.6, 27), np.tile([20, 60, 200], 9)
        ),
    }


def simulate(world: World, draws: int) -> dict[str, float]:
    """Return how rank sets do in a world: all hold, mean width, wrong and right "surely among the ten worst"."""
    random = np.random.default_rng(SEED)
    first = 1 + (world.truth[:, None] < world.truth).sum(axis=1)
    last = world.truth.size - (world.truth[:, None] > world.truth).sum(axis=1)
    holds, widths, wrong, called = [], [], [], []
    for _ in range(draws):
        sets = find_rank_sets(*world.draw(random))
        # Of equals none is before the other: a set must have room for every order of them.
        holds.append(bool(((sets.lower <= first) & (last <= sets.upper)).all()))
        widths.append(float((sets.upper - sets.lower).mean()))
        surely = sets.upper <= WORST
        called.append(int(surely.sum()))
        wrong.append(bool((surely & (first > WORST)).any()))
    return {
        "simulations": draws,
        "all_hold": float(np.mean(holds)),
        "mean_width": float(np.mean(widths)),
        "surely_worst": float(np.mean(called)),
        "a_surely_is_wrong": float(np.mean(wrong)),
    }


def _make_normal_world(truth: Floats, errors: Floats) -> World:
    return World(truth, lambda random: (truth + errors * random.standard_normal(truth.size), errors))


def _make_world_of_shares(truth: Floats, answers: Floats) -> World:
    """Make a world of which only published figures are seen: per cents and their limits by Wilson."""

    def draw(random: np.random.Generator) -> Figures:
        estimate = compute_wilson_proportion(random.binomial(answers, truth), answers)
        figures = np.stack([estimate.value, estimate.lower_95, estimate.upper_95])
        value, low, high = convert_to_scale_of_even_variance(figures, VarianceScale.SHARE)
        return value, np.stack([value - low, high - value]) / Z_95

    return World(truth, draw)

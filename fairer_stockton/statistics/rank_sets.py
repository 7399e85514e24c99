"""Rank sets: between which ranks each of several areas surely lies, for all of them at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import bdtr  # scipy.stats takes a second to import

from fairer_stockton.statistics.estimate import Bools, Floats

_DRAWS = 4_000
_SEED = 20_242_303
_LEVEL = 0.95
_SURE_OF_LIMIT = 0.99  # how sure it is that the critical value is no less than the true one, in spite of few draws
_CELLS_AT_ONCE = 400_000  # differences of some draws, which then stay in the processor's cache
_DRAWS_AT_ONCE = 0.1  # of all: the highest are nearly always all that a critical value needs

Ranks = NDArray[np.int64]
_Singles = NDArray[np.float32]


class VarianceScale(StrEnum):
    """The scale on which figures of a kind are about normal, with an error that does not depend on their size."""

    SHARE = "share"  # the angle, arcsin √p, of per cents (Anscombe 1948)
    RATE = "rate"  # the square root, of counts and what is proportional to them
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class RankSets:
    """Ranks of shape (areas,), 1 for the largest, with the limits that hold for all at once; 0 without an estimate.

    `rank` is by the estimates, ties sharing the best. `areas` is how many have an estimate with a standard error: the
    ranks are among these, and nothing is said of where the others would stand.
    """

    rank: Ranks
    lower: Ranks
    upper: Ranks
    areas: int


def convert_to_scale_of_even_variance(figures: ArrayLike, scale: VarianceScale) -> Floats:
    """Return figures, and limits alike, on a scale on which ranks are the same and standard errors do not vanish.

    Of 0 of n a share's own standard error is nought, and the interval lopsided. As angles, Wilson's limits for it are
    two standard errors of 1/(2√n) apart; as square roots, so are the exact limits of a count. A share that is not
    within 0 to 100, or a rate below nought, leaves its series as it is.
    """
    number = np.asarray(figures, dtype=np.float64)
    known = number[np.isfinite(number)]
    if scale == VarianceScale.PLAIN or (known < 0).any() or (scale == VarianceScale.SHARE and (known > 100).any()):
        return number
    return np.asarray(np.arcsin(np.sqrt(number / 100)) if scale == VarianceScale.SHARE else np.sqrt(number))


def find_rank_sets(
    estimates: ArrayLike,
    standard_errors: ArrayLike,
    *,
    level: float = _LEVEL,
    draws: int = _DRAWS,
    seed: int = _SEED,
    stepwise: bool = True,
) -> RankSets:
    """Return simultaneous confidence sets for the ranks of independent estimates.

    Mogstad, Romano, Shaikh and Wilhelm (2024, Review of Economic Studies 91): of each ordered pair the hypothesis
    θ_j ≤ θ_k is tested by (y_j − y_k)/√(s_j² + s_k²) against the distribution of the largest such statistic over all
    pairs when all are equal, drawn from N(0, s²). What is rejected is left out and the rest is tested again, until
    nothing more is rejected (Romano and Wolf 2005): the chance of any false rejection stays at most 1 − level. The rank
    of j lies between 1 + #{k surely above j} and areas − #{k surely below j}.

    Where the errors below and above an estimate differ, those on the sides of the other are taken, √(below_j² +
    above_k²), as in square-and-add limits of a difference (Newcombe 1998; Zou and Donner 2008); the draws have the
    mean of the two.

    The critical value is the order statistic of the draws that is, with 99 % confidence, no less than the true one, so
    that few draws never make the sets too narrow.

    Args:
        estimates: shape (areas,), on a scale where they are about normal; nan where there is none.
        standard_errors: of the same shape, or of shape (2, areas) below and above the estimates; an area with none, or
            with none above 0, is left out.
        level: how sure the sets are, all at once.
        draws: at least 1,000.
        seed: the same seed and numbers give the same sets.
        stepwise: whether to test again without what is rejected.

    Raises:
        ValueError: shapes that differ, too few draws, or a level that is not between 0 and 1.
    """
    value, error = np.asarray(estimates, dtype=np.float64), np.asarray(standard_errors, dtype=np.float64)
    if value.ndim != 1 or error.shape not in (value.shape, (2, value.size)):
        raise ValueError(f"estimates {value.shape}, standard errors {error.shape}: one of each an area is needed")
    below_and_above = np.broadcast_to(error, (2, value.size))
    mean = below_and_above.mean(axis=0)
    if draws < 1_000 or not 0 < level < 1:
        raise ValueError(f"at least 1,000 draws and a level between 0 and 1 are needed, found {draws} and {level}")
    known: Bools = np.isfinite(value) & (below_and_above >= 0).all(axis=0) & (mean > 0) & np.isfinite(mean)
    rank, lower, upper = (np.zeros(value.size, dtype=np.int64) for _ in range(3))
    if areas := int(known.sum()):
        above = _find_pairs_surely_in_order(
            value[known], below_and_above[:, known], level, draws, seed, stepwise=stepwise
        )
        rank[known] = 1 + (value[known][:, None] < value[known]).sum(axis=1)
        lower[known] = 1 + above.sum(axis=0)
        upper[known] = areas - above.sum(axis=1)
    return RankSets(rank, lower, upper, areas)


def find_simultaneous_limits_of_drawn_ranks(drawn_ranks: NDArray[np.integer], level: float = _LEVEL) -> Ranks:
    """Return the limits within which all ranks lie at once in at least this share of the draws, shape (2, areas).

    Besag, Green, Higdon and Mengersen (1995, Statistical Science 10): the same number of draws is cut off at either end
    of each area's own, as many as leave the share of draws that lie within the limits of every area at the level.

    Args:
        drawn_ranks: whole numbers from 1 to the number of areas, shape (draws, areas).
        level: the share of draws.
    """
    draws, areas = drawn_ranks.shape
    cells = drawn_ranks + np.arange(areas) * (areas + 1)
    counts = np.bincount(cells.ravel(), minlength=areas * (areas + 1)).reshape(areas, areas + 1)
    not_above = np.cumsum(counts, axis=1)
    from_either_end = np.minimum(not_above, draws - not_above + counts)
    outermost = np.sort(from_either_end.ravel()[cells].min(axis=1))
    cut_off = int(outermost[int(np.floor((1 - level) * draws + 1e-9))]) - 1
    return np.stack([(not_above > cut_off).argmax(axis=1), (not_above >= draws - cut_off).argmax(axis=1)])


def _find_pairs_surely_in_order(
    estimates: Floats, errors_below_and_above: Floats, level: float, draws: int, seed: int, *, stepwise: bool
) -> Bools:
    """Return whether each area j surely has more than each k, of shape (j, k)."""
    below, above = errors_below_and_above
    standard_errors = (below + above) / 2
    inverse = 1 / np.hypot(standard_errors[:, None], standard_errors)
    # Of two of which one cannot be lower and the other not higher, any difference at all is clear.
    with np.errstate(divide="ignore", invalid="ignore"):
        statistic = np.nan_to_num((estimates[:, None] - estimates) / np.hypot(below[:, None], above), nan=0.0)
    open_pairs: Bools = ~np.eye(estimates.size, dtype=bool)
    surely = np.zeros_like(open_pairs)
    if estimates.size < 2:
        return surely
    normal, bound = _draw_normals_with_bounds(draws, estimates.size, seed)
    drawn = normal * standard_errors.astype(np.float32)
    # The least number of draws that are below the true value so surely.
    position = int(np.searchsorted(bdtr(np.arange(draws + 1.0), draws, level), _SURE_OF_LIMIT))
    while True:
        bound = _lower_bounds_of_statistics(bound, drawn, np.where(open_pairs, inverse, 0.0), position)
        newly = open_pairs & (statistic > np.partition(bound, position)[position])
        surely |= newly
        if not stepwise or not newly.any():
            return surely
        open_pairs &= ~newly


@lru_cache(maxsize=16)
def _draw_normals_with_bounds(draws: int, areas: int, seed: int) -> tuple[_Singles, Floats]:
    """Draw standard normals of shape (draws, areas), the same for the same arguments, and a bound of each draw.

    By Cauchy and Schwarz no studentised difference of a draw is larger than its bound, whatever the standard errors.
    """
    normal = np.random.default_rng(seed).standard_normal((draws, areas), dtype=np.float32)
    # A trifle above, for differences are taken in single precision.
    return normal, np.hypot(normal.max(axis=1), normal.min(axis=1)).astype(np.float64) * (1 + 1e-5)


def _lower_bounds_of_statistics(bound: Floats, drawn: _Singles, inverse_errors: Floats, position: int) -> Floats:
    """Return bounds of each draw's largest statistic, of which the order statistic at this position is exact.

    Draws whose bound is high are worked out first. The rest need not be, once the order statistic is above them all.
    """
    order = np.argsort(-bound, kind="stable")
    lowered = bound.copy()
    for piece in _iterate_pieces(len(order), int(len(order) * _DRAWS_AT_ONCE)):
        if lowered[order[piece.start]] <= np.partition(lowered, position)[position] and piece.start:
            return lowered
        lowered[order[piece]] = _find_largest_statistics(drawn[order[piece]], inverse_errors)
    return lowered


def _find_largest_statistics(drawn: _Singles, inverse_errors: Floats) -> Floats:
    """Return each draw's largest studentised difference, over the pairs whose inverse error is not nought."""
    largest = np.empty(len(drawn))
    inverse = inverse_errors.astype(np.float32)
    for piece in _iterate_pieces(len(drawn), max(1, _CELLS_AT_ONCE // inverse.size)):
        some = drawn[piece]
        differences = some[:, :, None] - some[:, None, :]
        differences *= inverse
        largest[piece] = differences.reshape(len(some), -1).max(axis=1)
    return largest


def _iterate_pieces(count: int, size: int) -> Iterator[slice]:
    return (slice(start, start + size) for start in range(0, count, size))

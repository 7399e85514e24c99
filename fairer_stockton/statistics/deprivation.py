"""The official summaries of deprivation for areas made of neighbourhoods: five ways to say how deprived a place is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from fairer_stockton.statistics.estimate import Floats

WORST_TENTH = 0.1
FULL, NONE_FROM = 10, 30  # percentiles that count whole towards the extent, and the last that counts at all
FADE_FROM, FADE = 0.95, 0.9 / 19


@dataclass(frozen=True, slots=True)
class DeprivationSummaries:
    """Summaries of shape (areas,); nan where an area has no neighbourhood, or where what it needs is not known.

    Ranks are turned round, so that in every summary a higher figure is a more deprived area.
    """

    average_rank: Floats
    average_score: Floats
    proportion: Floats
    extent: Floats
    local_concentration: Floats
    scale: Floats


def summarise_deprivation(
    rank: ArrayLike,
    score: ArrayLike,
    population: ArrayLike,
    area_numbers: ArrayLike,
    area_count: int,
    neighbourhood_count: int,
) -> DeprivationSummaries:
    """Sum neighbourhoods up to areas as the Indices of Deprivation do for local authorities.

    With r' = N + 1 − rank and p residents: average rank Σpr'/Σp; average score Σps/Σp; proportion, the share of
    neighbourhoods (not of residents) with rank ≤ N/10; extent Σp·w/Σp, with w of the percentile c = ⌈100·rank/N⌉ 1 up
    to 10, falling in even steps from 0.95 at 11 to 0.05 at 30, and 0 beyond; local concentration, the p-weighted mean
    of r' over the most deprived neighbourhoods that hold exactly a tenth of the area's residents, the one at the edge
    taken in part; scale Σps, people where the score is a rate. (The English Indices of Deprivation 2019, research and
    technical reports: summary measures for larger areas.)

    Args:
        rank: 1 the most deprived, shape (rows,).
        score: of any index, nan where not known, shape (rows,).
        population: residents that the index weights by, nan where not known, shape (rows,).
        area_numbers: whole numbers 0 to area_count − 1, −1 for none, shape (rows,).
        area_count: number of areas.
        neighbourhood_count: N, of England.

    Returns:
        Shape (areas,). What needs a score or population that a neighbourhood lacks is nan for its area; the proportion
        needs neither.

    Raises:
        ValueError: shapes differ; a rank is not a number from 1 to N; a population is negative; a score or population
            is infinite; or an area is not −1 to areas − 1.
    """
    places, ranks = np.asarray(area_numbers), np.asarray(rank, dtype=np.float64)
    scores, people = np.asarray(score, dtype=np.float64), np.asarray(population, dtype=np.float64)
    if not ranks.shape == scores.shape == people.shape == places.shape or ranks.ndim != 1:
        raise ValueError(f"shapes differ: {ranks.shape}, {scores.shape}, {people.shape}, {places.shape}")
    _refuse_impossible_numbers(places, ranks, scores, people, area_count, neighbourhood_count)
    inside = np.flatnonzero(places >= 0)
    order = inside[np.lexsort((ranks[inside], places[inside]))]
    places, ranks, scores, people = places[order], ranks[order], scores[order], people[order]
    turned = neighbourhood_count + 1 - ranks

    def total(weights: Floats | None = None) -> Floats:
        return np.bincount(places, weights, minlength=area_count).astype(np.float64)

    residents, count = total(people), total()
    with np.errstate(invalid="ignore", divide="ignore"):
        return DeprivationSummaries(
            average_rank=total(people * turned) / residents,
            average_score=total(people * scores) / residents,
            proportion=total((ranks <= neighbourhood_count * WORST_TENTH).astype(np.float64)) / count,
            extent=total(people * _compute_extent_weights(ranks, neighbourhood_count)) / residents,
            local_concentration=_average_rank_of_worst_tenth_of_residents(places, people, turned, residents),
            scale=np.where(count > 0, total(people * scores), np.nan),
        )


def _refuse_impossible_numbers(
    area_numbers: NDArray[np.int64],
    ranks: Floats,
    scores: Floats,
    populations: Floats,
    area_count: int,
    neighbourhood_count: int,
) -> None:
    """Raise an error that names the first number that cannot be."""
    for name, numbers, possible, expected in (
        ("ranks", ranks, (ranks >= 1) & (ranks <= neighbourhood_count), f"1 to {neighbourhood_count}"),
        ("scores", scores, ~np.isinf(scores), "numbers, or nan where not known"),
        (
            "populations",
            populations,
            np.isnan(populations) | ((populations >= 0) & ~np.isinf(populations)),
            "0 or more, or nan",
        ),
        ("areas", area_numbers, (area_numbers >= -1) & (area_numbers < area_count), f"−1 to {area_count - 1}"),
    ):
        if not np.all(possible):
            row = np.argmin(possible)
            raise ValueError(f"{name} must be {expected}, found {numbers[row]} in place {row}")


def _compute_extent_weights(ranks: Floats, neighbourhood_count: int) -> Floats:
    percentile = np.ceil(100 * ranks / neighbourhood_count)
    fading = FADE_FROM - FADE * (percentile - FULL - 1)
    return np.where(percentile <= FULL, 1.0, np.where(percentile <= NONE_FROM, fading, 0.0))


def _average_rank_of_worst_tenth_of_residents(
    area_numbers: NDArray[np.int64], neighbourhood_residents: Floats, reversed_ranks: Floats, area_residents: Floats
) -> Floats:
    """Return the mean reversed rank of the most deprived tenth of residents; rows come by area and rank."""
    wanted = WORST_TENTH * area_residents
    running = np.cumsum(np.nan_to_num(neighbourhood_residents))
    starts = np.searchsorted(area_numbers, np.arange(area_residents.size))
    before = np.concatenate(([0.0], running))[starts]
    reached = running - neighbourhood_residents - before[area_numbers] if area_numbers.size else running
    taken = np.clip(wanted[area_numbers] - reached, 0.0, neighbourhood_residents)
    return np.bincount(area_numbers, taken * reversed_ranks, minlength=area_residents.size) / wanted

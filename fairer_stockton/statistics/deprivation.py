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
    rank: ArrayLike, score: ArrayLike, population: ArrayLike, area: ArrayLike, areas: int, neighbourhoods: int
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
        area: whole numbers 0 to areas − 1, −1 for none, shape (rows,).
        areas: number of areas.
        neighbourhoods: N, of England.

    Returns:
        Shape (areas,). What needs a score or population that a neighbourhood lacks is nan for its area; the proportion
        needs neither.

    Raises:
        ValueError: shapes differ; a rank is not a number from 1 to N; a population is negative; a score or population
            is infinite; or an area is not −1 to areas − 1.
    """
    places, ranks = np.asarray(area), np.asarray(rank, dtype=np.float64)
    scores, people = np.asarray(score, dtype=np.float64), np.asarray(population, dtype=np.float64)
    if not ranks.shape == scores.shape == people.shape == places.shape or ranks.ndim != 1:
        raise ValueError(f"shapes differ: {ranks.shape}, {scores.shape}, {people.shape}, {places.shape}")
    _refuse_impossible_numbers(places, ranks, scores, people, areas, neighbourhoods)
    inside = np.flatnonzero(places >= 0)
    order = inside[np.lexsort((ranks[inside], places[inside]))]
    places, ranks, scores, people = places[order], ranks[order], scores[order], people[order]
    turned = neighbourhoods + 1 - ranks

    def total(weights: Floats | None = None) -> Floats:
        return np.bincount(places, weights, minlength=areas).astype(np.float64)

    residents, count = total(people), total()
    with np.errstate(invalid="ignore", divide="ignore"):
        return DeprivationSummaries(
            average_rank=total(people * turned) / residents,
            average_score=total(people * scores) / residents,
            proportion=total((ranks <= neighbourhoods * WORST_TENTH).astype(np.float64)) / count,
            extent=total(people * _weight_by_extent(ranks, neighbourhoods)) / residents,
            local_concentration=_average_over_worst_tenth_of_residents(places, people, turned, residents),
            scale=np.where(count > 0, total(people * scores), np.nan),
        )


def _refuse_impossible_numbers(
    places: NDArray[np.int64], ranks: Floats, scores: Floats, people: Floats, areas: int, neighbourhoods: int
) -> None:
    """Raise an error that names the first number that cannot be."""
    for name, numbers, possible, expected in (
        ("ranks", ranks, (ranks >= 1) & (ranks <= neighbourhoods), f"1 to {neighbourhoods}"),
        ("scores", scores, ~np.isinf(scores), "numbers, or nan where not known"),
        ("populations", people, np.isnan(people) | ((people >= 0) & ~np.isinf(people)), "0 or more, or nan"),
        ("areas", places, (places >= -1) & (places < areas), f"−1 to {areas - 1}"),
    ):
        if not np.all(possible):
            row = np.argmin(possible)
            raise ValueError(f"{name} must be {expected}, found {numbers[row]} in place {row}")


def _weight_by_extent(ranks: Floats, neighbourhoods: int) -> Floats:
    percentile = np.ceil(100 * ranks / neighbourhoods)
    fading = FADE_FROM - FADE * (percentile - FULL - 1)
    return np.where(percentile <= FULL, 1.0, np.where(percentile <= NONE_FROM, fading, 0.0))


def _average_over_worst_tenth_of_residents(
    places: NDArray[np.int64], people: Floats, turned: Floats, residents: Floats
) -> Floats:
    """Return the most deprived tenth of each area's residents; rows come by area, the most deprived first."""
    wanted = WORST_TENTH * residents
    running = np.cumsum(np.nan_to_num(people))
    starts = np.searchsorted(places, np.arange(residents.size))
    before = np.concatenate(([0.0], running))[starts]
    reached = running - people - before[places] if places.size else running
    taken = np.clip(wanted[places] - reached, 0.0, people)
    return np.bincount(places, taken * turned, minlength=residents.size) / wanted

"""Priorities among places: the score of a recipe, the rank that it gives, and how firmly that rank stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from fairer_stockton.statistics.estimate import Bools, Floats
from fairer_stockton.statistics.rank_sets import find_simultaneous_limits_of_drawn_ranks
from fairer_stockton.statistics.slope_simulation import FEWEST_DRAWS

_DRAWS_AT_ONCE = 500  # the draws of seven domains then stay in the processor's cache
_AT_THE_EDGE = float(np.exp(-(ndtri(0.1) ** 2) / 2) / np.sqrt(2 * np.pi))  # normal density where the worst tenth ends

Ranks = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class PriorityEvidence:
    """What is known of each place. Depths are normal scores of its place in England, high for the most deprived.

    `editions` has shape (editions, areas), the latest last; nan where a place was not on the map. `domains` has shape
    (domains, areas). The edges are the depths beyond which the most deprived tenth lies. `rate` and `residents` have
    shape (areas,). `group` numbers the group of each place from 0, −1 for none; `group_depth` is each group's depth.
    """

    editions: Floats
    edition_edges: Floats
    domains: Floats
    domain_edge: float
    rate: Floats
    residents: Floats
    england_rate: float
    group: NDArray[np.int64]
    group_depth: Floats

    def __post_init__(self) -> None:
        """Refuse a place of which the present is not known, or that has no residents."""
        present = (self.editions[-1], *self.domains, self.rate, self.residents)
        if any(part.shape != self.group.shape for part in present):
            raise ValueError(f"each place needs every figure, found {sorted({part.shape for part in present})}")
        if not all(np.isfinite(part).all() for part in present) or not (self.residents > 0).all():
            raise ValueError("each place needs its latest rank, its domains, its rate, and some residents")


@dataclass(frozen=True, slots=True)
class DrawVariation:
    """How far a draw strays: see `rank_areas_and_groups_by_priority`. Nought of everything repeats the score itself."""

    weights: float = 0.0
    position: float = 0.0
    rate: float = 0.0
    residents: float = 0.0


@dataclass(frozen=True, slots=True)
class PriorityRanking:
    """The recipe's answer: `raw` and `component` of shape (4, areas), the rest (areas,).

    The four are deprivation, persistence, domains and people.

    `rank` is 1 for the first priority and ties share the best; `lower_95` and `upper_95` are ranks too, and hold for
    all at once. `top_share` is the share of draws in which the rank is among the first.
    """

    raw: Floats
    component: Floats
    score: Floats
    rank: Ranks
    lower_95: Ranks
    upper_95: Ranks
    top_share: Floats


class _ComponentInputs(NamedTuple):
    """One draw, or several along a leading axis, of what the components are made of."""

    editions: Floats
    domains: Floats
    rate: Floats
    residents: Floats


def convert_rank_to_normal_score(rank: ArrayLike, neighbourhood_count: int) -> Floats:
    """Return the normal score −Φ⁻¹((rank − ½)/N) of ranks among N, 1 the most deprived."""
    return np.asarray(-ndtri((np.asarray(rank, dtype=np.float64) - 0.5) / neighbourhood_count))


def compute_normal_score_of_worst_tenth(neighbourhood_count: int) -> float:
    """Return the depth at which the most deprived tenth of N ends: that between the ranks ⌊N/10⌋ and the next."""
    return float(-ndtri((neighbourhood_count // 10) / neighbourhood_count))


def compute_share_of_others_below(values: ArrayLike) -> Floats:
    """Return each place's position among the others along the last axis: the share that it stands above, ties half."""
    number = np.asarray(values, dtype=np.float64)
    if number.shape[-1] == 1:
        return np.full(number.shape, 0.5)
    first, last = _find_first_and_last_position_of_ties(number)
    return np.asarray((first + last) / (2.0 * (number.shape[-1] - 1)))


def sum_weighted_components(components: Floats, weights: Floats) -> Floats:
    """Add components of shape (4, …, areas) by weights of shape (4, …).

    Term by term and then rounded to twelve decimals: rounding keeps order, and equal sums of other terms are equal.
    """
    total = np.zeros(components.shape[1:])
    for component, weight in zip(components, weights, strict=True):
        total += component * weight[..., None]
    return np.round(total, 12, out=total)


def rank_highest_first(score: Floats) -> Ranks:
    """Rank along the last axis: 1 for the highest score; ties share the best rank, and the next ones are left out."""
    return np.asarray(score.shape[-1] - _find_first_and_last_position_of_ties(score)[1])


def compute_dirichlet_concentration(weights: Floats, relative_spread: float) -> float:
    """Return the Dirichlet concentration c at which weights vary by this share of themselves.

    A weight w has standard deviation √(w(1 − w)/(c + 1)); relative to w, and averaged by w, that is
    Σ√(w(1 − w))/√(c + 1).
    """
    return float((np.sqrt(weights * (1 - weights)).sum() / relative_spread) ** 2 - 1)


def rank_areas_and_groups_by_priority(
    evidence: PriorityEvidence,
    component_weights: ArrayLike,
    first_area_and_group_counts: tuple[int, int],
    variation: DrawVariation,
    *,
    draws: int,
    seed: int,
) -> tuple[PriorityRanking, PriorityRanking]:
    """Rank places, and groups of them, by a weighted sum of standardised components, with the ranks' stability.

    Components are depth now; the share of known editions in the most deprived tenth; the number of domains in it; and
    max(0, (rate − England's rate)·residents). For a group: the depth of its mean score; the mean share; the mean
    number by residents; the sum of people. Each is standardised (`compute_share_of_others_below`) among its own kind:
    by position, so
    that the weights mean what they say whatever the components' spread, and no extreme place sets the scale.

    Stability is by Monte Carlo over weights and data together (OECD and JRC, Handbook on Constructing Composite
    Indicators, 2008, step 7: uncertainty and sensitivity analysis). A draw takes weights from a Dirichlet
    distribution (`compute_dirichlet_concentration`); every depth from N(depth, s/φ), with s the position's standard
    deviation where the
    tenth ends and φ the normal density there, independently by edition and domain; rates from N(rate, (k·standard
    error)²), kept within 0 to 1; residents from N(n, (r·n)²). England's rate, the groups and the residents that weigh
    within them stay. In 95 of 100 draws all ranks at once lie within their limits
    (`find_simultaneous_limits_of_drawn_ranks`).

    Args:
        evidence: of each place.
        component_weights: of the four components, shape (4,), in any unit.
        first_area_and_group_counts: how many places, and how many groups, count as first priorities.
        variation: weights as a share of themselves, position s, rate k, residents r.
        draws: at least 1,000.
        seed: the same seed and numbers, in the same order, give the same bytes.

    Returns:
        The places' and the groups'; the latter of shape (0,) where there is no group.

    Raises:
        ValueError: too few draws, weights that are no weights, or that cannot vary so far.
    """
    weight = np.asarray(component_weights, dtype=np.float64)
    if weight.shape != (4,) or not (weight >= 0).all() or not weight.sum() > 0:
        raise ValueError(f"four weights are needed, none below zero and not all zero; found {weight.tolist()}")
    if draws < FEWEST_DRAWS:
        raise ValueError(f"a simulation needs at least {FEWEST_DRAWS} draws, found {draws}")
    weight = weight / weight.sum()
    base = _ComponentInputs(evidence.editions, evidence.domains, evidence.rate, evidence.residents)
    now = _compute_raw_components(base, evidence)
    kinds = [now, *([_sum_components_by_group(now, now, evidence)] if evidence.group_depth.size else [])]
    drawn = [np.empty((draws, raw.shape[-1]), dtype=np.int32) for raw in kinds]
    for piece, places, drawn_weights in _draw_component_inputs_and_weights(base, weight, variation, draws, seed):
        raw = _compute_raw_components(places, evidence)
        drawn[0][piece] = rank_highest_first(
            sum_weighted_components(compute_share_of_others_below(_set_negative_people_to_zero(raw)), drawn_weights)
        )
        if len(kinds) > 1:
            raw = _sum_components_by_group(raw, now, evidence)
            drawn[1][piece] = rank_highest_first(
                sum_weighted_components(compute_share_of_others_below(_set_negative_people_to_zero(raw)), drawn_weights)
            )
    priorities = [
        _rank_and_summarise_draws(*each, weight)
        for each in zip(kinds, drawn, first_area_and_group_counts, strict=False)
    ]
    return priorities[0], priorities[1] if len(priorities) > 1 else _make_empty_ranking()


def _find_first_and_last_position_of_ties(values: Floats) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return, along the last axis, the first and the last place from 0 of each value's equals in rising order."""
    order = np.argsort(values, axis=-1, kind="stable")
    rising = np.take_along_axis(values, order, axis=-1)
    steps = rising[..., 1:] != rising[..., :-1]
    edges = np.ones((*values.shape[:-1], 1), dtype=bool)
    position = np.arange(values.shape[-1])
    begins, ends = np.concatenate([edges, steps], axis=-1), np.concatenate([steps, edges], axis=-1)
    first = np.maximum.accumulate(np.where(begins, position, 0), axis=-1)
    last = np.minimum.accumulate(np.where(ends, position, position[-1])[..., ::-1], axis=-1)[..., ::-1]
    back = np.empty_like(order)
    np.put_along_axis(back, order, np.broadcast_to(position, order.shape), axis=-1)
    return np.take_along_axis(first, back, axis=-1), np.take_along_axis(last, back, axis=-1)


def _compute_raw_components(component_inputs: _ComponentInputs, evidence: PriorityEvidence) -> Floats:
    """Return the components before they are standardised, shape (4, …, areas)."""
    known: Bools = np.isfinite(evidence.editions)
    inside = component_inputs.editions > evidence.edition_edges[:, None]  # false where not known
    return np.stack(
        [
            component_inputs.editions[..., -1, :],
            inside.sum(axis=-2) / known.sum(axis=0),
            (component_inputs.domains > evidence.domain_edge).sum(axis=-2).astype(np.float64),
            component_inputs.residents * (component_inputs.rate - evidence.england_rate),
        ]
    )


def _set_negative_people_to_zero(raw_components: Floats) -> Floats:
    return np.concatenate([raw_components[:-1], np.maximum(raw_components[-1:], 0.0)])


def _sum_components_by_group(drawn_components: Floats, actual_components: Floats, evidence: PriorityEvidence) -> Floats:
    """Sum components up to groups: a group's depth strays from its own by the mean of what its places stray."""
    order = np.argsort(evidence.group, kind="stable")
    order = order[evidence.group[order] >= 0]
    starts = np.searchsorted(evidence.group[order], np.arange(evidence.group_depth.size))
    people = evidence.residents[order]

    def total(values: Floats) -> Floats:
        return np.asarray(np.add.reduceat(values, starts, axis=-1))

    strayed = drawn_components[0] - actual_components[0]
    return np.stack(
        [
            evidence.group_depth + total(strayed[..., order] * people) / total(people),
            total(drawn_components[1][..., order]) / total(np.ones(order.size)),
            total(drawn_components[2][..., order] * people) / total(people),
            total(drawn_components[3][..., order]),
        ]
    )


def _draw_component_inputs_and_weights(
    actual_inputs: _ComponentInputs, actual_weights: Floats, variation: DrawVariation, draw_count: int, seed: int
) -> Iterator[tuple[slice, _ComponentInputs, Floats]]:
    """Draw places and weights, some at a time: which draws they are, the places, and weights of shape (4, draws)."""
    random = np.random.default_rng(seed)
    error = np.sqrt(actual_inputs.rate * (1 - actual_inputs.rate) / actual_inputs.residents) * variation.rate
    stray = variation.position / _AT_THE_EDGE
    varies = variation.weights > 0 and np.count_nonzero(actual_weights) > 1
    shape = compute_dirichlet_concentration(actual_weights, variation.weights) if varies else np.inf
    if shape <= 0:
        raise ValueError(f"weights {actual_weights.tolist()} cannot vary by {variation.weights} of themselves")
    for start in range(0, draw_count, _DRAWS_AT_ONCE):
        size = min(_DRAWS_AT_ONCE, draw_count - start)
        weights = (
            random.dirichlet(actual_weights * shape, size) if varies else np.broadcast_to(actual_weights, (size, 4))
        )
        places = _ComponentInputs(
            actual_inputs.editions + stray * random.standard_normal((size, *actual_inputs.editions.shape)),
            actual_inputs.domains + stray * random.standard_normal((size, *actual_inputs.domains.shape)),
            np.clip(actual_inputs.rate + error * random.standard_normal((size, actual_inputs.rate.size)), 0.0, 1.0),
            np.maximum(
                actual_inputs.residents
                * (1 + variation.residents * random.standard_normal((size, actual_inputs.rate.size))),
                0.0,
            ),
        )
        yield slice(start, start + size), places, weights.T


def _rank_and_summarise_draws(
    raw_components: Floats, drawn_ranks: NDArray[np.int32], first_count: int, component_weights: Floats
) -> PriorityRanking:
    component = compute_share_of_others_below(_set_negative_people_to_zero(raw_components))
    score = sum_weighted_components(component, component_weights)
    share = (drawn_ranks <= first_count).mean(axis=0)
    low, high = find_simultaneous_limits_of_drawn_ranks(drawn_ranks)
    return PriorityRanking(raw_components, component, score, rank_highest_first(score), low, high, share)


def _make_empty_ranking() -> PriorityRanking:
    none, whole = np.zeros(0), np.zeros(0, dtype=np.int64)
    return PriorityRanking(np.zeros((4, 0)), np.zeros((4, 0)), none, whole, whole, whole, none)

import random
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fairer_stockton.statistics.priority import (
    DrawVariation,
    PriorityEvidence,
    compute_dirichlet_concentration,
    compute_normal_score_of_worst_tenth,
    compute_share_of_others_below,
    convert_rank_to_normal_score,
    rank_areas_and_groups_by_priority,
    rank_highest_first,
    sum_weighted_components,
)

WEIGHTS = (0.4, 0.2, 0.2, 0.2)
ENGLAND = 1000
STILL = DrawVariation()
MOVING = DrawVariation(weights=0.25, position=0.015, rate=1.0, residents=0.02)


def evidence(areas: int, seed: int = 1, *, group: Sequence[int] | None = None) -> PriorityEvidence:
    """Make a borough of which deprivation in the domains goes along with the whole."""
    draw = np.random.default_rng(seed)
    whole = draw.normal(1.0, 0.8, areas)
    groups = np.full(areas, -1) if group is None else np.asarray(group)
    return PriorityEvidence(
        editions=whole + draw.normal(0, 0.3, (3, areas)),
        edition_edges=np.full(3, compute_normal_score_of_worst_tenth(ENGLAND)),
        domains=whole + draw.normal(0, 0.5, (7, areas)),
        domain_edge=compute_normal_score_of_worst_tenth(ENGLAND),
        rate=np.clip(0.15 + 0.1 * whole, 0.01, 0.9),
        residents=draw.integers(1000, 3000, areas).astype(np.float64),
        england_rate=0.18,
        group=groups,
        group_depth=np.array([whole[groups == number].mean() for number in range(groups.max(initial=-1) + 1)]),
    )


def in_order(known: PriorityEvidence, order: np.ndarray) -> PriorityEvidence:
    columns = {name: getattr(known, name)[..., order] for name in ("editions", "domains", "rate", "residents", "group")}
    return replace(known, **columns)


def test_depth_and_edge_agree_with_the_normal_distribution_and_with_published_tenths() -> None:
    assert convert_rank_to_normal_score(10, 100) == pytest.approx(-NormalDist().inv_cdf(0.095))
    for england, last in ((33755, 3375), (32844, 3284), (1006, 100)):
        assert (
            convert_rank_to_normal_score(last, england)
            > compute_normal_score_of_worst_tenth(england)
            > convert_rank_to_normal_score(last + 1, england)
        )


def test_standardised_is_the_share_stood_above_with_ties_half() -> None:
    assert compute_share_of_others_below([3.0, 1.0, 2.0, 2.0, 9.0]).tolist() == [0.75, 0.0, 0.375, 0.375, 1.0]
    assert compute_share_of_others_below([[5.0], [7.0]]).tolist() == [[0.5], [0.5]]


def test_ranks_share_the_best_of_a_tie() -> None:
    assert rank_highest_first(np.array([0.2, 0.9, 0.9, 0.1])).tolist() == [3, 1, 1, 4]


@given(st.lists(st.integers(0, 4), min_size=2, max_size=9))
def test_standardised_and_ranks_against_counting(values: list[int]) -> None:
    others = len(values) - 1
    counted = [
        (sum(other < mine for other in values) + (sum(other == mine for other in values) - 1) / 2) / others
        for mine in values
    ]
    assert compute_share_of_others_below(values).tolist() == pytest.approx(counted)
    assert rank_highest_first(np.array(values, dtype=float)).tolist() == [
        1 + sum(o > mine for o in values) for mine in values
    ]


def test_weights_vary_by_the_share_that_was_asked_for() -> None:
    weights = np.array(WEIGHTS)
    drawn = np.random.default_rng(3).dirichlet(weights * compute_dirichlet_concentration(weights, 0.25), 200_000)
    assert drawn.mean(axis=0) == pytest.approx(weights, abs=1e-3)
    assert (drawn.std(axis=0) / weights) @ weights == pytest.approx(0.25, rel=0.01)


@settings(max_examples=15)
@given(st.integers(2, 30), st.integers(0, 1000), st.integers(1, 12))
def test_without_variation_every_trial_is_the_ranking_itself(areas: int, seed: int, top: int) -> None:
    found, groups = rank_areas_and_groups_by_priority(
        evidence(areas, seed), WEIGHTS, (top, 1), STILL, draws=1000, seed=1
    )
    assert np.array_equal(found.top_share, (found.rank <= top).astype(float))
    assert np.array_equal(found.lower_95, found.rank)
    assert np.array_equal(found.upper_95, found.rank)
    assert groups.rank.size == 0


@given(st.integers(0, 1000), st.integers(2, 12), st.lists(st.integers(0, 100), min_size=4, max_size=4).filter(any))
def test_whoever_dominates_never_ranks_behind(seed: int, areas: int, weights: list[int]) -> None:
    raw = np.random.default_rng(seed).integers(0, 4, (4, areas)).astype(float)
    rank = rank_highest_first(
        sum_weighted_components(compute_share_of_others_below(raw), np.array(weights) / sum(weights))
    )
    for one in range(areas):
        beaten = (raw[:, [one]] >= raw).all(axis=0)
        assert (rank[beaten] >= rank[one]).all()


def test_the_order_of_the_rows_does_not_matter_to_the_ranking() -> None:
    known = evidence(40, group=[0, 0, 1, 2, 2, 2, *[-1] * 34])
    order = np.random.default_rng(5).permutation(40)
    here, groups = rank_areas_and_groups_by_priority(known, WEIGHTS, (5, 1), STILL, draws=1000, seed=1)
    there, others = rank_areas_and_groups_by_priority(
        in_order(known, order), WEIGHTS, (5, 1), STILL, draws=1000, seed=1
    )
    assert np.array_equal(here.rank[order], there.rank)
    assert np.array_equal(here.score[order], there.score)
    assert groups.score == pytest.approx(others.score)


def test_same_seed_same_bytes_and_another_seed_nearly_the_same() -> None:
    known = evidence(40, group=[0, 0, 1, 2, 2, 2, *[-1] * 34])
    first, again, other = (
        rank_areas_and_groups_by_priority(known, WEIGHTS, (10, 2), MOVING, draws=4000, seed=seed) for seed in (7, 7, 8)
    )
    for one, two, three in zip(first, again, other, strict=True):
        assert one.top_share.tobytes() == two.top_share.tobytes()
        assert one.top_share.tobytes() != three.top_share.tobytes()
        assert one.top_share == pytest.approx(three.top_share, abs=0.05)


def test_top_shares_add_up_to_the_top() -> None:
    known = evidence(40, group=[0, 0, 1, 2, 2, 2, *[-1] * 34])
    found, groups = rank_areas_and_groups_by_priority(known, WEIGHTS, (10, 2), MOVING, draws=2000, seed=7)
    assert found.top_share.sum() == pytest.approx(10, abs=1e-9)
    assert groups.top_share.sum() == pytest.approx(2, abs=1e-9)
    assert ((found.top_share > 0) & (found.top_share < 1)).any()


def test_a_weight_of_nought_and_a_lone_weight_are_weights() -> None:
    known = evidence(12)
    two = rank_areas_and_groups_by_priority(
        known, (0.5, 0.5, 0, 0), (3, 1), replace(STILL, weights=0.2), draws=1000, seed=1
    )[0]
    one = rank_areas_and_groups_by_priority(
        known, (1, 0, 0, 0), (3, 1), replace(STILL, weights=0.2), draws=1000, seed=1
    )[0]
    assert two.score == pytest.approx(two.component[:2].mean(axis=0))
    assert np.array_equal(one.rank, rank_highest_first(known.editions[-1]))


def slow(
    known: PriorityEvidence, weights: Sequence[float], variation: DrawVariation, top: int, draws: int
) -> list[float]:
    """Give the top shares once more, in plain Python: other draws of the same trials, place by place."""
    chance = random.Random(11)
    normal = NormalDist()
    stray = variation.position / normal.pdf(normal.inv_cdf(0.1))
    shape = (sum((w * (1 - w)) ** 0.5 for w in weights) / variation.weights) ** 2 - 1
    areas, hits = len(known.rate), [0] * len(known.rate)
    for _ in range(draws):
        gammas = [chance.gammavariate(w * shape, 1) for w in weights]
        parts: list[list[float]] = [[], [], [], []]
        for area in range(areas):
            editions = [value + stray * chance.gauss() for value in known.editions[:, area]]
            domains = [value + stray * chance.gauss() for value in known.domains[:, area]]
            rate, people = known.rate[area], known.residents[area]
            drawn = min(1, max(0, rate + variation.rate * (rate * (1 - rate) / people) ** 0.5 * chance.gauss()))
            people *= 1 + variation.residents * chance.gauss()
            parts[0].append(editions[-1])
            parts[1].append(sum(e > k for e, k in zip(editions, known.edition_edges, strict=True)) / len(editions))
            parts[2].append(sum(value > known.domain_edge for value in domains))
            parts[3].append(max(0, people * (drawn - known.england_rate)))
        scores = [0.0] * areas
        for part, gamma in zip(parts, gammas, strict=True):
            for area, mine in enumerate(part):
                above = sum(other < mine for other in part) + (part.count(mine) - 1) / 2
                scores[area] += gamma / sum(gammas) * above
        for area, mine in enumerate(scores):
            hits[area] += sum(other > mine + 1e-9 for other in scores) < top
    return [hit / draws for hit in hits]


def test_stability_against_a_slow_reimplementation() -> None:
    known, wide = evidence(8, seed=7), DrawVariation(weights=0.25, position=0.04, rate=2.0, residents=0.05)
    fast = rank_areas_and_groups_by_priority(known, WEIGHTS, (3, 1), wide, draws=20_000, seed=3)[0].top_share
    assert ((fast > 0.02) & (fast < 0.98)).sum() >= 3
    assert slow(known, WEIGHTS, wide, 3, 5000) == pytest.approx(fast, abs=0.03)


def test_groups_sum_their_places() -> None:
    known = evidence(6, group=[0, 0, -1, 1, 1, 1])
    found, groups = rank_areas_and_groups_by_priority(known, WEIGHTS, (2, 1), STILL, draws=1000, seed=1)
    people = known.residents
    assert groups.raw[0] == pytest.approx(known.group_depth)
    assert groups.raw[1] == pytest.approx([found.raw[1, :2].mean(), found.raw[1, 3:].mean()])
    assert groups.raw[2] == pytest.approx(
        [np.average(found.raw[2, :2], weights=people[:2]), np.average(found.raw[2, 3:], weights=people[3:])]
    )
    assert groups.raw[3] == pytest.approx([found.raw[3, :2].sum(), found.raw[3, 3:].sum()])


def test_persistence_is_of_the_editions_that_are_known() -> None:
    known = evidence(3)
    editions = np.array([[9.0, np.nan, -9.0], [9.0, 9.0, -9.0], [-9.0, 9.0, 9.0]])
    found = rank_areas_and_groups_by_priority(
        replace(known, editions=editions), WEIGHTS, (1, 1), STILL, draws=1000, seed=1
    )[0]
    assert found.raw[1] == pytest.approx([2 / 3, 1.0, 1 / 3])


def test_wider_variation_makes_wider_ranges() -> None:
    known = evidence(40)
    widths = []
    for times in (0.0, 0.5, 1.0, 2.0):
        varied = DrawVariation(0.25 * times, 0.015 * times, times, 0.02 * times)
        found = rank_areas_and_groups_by_priority(known, WEIGHTS, (10, 1), varied, draws=2000, seed=7)[0]
        widths.append(int((found.upper_95 - found.lower_95).sum()))
    assert all(narrow < wide for narrow, wide in pairwise(widths))


@pytest.mark.parametrize(
    ("weights", "variation", "draws", "said"),
    [
        ((1, 1, 1), STILL, 1000, "four weights"),
        ((1, 1, 1, -1), STILL, 1000, "four weights"),
        (WEIGHTS, STILL, 10, "at least 1000 draws"),
        (WEIGHTS, DrawVariation(weights=5.0), 1000, "cannot vary"),
    ],
)
def test_what_cannot_be_is_refused(weights: tuple[float, ...], variation: DrawVariation, draws: int, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        rank_areas_and_groups_by_priority(evidence(5), weights, (2, 1), variation, draws=draws, seed=1)


def test_a_place_without_its_figures_is_refused() -> None:
    known = evidence(5)
    with pytest.raises(ValueError, match="latest rank"):
        replace(known, residents=np.array([1.0, 2.0, 3.0, 0.0, 5.0]))
    with pytest.raises(ValueError, match="every figure"):
        replace(known, rate=known.rate[:3])

"""Why two figures differ: averages by who the people are and how each group does, life expectancies by age."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betaincinv, gammaincinv, ndtri

from fairer_stockton.run.vocabulary import Reason
from fairer_stockton.statistics.changes import split_difference_of_products
from fairer_stockton.statistics.estimate import (
    Estimate,
    Floats,
    Texts,
    fill_empty_texts,
    find_text_of_first_failure,
    read_arrays_of_equal_shape,
)
from fairer_stockton.statistics.life_expectancy import BANDS_TO_90, compute_life_expectancy
from fairer_stockton.statistics.slope_simulation import find_positions_of_limits_in_draws

SPLIT_DRAWS = 10_000
SPLIT_SEED = 19550112
_JEFFREYS = 0.5
_EXACT_BELOW = 100.0
_ROUNDED = np.array(list(product((-0.5, 0.5), repeat=6)))  # every way in which six averages can have been rounded


@dataclass(frozen=True, slots=True)
class AverageSplit:
    """A difference of two averages: `total` = `composition` + `rates`, each the sum of its parts by group.

    Attributes:
        total: the first average less the second, shape (…).
        composition: what comes of the groups' shares, shape (…).
        rates: what comes of the groups' own figures, shape (…).
        composition_by_group: shape (…, groups).
        rates_by_group: shape (…, groups).
    """

    total: Estimate
    composition: Estimate
    rates: Estimate
    composition_by_group: Estimate
    rates_by_group: Estimate


@dataclass(frozen=True, slots=True)
class LifeExpectancySplit:
    """A difference of two life expectancies at birth, shape (…), and what each age adds to it, shape (…, bands)."""

    age_starts: NDArray[np.int64]
    total: Estimate
    by_age: Estimate


def split_difference_of_averages(
    share_a: ArrayLike, figure_a: ArrayLike, share_b: ArrayLike, figure_b: ArrayLike
) -> tuple[Floats, Floats]:
    """Return the parts by group of Σ c_A·r_A − Σ c_B·r_B: by composition and by rates, each (…, groups).

    Kitagawa's (c_A − c_B)(r_A + r_B)/2 and (r_A − r_B)(c_A + c_B)/2. From the first the mean of both averages is taken
    off each group's figure. As shares add up to one this leaves their sum as it is; the part of a group is then what
    it adds by being larger than elsewhere *and* unlike the average, and does not depend on where figures are counted
    from (Chevan and Sutherland 2009, Demography 46:429–49).

    A group that one side has nobody in has no figure there. That of the other side is taken: all that it adds is then
    composition.

    Args:
        share_a: shares of the first side's groups, which add up to 1, shape (…, groups).
        figure_a: figures of the same groups.
        share_b: as `share_a`, of the second side.
        figure_b: as `figure_a`.

    Raises:
        ValueError: the shapes differ.
    """
    c_a, r_a, c_b, r_b = read_arrays_of_equal_shape(
        share_a=share_a, figure_a=figure_a, share_b=share_b, figure_b=figure_b
    )
    r_a, r_b = _fill_figures_of_empty_groups(c_a, r_a, r_b), _fill_figures_of_empty_groups(c_b, r_b, r_a)
    middle = ((c_a * r_a).sum(axis=-1, keepdims=True) + (c_b * r_b).sum(axis=-1, keepdims=True)) / 2.0
    by_composition, _ = split_difference_of_products(c_a, r_a - middle, c_b, r_b - middle)
    _, by_rates = split_difference_of_products(c_a, r_a, c_b, r_b)
    return by_composition, by_rates


def split_averages_of_counts(
    count_a: ArrayLike,
    people_a: ArrayLike,
    count_b: ArrayLike,
    people_b: ArrayLike,
    *,
    of_people: bool,
    per: float = 1.0,
    with_limits: bool = True,
    draws: int = SPLIT_DRAWS,
    seed: int = SPLIT_SEED,
) -> AverageSplit:
    """Split the difference of two rates or proportions whose groups are counted, with limits from simulation.

    The people of each group are taken as known. Their figure is drawn from what its count leaves open: a proportion
    from a beta, a rate from a gamma distribution (Jeffreys; Brown, Cai and DasGupta 2001, Stat. Sci. 16:101–33, and
    2003, Stat. Sinica 13:19–49), each draw is split anew, and the limits are those of `slope_simulation`. The same
    deviates serve every row, so a row's limits depend on its own numbers and the seed alone. Limits always hold the
    value itself, which a draw from a count of nil would not.

    Args:
        count_a: events or people counted in the first side's groups, shape (…, groups).
        people_a: people in the same groups.
        count_b: as `count_a`, of the second side.
        people_b: as `people_a`.
        of_people: whether the counted are some of the people (a proportion); else they are events (a rate).
        per: what figures are of: 100, 1,000 or 1.
        with_limits: whether to simulate; else there are no limits.
        draws: number of draws.
        seed: the same seed and numbers give the same bytes.

    Returns:
        Parts times `per`. Not available where a count or a number of people is missing or negative, where one side has
        nobody, and, of people, where more are counted than there are.

    Raises:
        ValueError: the shapes differ.
    """
    x_a, n_a, x_b, n_b = read_arrays_of_equal_shape(
        count_a=count_a, people_a=people_a, count_b=count_b, people_b=people_b
    )
    reason = fill_empty_texts(*(_find_why_average_is_missing(x, n, of_people) for x, n in ((x_a, n_a), (x_b, n_b))))
    fit = (reason == "")[..., None]
    # Other numbers keep arithmetic quiet in rows that will be blanked.
    x_a, x_b = np.where(fit, x_a, 0.0), np.where(fit, x_b, 0.0)
    n_a, n_b = np.where(fit, n_a, 1.0), np.where(fit, n_b, 1.0)
    c_a, c_b = (n / n.sum(axis=-1, keepdims=True) for n in (n_a, n_b))
    split = split_difference_of_averages(c_a, _divide_by_people(x_a, n_a), c_b, _divide_by_people(x_b, n_b))
    parts = _list_parts_and_sums(*split)
    limits: list[list[Floats]] = [[np.full_like(part, np.nan)] * 4 for part in parts]
    if with_limits:
        random = np.random.default_rng(seed)
        drawn = [_draw_figures(x, n, of_people, draws, random) for x, n in ((x_a, n_a), (x_b, n_b))]
        shares = [np.broadcast_to(share, drawn[0].shape) for share in (c_a, c_b)]
        drawn_parts = _list_parts_and_sums(*split_difference_of_averages(shares[0], drawn[0], shares[1], drawn[1]))
        limits = [
            _find_limits_of_draws(part, draws_of_part) for part, draws_of_part in zip(parts, drawn_parts, strict=True)
        ]
    return _make_average_split(parts, limits, reason, per)


def split_published_averages(
    average_a: ArrayLike, groups_a: ArrayLike, average_b: ArrayLike, groups_b: ArrayLike, rounded_to: float = 0.0
) -> tuple[AverageSplit, Floats, Floats]:
    """Split the difference of two published averages, each of two groups whose shares are not published.

    The share of the first group is the one that the three averages imply: (r₂ − R)/(r₂ − r₁). There are no limits. What
    is known instead is how far the parts could move if every average were as far off as its rounding allows.

    Args:
        average_a: the first side's average, shape (…).
        groups_a: the averages of its two groups, shape (…, 2).
        average_b: as `average_a`, of the second side.
        groups_b: as `groups_a`.
        rounded_to: what the averages are rounded to: 0.1 where they have one decimal.

    Returns:
        The split; the shares of the first group on both sides, shape (…, 2); and the furthest that composition or rates
        could move, shape (…). Not available where an average is missing or the three do not fit together.
    """
    averages = [np.asarray(value, dtype=np.float64) for value in (average_a, groups_a, average_b, groups_b)]
    shares = np.stack([_infer_share_of_first_group(*averages[at : at + 2]) for at in (0, 2)], axis=-1)
    reason = find_text_of_first_failure(
        shares.shape[:-1],
        (~_all_known(averages), Reason.NO_PUBLISHED_VALUE),
        (np.isnan(shares).any(axis=-1), Reason.GROUPS_DO_NOT_FIT),
    )
    by_composition, by_rates = _split_averages_of_two_groups(*averages)
    parts = _list_parts_and_sums(by_composition, by_rates)
    offsets = _ROUNDED.reshape(len(_ROUNDED), *(1,) * shares[..., 0].ndim, 6) * rounded_to
    moved = _split_averages_of_two_groups(
        averages[0] + offsets[..., 0], averages[1] + offsets[..., 1:3],
        averages[2] + offsets[..., 3], averages[3] + offsets[..., 4:],
    )  # fmt: skip
    reach = [
        np.abs(other.sum(axis=-1) - own.sum(axis=-1)).max(axis=0)
        for own, other in zip((by_composition, by_rates), moved, strict=True)
    ]
    limits: list[list[Floats]] = [[np.full_like(part, np.nan)] * 4 for part in parts]
    furthest = np.where(reason == "", np.maximum(*reach), np.nan)
    return _make_average_split(parts, limits, reason, per=1.0), shares, furthest


def split_life_expectancy_by_age(
    survivors_a: ArrayLike, expectancy_a: ArrayLike, survivors_b: ArrayLike, expectancy_b: ArrayLike
) -> Floats:
    """Return what each age adds to e_A − e_B at birth, the mean of Arriaga's parts in both directions.

    With l₀ = 1 Arriaga's part of ages x to x + n (1984, Demography 21:83–96), going from B to A, is
    l_B(x)·[e_A(x) − e_B(x)] − l_B(x+n)·[e_A(x+n) − e_B(x+n)], and at the open last age its first half: the same as
    his direct and indirect effects together, as L = T(x) − T(x+n) and T = l·e. Going from A to B it has l_A. The two
    differ a little; their mean, given here, changes its sign when A and B change places (Ponnapalli 2005, Demographic
    Research 12:141–72). Either way the parts add up to the difference, since each ends where the next begins.

    Args:
        survivors_a: survivors to each age of 1 born, shape (…, bands), the last band open.
        expectancy_a: years expected at the same ages.
        survivors_b: as `survivors_a`.
        expectancy_b: as `expectancy_a`.
    """
    l_a, e_a, l_b, e_b = read_arrays_of_equal_shape(
        survivors_a=survivors_a, expectancy_a=expectancy_a, survivors_b=survivors_b, expectancy_b=expectancy_b
    )
    from_age_on = (l_a + l_b) / 2.0 * (e_a - e_b)
    by_age = from_age_on.copy()
    by_age[..., :-1] -= from_age_on[..., 1:]
    return by_age


def split_life_expectancy_of_deaths(
    deaths_a: ArrayLike,
    population_a: ArrayLike,
    deaths_b: ArrayLike,
    population_b: ArrayLike,
    age_starts: tuple[int, ...] = BANDS_TO_90,
    *,
    draws: int = SPLIT_DRAWS,
    seed: int = SPLIT_SEED,
) -> LifeExpectancySplit:
    """Split the difference of two life expectancies at birth by age, with limits from simulated deaths.

    Both tables are Chiang's (`compute_life_expectancy`). Deaths of each age are drawn from a gamma distribution whose
    mean and variance are the deaths themselves, and both tables are made anew. As in Chiang's own variance, an age at
    which nobody died adds none.

    Args:
        deaths_a: shape (…, bands), over the same years as the population.
        population_a: person-years of the same shape.
        deaths_b: as `deaths_a`, of the second side.
        population_b: as `population_a`.
        age_starts: first age of every band, the first 0; the last band is open.
        draws: number of draws.
        seed: the same seed and numbers give the same bytes.

    Returns:
        Years. Not available where either table is not.

    Raises:
        ValueError: as `compute_life_expectancy`.
    """
    sides = [(np.asarray(deaths, np.float64), np.asarray(people, np.float64))
             for deaths, people in ((deaths_a, population_a), (deaths_b, population_b))]  # fmt: skip
    tables = [compute_life_expectancy(deaths, people, age_starts) for deaths, people in sides]
    missing = [fill_empty_texts(table.expectancy.reason[..., 0], table.expectancy.reason[..., -1]) for table in tables]
    reason = fill_empty_texts(*missing)
    values = [(table.survivors, table.expectancy.value) for table in tables]
    by_age = split_life_expectancy_by_age(*values[0], *values[1])
    random = np.random.default_rng(seed)
    drawn = []
    for (deaths, people), available in zip(sides, (text == "" for text in missing), strict=True):
        usable = np.where(available[..., None], deaths, 1.0), np.where(available[..., None], people, 1e6)
        trials = np.minimum(_draw_gamma(usable[0], draws, random), usable[1])
        table = compute_life_expectancy(trials, np.broadcast_to(usable[1], trials.shape), age_starts)
        drawn.append((table.survivors, table.expectancy.value))
    trials_by_age = split_life_expectancy_by_age(*drawn[0], *drawn[1])
    total = by_age.sum(axis=-1)
    return LifeExpectancySplit(
        np.asarray(age_starts, dtype=np.int64),
        _make_estimate(total, _find_limits_of_draws(total, trials_by_age.sum(axis=-1)), reason),
        _make_estimate(by_age, _find_limits_of_draws(by_age, trials_by_age), reason),
    )


def _fill_figures_of_empty_groups(shares: Floats, figures: Floats, figures_elsewhere: Floats) -> Floats:
    filled = np.where(shares == 0, figures_elsewhere, figures)
    return np.where((shares == 0) & np.isnan(filled), 0.0, filled)  # nobody on either side: it adds nothing


def _divide_by_people(count: Floats, people: Floats) -> Floats:
    return np.divide(count, people, out=np.full(people.shape, np.nan), where=people > 0)


def _find_why_average_is_missing(count: Floats, people: Floats, of_people: bool) -> Texts:
    return find_text_of_first_failure(
        count.shape[:-1],
        (~np.isfinite(count).all(axis=-1), Reason.COUNT_MISSING),
        (~np.isfinite(people).all(axis=-1), Reason.POPULATION_MISSING),
        ((count < 0).any(axis=-1), Reason.COUNT_NEGATIVE),
        ((people < 0).any(axis=-1), Reason.POPULATION_NEGATIVE),
        (people.sum(axis=-1) == 0, Reason.POPULATION_ZERO),
        (((count > people) & (of_people | (people == 0))).any(axis=-1), Reason.NUMERATOR_LARGER),
    )


def _draw_figures(count: Floats, people: Floats, of_people: bool, draws: int, random: np.random.Generator) -> Floats:
    """Return drawn figures, shape (draws, …, groups); nan where a group has nobody."""
    if not of_people:
        return _divide_by_people(
            _draw_gamma(count + _JEFFREYS, draws, random), np.broadcast_to(people, (draws, *people.shape))
        )
    deviates = _draw_deviates(count, draws, random)
    drawn = betaincinv(count + _JEFFREYS, np.maximum(people - count, 0.0) + _JEFFREYS, deviates)
    return np.where(people > 0, drawn, np.nan)


def _draw_gamma(mean: Floats, draws: int, random: np.random.Generator) -> Floats:
    """Return draws from gamma distributions of this mean and the same variance, shape (draws, …); nil of nil.

    From `_EXACT_BELOW` on by Wilson and Hilferty's cube (1931, PNAS 17:684–8): off by a thousandth of a standard
    deviation at most places, and a hundred times as fast.
    """
    deviates = _draw_deviates(mean, draws, random)
    many = np.maximum(mean, _EXACT_BELOW)
    drawn = np.where(
        mean > 0, many * np.maximum(1.0 - 1.0 / (9.0 * many) + ndtri(deviates) / (3.0 * np.sqrt(many)), 0.0) ** 3, 0.0
    )
    few = np.broadcast_to((mean > 0) & (mean < _EXACT_BELOW), drawn.shape)
    exact_means, exact_deviates = (np.broadcast_to(values, drawn.shape)[few] for values in (mean, deviates))
    drawn[few] = gammaincinv(exact_means, exact_deviates)
    return drawn


def _draw_deviates(amounts: Floats, draws: int, random: np.random.Generator) -> Floats:
    """Return even deviates by draw and group, the same for every row."""
    groups = amounts.shape[-1]
    return random.random((draws, groups)).reshape(draws, *(1,) * (amounts.ndim - 1), groups)


def _list_parts_and_sums(by_composition: Floats, by_rates: Floats) -> list[Floats]:
    """Return total, composition, rates and both by group: the fields of `AverageSplit` in their order."""
    composition, rates = by_composition.sum(axis=-1), by_rates.sum(axis=-1)
    return [composition + rates, composition, rates, by_composition, by_rates]


def _find_limits_of_draws(value: Floats, drawn_values: Floats) -> list[Floats]:
    """Return lower and upper limits at 95 and 99.8 %, widened to hold the value; draws come first."""
    places = find_positions_of_limits_in_draws(drawn_values.shape[0])
    ordered = np.sort(drawn_values, axis=0)[places]
    return [bound(limit, value) for limit, bound in zip(ordered, (np.minimum, np.maximum) * 2, strict=True)]


def _make_average_split(
    parts: list[Floats], limits: list[list[Floats]], missing_reason: Texts, per: float
) -> AverageSplit:
    estimates = (
        _make_estimate(part, limits_of_part, missing_reason).scaled(per)
        for part, limits_of_part in zip(parts, limits, strict=True)
    )
    return AverageSplit(*estimates)


def _make_estimate(value: Floats, limits: list[Floats], missing_reason: Texts) -> Estimate:
    """Return an estimate; where values have an axis of groups more than reasons, each reason is of all of them."""
    by_group = value.ndim > missing_reason.ndim
    reason = np.broadcast_to(missing_reason[..., None], value.shape) if by_group else missing_reason
    low, high, low_998, high_998 = limits
    return Estimate.with_missing_values_blanked(value, (low, high), (low_998, high_998), reason)


def _infer_share_of_first_group(average: Floats, groups: Floats) -> Floats:
    """Return the share of the first of two groups that makes their averages the average of all; nan where none does."""
    first, second = groups[..., 0], groups[..., 1]
    share = np.divide(second - average, second - first, out=np.full(np.shape(average), np.nan), where=first != second)
    return np.where((share >= 0) & (share <= 1), share, np.nan)


def _split_averages_of_two_groups(
    average_a: Floats, groups_a: Floats, average_b: Floats, groups_b: Floats
) -> tuple[Floats, Floats]:
    shares = [_infer_share_of_first_group(average_a, groups_a), _infer_share_of_first_group(average_b, groups_b)]
    pairs = [np.stack([share, 1.0 - share], axis=-1) for share in shares]
    return split_difference_of_averages(pairs[0], groups_a, pairs[1], groups_b)


def _all_known(averages: list[Floats]) -> NDArray[np.bool_]:
    average_a, groups_a, average_b, groups_b = (np.isfinite(values) for values in averages)
    return np.asarray(average_a & groups_a.all(axis=-1) & average_b & groups_b.all(axis=-1))

"""How often changes in gaps are called wrongly, and found when they are there, in worlds of which the truth is known.

Each world holds series of the kinds that the report has: yearly shares of people, rolling three-year rates, shares
that share their second group (as every gap to England does), and shares rounded to whole numbers. The code that judges
them is that of the report.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fairer_stockton.statistics.estimate import Estimate
from fairer_stockton.statistics.gap_changes import GapSeries, compute_gap_changes, find_compared_periods, replay_calls
from fairer_stockton.statistics.inequality import compute_absolute_gap
from fairer_stockton.statistics.proportions import compute_wilson_proportion
from fairer_stockton.statistics.rates import compute_rate

BASELINE_YEAR = 2021
YEARS = np.arange(2017, 2026)
KINDS = ("yearly share", "rolling three-year rate", "shared second group", "rounded share")
SERIES_OF_EACH_KIND = 12
ROLLING = 3

Array = NDArray[Any]


@dataclass(frozen=True)
class World:
    """Series of one world, sorted, and how much each truly changes from the baseline to the latest period."""

    gaps: GapSeries
    kind: Array  # of each series
    true_change: Array  # of each series


@dataclass(frozen=True)
class Judgement:
    """What is said of the series of one world: of the latest period, and over its replay."""

    calls: Array  # of each series in its latest period: 1, −1 or 0
    entries: Array  # whether it would be called anew
    wrong: Array  # whether a call is of the wrong sign, or of a series that has not changed
    covered: int  # how many intervals of the change hold the true one, where nothing changes
    flips: int  # how often a word changes from a period to the next
    steps: int


def make_world(random: np.random.Generator, changing_share: float, size: float = 1.0) -> World:
    """Make one world in which a share of the series changes, by `size` times a change that is middling to find."""
    count = SERIES_OF_EACH_KIND
    parts = []
    for kind in KINDS:
        changes = np.where(random.random(count) < changing_share, random.choice([-1.0, 1.0], count) * size, 0.0)
        parts.append((kind, changes, _make_series(random, kind, changes)))
    numbers, first, length, values = [], [], [], []
    for position, (_, _, (gap, years, span)) in enumerate(parts):
        rows, periods = gap.value.shape
        numbers.append(np.repeat(np.arange(rows) + position * count, periods))
        first.append(np.tile(years, rows))
        length.append(np.full(rows * periods, span))
        values.append([number.ravel() for number in (gap.value, gap.lower_95, gap.upper_95)])
    series, first_year, lengths = (np.concatenate(column) for column in (numbers, first, length))
    columns = [np.concatenate(column) for column in zip(*values, strict=True)]
    return World(
        GapSeries(series, first_year, lengths, *columns),
        np.repeat(KINDS, count),
        np.concatenate([changes for _, changes, _ in parts]),
    )


def judge_world(world: World) -> Judgement:
    """Judge the series of a world as the report does."""
    gaps = world.gaps
    start = find_compared_periods(gaps, BASELINE_YEAR).start
    change = compute_gap_changes(gaps, start, np.ones(len(start)))
    moved = change.change.value
    calls, rates = replay_calls(gaps, moved, change.p_value, np.zeros(len(start), dtype=int))
    latest = np.flatnonzero(np.diff(gaps.series, append=-1))
    same = np.diff(gaps.series) == 0
    final = calls[latest]
    return Judgement(
        calls=final,
        entries=rates[latest] <= 0.05,
        wrong=(final != 0) & (final != np.sign(world.true_change)),
        covered=int((change.p_value[latest] > 0.05)[world.true_change == 0].sum()),
        flips=int((np.diff(calls) != 0)[same].sum()),
        steps=int(same.sum()),
    )


def run(worlds: int, seed: int = 2021) -> list[dict[str, Any]]:
    """Simulate worlds in which nothing changes, in which some series do, and in which they do by more and more.

    Returns:
        One row for each sort of world: `changing` (share of the series), `size` of their change, `any_call` and
        `any_entry` (share of worlds with a call, and with one entered in the last year), `false_share` (mean share of
        wrong calls among calls), `found` (share of the changes that are called), `covered` (share of the intervals of
        unchanged gaps that include zero), and `flips` (share of steps from a period to the next in which the word
        changes).
    """
    sorts = [(0.0, 1.0), (0.1, 1.0), (0.25, 0.5), (0.25, 1.0), (0.25, 2.0), (0.25, 4.0)]
    return [summarise_worlds(worlds, seed, *sort) for sort in sorts]


def summarise_worlds(worlds: int, seed: int, changing_share: float, size: float) -> dict[str, Any]:
    """Summarise worlds of one sort: see `run`."""
    random = np.random.default_rng(seed)
    sums: Counter[str] = Counter()
    for _ in range(worlds):
        world = make_world(random, changing_share, size)
        judged = judge_world(world)
        changed, called = world.true_change != 0, judged.calls != 0
        sums["any_call"] += bool(called.any())
        sums["any_entry"] += bool(judged.entries.any())
        sums["false_share"] += judged.wrong.sum() / max(called.sum(), 1)
        sums["found"] += (changed & called & ~judged.wrong).sum()
        sums["changed"] += changed.sum()
        sums["covered"] += judged.covered
        sums["still"] += (~changed).sum()
        sums["flips"] += judged.flips
        sums["steps"] += judged.steps
    return {
        "changing": changing_share,
        "size": size,
        **{name: sums[name] / worlds for name in ("any_call", "any_entry", "false_share")},
        "found": sums["found"] / sums["changed"] if sums["changed"] else float("nan"),
        "covered": sums["covered"] / sums["still"],
        "flips": sums["flips"] / sums["steps"],
    }


def find_power_by_kind(worlds: int, seed: int = 2021) -> list[dict[str, Any]]:
    """Return how often a change of several sizes is found in each kind of series, when a quarter of them change."""
    rows = []
    for size in (0.5, 1.0, 2.0, 4.0):
        random = np.random.default_rng(seed)
        found, total = dict.fromkeys(KINDS, 0), dict.fromkeys(KINDS, 0)
        for _ in range(worlds):
            world = make_world(random, 0.25, size)
            judged = judge_world(world)
            for kind in KINDS:
                changed = (world.kind == kind) & (world.true_change != 0)
                found[kind] += int((changed & (judged.calls == np.sign(world.true_change))).sum())
                total[kind] += int(changed.sum())
        rows.append({"size": size, **{kind: found[kind] / total[kind] for kind in KINDS}})
    return rows


def _make_series(random: np.random.Generator, kind: str, changes: Array) -> tuple[Estimate, Array, int]:
    """Make the series of one kind: the gaps of shape (series, periods), the first years, and a period's length.

    A change of 1 is about as large as would be found four times in five if it stood alone. It grows evenly from the
    baseline year on.
    """
    count = len(changes)
    people = random.integers(400, 4000, (count, 1))
    base, apart = random.uniform(0.15, 0.5, (count, 1)), random.uniform(-0.05, 0.15, (count, 1))
    drift = np.cumsum(random.normal(0, 0.01, (count, len(YEARS))), axis=1)
    after = np.clip((YEARS - BASELINE_YEAR) / (YEARS[-1] - BASELINE_YEAR), 0, None)
    if kind == "rolling three-year rate":
        return _make_rolling_rates(random, people * 10, changes)
    spread = np.sqrt(2 * base * (1 - base) / people)
    growth = 2.8 * np.sqrt(2) * spread * changes[:, None] * after
    second, others = np.clip(base + drift, 0.02, 0.9), people
    if kind == "shared second group":
        second, others = np.broadcast_to(second[0], second.shape), np.broadcast_to(people[0], people.shape)
    first = np.clip(second + apart + growth, 0.01, 0.98)
    theirs = random.binomial(others, second)
    if kind == "shared second group":
        theirs = np.broadcast_to(theirs[0], theirs.shape)
    own, other = _share(random.binomial(people, first), people), _share(theirs, others)
    if kind == "rounded share":
        own, other = (_round(figure) for figure in (own, other))
    return compute_absolute_gap(own, other), YEARS, 1


def _share(count: Array, people: Array) -> Estimate:
    return compute_wilson_proportion(count, people + 0 * count)


def _round(figure: Estimate) -> Estimate:
    return Estimate.of((np.round(number) for number in figure.value_and_limits), figure.reason)


def _make_rolling_rates(random: np.random.Generator, people: Array, changes: Array) -> tuple[Estimate, Array, int]:
    """Make rates of three years' counts each, every year anew: neighbours share two years of three."""
    years = np.arange(YEARS[0] - ROLLING + 1, YEARS[-1] + 1)
    rate = random.uniform(0.002, 0.01, (len(changes), 1))
    spread = np.sqrt(2 * rate / (ROLLING * people))
    after = np.clip((years - BASELINE_YEAR) / (years[-1] - 1 - BASELINE_YEAR), 0, None)
    growth = 2.8 * np.sqrt(2) * spread * changes[:, None] * after
    drift = np.exp(np.cumsum(random.normal(0, 0.01, (len(changes), len(years))), axis=1))
    second = rate * drift
    first = np.clip(second + rate * 0.3 + growth, 1e-5, None)
    rolled = [_sum_of_three(random.poisson(part * people)) for part in (first, second)]
    population = np.broadcast_to(ROLLING * people, rolled[0].shape)
    return compute_absolute_gap(*(compute_rate(count, population) for count in rolled)), years[: -ROLLING + 1], ROLLING


def _sum_of_three(counts: Array) -> Array:
    return np.lib.stride_tricks.sliding_window_view(counts, ROLLING, axis=1).sum(axis=-1)

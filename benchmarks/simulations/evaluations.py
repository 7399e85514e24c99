"""Evaluations in known worlds: how often something is said to have worked where nothing was done, and is found."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from fairer_stockton.statistics.estimate import Floats
from fairer_stockton.statistics.matched_changes import (
    Positions,
    compare_likeness,
    compute_changes,
    make_features,
    match_changes,
)
from fairer_stockton.statistics.placebo_sets import (
    SIGNIFICANT,
    compare_sets,
    find_placebo_sets,
    judge_by_placebo_sets,
)
from fairer_stockton.uses.evaluations.judging import MOST_UNLIKE, MOST_UNLIKE_SETS

COUNCILS, ROWS, COLUMNS = 120, 5, 6  # each council is a grid of areas, listed row by row
BEFORE, AFTER = 3, 2  # periods
SETS_OF_A_WORLD = 30  # councils of a world whose areas are judged, one after the other
SET_ROWS, SET_COLUMNS = 2, 3
SEED = 38


@dataclass(frozen=True)
class World:
    """What moves areas, in standard deviations of their lasting differences, and how the areas are chosen.

    Attributes:
        noise: of one area in one period; half of it lasts to the next period.
        councils: of a whole council in one period.
        places: of neighbours together in one period, fading over the ground.
        by_level: how much more noise areas with high figures have.
        chosen: `block`, areas side by side; `scattered`; `worst` areas of a council in the last period before the
            start; `worst_block`, the worst side by side.
        people: in an area, of whom few are counted; 0: figures are not counts.
        worst_councils: whether the councils judged are those with the highest figures of all.
    """

    noise: float = 0.5
    councils: float = 0.0
    places: float = 0.0
    by_level: float = 0.0
    chosen: str = "block"
    people: int = 0
    worst_councils: bool = False


def make_worlds() -> dict[str, World]:
    """Return the worlds: with nothing in common, with shared shocks, and with areas chosen on the outcome."""
    return {
        "nothing in common, scattered areas": World(chosen="scattered"),
        "shocks of councils, areas side by side": World(councils=0.3),
        "shocks of places, areas side by side": World(places=0.4),
        "both, more noise where figures are high": World(councils=0.2, places=0.3, by_level=0.5),
        "chosen as the worst of their council": World(councils=0.2, chosen="worst"),
        "chosen as the worst side by side": World(councils=0.2, places=0.3, chosen="worst_block"),
        "chosen as the worst, much noise": World(noise=1.0, chosen="worst"),
        "the worst of the worst councils": World(chosen="worst", worst_councils=True),
        "small counts, the worst of their council": World(people=80, chosen="worst"),
        "small counts, the worst side by side": World(people=80, chosen="worst_block"),
        "small counts, the worst of the worst councils": World(people=80, chosen="worst", worst_councils=True),
    }


def run(draws: int) -> pd.DataFrame:
    """Return a row for each world: false calls and their own interval over worlds, and how often effects are found."""
    return pd.DataFrame([{"world": name, **simulate(world, draws)} for name, world in make_worlds().items()])


def simulate(world: World, draws: int) -> dict[str, float]:
    """Return how often a set where nothing was done is called, and an effect as large as declared is found.

    A file that is refused, since nothing elsewhere is like its areas, makes no call; `of_judged` leaves it out.
    """
    random = np.random.default_rng(SEED)
    files = [np.array(list(_judge_sets(world, random)), dtype=bool) for _ in range(draws)]
    called = np.array([(judged & called).mean() for judged, called, _ in (drawn.T for drawn in files)])
    is_judged, is_called, is_found = np.concatenate(files).T
    # Sets of one world share its shocks, so the interval is of the means of worlds.
    margin = 1.96 * called.std(ddof=1) / np.sqrt(draws)
    return {
        "false_calls": float(called.mean()),
        "lower": float(max(0.0, called.mean() - margin)),
        "upper": float(called.mean() + margin),
        "judged": float(is_judged.mean()),
        "of_judged": float(is_called[is_judged].mean()) if is_judged.any() else float("nan"),
        "found": float(is_found.mean()),
    }


def _judge_sets(world: World, random: np.random.Generator) -> Iterator[tuple[bool, bool, bool]]:
    """Yield of each file whether it is judged, called though nothing was done, and its least effect found."""
    figures = _draw_figures(world, random)
    numbers = np.repeat(np.arange(COUNCILS, dtype=np.intp), ROWS * COLUMNS)
    before, after = figures[:, :BEFORE], figures[:, BEFORE:]
    features = make_features(before, numbers)
    matched = match_changes(compute_changes(before, after), features, numbers, np.ones(len(numbers), dtype=bool))
    for council in _choose_councils(world, before[:, -1].reshape(COUNCILS, -1), random):
        rows = _choose_areas(world, before[numbers == council, -1], random) + council * ROWS * COLUMNS
        sets = find_placebo_sets(rows, numbers, features, numbers != council)
        test = judge_by_placebo_sets(matched.differences, rows, sets)
        is_like = np.abs(compare_likeness(features, matched.matches, rows)).max() <= MOST_UNLIKE
        yield (
            bool(is_like and compare_sets(features, rows, sets) <= MOST_UNLIKE_SETS),
            test.p_value <= SIGNIFICANT,
            abs(test.effect + test.least_detectable) > test.critical,
        )


def _choose_councils(world: World, latest: Floats, random: np.random.Generator) -> Positions:
    if not world.worst_councils:
        return random.choice(COUNCILS, SETS_OF_A_WORLD, replace=False)
    worst = np.sort(latest, axis=1)[:, -SET_ROWS * SET_COLUMNS :].mean(axis=1)
    return np.argsort(-worst)[: SETS_OF_A_WORLD // 4].astype(np.intp)


def _draw_figures(world: World, random: np.random.Generator) -> Floats:
    shape, periods = (COUNCILS, ROWS, COLUMNS), BEFORE + AFTER
    level = random.standard_normal((COUNCILS, 1, 1)) * 0.7 + _smooth(random.standard_normal(shape))
    noise = random.standard_normal((periods, *shape))
    for period in range(1, periods):
        noise[period] = 0.5 * noise[period - 1] + np.sqrt(0.75) * noise[period]
    scale = world.noise * np.exp(world.by_level * level / 2)
    of_councils = world.councils * random.standard_normal((periods, COUNCILS, 1, 1))
    of_places = world.places * _smooth(random.standard_normal((periods, *shape)))
    lasting = level + of_councils.cumsum(axis=0) + of_places.cumsum(axis=0)
    figures = lasting + scale * noise
    if world.people:
        share = np.clip(np.exp(lasting / 2 - 2.5), 0.0001, 0.9)
        figures = 100.0 * random.poisson(world.people * share) / world.people
    return np.asarray(figures.reshape(periods, -1).T, dtype=float)


def _smooth(noise: Floats) -> Floats:
    """Return noise that neighbours on the grid share, with a standard deviation of 1."""
    from scipy.ndimage import gaussian_filter

    smoothed = gaussian_filter(noise, (*[0] * (noise.ndim - 2), 1.0, 1.0), mode="wrap")
    return np.asarray(smoothed / smoothed.std(), dtype=float)


def _choose_areas(world: World, latest: Floats, random: np.random.Generator) -> Positions:
    """Return the positions, within a council, of the areas that are taken for those where something was done."""
    size = SET_ROWS * SET_COLUMNS
    if world.chosen == "scattered":
        return np.sort(random.choice(latest.size, size, replace=False)).astype(np.intp)
    if world.chosen == "worst":
        return np.sort(np.argsort(-latest)[:size])
    corners = np.array([row * COLUMNS + column for row in range(ROWS - 1) for column in range(COLUMNS - 2)])
    pattern = (np.arange(SET_ROWS)[:, None] * COLUMNS + np.arange(SET_COLUMNS)).ravel()
    blocks = corners[:, None] + pattern
    if world.chosen == "worst_block":
        return np.asarray(blocks[latest[blocks].mean(axis=1).argmax()], dtype=np.intp)
    return np.asarray(random.choice(blocks), dtype=np.intp)

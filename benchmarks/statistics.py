"""Time the statistics beside their peers on the same arrays, in one run: python -m benchmarks.statistics.

A peer that is not installed is printed as not present. `--quick` makes everything smaller; `--svy-full` runs svy on all
the respondents too, which takes minutes. The plain peers are written here the way an analyst would: one area, one
group of rows at a time.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import shutil
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.ratios import Ratio
from fairer_stockton.statistics.life_expectancy import BANDS_TO_90, compute_life_expectancy
from fairer_stockton.statistics.proportions import compute_wilson_proportion
from fairer_stockton.statistics.slope_simulation import simulate_slope_index
from fairer_stockton.statistics.standardisation import ESP_2013, compute_directly_standardised_rate
from fairer_stockton.statistics.survey import compute_survey_share
from fairer_stockton.statistics.survey_design import describe_survey_design

Z = 1.959963984540054
RANDOM = np.random.default_rng(2021)


def seconds(work: Callable[[], object], repeats: int = 3) -> float:
    """Give the best of a few runs."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def line(what: str, ours: float, peer: str, theirs: float | None, goal: float | None = None) -> list[Ratio]:
    """Print our time beside the peer's, and return their ratio where the peer is there."""
    beside = "not present" if theirs is None else f"{theirs:.3f} s"
    ratios = [] if theirs is None else [Ratio(f"{what}: {peer} ÷ ours", theirs / ours, goal)]
    (ratio, words) = (f"{ratios[0].value:,.1f} ×", ratios[0].goal_words) if ratios else ("", "")
    print(f"{what:<54} {ours:>9.4f} s   {peer:<38} {beside:>14} {ratio:>12}   {words}")
    return ratios


def bare_wilson(x: np.ndarray, n: np.ndarray) -> list[np.ndarray]:
    share = x / n
    found = [share * 100]
    for z in (Z, 3.090232306167813):
        root, middle, half = z * np.sqrt(z * z + 4 * x * (1 - share)), 2 * x + z * z, 2 * (n + z * z)
        found += [(middle - root) / half * 100, (middle + root) / half * 100]
    return found


def wilsons(size: int) -> list[Ratio]:
    n = RANDOM.integers(1, 5000, size).astype(float)
    x = np.floor(n * RANDOM.random(size))
    ours = seconds(lambda: compute_wilson_proportion(x, n), 7)
    return line(
        f"{size:,} Wilson intervals, two levels",
        ours,
        "bare NumPy expression",
        seconds(lambda: bare_wilson(x, n), 7),
        0.5,
    )


def plain_dsr(group: pd.DataFrame) -> pd.Series:
    rate = variance = 0.0
    weight = sum(ESP_2013)
    total = group["count"].sum()
    for row, standard in zip(group.itertuples(), ESP_2013, strict=True):
        rate += standard * row.count / row.population / weight
        variance += standard**2 * row.count / row.population**2 / weight**2
    limits = [
        total * (1 - 1 / (9 * total) - Z / (3 * total**0.5)) ** 3,
        (total + 1) * (1 - 1 / (9 * (total + 1)) + Z / (3 * (total + 1) ** 0.5)) ** 3,
    ]
    return pd.Series([rate, *(rate + (variance / total) ** 0.5 * (limit - total) for limit in limits)])


def dsrs(areas: int) -> list[Ratio]:
    people = RANDOM.integers(100, 2000, (areas, 19)).astype(float)
    cases = RANDOM.poisson(people * 0.01).astype(float)
    table = pd.DataFrame(
        {"area": np.repeat(np.arange(areas), 19), "count": cases.ravel(), "population": people.ravel()}
    )
    ours = seconds(lambda: compute_directly_standardised_rate(cases, people), 9)
    theirs = seconds(lambda: _each_area(table, plain_dsr), 1)
    return line(f"DSR, {areas:,} areas × 19 bands", ours, "pandas, area by area", theirs, 500)


def _each_area(table: pd.DataFrame, work: Callable[[pd.DataFrame], pd.Series]) -> pd.DataFrame:
    return table.groupby("area")[[column for column in table if column != "area"]].apply(work)


def plain_life(group: pd.DataFrame) -> pd.Series:
    width = [*np.diff(BANDS_TO_90), None]
    alive, chance, start, years, rates = 1.0, [], [], [], []
    for place, row in enumerate(group.itertuples()):
        rate = row.deaths / row.population
        lived = 0.1 if place == 0 else 0.5
        start.append(alive)
        rates.append(rate)
        if width[place] is None:
            chance.append(1.0)
            years.append(alive / rate)
        else:
            q = min(width[place] * rate / (1 + width[place] * rate * (1 - lived)), 1.0)
            chance.append(q)
            years.append(width[place] * (alive * (1 - q) + lived * alive * q))
            alive *= 1 - q
    expected = [sum(years[place:]) / start[place] for place in range(20)]
    deaths = group["deaths"].tolist()
    spread = [
        start[i] ** 2
        * ((1 - (0.1 if i == 0 else 0.5)) * width[i] + expected[i + 1]) ** 2
        * chance[i] ** 2
        * (1 - chance[i])
        / deaths[i]
        if i < 19
        else start[i] ** 2 / (deaths[i] * rates[i] ** 2)
        for i in range(20)
    ]
    errors = [sum(spread[i:]) ** 0.5 / start[i] for i in range(20)]
    return pd.Series([*expected, *errors])


def lives(areas: int) -> list[Ratio]:
    people = RANDOM.integers(300, 3000, (areas, 20)).astype(float)
    deaths = RANDOM.binomial(people.astype(int), np.linspace(0.001, 0.15, 20)).astype(float) + 1
    table = pd.DataFrame(
        {"area": np.repeat(np.arange(areas), 20), "deaths": deaths.ravel(), "population": people.ravel()}
    )
    ours = seconds(lambda: compute_life_expectancy(deaths, people), 9)
    theirs = seconds(lambda: _each_area(table, plain_life), 1)
    return line(f"life expectancy, {areas:,} areas × 20 bands, all ages", ours, "pandas, area by area", theirs, 500)


def plain_slope(value: np.ndarray, error: np.ndarray, people: np.ndarray, draws: int) -> None:
    """One area: draw, then a least-squares fit for every draw, as a statistics package would be called."""
    share = people / people.sum()
    rank = np.cumsum(share) - share / 2
    design = np.column_stack([np.sqrt(share), np.sqrt(share) * rank])
    slopes, ratios = [], []
    for drawn in RANDOM.normal(value, error, (draws, value.size)):
        bottom, slope = np.linalg.lstsq(design, np.sqrt(share) * drawn, rcond=None)[0]
        slopes.append(slope)
        ratios.append((bottom + slope) / bottom)
    np.quantile(slopes, [0.001, 0.025, 0.975, 0.999])
    np.quantile(ratios, [0.001, 0.025, 0.975, 0.999])


def gradients(areas: int, quantiles: int = 10) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    value = 75 + np.linspace(0, 8, quantiles) + RANDOM.normal(0, 1, (areas, quantiles))
    return value, RANDOM.uniform(0.5, 1.5, (areas, quantiles)), RANDOM.uniform(4000, 9000, (areas, quantiles))


def slopes(areas: int, draws: int, plain_draws: int) -> list[Ratio]:
    ratios = []
    value, error, people = gradients(areas)
    for scale, divide in (("raw", 1.0), ("log", 1.0), ("logit", 100.0)):
        ours = seconds(
            lambda d=divide, s=scale: simulate_slope_index(value / d, error / 100, people, scale=s, draws=draws), 2
        )
        what = f"SII and RII ({scale}), {areas} areas × 10 × {draws:,} draws"
        if scale == "raw":
            one = seconds(lambda: plain_slope(value[0], error[0], people[0], plain_draws), 1)
            ratios += line(
                what,
                ours,
                f"NumPy, draw by draw (from {plain_draws:,})",
                one * areas * draws / plain_draws,
            )
        ratios += line(
            what,
            ours,
            "PHEindicatormethods (R)",
            r_slopes(value, error, people, draws) if scale == "raw" else None,
            20,
        )
    return ratios


def r_slopes(value: np.ndarray, error: np.ndarray, people: np.ndarray, draws: int) -> float | None:
    """Time the R peer where it is installed, without R's own start."""
    if not shutil.which("Rscript"):
        return None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "gradients.csv"
        areas, quantiles = value.shape
        frame = {
            "area": np.repeat(np.arange(areas), quantiles),
            "quantile": np.tile(np.arange(1, quantiles + 1), areas),
        }
        pd.DataFrame(frame | {"value": value.ravel(), "se": error.ravel(), "people": people.ravel()}).to_csv(
            path, index=False
        )
        script = (
            "if (!requireNamespace('PHEindicatormethods', quietly = TRUE)) quit(status = 9);"
            f"d <- dplyr::group_by(read.csv('{path.as_posix()}'), area);"
            "t <- system.time(PHEindicatormethods::phe_sii(d, quantile, people, value = value, se = se, rii = TRUE,"
            f" confidence = c(0.95, 0.998), repetitions = {draws}));"
            "cat(t[['elapsed']])"
        )
        answer = subprocess.run(["Rscript", "-e", script], capture_output=True, text=True, check=False)
    return float(answer.stdout.split()[-1]) if answer.returncode == 0 and answer.stdout.strip() else None


def respondents(size: int, areas: int = 32, questions: int = 20) -> dict[str, np.ndarray]:
    return {
        "answers": (RANDOM.random((size, questions)) < 0.3).astype(float),
        "area": RANDOM.integers(0, areas, size),
        "weight": RANDOM.uniform(0.5, 2.0, size),
        "stratum": RANDOM.integers(0, 20, size),
    }


def surveys(size: int, svy_size: int) -> list[Ratio]:
    people = respondents(size)
    ours = seconds(lambda: our_survey(people))
    if importlib.util.find_spec("svy") is None:
        return line(f"survey shares, {size:,} × 32 areas × 20 questions", ours, "svy", None, 10)
    part = {name: column[:svy_size] for name, column in people.items()}
    ours = seconds(lambda: our_survey(part))
    what = f"survey shares, {svy_size:,} × 32 areas × 20 questions"
    return line(what, ours, "svy, Korn–Graubard", seconds(lambda: svy_survey(part), 1), 10)


def our_survey(people: dict[str, np.ndarray]) -> None:
    compute_survey_share(
        describe_survey_design(people["weight"], stratum=people["stratum"]), people["answers"], people["area"], 32
    )


def svy_survey(people: dict[str, np.ndarray]) -> None:
    # Imported by name: the peer is no dependency of the project.
    polars, svy = importlib.import_module("polars"), importlib.import_module("svy")
    columns = {f"q{place}": column for place, column in enumerate(people["answers"].T)}
    frame = polars.DataFrame(columns | {name: people[name] for name in ("area", "weight", "stratum")})
    sample = svy.Sample(frame, svy.Design(wgt="weight", stratum="stratum"))
    sample.estimation.prop(list(columns), by="area", ci_method="korn-graubard")


def growth(name: str, sizes: list[int], work: Callable[[int], Callable[[], object]]) -> None:
    """Print time, time a unit and peak memory as the input doubles; linear growth leaves the time a unit level."""
    print(f"\n{name:<24} {'seconds':>10} {'µs a unit':>12} {'peak memory, MB':>17}")
    for size in sizes:
        prepared = work(size)
        taken = seconds(prepared)
        tracemalloc.start()
        prepared()
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        print(f"{size:<24,} {taken:>10.4f} {taken / size * 1e6:>12.3f} {peak / 1e6:>17.1f}")


def slope_work(areas: int, draws: int) -> Callable[[], object]:
    value, error, people = gradients(areas)
    return lambda: simulate_slope_index(value, error, people, draws=draws)


def survey_work(size: int) -> Callable[[], object]:
    people = respondents(size)
    return lambda: our_survey(people)


def main(arguments: Sequence[str] = ()) -> list[Ratio]:
    """Print and return every ratio, and how time grows."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a tenth of the size")
    parser.add_argument("--svy-full", action="store_true", help="run svy on all the respondents (minutes)")
    chosen = parser.parse_args(arguments)
    part = 10 if chosen.quick else 1
    print(f"Python {sys.version.split()[0]}, NumPy {np.__version__}, pandas {pd.__version__}\n")
    print(f"{'what':<54} {'ours':>11}   {'peer':<38} {'peer takes':>14} {'peer / ours':>12}   goal")
    size = 1_000_000 // part
    ratios = [
        *wilsons(1_000_000 // part),
        *dsrs(5_000 // part),
        *lives(5_000 // part),
        *slopes(100 // part, 100_000 // part, 2_000),
        *surveys(size, size if chosen.svy_full else size // 10),
    ]
    growth(
        "areas (10,000 draws)", [100 // part, 200 // part, 400 // part, 800 // part], lambda n: slope_work(n, 10_000)
    )
    growth("draws (50 areas)", [n // part for n in (50_000, 100_000, 200_000, 400_000)], lambda n: slope_work(50, n))
    growth("respondents", [size // 8, size // 4, size // 2, size], survey_work)
    return ratios


if __name__ == "__main__":
    main(sys.argv[1:])

"""The official summaries of every council and ward of England, three editions: ours beside pandas groupby-apply.

Both are given the same arrays: each neighbourhood of an edition, its rank and score, its residents and its area. The
peer takes minutes over all ten indices, so both do the Index of Multiple Deprivation. Over the published extracts where
a mirror has them, else over made-up neighbourhoods of England's number.
"""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import numpy as np
import pandas as pd

from benchmarks import PROJECT, mirror_folder
from benchmarks.ratios import Ratio, print_ratios
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.fetch import stage as fetch_stage
from fairer_stockton.pipelines import ingest as ingest_stage
from fairer_stockton.run.progress import Progress
from fairer_stockton.statistics.deprivation import summarise_deprivation

RUNS = 3
NEIGHBOURHOODS = {"2015": 32_844, "2019": 32_844, "2025": 33_755}
COUNCILS, WARDS = 317, 7_000
Sheet = tuple[str, pd.DataFrame, int]


def plain(rows: pd.DataFrame, neighbourhoods: int) -> pd.DataFrame:
    """Summarise as an analyst writes it: a function applied to each area's rows."""

    def summarise(area: pd.DataFrame) -> pd.Series:
        people, turned = area["people"], neighbourhoods + 1 - area["rank"]
        percentile = np.ceil(100 * area["rank"] / neighbourhoods)
        weight = np.where(percentile <= 10, 1.0, np.where(percentile <= 30, 0.95 - 0.9 / 19 * (percentile - 11), 0.0))
        ordered = area.sort_values("rank")
        wanted, before = people.sum() / 10, ordered["people"].cumsum() - ordered["people"]
        taken = (wanted - before).clip(lower=0, upper=ordered["people"])
        return pd.Series({
            "average_rank": (people * turned).sum() / people.sum(),
            "average_score": (people * area["score"]).sum() / people.sum(),
            "proportion": (area["rank"] <= neighbourhoods / 10).mean(),
            "extent": (people * weight).sum() / people.sum(),
            "local_concentration": (taken * (neighbourhoods + 1 - ordered["rank"])).sum() / wanted,
        })  # fmt: skip

    return rows.groupby("area")[["rank", "score", "people"]].apply(summarise)


def ours(rows: pd.DataFrame, neighbourhoods: int) -> pd.DataFrame:
    """Summarise all areas at once."""
    area, codes = pd.factorize(rows["area"], sort=True)
    found = summarise_deprivation(rows["rank"], rows["score"], rows["people"], area, len(codes), neighbourhoods)
    return pd.DataFrame({name: getattr(found, name) for name in found.__slots__ if name != "scale"}, index=codes)


def published(mirror: Path) -> list[Sheet]:
    """Read each edition once for councils and once for the wards of its neighbourhoods' map."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(Path(folder) / "raw", Path(folder) / "processed", Path(folder) / "reports")
        (settings.raw).mkdir()
        (settings.raw / "sample").symlink_to(PROJECT / "data/raw/sample", target_is_directory=True)
        quiet = Progress(quiet=True)
        fetch_stage.fetch(settings, quiet, mirror)
        ingest_stage.ingest(settings, quiet)
        names = ("indices_of_deprivation", "lsoa11_wd19", "lsoa21_wd24", "population_by_age", "census_disability")
        tables = {name: pd.read_parquet(settings.staged / f"{name}.parquet") for name in names}
    sheets = []
    for period, table in tables["indices_of_deprivation"].groupby("period"):
        column, lookup, ward, people = (
            ("lsoa21cd", "lsoa21_wd24", "wd24cd", "census_disability")
            if table["lsoa21cd"].notna().all()
            else ("lsoa11cd", "lsoa11_wd19", "wd19cd", "population_by_age")
        )
        latest = tables[people][tables[people]["period"] == tables[people]["period"].max()]
        residents = latest.set_index(column)["residents"]
        wards = tables[lookup].set_index(column)[ward]
        rows = pd.DataFrame({"rank": table["imd_rank"].astype(float), "score": table["imd_score"].astype(float)})
        rows["people"] = table[column].map(residents).astype(float)
        for area in (table["ladcd"], table[column].map(wards)):
            sheets.append((str(period), rows.assign(area=area.to_numpy()), len(table)))
    return sheets


def made_up() -> list[Sheet]:
    """Make neighbourhoods of England's number for the three editions."""
    random, sheets = np.random.default_rng(2025), []
    for period, number in NEIGHBOURHOODS.items():
        for areas in (COUNCILS, WARDS):
            rows = pd.DataFrame({"rank": random.permutation(number) + 1.0, "score": random.gamma(2, 10, number)})
            rows["people"] = random.integers(1000, 3000, number).astype(float)
            sheets.append((period, rows.assign(area=random.integers(0, areas, number)), number))
    return sheets


def timed(
    summarise: Callable[[pd.DataFrame, int], pd.DataFrame], sheets: list[Sheet]
) -> tuple[list[pd.DataFrame], float]:
    """Summarise every sheet and say how long it took."""
    start = time.perf_counter()
    return [summarise(rows, number) for _, rows, number in sheets], time.perf_counter() - start


def main() -> list[Ratio]:
    """Print and return the ratio; both must have given the same."""
    mirror = mirror_folder()
    sheets = published(mirror) if mirror else made_up()
    theirs, slow = timed(plain, sheets)
    runs = [timed(ours, sheets) for _ in range(RUNS)]
    mine, fast = runs[0][0], median(seconds for _, seconds in runs)
    for one, other in zip(theirs, mine, strict=True):
        pd.testing.assert_frame_equal(other, one, check_names=False, rtol=1e-9)
    areas = sum(len(found) for found in mine)
    print(f"deprivation summaries, {'published extracts' if mirror else 'made-up neighbourhoods'}")
    print(
        f"  {areas:,} councils and wards × five summaries, {len({period for period, _, _ in sheets})} editions: pandas "
        f"groupby-apply {slow:.1f} s, ours {fast:.3f} s"
    )
    ratios = [Ratio("deprivation summaries of all councils and wards: pandas groupby-apply ÷ ours", slow / fast, 10)]
    print_ratios(ratios)
    return ratios


if __name__ == "__main__":
    main()

"""How far gaps usually move in a year, written into `definitions/gap_changes.toml`.

They rest on figures, so they are written once, after a run on the published extracts, and then stay fixed until they
are written again on purpose: `python -m docs_generator.usual_movements data/processed`.
"""

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from docs_generator.house import PROJECT
from fairer_stockton.definitions.measures import Measure
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.measure.results import list_measured_table_paths
from fairer_stockton.run.vocabulary import AreaType

if TYPE_CHECKING:
    import pandas as pd

FILE = PROJECT / "fairer_stockton/definitions/gap_changes.toml"
START = "# How far the gap to England usually moves"
INTRODUCTION = """# How far the gap to England usually moves from a period to the next that shares no year with it,
# mostly a year: the median over the councils that the report sets the borough beside, of published figures. By measure
# and group of people where at least {fewest} such movements are held, else the median of its unit's measures. Where a
# publisher gives no margin of error, a gap is said to have moved only if it moved by more. Written by
# `python -m docs_generator.usual_movements` from the extracts of {periods}; fixed until it is written again.
"""
FEWEST_MOVEMENTS = 20
DIGITS = 3
_FIGURE = ["measure", "breakdown", "category"]


def compute_usual_movements(observations: "pd.DataFrame", measures: Mapping[str, Measure]) -> "pd.DataFrame":
    """Compute the median movement of other councils' gaps to England, by measure.

    Args:
        observations: as `schemas.results.observations.Observations` has them; the sample is passed over.
        measures: the catalogue, for the breaks in its series.

    Returns:
        `unit`, `movement` (the median, in that unit) and `movements` (how many it is of), by measure and group; the
        group is empty where it is of all groups.
    """
    import numpy as np
    import pandas as pd

    from fairer_stockton.measure.gap_directions import read_years_and_months

    rows = observations[~observations["synthetic"] & observations["value"].notna()]
    councils = rows[rows["area_type"] == AreaType.AUTHORITY]
    england = rows[rows["area_type"] == AreaType.ENGLAND]
    pairs = councils.merge(england[[*_FIGURE, "period", "value"]], on=[*_FIGURE, "period"], suffixes=("", "_england"))
    pairs["gap"] = pairs["value"] - pairs["value_england"]
    pairs = pairs.join(read_years_and_months(pairs["period"]))
    series = [*_FIGURE, "area_code", "month"]
    pairs = pairs.sort_values([*series, "first_year"], kind="stable")
    # Of rolling periods only those a whole length apart are set against each other, and no movement crosses a break.
    pairs["phase"] = pairs["first_year"] % pairs["length"]
    keys = zip(pairs["measure"], pairs["period"], strict=True)
    pairs["stretch"] = [measures[name].count_breaks_before(period) for name, period in keys]
    steps = pairs.groupby([*series, "phase", "stretch"])[["gap", "first_year"]].diff()
    moved = pairs.assign(movement=steps["gap"].abs(), step=steps["first_year"])[steps["gap"].notna()]
    # A year that is missing makes a longer step than the measure's own.
    moved = moved[moved["step"] == moved.groupby("measure")["step"].transform("min")]
    summary = {"unit": ("unit", "first"), "movement": ("movement", "median"), "movements": ("movement", "size")}
    of_groups = moved[moved["category"] != "all"].groupby(["measure", "category"]).agg(**summary)
    of_measures = moved.assign(category="").groupby(["measure", "category"]).agg(**summary)
    usual = pd.concat([of_measures, of_groups])
    return usual[(usual["movements"] >= FEWEST_MOVEMENTS) & (usual["movement"] > 0) & np.isfinite(usual["movement"])]


def write_usual_movements(usual: "pd.DataFrame", periods: str) -> str:
    """Return the part of the file that holds the usual movements of units and of measures."""
    of_measures = usual.xs("", level="category")
    of_groups = usual.drop(index="", level="category")["movement"].sort_index()
    of_unit = of_measures.groupby("unit")["movement"].median()
    lines = [INTRODUCTION.format(fewest=FEWEST_MOVEMENTS, periods=periods), "[usual_yearly_movement.unit]"]
    lines += [f"{unit} = {_round_to_digits(number)}" for unit, number in of_unit.items()]
    lines += ["", "[usual_yearly_movement.measure]"]
    lines += [f"{name} = {_round_to_digits(number)}" for name, number in of_measures["movement"].sort_index().items()]
    for name in of_groups.index.unique("measure"):
        lines += ["", f"[usual_yearly_movement.group.{name}]"]
        lines += [f'"{group}" = {_round_to_digits(number)}' for group, number in of_groups[name].items()]
    return "\n".join(lines) + "\n"


def _round_to_digits(number: float) -> str:
    rounded = float(f"{number:.{DIGITS}g}")
    return f"{rounded:.1f}" if rounded == int(rounded) else f"{rounded:.10f}".rstrip("0")


def main() -> None:
    """Write the usual movements into their file, in place of those that stand there."""
    import pandas as pd

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("processed", type=Path, help="folder of a run on published extracts")
    settings = Settings(processed=parser.parse_args().processed)
    observations = pd.read_parquet(list_measured_table_paths(settings.measures)["observations"])
    real = observations.loc[~observations["synthetic"], "period"]
    decided = FILE.read_text(encoding="utf-8").partition(START)[0]
    usual = compute_usual_movements(observations, Settings().declared_definitions.measures)
    text = write_usual_movements(usual, f"{real.min()[:4]} to {real.max()[:4]}")
    FILE.write_text(decided + text, encoding="utf-8")


if __name__ == "__main__":
    main()

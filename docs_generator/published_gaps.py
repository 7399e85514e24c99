"""The page `docs/published-gaps.md` and its table: how every gap in published data has changed.

Like `published_figures` it rests on figures, and is written after a run on the published extracts:
`python -m docs_generator.published_gaps data/processed`. A test on those extracts holds that it is up to date.
"""

import argparse
import io
from pathlib import Path
from typing import TYPE_CHECKING

from docs_generator.house import PROJECT
from fairer_stockton.definitions.project import Definitions
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.measure.communities import COUNCILS_MOST_ALIKE
from fairer_stockton.measure.results import list_measured_table_paths
from fairer_stockton.run.vocabulary import CALLED_DIRECTIONS, INDEX_GAPS, MOVED_DIRECTIONS, Direction, GapType

if TYPE_CHECKING:
    import pandas as pd

PAGE, TABLE = PROJECT / "docs/published-gaps.md", PROJECT / "docs/published-gaps.csv"
LARGEST = 10
START = "<!-- Written by `python -m docs_generator.published_gaps` from a run on published extracts: do not edit. -->"
INTRODUCTION = f"""# How the gaps in published data have changed

Every gap of the borough that has a figure without any extract of the council's own, in its latest period:
[the whole table]({TABLE.name}). [How changes are judged](methods/changes.md) explains the words.
"""
_SERIES = ["measure", "gap_type", "area_code", "breakdown", "group_a", "group_b"]
_SAME_FIGURE = ["measure", "period", "breakdown", "category"]
_COLUMNS = (
    "measure", "gap_type", "group_a", "group_b", "unit", "first_period", "baseline_period", "previous_period",
    "change_from", "value_then", "period", "value", "lower_95", "upper_95", "periods", "change", "change_lower_95",
    "change_upper_95", "relative_change", "detectable_change", "usual_movement", "p_value", "q_value", "direction",
    "england_value", "place_among_similar_councils",
)  # fmt: skip


def select_latest_gaps(gaps: "pd.DataFrame", comparators: "pd.DataFrame") -> "pd.DataFrame":
    """Select the latest row of each series of published gaps, with its value at the start and its place.

    Args:
        gaps: as `schemas.results.gaps.Gaps` has them; those that rest on the sample and those within England are
            passed over.
        comparators: as `schemas.results.comparators.Comparators` has them.
    """
    import pandas as pd

    rows = gaps[~gaps["synthetic"] & gaps["value"].notna() & ~gaps["area_code"].str.startswith("E92")]
    is_range = rows["gap_type"] == GapType.AREA_RANGE
    keys = rows[_SERIES].assign(**{side: rows[side].mask(is_range, "") for side in ("group_a", "group_b")})
    latest = rows[~keys.duplicated(keep="last")]
    values = pd.Series(rows["value"].to_numpy(), index=pd.MultiIndex.from_frame(keys.assign(period=rows["period"])))
    starts = keys.loc[latest.index].assign(period=latest["change_from"])
    alike = comparators[comparators["comparators"] == COUNCILS_MOST_ALIKE].drop_duplicates(_SAME_FIGURE)
    place = alike["position"].astype(str) + " of " + alike["councils"].astype(str)
    places = pd.Series(place.to_numpy(), index=pd.MultiIndex.from_frame(alike[_SAME_FIGURE]))
    to_england = latest["gap_type"] == GapType.BOROUGH_V_ENGLAND
    own_place = places.reindex(pd.MultiIndex.from_frame(latest[_SAME_FIGURE])).to_numpy()
    return latest.assign(
        value_then=values.reindex(pd.MultiIndex.from_frame(starts)).to_numpy(),
        place_among_similar_councils=pd.Series(own_place, index=latest.index).where(to_england).fillna(""),
    )[list(_COLUMNS)]


def select_largest_changes(latest: "pd.DataFrame") -> "pd.DataFrame":
    """Select the ten largest changes for what is usual in a year, those that are called first."""
    moved = latest[latest["direction"].isin([*CALLED_DIRECTIONS, *MOVED_DIRECTIONS])]
    moved = moved[~moved["gap_type"].isin(INDEX_GAPS)]
    by_size = moved.assign(
        called=moved["direction"].isin(CALLED_DIRECTIONS), size=moved["change"].abs() / moved["usual_movement"]
    )
    return by_size.sort_values(["called", "size"], ascending=False, kind="stable").head(LARGEST)


def write_table(latest: "pd.DataFrame") -> str:
    """Return the table as text of a CSV file."""
    text = io.StringIO()
    latest.to_csv(text, index=False, float_format="%.6g", lineterminator="\n")
    return text.getvalue()


def write_page(latest: "pd.DataFrame", definitions: Definitions) -> str:
    """Return the page: the counts, then the ten largest changes."""
    counts = latest.loc[~latest["gap_type"].isin(INDEX_GAPS), "direction"].value_counts()
    lines = [START, "", INTRODUCTION, "| word | gaps |", "|---|---:|"]
    lines += [f"| `{word}` | {counts[word]} |" for word in Direction if word in counts]
    lines += ["", "## The ten largest changes", "", "Called ones first, each against what is usual in a year.", ""]
    lines += ["| measure | between | from | then | latest | now | change (95% interval) | word |"]
    lines += ["|---|---|---|---:|---|---:|---:|---|"]
    for _, row in select_largest_changes(latest).iterrows():
        limits = f" ({row['change_lower_95']:.2f} to {row['change_upper_95']:.2f})" if row["q_value"] >= 0 else ""
        groups = f"{row['group_a']}; {row['group_b']}"
        if row["gap_type"] == GapType.AREA_RANGE:
            groups = f"highest and lowest ward of each period, now {groups}"
        lines.append(
            f"| {definitions.measures[row['measure']].title} | {groups} "
            f"| {row['change_from']} | {row['value_then']:.2f} | {row['period']} | {row['value']:.2f} "
            f"| {row['change']:.2f}{limits} | {row['direction']} |"
        )
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write the page and its table from the results of a run."""
    import pandas as pd

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("processed", type=Path, help="the folder of processed tables of a run on published extracts")
    tables = list_measured_table_paths(parser.parse_args().processed / "measures")
    latest = select_latest_gaps(pd.read_parquet(tables["gaps"]), pd.read_parquet(tables["comparators"]))
    TABLE.write_text(write_table(latest), encoding="utf-8")
    PAGE.write_text(write_page(latest, Settings().declared_definitions), encoding="utf-8")
    print(f"wrote {PAGE.relative_to(PROJECT)} and {TABLE.name}")


if __name__ == "__main__":
    main()

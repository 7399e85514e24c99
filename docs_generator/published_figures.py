"""The page `docs/published-figures.md`: which measure of the framework published data answer, where, and how often.

It rests on figures and not on definitions alone, so it is written after a run on the published extracts:
`python -m docs_generator.published_figures data/processed`. A test on those extracts holds that it is up to date.
"""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docs_generator.house import PROJECT
from fairer_stockton.definitions.project import Definitions
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.measure.results import list_measured_table_paths

if TYPE_CHECKING:
    import pandas as pd

PAGE = PROJECT / "docs/published-figures.md"
# From the smallest up: the first of them in which a measure has a figure is its lowest area.
AREAS_IN_WORDS = {
    "lsoa": "neighbourhood (LSOA)",
    "msoa": "MSOA",
    "ward": "ward",
    "borough": "borough",
    "region": "North East",
    "england": "England",
}
BELOW_BOROUGH = ("lsoa", "msoa", "ward")
FEWEST_FOR_SERIES = 3  # periods
START = (
    "<!-- Written by `python -m docs_generator.published_figures` from a run on published extracts: do not edit. -->"
)
INTRODUCTION = """# What published data answer

Every measure that has a figure without any extract of the council's own: from which source, for how small an area,
and over how many periods. A period counts where the borough has a figure, or the smaller area with most of them.
"""


def summarise_measures(observations: "pd.DataFrame", definitions: Definitions) -> "pd.DataFrame":
    """Summarise what published data say of each measure.

    Args:
        observations: as `schemas.results.observations.Observations` has them; those that rest on the sample are passed
            over.
        definitions: those of the run.

    Returns:
        A row for each measure that has a published figure, in their order: `measure`, `domain`, `framework`,
        `lowest_area`, `periods`, `periods_below` (of an area smaller than the borough), `has_interval`, and
        `answers_framework` (whether it answers a measure of the framework and is not mere context).
    """
    import pandas as pd

    published = observations[~observations["synthetic"] & observations["value"].notna()]
    periods = published.groupby(["measure", "area_type", "area_code", "breakdown", "category"])["period"].nunique()
    longest = periods.groupby(["measure", "area_type"]).max().unstack().reindex(columns=list(AREAS_IN_WORDS)).fillna(0)
    measures = {name: measure for name, measure in definitions.measures.items() if name in longest.index}
    longest = longest.reindex(list(measures)).astype(int)
    framework = definitions.framework
    return pd.DataFrame(
        {
            "measure": list(measures),
            "domain": [measure.domain for measure in measures.values()],
            "framework": [measure.framework for measure in measures.values()],
            "lowest_area": (longest > 0).idxmax(axis=1).to_numpy(),
            "periods": longest.max(axis=1).to_numpy(),
            "periods_below": longest[list(BELOW_BOROUGH)].max(axis=1).to_numpy(),
            "has_interval": published.groupby("measure")["lower_95"].count().reindex(list(measures)).gt(0).to_numpy(),
            "answers_framework": [not framework[measure.domain].context for measure in measures.values()],
        }
    )


def count_coverage(summary: "pd.DataFrame") -> dict[str, int]:
    """Count the measures of a summary in the ways that matter to a reader of the page."""
    below, series = summary["lowest_area"].isin(BELOW_BOROUGH), summary["periods"] >= FEWEST_FOR_SERIES
    return {
        "measures with a figure from published data": len(summary),
        "of them with figures below the borough": int(below.sum()),
        "of these, answering a measure of the framework": int((below & summary["answers_framework"]).sum()),
        "of them with three or more periods": int(series.sum()),
        "of these, with three or more periods below the borough": int(
            (summary["periods_below"] >= FEWEST_FOR_SERIES).sum()
        ),
    }


def make_page(summary: "pd.DataFrame", definitions: Definitions) -> str:
    """Return the page: the counts, then a table for each domain."""
    lines = [START, "", INTRODUCTION, "| | |", "|---|---|"]
    lines += [f"| {words} | {number} |" for words, number in count_coverage(summary).items()]
    for name, domain in definitions.framework.items():
        lines += [
            "",
            f"## {domain.title}",
            "",
            "| measure of the framework | measured by | source | lowest area | periods | interval |",
        ]
        lines += ["|---|---|---|---|---|---|"]
        for asked in domain.measures:
            rows = summary[(summary["domain"] == name) & (summary["framework"] == asked)]
            lines += [_make_line(asked, row, definitions) for _, row in rows.iterrows()]
            if rows.empty:
                lines.append(f"| {asked} | nothing published; needs: {domain.needs} | | | | |")
    return "\n".join(lines) + "\n"


def _make_line(asked: str, row: "pd.Series[Any]", definitions: Definitions) -> str:
    measure = definitions.measures[row["measure"]]
    titles = "; ".join(definitions.source_titles[table] for table in measure.tables)
    interval = "yes" if row["has_interval"] else "no"
    area = AREAS_IN_WORDS[row["lowest_area"]]
    return f"| {asked} | {measure.title} | {titles} | {area} | {row['periods']} | {interval} |"


def main() -> None:
    """Write the page from the results of a run."""
    import pandas as pd

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("processed", type=Path, help="the folder of processed tables of a run on published extracts")
    processed = parser.parse_args().processed
    definitions = Settings().declared_definitions
    observations = pd.read_parquet(list_measured_table_paths(processed / "measures")["observations"])
    PAGE.write_text(make_page(summarise_measures(observations, definitions), definitions), encoding="utf-8")
    print(f"wrote {PAGE.relative_to(PROJECT)}")


if __name__ == "__main__":
    main()

"""The workbook's tables of places: the priority list, councils beside the borough, and deprivation."""

from typing import TYPE_CHECKING, Any

from fairer_stockton.definitions.comparators import load_comparators
from fairer_stockton.definitions.deprivation_weights import INDICES
from fairer_stockton.definitions.units import UNITS
from fairer_stockton.geography.areas import AREA_TYPE_NAMES
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.words.deprivation import SUMMARY_WORDS
from fairer_stockton.report.words.figures import write_period

if TYPE_CHECKING:
    import pandas as pd

YES_NO = {True: "Yes", False: "No"}
PLACES = 4  # decimals kept: enough to compute with, the CSV has them all


def priorities_table(edition: Edition) -> "pd.DataFrame":
    """Give the priority list: neighbourhoods, then groups of them."""
    import pandas as pd

    rows = edition.priorities
    return pd.DataFrame({
        "Kind": rows["kind"],
        "Area": rows["area_name"],
        "Area code": rows["area_code"],
        "Ward": rows["ward"].replace("", "none"),
        "Rank": rows["rank"],
        "Lower 95% limit of the rank": rows["rank_lower_95"],
        "Upper 95% limit of the rank": rows["rank_upper_95"],
        "Share of trials among the first": _known(rows["top_share"]),
        "Verdict": rows["verdict"],
        "Score by the recipe": _known(rows["score"]),
        "Rank in England, 1 the most deprived": rows["deprivation_rank"],
        "Editions in the most deprived tenth": _known(rows["editions_in_worst_tenth"]),
        "Domains in the most deprived tenth": _known(rows["domains_in_worst_tenth"]),
        "Residents on a low income above England's rate": _known(rows["people_above_england"]),
        "Residents": _known(rows["residents"]),
        "Note": rows["note"].replace("", "none"),
        "Sample": rows["synthetic"].map(YES_NO),
    })  # fmt: skip


def comparators_table(edition: Edition) -> "pd.DataFrame":
    """Give the authority's place in each set of councils, every period."""
    import pandas as pd

    rows, sets = edition.comparators, load_comparators()
    return pd.DataFrame({
        "Measure": rows["measure"].map(lambda name: edition.measures[name].title),
        "Set of councils": rows["comparators"].map(lambda name: sets[name].title),
        "Period": rows["period"].map(write_period),
        "Group": rows["category"],
        "Here": _known(rows["value"]),
        "Unit": rows["unit"].map({name: unit.words for name, unit in UNITS.items()}),
        "Position, 1 fares best": rows["position"],
        "Councils": rows["councils"],
        "Middle of all": _known(rows["median"]),
        "Lowest of the others": _known(rows["lowest"]),
        "Council that is lowest": rows["lowest_council"],
        "Highest of the others": _known(rows["highest"]),
        "Council that is highest": rows["highest_council"],
        "Clearly better off": _known(rows["clearly_better"]),
        "Clearly worse off": _known(rows["clearly_worse"]),
        "Sample": rows["synthetic"].map(YES_NO),
    })  # fmt: skip


def deprivation_table(edition: Edition) -> "pd.DataFrame":
    """Give the Indices' summaries of the authority and its areas; other councils' are in the CSV."""
    import pandas as pd

    table = edition.deprivation
    rows = table[(table["area_type"] != "authority") | (table["area_code"] == edition.authority)]
    summaries = {name: title for name, (title, _, _) in SUMMARY_WORDS.items()} | {
        "scale": "Scale (residents times score)"
    }
    columns: dict[str, Any] = {
        "Edition": rows["period"],
        "Index": rows["index_name"].map(lambda name: INDICES[name].title),
        "Kind of area": rows["area_type"].map(AREA_TYPE_NAMES | {"authority": "Borough"}),
        "Area": rows["area_name"].replace("", edition.place),
        "Area code": rows["area_code"],
        "Map": rows["vintage"],
        "Neighbourhoods": _known(rows["neighbourhoods"]),
        "Ranked among": rows["areas"],
    }
    for name, title in summaries.items():
        columns |= {title: _known(rows[name]), f"Rank: {title}": _known(rows[f"rank_of_{name}"])}
    columns |= {"Weighted by": rows["weighted_by"], "Approximate": rows["approximate"].map(YES_NO)}
    columns |= {"Published": rows["published"], "Published ranks are among": _known(rows["published_among"])}
    return pd.DataFrame(columns | {"Sample": rows["synthetic"].map(YES_NO)})


def _known(column: "pd.Series[Any]") -> "pd.Series[Any]":
    return column.astype(float).round(PLACES).astype(object).where(column.notna(), "[x]")

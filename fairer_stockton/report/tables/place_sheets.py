"""The workbook's tables of places: the priority list, councils beside the borough, and deprivation."""

from typing import TYPE_CHECKING, Any

from fairer_stockton.definitions.deprivation_weights import INDICES
from fairer_stockton.definitions.units import UNITS
from fairer_stockton.editions.cells import write_periods
from fairer_stockton.geography.areas import AREA_TYPE_NAMES
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.words.deprivation import SUMMARY_WORDS
from fairer_stockton.report.words.figures import write_period
from fairer_stockton.report.words.targeting import PEOPLE_WORDS
from fairer_stockton.run.vocabulary import AreaType

if TYPE_CHECKING:
    import pandas as pd

PERIOD_OF_FILES = "Period in the files"  # as CSV and parquet write it, so that rows can be joined
YES_NO = {True: "Yes", False: "No"}
DECIMALS = 4  # decimals kept: enough to compute with, the CSV has them all


def make_priorities_table(edition: Edition) -> "pd.DataFrame":
    """Return the priority list: neighbourhoods, then groups of them."""
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
        "Share of trials among the first": _round_numbers_and_mark_missing(rows["top_share"]),
        "Verdict": rows["verdict"],
        "Score by the recipe": _round_numbers_and_mark_missing(rows["score"]),
        "Rank in England, 1 the most deprived": rows["deprivation_rank"],
        "Editions in the most deprived tenth": _round_numbers_and_mark_missing(rows["editions_in_worst_tenth"]),
        "Domains in the most deprived tenth": _round_numbers_and_mark_missing(rows["domains_in_worst_tenth"]),
        "Residents on a low income above England's rate": _round_numbers_and_mark_missing(rows["people_above_england"]),
        "Residents": _round_numbers_and_mark_missing(rows["residents"]),
        "Note": rows["note"].replace("", "none"),
        "Sample": rows["synthetic"].map(YES_NO),
    })  # fmt: skip


def make_targeting_table(edition: Edition) -> "pd.DataFrame":
    """Return whom each list of places reaches: a row for each list and kind of people."""
    import pandas as pd

    rows = edition.targeting
    return pd.DataFrame({
        "List of places": rows["list_name"],
        "Chosen by": rows["kind"],
        "People": rows["people_group"].map(PEOPLE_WORDS),
        "Edition of the Indices": rows["period"],
        "Neighbourhoods": rows["neighbourhoods"],
        "Residents there": _round_numbers_and_mark_missing(rows["residents"]),
        "Of these people there": _round_numbers_and_mark_missing(rows["people_inside"]),
        "Income-deprived there": _round_numbers_and_mark_missing(rows["income_deprived_inside"]),
        "Share of all income-deprived": _round_numbers_and_mark_missing(rows["reached_percent"]),
        "Income-deprived in the borough": _round_numbers_and_mark_missing(rows["income_deprived"]),
        "Share in the best list of that size": _round_numbers_and_mark_missing(rows["best_reached_percent"]),
        "Note": rows["note"].replace("", "none"),
        "Sample": rows["synthetic"].map(YES_NO),
    })  # fmt: skip


def make_comparators_table(edition: Edition) -> "pd.DataFrame":
    """Return the authority's position in each set of councils, a row for each measure, period and group."""
    import pandas as pd

    rows, sets = edition.comparators, edition.definitions.comparators
    return pd.DataFrame({
        "Measure": rows["measure"].map(lambda name: edition.measures[name].title),
        "Set of councils": rows["comparators"].map(lambda name: sets[name].title),
        "Period": rows["period"].map(write_period),
        PERIOD_OF_FILES: write_periods(rows["period"]),
        "Group": rows["category"],
        "Here": _round_numbers_and_mark_missing(rows["value"]),
        "Unit": rows["unit"].map({name: unit.words for name, unit in UNITS.items()}),
        "Position, 1 is best": rows["position"],
        "Councils": rows["councils"],
        "Middle of all": _round_numbers_and_mark_missing(rows["median"]),
        "Lowest of the others": _round_numbers_and_mark_missing(rows["lowest"]),
        "Council that is lowest": rows["lowest_council"],
        "Highest of the others": _round_numbers_and_mark_missing(rows["highest"]),
        "Council that is highest": rows["highest_council"],
        "Clearly better off": _round_numbers_and_mark_missing(rows["clearly_better"]),
        "Clearly worse off": _round_numbers_and_mark_missing(rows["clearly_worse"]),
        "Sample": rows["synthetic"].map(YES_NO),
    })  # fmt: skip


def make_deprivation_table(edition: Edition) -> "pd.DataFrame":
    """Return the Indices' summaries of the authority and its areas; other councils' are in the CSV."""
    import pandas as pd

    table = edition.deprivation
    rows = table[(table["area_type"] != AreaType.AUTHORITY) | (table["area_code"] == edition.authority)]
    summaries = {name: title for name, (title, _, _) in SUMMARY_WORDS.items()} | {
        "scale": "Scale (residents times score)"
    }
    columns: dict[str, Any] = {
        "Edition": rows["period"],
        "Index": rows["index_name"].map(lambda name: INDICES[name].title),
        "Kind of area": rows["area_type"].map(AREA_TYPE_NAMES | {AreaType.AUTHORITY: "Borough"}),
        "Area": rows["area_name"].replace("", edition.borough_name),
        "Area code": rows["area_code"],
        "Map": rows["vintage"],
        "Neighbourhoods": _round_numbers_and_mark_missing(rows["neighbourhoods"]),
        "Ranked among": rows["areas"],
    }
    for name, title in summaries.items():
        columns |= {
            title: _round_numbers_and_mark_missing(rows[name]),
            f"Rank: {title}": _round_numbers_and_mark_missing(rows[f"rank_of_{name}"]),
        }
    columns |= {"Weighted by": rows["weighted_by"], "Approximate": rows["approximate"].map(YES_NO)}
    columns |= {
        "Published": rows["published"],
        "Published ranks are among": _round_numbers_and_mark_missing(rows["published_among"]),
    }
    return pd.DataFrame(columns | {"Sample": rows["synthetic"].map(YES_NO)})


def _round_numbers_and_mark_missing(column: "pd.Series[Any]") -> "pd.Series[Any]":
    return column.astype(float).round(DECIMALS).astype(object).where(column.notna(), "[x]")

"""Comparators: where the authority stands among councils like it and near it, measure by measure."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from fairer_stockton.definitions.measures import Measure
from fairer_stockton.observe.columns import LEVELS
from fairer_stockton.observe.comparing import each_differs_enough
from fairer_stockton.run.vocabulary import AreaType, Polarity
from fairer_stockton.statistics.estimate import Estimate
from fairer_stockton.statistics.inequality import compute_absolute_gap

if TYPE_CHECKING:
    import duckdb

FEWEST_COUNCILS = 2  # other councils with a figure, below which a position says nothing
FIGURE_OF_COUNCIL = ["measure", "period", "breakdown", "category"]
NOT_OF_COUNCILS = ("deprivation_fifth", "modelled")


def compare_with_other_councils(
    connection: "duckdb.DuckDBPyConnection",
    observations: pd.DataFrame,
    measures: Mapping[str, Measure],
    set_names_in_order: Sequence[str],
) -> pd.DataFrame:
    """Compare the authority's figure with each set of councils, for every period that both have.

    Position 1 is the council that fares best, or of a neutral measure the highest figure; equal figures share it.

    Args:
        connection: with `comparators`.
        observations: as `schemas.results.observations.Observations` has them, the councils' among them.
        measures: the catalogue.
        set_names_in_order: the names of the sets of councils, in the order in which a reader meets them.

    Returns:
        Rows as `schemas.results.comparators.Comparators` has them.
    """
    from fairer_stockton.schemas.results.comparators import COMPARATOR_COLUMNS

    members = connection.sql("select comparators, area_code from comparators order by comparators, place").df()
    figures = observations[observations["value"].notna() & ~observations["breakdown"].isin(NOT_OF_COUNCILS)]
    own = figures[figures["area_type"] == AreaType.BOROUGH].drop_duplicates(FIGURE_OF_COUNCIL)
    theirs = figures[figures["area_type"] == AreaType.AUTHORITY].merge(members, on="area_code")
    pairs = theirs.merge(own, on=FIGURE_OF_COUNCIL, suffixes=("", "_own"))
    if pairs.empty:
        return pd.DataFrame(columns=list(COMPARATOR_COLUMNS)).astype({"measure": str})
    polarity = pairs["measure"].map({name: measure.polarity for name, measure in measures.items()})
    sign = np.where(polarity == Polarity.LOWER_IS_BETTER, -1.0, 1.0)
    gap = compute_absolute_gap(
        Estimate.published(pairs["value"], *(pairs[level] for level in LEVELS)),
        Estimate.published(pairs["value_own"], *(pairs[f"{level}_own"] for level in LEVELS)),
    )
    ahead = sign * (pairs["value"] - pairs["value_own"])
    pairs["ahead"] = ahead.round(9) > 0
    clear = np.where(gap.lower_95 > 0, 1.0, np.where(gap.upper_95 < 0, -1.0, 0.0)) * sign
    clear = np.where(each_differs_enough(pairs["value"], pairs["value_own"], pairs["measure"], measures), clear, 0.0)
    estimated = pairs["measure"].map({name: measure.estimated for name, measure in measures.items()}).astype(bool)
    tested = np.isfinite(gap.lower_95) & ~estimated.to_numpy()
    pairs["clearly_better"] = np.where(tested, clear > 0, np.nan)
    pairs["clearly_worse"] = np.where(tested, clear < 0, np.nan)
    pairs["unreal"] = pairs["synthetic"] | pairs["synthetic_own"]
    return _summarise_comparator_sets(pairs, own, set_names_in_order)[list(COMPARATOR_COLUMNS)]


def _summarise_comparator_sets(
    council_pairs: pd.DataFrame, own_figures: pd.DataFrame, set_names_in_order: Sequence[str]
) -> pd.DataFrame:
    """Return each set one row: position, range and median, the authority among them."""
    by_set_and_figure = ["comparators", *FIGURE_OF_COUNCIL]
    groups = council_pairs.sort_values([*FIGURE_OF_COUNCIL, "comparators", "value", "area_name"]).groupby(
        by_set_and_figure, sort=False
    )
    rows = groups.agg(
        others=("value", "size"),
        ahead=("ahead", "sum"),
        lowest=("value", "first"),
        lowest_council=("area_name", "first"),
        highest=("value", "last"),
        highest_council=("area_name", "last"),
        tested=("clearly_better", "count"),
        synthetic=("unreal", "any"),
    )
    clear = groups[["clearly_better", "clearly_worse"]].sum(min_count=1)  # none where none was tested
    named = council_pairs.sort_values("area_name").groupby(by_set_and_figure, sort=False)["area_name"]
    rows = rows.join(clear).join(named.agg("; ".join).rename("names")).reset_index()
    rows = rows[rows["others"] >= FEWEST_COUNCILS].merge(
        own_figures[[*FIGURE_OF_COUNCIL, "area_code", "value", "unit", "sources"]], on=FIGURE_OF_COUNCIL
    )
    with_own = pd.concat(
        [council_pairs[["comparators", *FIGURE_OF_COUNCIL, "value"]], _list_own_figure_of_each_set(council_pairs)]
    )
    medians = with_own.groupby(["comparators", *FIGURE_OF_COUNCIL])["value"].median().rename("median")
    rows = rows.join(medians, on=["comparators", *FIGURE_OF_COUNCIL])
    rows["position"] = rows.pop("ahead").astype(int) + 1
    rows["councils"] = rows.pop("others").astype(int) + 1
    rows["synthetic"] = rows["synthetic"].astype(bool)
    order = {name: position for position, name in enumerate(set_names_in_order)}
    measures = {name: position for position, name in enumerate(own_figures["measure"].unique())}
    keys = rows.assign(measure=rows["measure"].map(measures), comparators=rows["comparators"].map(order))
    return rows.loc[keys.sort_values([*FIGURE_OF_COUNCIL, "comparators"]).index].reset_index(drop=True)


def _list_own_figure_of_each_set(council_pairs: pd.DataFrame) -> pd.DataFrame:
    """Return the authority's own figure once for each set."""
    own = council_pairs.drop_duplicates(["comparators", *FIGURE_OF_COUNCIL])
    return own[["comparators", *FIGURE_OF_COUNCIL]].assign(value=own["value_own"])

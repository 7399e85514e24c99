"""Disadvantaged communities: who belongs to each, and its figures against everyone else's in the six gaps."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fairer_stockton.definitions.communities import EVERYONE_ELSE, WHOLE_MEASURE, Community
from fairer_stockton.measure.survey_digits import mark_rows_of_surveys
from fairer_stockton.observe.surveyed import SHARE_DIGITS
from fairer_stockton.run.vocabulary import AreaType, Direction, GapType, Reason, Status

if TYPE_CHECKING:
    import pandas as pd

    from fairer_stockton.definitions.measures import Measure
    from fairer_stockton.definitions.project import Definitions

COUNCILS_MOST_ALIKE = "similar_areas"  # the set of councils whose middle figure is shown where England has none


def compare_communities(
    observations: "pd.DataFrame",
    gaps: "pd.DataFrame",
    comparators: "pd.DataFrame",
    definitions: "Definitions",
    borough_code: str,
) -> "pd.DataFrame":
    """Compare every community with everyone else in each of the six gaps.

    Args:
        observations: as `schemas.results.observations.Observations` has them.
        gaps: as `schemas.results.gaps.Gaps` has them.
        comparators: as `schemas.results.comparators.Comparators` has them.
        definitions: the communities, gaps and measures; one that a gap names and the report lacks is passed over.
        borough_code: code of the borough.

    Returns:
        Rows as `schemas.results.communities.Communities` has them, in the order of the definitions: one for each
        community, gap, measure and period, and one without the last two where nothing distinguishes a community.
    """
    import pandas as pd

    from fairer_stockton.schemas.results.communities import COMMUNITY_COLUMNS

    wanted = pd.DataFrame(
        _list_measures_of_community_gaps(definitions),
        columns=[*_ENTRY, "measure", "unit_of_figure", "breakdown", *_SIDES.values(), "area_type", "known"],
    )
    figures = _select_figures_of_borough_and_region(observations, borough_code)
    own, theirs = (
        figures.rename(columns={"category": category, **{name: f"{side}_{name}" for name in _VALUE_AND_LIMITS}})
        for side, category in _SIDES.items()
    )
    theirs = theirs.drop(columns=["note", "synthetic", "sources", "area_name"]).rename(
        columns={"status": "else_status"}
    )
    split = ["measure", "breakdown"]
    table = wanted.merge(own, on=[*split, "category", "area_type"], how="left")
    table = table.merge(theirs, on=[*split, "else_category", "area_type", "area_code", "period"], how="left")
    apart = gaps[gaps["gap_type"].isin([GapType.COMMUNITY, GapType.BREAKDOWN])]
    # Of gaps between two categories of one breakdown the second group is the other category.
    apart = apart.rename(columns={"group_b": "else_category"})
    same = [*split, *_SIDES.values(), "area_code", "period"]
    table = table.merge(apart[[*same, *_VALUE_AND_LIMITS, "unit", "direction"]], on=same, how="left", validate="m:1")
    larger = observations[observations["area_type"] == AreaType.ENGLAND]
    unlike = [name for name, measure in definitions.measures_with_sources.items() if measure.unlike_england]
    table = _add_figures_of_england_and_councils(table, larger[~larger["measure"].isin(unlike)], comparators)
    table = _add_directions_without_gap(_add_difference_of_groups_without_gap(table), definitions)
    # a measure that does not reach a community is left out where another of the gap's does; else one row says so
    reached = table["period"].notna()
    among = [table["community"], table["gap"]]
    table = table[reached | (~reached.groupby(among).transform("any") & ~table.duplicated(["community", "gap"]))]
    table = table.sort_values(["order", "measure_order", "period"], kind="stable")
    table = _explain_each_row(table)
    of_surveys = mark_rows_of_surveys(table, definitions.measures_with_sources)
    table.loc[of_surveys, list(_VALUE_AND_LIMITS)] = table.loc[of_surveys, list(_VALUE_AND_LIMITS)].round(SHARE_DIGITS)
    table[list(_NUMBERS)] = table[list(_NUMBERS)].astype(float)
    words = [name for name in COMMUNITY_COLUMNS if name not in (*_NUMBERS, "synthetic")]
    table[words] = table[words].astype(object).fillna("").astype("str")
    return table[list(COMMUNITY_COLUMNS)].reset_index(drop=True)


_ENTRY = ("order", "measure_order", "community", "title", "kind", "gap", "needs")
_VALUE_AND_LIMITS = ("value", "lower_95", "upper_95")
_SIDES = {"group": "category", "else": "else_category"}  # the community and everyone else: the category of each
_NUMBERS = (
    *(f"{side}_{name}" for side in _SIDES for name in _VALUE_AND_LIMITS),
    *_VALUE_AND_LIMITS,
    "england_value",
    "median_of_councils",
    "councils",
)
_SAME_FIGURE = ["measure", "breakdown", "category", "period"]


def _select_figures_of_borough_and_region(observations: "pd.DataFrame", borough_code: str) -> "pd.DataFrame":
    here = (observations["area_type"] == AreaType.BOROUGH) & (observations["area_code"] == borough_code)
    rows = observations[here | (observations["area_type"] == AreaType.REGION)]
    area = ["area_type", "area_code", "area_name"]
    return rows[[*area, *_SAME_FIGURE, "status", "note", "synthetic", "sources", *_VALUE_AND_LIMITS]]


def _add_figures_of_england_and_councils(
    table: "pd.DataFrame", of_england: "pd.DataFrame", comparators: "pd.DataFrame"
) -> "pd.DataFrame":
    """Add what the same group has in England, and the middle of the councils most like the borough."""
    england = of_england.rename(columns={"value": "england_value"})
    alike = comparators[comparators["comparators"] == COUNCILS_MOST_ALIKE]
    alike = alike.rename(columns={"median": "median_of_councils"}).assign(area_type=AreaType.BOROUGH.value)
    table = table.merge(england[[*_SAME_FIGURE, "england_value"]], on=_SAME_FIGURE, how="left", validate="m:1")
    of_councils = ["median_of_councils", "councils"]
    place = [*_SAME_FIGURE, "area_type"]
    table = table.merge(alike[[*place, *of_councils]], on=place, how="left", validate="m:1")
    beside = ["england_value", *of_councils]
    table[beside] = table[beside].astype(float).where(table["group_value"].notna())
    return table


def _add_difference_of_groups_without_gap(table: "pd.DataFrame") -> "pd.DataFrame":
    """Add the difference of two groups that no gap is drawn between, without limits: nothing is said to be clear."""
    own, theirs = (table[f"{side}_value"].astype(float) for side in _SIDES)
    table["value"] = table["value"].astype(float).fillna(own - theirs)
    of_pair = table["unit_of_figure"].replace("percent", "percentage_points")
    table["unit"] = table["unit"].fillna(of_pair.where(table["value"].notna(), table["unit_of_figure"]))
    table["unit"] = table["unit"].where(table["group_value"].notna(), "")
    return table


def _explain_each_row(table: "pd.DataFrame") -> "pd.DataFrame":
    """Add the status of each row, what to know of it and what would fill it, where it has no figure."""
    import numpy as np

    reached = table["period"].notna()
    shown = table["value"].notna()
    low = (table["status"] == Status.LOW_BASE) | (table["else_status"] == Status.LOW_BASE)
    hidden = (table["status"] == Status.SUPPRESSED) | (table["else_status"] == Status.SUPPRESSED)
    alone = table["group_value"].notna() & ~shown & ~hidden
    table["status"] = np.select(
        [shown & low, shown, hidden], [Status.LOW_BASE, Status.PUBLISHED, Status.SUPPRESSED], Status.NOT_AVAILABLE
    )
    by_itself = (Reason.NOBODY_ELSE + "; " + table["known"]).str.removesuffix("; ")
    table["note"] = np.select([~reached, shown, alone], [Reason.NOT_REACHED, table["known"], by_itself], table["note"])
    table["needs"] = table["needs"].where(~(shown | alone), "")
    table["measure"] = table["measure"].where(reached, "")
    table[list(_SIDES.values())] = table[list(_SIDES.values())].where(reached, "")
    table["synthetic"] = table["synthetic"].where(reached, other=False).astype(bool)
    return table


def _add_directions_without_gap(table: "pd.DataFrame", definitions: "Definitions") -> "pd.DataFrame":
    """Add how the difference of two groups has changed that no gap is drawn between: without limits, as it is."""
    import pandas as pd

    from fairer_stockton.measure.gap_directions import add_changes_and_directions

    lacks = table["direction"].isna() & table["value"].notna()
    named = table.assign(group_a=table["category"], group_b=table["else_category"])
    pairs = named[lacks].assign(gap_type=GapType.COMMUNITY.value, lower_95=float("nan"), upper_95=float("nan"))
    pairs["ratio"] = pairs["group_value"].astype(float) / pairs["else_value"].astype(float)
    pairs["synthetic"] = pairs["synthetic"].astype(bool)
    same = ["measure", "breakdown", "group_a", "group_b", "area_code", "period"]
    pairs = pairs.drop(columns=["direction", "england_value"]).drop_duplicates(same)
    if len(pairs):
        never = pd.Series(data=False, index=pairs.index)
        judged = add_changes_and_directions(
            pairs, definitions.measures_with_sources, definitions.gap_changes, [], is_never_compared=never
        )
        words = judged.set_index(same)["direction"]
        added = words.reindex(pd.MultiIndex.from_frame(named[same])).to_numpy()
        table["direction"] = table["direction"].where(~lacks, added)
    table["direction"] = table["direction"].fillna(Direction.NO_FIGURE)
    return table


def _list_measures_of_community_gaps(definitions: "Definitions") -> Iterator[tuple[object, ...]]:
    """Yield each community, gap and measure that could tell it apart, and by which groups of which area."""
    measures = definitions.measures_with_sources
    pairs = [
        (community, gap) for community in definitions.communities.values() for gap in definitions.six_gaps.values()
    ]
    for order, (community, gap) in enumerate(pairs):
        needs = community.explain_what_would_fill(gap.name)
        labels = (community.name, community.title, community.kind, gap.name, needs)
        measured = [measures[name] for name in gap.measures if name in measures]
        for number, measure in enumerate(measured):
            groups = _find_groups_that_distinguish_community(community, measure)
            yield (order, number, *labels, measure.name, measure.unit, *groups)
        if not measured:
            yield (order, 0, *labels, "", "", "", "", "", AreaType.BOROUGH.value, "")


def _find_groups_that_distinguish_community(
    community: Community, measure: "Measure"
) -> tuple[str, str, str, AreaType, str]:
    """Return the breakdown and both groups of a measure, the kind of area, and what to know of them."""
    other = community.other.get(measure.name)
    if not other:
        return community.name, community.title, EVERYONE_ELSE, AreaType.BOROUGH, ""
    if not other.groups:
        return WHOLE_MEASURE, WHOLE_MEASURE, "", other.area, other.note
    split = measure.own_breakdown
    own, against = (*other.groups, "")[:2]
    return split.name if split else "", own, against, other.area, other.note

"""Disadvantaged communities: who belongs to each, and its figures against everyone else's in the six gaps."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fairer_stockton.definitions.communities import EVERYONE_ELSE, Community
from fairer_stockton.run.vocabulary import AreaType, Direction, GapType, Reason, Status

if TYPE_CHECKING:
    import pandas as pd

    from fairer_stockton.definitions.measures import Measure
    from fairer_stockton.definitions.project import Definitions


def compare_communities(
    observations: "pd.DataFrame", gaps: "pd.DataFrame", definitions: "Definitions", borough_code: str
) -> "pd.DataFrame":
    """Compare every community with everyone else in each of the six gaps.

    Args:
        observations: as `schemas.results.observations.Observations` has them.
        gaps: as `schemas.results.gaps.Gaps` has them.
        definitions: the communities, gaps and measures; one that a gap names and the report lacks is passed over.
        borough_code: code of the borough.

    Returns:
        Rows as `schemas.results.communities.Communities` has them, in the order of the definitions: one for each
        community, gap, measure and period, and one without the last two where nothing distinguishes a community.
    """
    import numpy as np
    import pandas as pd

    from fairer_stockton.schemas.results.communities import COMMUNITY_COLUMNS

    wanted = pd.DataFrame(
        _list_measures_of_community_gaps(definitions),
        columns=[*_ENTRY, "measure", "breakdown", *_SIDES.values(), "known"],
    )
    here = observations[(observations["area_code"] == borough_code) & (observations["area_type"] == AreaType.BOROUGH)]
    sides = here[
        ["measure", "breakdown", "category", "period", "status", "note", "synthetic", "sources", *_VALUE_AND_LIMITS]
    ]
    own, theirs = (
        sides.rename(columns={"category": category, **{name: f"{side}_{name}" for name in _VALUE_AND_LIMITS}})
        for side, category in _SIDES.items()
    )
    theirs = theirs.drop(columns=["note", "synthetic", "sources"]).rename(columns={"status": "else_status"})
    split = ["measure", "breakdown"]
    table = wanted.merge(own, on=[*split, "category"], how="left")
    table = table.merge(theirs, on=[*split, "else_category", "period"], how="left")
    apart = gaps[(gaps["area_code"] == borough_code) & gaps["gap_type"].isin([GapType.COMMUNITY, GapType.BREAKDOWN])]
    # Of gaps between two categories of one breakdown the second group is the other category.
    apart = apart.rename(columns={"group_b": "else_category"})
    same = [*split, *_SIDES.values(), "period"]
    table = table.merge(apart[[*same, *_VALUE_AND_LIMITS, "unit", "direction"]], on=same, how="left", validate="m:1")
    # a measure that does not reach a community is left out where another of the gap's does; else one row says so
    reached = table["period"].notna()
    among = [table["community"], table["gap"]]
    table = table[reached | (~reached.groupby(among).transform("any") & ~table.duplicated(["community", "gap"]))]
    table = table.sort_values(["order", "measure_order", "period"], kind="stable")
    reached = table["period"].notna()
    shown = table["value"].notna()
    low = (table["status"] == Status.LOW_BASE) | (table["else_status"] == Status.LOW_BASE)
    hidden = (table["status"] == Status.SUPPRESSED) | (table["else_status"] == Status.SUPPRESSED)
    table["status"] = np.select(
        [shown & low, shown, hidden], [Status.LOW_BASE, Status.PUBLISHED, Status.SUPPRESSED], Status.NOT_AVAILABLE
    )
    table["note"] = np.select([~reached, shown], [Reason.NOT_REACHED, table["known"]], table["note"])
    table["needs"] = table["needs"].where(~shown, "")
    table["measure"] = table["measure"].where(reached, "")
    table["synthetic"] = table["synthetic"].where(reached, other=False).astype(bool)
    table["direction"] = table["direction"].fillna(Direction.NOT_CALCULATED)
    words = [name for name in COMMUNITY_COLUMNS if name != "synthetic" and not pd.api.types.is_float_dtype(table[name])]
    table[words] = table[words].fillna("").astype("str")
    return table[list(COMMUNITY_COLUMNS)].reset_index(drop=True)


_ENTRY = ("order", "measure_order", "community", "title", "kind", "gap", "needs")
_VALUE_AND_LIMITS = ("value", "lower_95", "upper_95")
_SIDES = {"group": "category", "else": "else_category"}  # the community and everyone else: the category of each


def _list_measures_of_community_gaps(definitions: "Definitions") -> Iterator[tuple[object, ...]]:
    """Yield each community, gap and measure that could tell it apart, and by which two groups."""
    measures = definitions.measures_with_sources
    pairs = [
        (community, gap) for community in definitions.communities.values() for gap in definitions.six_gaps.values()
    ]
    for order, (community, gap) in enumerate(pairs):
        labels = (community.name, community.title, community.kind, gap.name, community.needs)
        measured = [measures[name] for name in gap.measures if name in measures]
        for number, measure in enumerate(measured):
            split, groups, known = _find_groups_that_distinguish_community(community, measure)
            yield (order, number, *labels, measure.name, split, *groups, known)
        if not measured:
            yield (order, 0, *labels, "", "", "", "", "")


def _find_groups_that_distinguish_community(
    community: Community, measure: "Measure"
) -> tuple[str, tuple[str, str], str]:
    """Return the breakdown and groups of a measure that distinguish a community, and what to know of them."""
    if other := community.other.get(measure.name):
        return measure.own_breakdown.name if measure.own_breakdown else "", other.groups, other.note
    return community.name, (community.title, EVERYONE_ELSE), ""

"""Whom targeting by place reaches: income-deprived people inside and outside each list of places."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fairer_stockton.geography.areas import AREA_TYPE_NAMES
from fairer_stockton.places.deprivation import INDICES_TABLE
from fairer_stockton.run.vocabulary import AreaType, PriorityKind, TargetedPeople, TargetingKind

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

    from fairer_stockton.statistics.estimate import Floats

COUNTS_TABLE = (
    "iod_underlying"  # how many people the Indices count in each neighbourhood, where File 7 has no residents
)
TARGETING_SOURCES = (INDICES_TABLE, COUNTS_TABLE)
STATEMENT = Path(__file__).with_suffix(".sql")
# England's tenths that a list by deprivation holds, and what it is called.
LISTS_BY_DEPRIVATION = {
    1: ("most-deprived-tenth", "England’s most deprived tenth of neighbourhoods"),
    2: ("most-deprived-fifth", "England’s most deprived fifth of neighbourhoods"),
}
PRIORITIES = "first-priorities"
WORKED_OUT = (
    "residents are worked out from the index: people deprived of income (File 8) divided by their rate (File 7)"
)
CHOSEN_BY_INCOME = "income is part of what these places are chosen by"


@dataclass(frozen=True)
class PlaceList:
    """A list of places: what it is chosen by, and the part of each neighbourhood that lies in it."""

    kind: TargetingKind
    code: str
    name: str
    shares: "pd.Series[float]"  # by lsoa21cd
    note: str = ""


def compare_lists_of_places(
    connection: "duckdb.DuckDBPyConnection",
    priorities: "pd.DataFrame",
    priority_count: int,
    synthetic: bool,
) -> "pd.DataFrame":
    """Return whom each list of places reaches, and whom the best list with no more residents would reach.

    Args:
        connection: with the tables of memberships.
        priorities: rows as `schemas.results.priorities.Priorities` has them; may be empty.
        priority_count: how many neighbourhoods count as first priorities.
        synthetic: whether any input is the generated sample.

    Returns:
        Rows as `schemas.results.targeting.Targeting` has them: a row for each list and kind of people, of the latest
        edition of the Indices that counts them in every neighbourhood.
    """
    import pandas as pd

    from fairer_stockton.schemas.results.targeting import TARGETING_COLUMNS

    counts = _keep_latest_whole_edition(connection.sql(STATEMENT.read_text(encoding="utf-8")).df())
    place_lists = [
        *_list_named_areas(connection),
        *_list_first_priorities(priorities, priority_count),
        *_list_by_deprivation(connection),
    ]
    rows = [
        _describe_reach(place_list, people, people_counts)
        for place_list in place_lists
        if place_list.shares.any()
        for people in TargetedPeople
        if len(people_counts := counts[counts["people_group"] == people].set_index("lsoa21cd"))
    ]
    table = pd.DataFrame(rows, columns=[name for name in TARGETING_COLUMNS if name not in ("synthetic", "sources")])
    return table.assign(synthetic=synthetic, sources=" ".join(TARGETING_SOURCES))[list(TARGETING_COLUMNS)]


def _keep_latest_whole_edition(counts: "pd.DataFrame") -> "pd.DataFrame":
    """Keep of each kind of people the latest edition that counts them in as many neighbourhoods as any does.

    Of a kind of whom nobody is income-deprived there is nobody to reach.
    """
    counts = counts[counts.groupby(["people_group", "period"])["income_deprived"].transform("sum") > 0]
    known = counts.groupby(["people_group", "period"])["lsoa21cd"].size().reset_index(name="neighbourhoods")
    whole = known[known["neighbourhoods"] == known["neighbourhoods"].max()]
    latest = whole.sort_values("period").drop_duplicates("people_group", keep="last")
    return counts.merge(latest[["people_group", "period"]], on=["people_group", "period"])


def _list_by_deprivation(connection: "duckdb.DuckDBPyConnection") -> Iterator[PlaceList]:
    deciles = connection.sql(
        "select indices.lsoa21cd, arg_max(indices.imd_decile, indices.period) as decile"
        f" from {INDICES_TABLE} as indices inner join memberships on indices.lsoa21cd = memberships.lsoacd"
        f" where memberships.area_type = '{AreaType.BOROUGH}' group by all order by all"
    ).df()
    tenths = deciles.set_index("lsoa21cd")["decile"]
    for last, (code, name) in LISTS_BY_DEPRIVATION.items():
        shares = (tenths <= last).astype("float64")
        yield PlaceList(TargetingKind.DEPRIVATION, code, name, shares, CHOSEN_BY_INCOME)


def _list_first_priorities(priorities: "pd.DataFrame", priority_count: int) -> Iterator[PlaceList]:
    first = priorities[(priorities["kind"] == PriorityKind.NEIGHBOURHOOD) & (priorities["rank"] <= priority_count)]
    if len(first):
        shares = first.assign(share=1.0).set_index("area_code")["share"]
        name = f"First {priority_count} of the priority list"
        yield PlaceList(TargetingKind.PRIORITY_LIST, PRIORITIES, name, shares, CHOSEN_BY_INCOME)


def _list_named_areas(connection: "duckdb.DuckDBPyConnection") -> Iterator[PlaceList]:
    """Yield the areas that the council targets: all of them together, and each where there are several."""
    parts = connection.sql(
        "select area_code, area_name, lsoacd, cast(share as double) as share from memberships"
        f" where area_type = '{AreaType.TARGET_AREA}' and lsoa_vintage = '2021' and breakdown = 'all' order by all"
    ).df()
    if parts.empty:
        return
    together = parts.groupby("lsoacd")["share"].sum().clip(upper=1.0)
    name = f"All {AREA_TYPE_NAMES[AreaType.TARGET_AREA]}s"
    yield PlaceList(TargetingKind.NAMED_AREAS, AreaType.TARGET_AREA, name, together)
    areas = parts.groupby(["area_code", "area_name"])
    for (code, area_name), rows in areas if len(areas) > 1 else ():
        yield PlaceList(TargetingKind.NAMED_AREA, str(code), str(area_name), rows.set_index("lsoacd")["share"])


def _describe_reach(place_list: PlaceList, people: TargetedPeople, counts: "pd.DataFrame") -> dict[str, object]:
    """Return one row: of these people, how many live inside the list, and inside the best list of its size."""
    import numpy as np

    from fairer_stockton.statistics.targeting import choose_places_that_hold_most

    shares = np.asarray(place_list.shares.reindex(counts.index).fillna(0.0), dtype=np.float64)
    residents, counted, deprived = (
        counts[name].to_numpy("float64") for name in ("residents", "people_counted", "income_deprived")
    )
    best = choose_places_that_hold_most(deprived, residents, float(shares @ residents)).astype(np.float64)
    if deprived @ best < deprived @ shares:  # a list may hold parts of neighbourhoods, and the best whole ones alone
        best = shares
    notes = [place_list.note, WORKED_OUT if counts["is_worked_out"].any() else ""]
    return {
        "kind": place_list.kind,
        "list_code": place_list.code,
        "list_name": place_list.name,
        "people_group": people,
        "period": counts["period"].iloc[0],
        "neighbourhoods": int((shares > 0).sum()),
        **_count_inside("", shares, residents, counted, deprived),
        "people_counted": counted.sum(),
        "income_deprived": deprived.sum(),
        **_count_inside("best_", best, residents, counted, deprived),
        "best_neighbourhoods": " ".join(counts.index[best > 0]),
        "note": "; ".join(filter(None, notes)),
    }


def _count_inside(
    prefix: str, shares: "Floats", residents: "Floats", counted: "Floats", deprived: "Floats"
) -> dict[str, float]:
    """Return who lives inside a list that holds these parts of the neighbourhoods."""
    inside = float(shares @ deprived)
    return {
        f"{prefix}residents": float(shares @ residents),
        f"{prefix}people_inside": float(shares @ counted),
        f"{prefix}income_deprived_inside": inside,
        f"{prefix}reached_percent": 100 * inside / float(deprived.sum()),
    }

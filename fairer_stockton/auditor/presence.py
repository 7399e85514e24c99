"""A row tells nothing: every area of a map, and every group, has a row where any has, so that none is known by it."""

from collections.abc import Iterator, Mapping

import pandas as pd

from fairer_stockton.auditor.files import iterate_rows
from fairer_stockton.auditor.places import AREA

MAPS = ["area_type", "vintage"]


def find_absent_rows(
    figures: pd.DataFrame, memberships: pd.DataFrame, closed_source_vintages: Mapping[str, str]
) -> Iterator[str]:
    """Yield the areas and groups that have no row where others of their kind have one, or had in another period.

    Where figures are rounded an absent row is a rounded nought, and tells nothing.
    """
    hiding = figures[figures["rounded_to"].isna()]
    if hiding.empty:
        return
    own = hiding["sources"].map(lambda names: min(set(names.split()) & set(closed_source_vintages)))
    hiding = hiding.assign(source=own)
    areas = memberships[[*AREA]].drop_duplicates()
    fifths = areas["area_type"] == "deprivation_fifth"
    groups = hiding[["source", "breakdown", "category", *MAPS]].drop_duplicates()
    shown = hiding[["measure", "source", "period", "breakdown", *MAPS]].drop_duplicates()
    wanted = shown.merge(groups, on=["source", "breakdown", *MAPS]).merge(areas[~fifths], on=MAPS)
    key = ["measure", "period", "breakdown", "category", *AREA]
    there = pd.MultiIndex.from_frame(hiding[key])
    absent = wanted[~pd.MultiIndex.from_frame(wanted[key]).isin(there)]
    for row in iterate_rows(absent):
        group = "" if row["category"] == "all" else f", {row['category']}"
        yield (
            f"no row, where others of its kind have one: {row['measure']}, {row['area_type']} {row['area_code']}"
            f" on the map of {row['vintage']}{group}, {row['period']}"
        )

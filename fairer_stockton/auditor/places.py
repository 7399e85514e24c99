"""Which neighbourhoods an area holds, by the memberships that an edition publishes."""

import pandas as pd

from fairer_stockton.auditor.puzzle import MILLION
from fairer_stockton.run.vocabulary import AreaType

AREA = ["area_type", "area_code", "vintage"]
PART = [*AREA, "breakdown", "category"]  # what names a part of the council that figures are of
NOWHERE = "nowhere"  # the neighbourhood of those who have none, and the part of the borough that they are


def list_neighbourhoods_of_areas(memberships: pd.DataFrame, lsoa_vintage: str, figures: pd.DataFrame) -> pd.DataFrame:
    """Return which neighbourhoods each area holds, fifths and the rest of the borough beside a target area among them.

    Returns:
        Columns of `PART`, place and share, in millionths.
    """
    rows = memberships[memberships["lsoa_vintage"] == lsoa_vintage].rename(columns={"lsoacd": "place"})
    rows = rows.assign(share=(rows["share"] * MILLION).round().astype("int64"))
    fifths = rows[rows["area_type"] == "deprivation_fifth"]
    areas = rows[rows["area_type"] != "deprivation_fifth"].assign(breakdown="all", category="all")
    borough = areas[areas["area_type"] == AreaType.BOROUGH]
    code, vintage = borough[["area_code", "vintage"]].iloc[0]
    inside = fifths.assign(
        breakdown="deprivation_fifth",
        category=fifths["area_code"],
        area_type=AreaType.BOROUGH,
        area_code=code,
        vintage=vintage,
    )
    rest = []
    for target in areas.loc[areas["area_type"] == AreaType.TARGET_AREA, "area_code"].unique():
        held = areas[areas["area_code"] == target].set_index("place")["share"]
        left = borough["share"] - borough["place"].map(held).fillna(0).astype("int64")
        category = figures.loc[(figures["breakdown"] == target) & (figures["category"] != "all"), "category"].unique()
        rest += [borough.assign(breakdown=target, category=group, share=left)[left > 0] for group in category]
    nowhere = borough[:1].assign(place=NOWHERE, share=MILLION)
    apart = nowhere.assign(breakdown=NOWHERE, category=NOWHERE)
    together = pd.concat([areas, inside, *rest, nowhere, apart], ignore_index=True)
    return together[[*PART, "place", "share"]]


def choose_area_holding_most_of_neighbourhood(neighbourhoods_of_areas: pd.DataFrame) -> pd.DataFrame:
    """Return the one area of each map in which a neighbourhood's respondents count: that which holds most of it."""
    areas = neighbourhoods_of_areas.sort_values(["share", "area_code"], ascending=[False, True], kind="stable")
    same = [name for name in ("edition", "place", "area_type", "vintage", "breakdown") if name in areas]
    return areas.drop_duplicates(same).assign(share=MILLION)

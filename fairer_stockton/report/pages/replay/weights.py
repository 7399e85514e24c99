"""Which neighbourhoods each area holds, and what part of those it shares, as the page adds them up."""

from typing import TYPE_CHECKING, Any

from fairer_stockton.report.area_profile import SEVERAL_MAPS
from fairer_stockton.report.edition import Edition
from fairer_stockton.run.vocabulary import AreaType

if TYPE_CHECKING:
    import pandas as pd

FIFTH_AREA = "deprivation_fifth"  # what the memberships call an area of the fifths, and the figures a breakdown
PARTS = 1_000_000  # a share is a whole number of these: it has six decimals
KEYS = ["kind", "key"]


def make_json_values_of_weights(edition: Edition) -> dict[str, Any]:
    """Return for each map its neighbourhoods, and for each area the positions of those that it holds.

    An area's entry is the positions that it holds whole, then pairs of a position and the share in millionths.
    """
    shares = _list_shares_of_areas(edition)
    names = edition.memberships.drop_duplicates(["area_type", "area_code", "vintage"])
    values = {}
    for area_map, rows in shares.groupby("area_map", sort=True):
        kind, _, vintage = str(area_map).partition("-")
        own = names[(names["area_type"] == kind) & (names["vintage"] == vintage)]
        titles = dict(zip(own["area_code"], own["area_name"], strict=True))
        codes = sorted(rows["code"].unique())
        place = {code: position for position, code in enumerate(codes)}
        held = rows.assign(position=rows["code"].map(place)).sort_values([*KEYS, "position", "parts"])
        areas: dict[str, dict[str, Any]] = {}
        for area_kind, key, position, parts in held[[*KEYS, "position", "parts"]].itertuples(index=False):
            whole, shared = areas.setdefault(area_kind, {}).setdefault(key, [[], []])
            if parts == PARTS:
                whole.append(position)
            else:
                shared.append((position, parts))
        values[str(area_map)] = {"codes": codes, "names": [titles.get(code, code) for code in codes], "areas": areas}
    return values


def _list_shares_of_areas(edition: Edition) -> "pd.DataFrame":
    """Return a row for each neighbourhood of each area as the explorer names it: columns area_map, code, kind, key."""
    import pandas as pd

    rows = edition.memberships.assign(
        area_map="lsoa-" + edition.memberships["lsoa_vintage"],
        code=edition.memberships["lsoacd"],
        parts=(edition.memberships["share"] * PARTS).round().astype("int64"),
    )
    fifths = rows["area_type"] == FIFTH_AREA
    kinds = rows["area_type"].where(~rows["area_type"].isin(SEVERAL_MAPS), rows["area_type"] + "-" + rows["vintage"])
    rows["kind"] = kinds.mask(fifths, AreaType.BOROUGH)
    rows["key"] = rows["area_code"].mask(fifths, f"{edition.authority}-{FIFTH_AREA}-" + rows["area_code"])
    columns = ["area_map", "code", "kind", "key", "parts"]
    return pd.concat(
        [rows[columns], _list_shares_of_rest(rows)[columns], _list_shares_of_msoas(edition, rows)[columns]],
        ignore_index=True,
    )


def _list_shares_of_rest(rows: "pd.DataFrame") -> "pd.DataFrame":
    """Return what each target area leaves of the borough: all of every neighbourhood but the part that it holds."""
    on = ["area_map", "code"]
    borough = rows[(rows["area_type"] == AreaType.BOROUGH)]
    targets = rows[rows["area_type"] == AreaType.TARGET_AREA]
    every = borough[[*on, "parts"]].merge(targets[["area_map", "area_code"]].drop_duplicates(), on="area_map")
    held = targets[[*on, "area_code", "parts"]].rename(columns={"parts": "held"})
    rest = every.merge(held, on=[*on, "area_code"], how="left")
    rest["parts"] -= rest["held"].fillna(0).astype("int64")
    return rest[rest["parts"] > 0].assign(kind=str(AreaType.TARGET_AREA), key=rest["area_code"] + "-rest")


def _list_shares_of_msoas(edition: Edition, rows: "pd.DataFrame") -> "pd.DataFrame":
    """Return the MSOAs of each map as the smallest areas of measures that have no neighbourhoods: each lies in one."""
    import pandas as pd

    native = rows[(rows["area_type"] == AreaType.MSOA) & (rows["converted_from"].fillna("") == "")]
    msoas = native.drop_duplicates(["area_code", "vintage"]).assign(code=lambda own: own["area_code"], parts=PARTS)
    msoas["area_map"] = msoas["kind"]
    of_borough = msoas.assign(kind=str(AreaType.BOROUGH), key=edition.authority)
    return pd.concat([msoas.assign(key=msoas["area_code"]), of_borough])

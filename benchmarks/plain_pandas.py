"""The peer: the same sums as an analyst writes them in pandas, a measure at a time and a map at a time."""

import re
from pathlib import Path

import pandas as pd

from fairer_stockton.definitions.maps import LSOA_VINTAGES
from fairer_stockton.definitions.measures import MeasureOfSums
from fairer_stockton.definitions.settings import Settings

AREAS = ["area_type", "area_code", "vintage"]


def memberships(staged: Path, authority: str) -> pd.DataFrame:
    """Join the lookups: a row for each neighbourhood and area that holds it."""
    exact = pd.read_parquet(staged / "lsoa11_lsoa21.parquet")
    exact = exact[exact["lad22cd"].str.startswith("E")]
    wards19 = pd.read_parquet(staged / "lsoa11_wd19.parquet")
    wards24 = pd.read_parquet(staged / "lsoa21_wd24.parquet")
    regions = pd.read_parquet(staged / "lad22_rgn22.parquet").set_index("lad22cd")["rgn22cd"]
    ours = exact[exact["lad22cd"] == authority]
    old = wards19[wards19["lad19cd"] == authority][["lsoa11cd", "wd19cd"]]
    split = ours.merge(old, on="lsoa11cd")[["lsoa21cd", "wd19cd"]].drop_duplicates()
    new = wards24[wards24["lad24cd"] == authority]
    named = [area for area in Settings().definitions.named_areas if area.area_type == "community_partnership"]
    partnership = {part: area.code for area in named for part in area.parts}
    frames = []

    def add(codes: pd.Series, area_type: str, area_code: object, vintage: str) -> None:
        area = {"area_type": area_type, "area_code": area_code, "vintage": vintage}
        frames.append(pd.DataFrame({"lsoacd": codes, "column": codes.name, **area}))

    for column, year in LSOA_VINTAGES.items():
        lsoas = exact.drop_duplicates(column)
        mine = lsoas[lsoas["lad22cd"] == authority]
        add(mine[column], "lsoa", mine[column], year)
        add(mine[column], "borough", authority, "2022")
        region = lsoas["lad22cd"].map(regions)
        add(lsoas[column][region == regions[authority]], "region", regions[authority], "2022")
        add(lsoas[column], "england", "E92000001", "2022")
    for lookup, column in ((old, "lsoa11cd"), (split, "lsoa21cd")):
        add(lookup[column], "ward", lookup["wd19cd"], "2019")
        add(lookup[column], "community_partnership", lookup["wd19cd"].map(partnership), "2019")
    add(new["lsoa21cd"], "ward", new["wd24cd"], "2024")
    return pd.concat(frames).drop_duplicates()


def sums(staged: Path, authority: str) -> pd.DataFrame:
    """Sum every measure's numerator and denominator for every area and period."""
    places = memberships(staged, authority)
    results = []
    definitions = Settings().declared_definitions
    there = {path.stem for path in staged.glob("*.parquet")} - definitions.supplied
    for measure in definitions.measures.values():
        if not isinstance(measure, MeasureOfSums) or not there.issuperset(measure.tables):
            continue
        for part, given in measure.parts.items():
            table = pd.read_parquet(staged / f"{given.table}.parquet")
            if given.where != "true":
                condition = re.sub(r"(\w+) is not null", r"\1 == \1", given.where)  # of nothing it is false
                table = table.query(re.sub(r"(?<![<>=!])=(?!=)", "==", condition))
            for column in LSOA_VINTAGES:
                if column not in table or table[column].isna().all():
                    continue
                rows = table[table[column].notna()].copy()
                rows["amount"] = _amount(rows, given.sum).round(6)  # as exactly as the sums are made
                for _, area_map in places[places["column"] == column].groupby(["area_type", "vintage"]):
                    joined = rows[[column, "period", "amount"]].merge(area_map, left_on=column, right_on="lsoacd")
                    total = joined.groupby([*AREAS, "period"], as_index=False)["amount"].sum()
                    results.append(total.assign(measure=measure.name, part=part))
    return pd.concat(results, ignore_index=True)


def _amount(rows: pd.DataFrame, expression: str) -> pd.Series:
    if expression == "1":
        return pd.Series(1, rows.index)
    return rows.eval(re.sub(r"cast\((\w+) as [^)]*\)\)", r"\1", expression))


if __name__ == "__main__":
    import sys
    import time

    start = time.perf_counter()
    rows = sums(Path(sys.argv[1]), sys.argv[2])
    print(time.perf_counter() - start, len(rows))

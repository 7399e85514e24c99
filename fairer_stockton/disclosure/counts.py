"""True counts of the smallest areas and groups, and which figures are sums of them: what an attacker would find."""

from collections.abc import Collection, Iterable, Mapping
from itertools import permutations
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from fairer_stockton.definitions.communities import EVERYONE_ELSE
from fairer_stockton.definitions.measures import Measure
from fairer_stockton.engine import duckdb as engine
from fairer_stockton.geography.areas import UNPLACED
from fairer_stockton.observe.sums import by_table, neighbourhoods_statement
from fairer_stockton.observe.surveyed import area_of_each_respondent, pool_waves

if TYPE_CHECKING:
    import duckdb

COUNT = ["measure", "part", "place", "place_vintage", "period", "breakdown", "category", "amount"]
AREA = ["area_type", "area_code", "vintage"]
HELD = [*AREA, "breakdown", "category", "place", "place_vintage", "share"]
WITHIN = ("borough", "community_partnership", "target_area", "ward", "lsoa")
GROUP = ["breakdown", "category"]
KIN = [*GROUP, "other", "other_category"]
Survey = tuple[pd.DataFrame, list[str], list[str]]  # as `surveyed.answers_of` gives it
BASE = "base"  # the part of a survey's figure that counts: how many answered


def summed(connection: "duckdb.DuckDBPyConnection", measures: Iterable[Measure], own: Collection[str]) -> pd.DataFrame:
    """Sum the council's own tables by the smallest areas, and by each characteristic besides: columns of `COUNT`."""
    frames = []
    for table, sums in by_table(measures).items():
        if table not in own:
            continue
        columns = engine.columns(connection, table)
        for split in ((), *((name,) for name in dict.fromkeys(n for one, _, _ in sums for n in one.breakdowns))):
            chosen = [entry for entry in sums if set(split) <= set(entry[0].breakdowns)]
            found = engine.query(connection, neighbourhoods_statement(table, chosen, columns, by=split)).to_pandas()
            found = found.rename(columns={"lsoacd": "place", "lsoa_vintage": "place_vintage"})
            found = found.assign(breakdown=(split or ("all",))[0], category=found[split[0]] if split else "all")
            frames.append(found[found["category"].notna()].fillna({"amount": 0.0}))
    return _counts(frames)


def answered(surveys: Iterable[Survey]) -> pd.DataFrame:
    """Count who answered each question in each wave, by neighbourhood and by each group: columns of `COUNT`."""
    frames = []
    for rows, names, splits in surveys:
        place = rows["lsoa21cd"].fillna(UNPLACED)
        groups = [("all", place, pd.Series("all", rows.index))]
        groups += [(name, pd.Series("", rows.index), rows[name]) for name in splits if rows[name].notna().any()]
        for name, places, category in groups:
            base = rows[names].notna().groupby([rows["period"], places.rename("place"), category.rename("category")])
            found = (
                base.sum()
                .rename_axis(columns="measure")
                .reset_index()
                .melt(["period", "place", "category"], var_name="measure", value_name="amount")
            )
            frames.append(found.assign(part=BASE, place_vintage="2021", breakdown=name))
    return _counts(frames)


def kin(surveys: Iterable[Survey]) -> pd.DataFrame:
    """Find the groups that make up groups of another characteristic, such as all ethnic minorities: each is of one.

    Returns:
        Columns breakdown and category of the part, other and other_category of the whole.
    """
    found = []
    for rows, _, splits in surveys:
        given, labels = _groups(rows, splits)
        owner, meet = labels["breakdown"].to_numpy(), given.T @ given > 0
        for part, whole in permutations(splits, 2):
            parts, wholes = np.flatnonzero(owner == part), np.flatnonzero(owner == whole)
            block = meet[np.ix_(parts, wholes)]
            used = block.any(axis=1)
            if (block[used].sum(axis=1) == 1).all() and used.sum() > block.any(axis=0).sum() > 1:
                of = wholes[block[used].argmax(axis=1)]
                both = labels.loc[parts[used]].reset_index(drop=True)
                found.append(both.join(labels.loc[of].reset_index(drop=True).set_axis(KIN[2:], axis=1)))
    return pd.concat(found, ignore_index=True).drop_duplicates() if found else pd.DataFrame(columns=KIN, dtype=str)


def nearly_all(surveys: Iterable[Survey], pools: Mapping[str, int], fewest: int) -> pd.DataFrame:
    """Find the groups that are all of another characteristic's group but a few, whom the two would tell apart.

    Args:
        surveys: the respondents.
        pools: how many waves each measure takes together.
        fewest: below how many are few.

    Returns:
        Columns measure, period, breakdown and category of the smaller group of each pair.
    """
    found = [pd.DataFrame(columns=["measure", "period", *GROUP], dtype=str)]
    for rows, names, splits in surveys:
        given, labels = _groups(rows, splits)
        given, labels = given[:, labels["category"] != EVERYONE_ELSE], labels[labels["category"] != EVERYONE_ELSE]
        owner = labels["breakdown"].to_numpy()
        for name in names:
            for period, chosen in pool_waves(rows, pools[name]):
                inside = given[chosen.index] * chosen[[name]].notna().to_numpy()
                both, size = inside.T @ inside, inside.sum(axis=0)
                few = size[None, :] - size[:, None]
                near = (both == size[:, None]) & (few > 0) & (few < fewest) & (owner[:, None] != owner[None, :])
                hidden = labels[(near & (size > 0)[:, None]).any(axis=1)]
                found.append(hidden.assign(measure=name, period=period))
    return pd.concat(found, ignore_index=True)


def _groups(rows: pd.DataFrame, splits: Iterable[str]) -> tuple["np.ndarray[Any, Any]", pd.DataFrame]:
    """Say of each respondent (a row) to which groups (a column) they belong, and name the groups."""
    labels = [(name, category) for name in splits for category in sorted(rows[name].dropna().unique())]
    given = [(rows[name] == category).to_numpy(float) for name, category in labels]
    return np.array(given).T.reshape(len(rows), len(labels)), pd.DataFrame(labels, columns=GROUP)


def _counts(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """Put counts together in an order of their own, so that the same counts lead to the same choice."""
    if not frames:
        return pd.DataFrame(columns=COUNT)
    return plain(
        pd.concat([frame[COUNT] for frame in frames], ignore_index=True).sort_values(COUNT[:-1]).reset_index(drop=True)
    )


def holdings(connection: "duckdb.DuckDBPyConnection") -> pd.DataFrame:
    """Say which areas hold which places and what part of each: columns of `HELD`."""
    return plain(
        engine.query(
            connection,
            "select area_type, area_code, vintage, breakdown, category, lsoacd as place, lsoa_vintage as place_vintage,"
            f" cast(share as double) as share from memberships where area_type in {WITHIN} order by all",
        ).to_pandas()
    )


def respondents_in(connection: "duckdb.DuckDBPyConnection") -> pd.DataFrame:
    """Say in which areas the respondents of each neighbourhood are counted, whole: columns of `HELD`."""
    places = area_of_each_respondent(connection).rename(columns={"lsoa21cd": "place"})
    return plain(places.assign(place_vintage="2021", share=1.0)[HELD])


def absent(figures: pd.DataFrame, held: pd.DataFrame) -> pd.DataFrame:
    """List the areas that have no row beside others of their kind that have: it is known that nobody is counted there.

    So it is of those without a neighbourhood, where nothing is said of them.

    Args:
        figures: the rows of one measure.
        held: as `holdings` or `respondents_in` gives it.

    Returns:
        Columns of `AREA`, period, breakdown and category.
    """
    whole = figures[figures["breakdown"] == "all"]
    areas = held.loc[held["breakdown"] == "all", AREA].drop_duplicates()
    areas = areas.merge(whole[["area_type", "vintage", "period"]].drop_duplicates(), on=["area_type", "vintage"])
    beside = areas.merge(whole[[*AREA, "period"]], how="left", on=[*AREA, "period"], indicator="row")
    lacking = beside[beside["row"] == "left_only"]
    lacking = lacking[[*AREA, "period"]].assign(breakdown="all", category="all")
    return pd.concat([lacking, nobody_unplaced(figures, held)], ignore_index=True)


def nobody_unplaced(figures: pd.DataFrame, held: pd.DataFrame) -> pd.DataFrame:
    """List the periods in which one measure has nobody without a neighbourhood: columns as of `absent`."""
    part = held.loc[held["breakdown"] == UNPLACED, [*AREA, *GROUP]].drop_duplicates()
    some = figures.loc[figures["breakdown"] == UNPLACED, "period"]
    return part.merge(figures.loc[~figures["period"].isin(some), ["period"]].drop_duplicates(), how="cross")


def largest(connection: "duckdb.DuckDBPyConnection", measures: Iterable[Measure], how_many: int) -> pd.DataFrame:
    """Find the largest single amounts of each sum, an area: measure, area, period and `amounts`, a list."""
    frames = [pd.DataFrame(columns=["measure", *AREA, "breakdown", "category", "period", "amounts"])]
    for measure in measures:
        given = measure.numerator
        if given is None:
            continue
        statement = (
            "select area_type, area_code, vintage, breakdown, category, period,"
            f" max({given.sum}, {how_many}) as amounts"
            f" from {given.table} as rows inner join memberships"
            f" on coalesce(rows.lsoa21cd, '{UNPLACED}') = memberships.lsoacd"
            f" and memberships.lsoa_vintage = '2021' where {given.where} and area_type in {WITHIN}"
            " group by all order by all"
        )
        frames.append(engine.query(connection, statement).to_pandas().assign(measure=measure.name))
    return pd.concat(frames, ignore_index=True)


def plain(table: pd.DataFrame) -> pd.DataFrame:
    """Hold text as Python's own, which many small questions are answered from faster."""
    return table.astype(dict.fromkeys(table.select_dtypes(include="str").columns, object))

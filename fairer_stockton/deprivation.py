"""Deprivation of places: the Indices' official summaries for every council and ward of England, and who moved where."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from fairer_stockton.engine import duckdb as engine
from fairer_stockton.geography import LSOA_VINTAGES, RESIDENTS
from fairer_stockton.statistics.deprivation import DeprivationSummaries, deprivation_summaries

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import duckdb

SOURCE, ANSWERS = "indices_of_deprivation", "iod_summaries"
SUMMARIES = DeprivationSummaries.__slots__
MAP = ["area_type", "vintage", "converted_from"]
TIE = 9  # decimals past which two summaries are the same


@dataclass(frozen=True, slots=True)
class Index:
    """One index of the Indices of Deprivation: its title, the residents that weight it, whether it counts people."""

    title: str
    population: str = "population"
    counts: bool = False


INDICES = {
    "imd": Index("Index of Multiple Deprivation"),
    "income": Index("Income", counts=True),
    "employment": Index("Employment", "population_working_age", counts=True),
    "education": Index("Education, skills and training"),
    "health": Index("Health and disability"),
    "crime": Index("Crime"),
    "barriers": Index("Barriers to housing and services"),
    "living_environment": Index("Living environment"),
    "idaci": Index("Income deprivation affecting children (IDACI)", "population_0_15"),
    "idaopi": Index("Income deprivation affecting older people (IDAOPI)", "population_60_plus"),
}
# How near the publisher's own summary of the same name a recomputed one must come to agree.
# Scales are numbers of people, made here from rates of three decimals.
TOLERANCES = {
    "average_rank": (0.15, "0.15 of a rank"),
    "average_score": (0.001, "0.001"),
    "proportion": (0.0001, "0.0001"),
    "extent": (0.0001, "0.0001"),
    "local_concentration": (0.2, "0.2 of a rank"),
    "scale": (0.001, "one in a thousand of its residents"),
}


def summarise(connection: "duckdb.DuckDBPyConnection", synthetic: "Mapping[str, bool]") -> pd.DataFrame:
    """Compute the summaries of every index and edition for councils, wards and the authority's own areas.

    Ranks are among all of England, 1 the most deprived. Wards are ranked among England's and only the authority's kept.

    Args:
        connection: staged tables as views, with `memberships`, `placed` and `bridge`.
        synthetic: for each staged table, whether it rests on the generated sample.

    Returns:
        Rows as `schemas.places.Deprivation` has them.
    """
    places = _places(connection)
    own = set(connection.sql("select area_code from areas").df()["area_code"])
    parts = []
    for period, column, table in _editions(connection):
        weights, words = _weights(connection, table, column)
        councils = pd.DataFrame({"lsoacd": table[column], "area_code": table["ladcd"], "area_name": "", "share": 1.0})
        councils = councils.assign(area_type="authority", vintage=period, converted_from="")
        whole = pd.concat([places[places["lsoa_vintage"] == LSOA_VINTAGES[column]], councils])
        for _, chosen in whole.groupby(MAP, sort=True):
            facts = {name: str(chosen[name].iloc[0]) for name in MAP}
            parts += [found.assign(period=period, **facts) for found in _of_map(table, column, weights, words, chosen)]
    rows = pd.concat(parts, ignore_index=True)
    rows = rows[(rows["area_type"] == "authority") | rows["area_code"].isin(own)].reset_index(drop=True)
    rows["sources"] = [
        " ".join(sorted({SOURCE, *(table for table in _FROM if whose == _FROM[table]), *shared}))
        for whose, shared in zip(rows["weighted_by"], rows["converted_from"].map(_SHARED), strict=True)
    ]
    rows["synthetic"] = [any(synthetic[name] for name in names.split()) for names in rows["sources"]]
    order = rows.assign(index_name=rows["index_name"].map({name: place for place, name in enumerate(INDICES)}))
    order = order.sort_values(["period", "index_name", "area_type", "vintage", "area_code"], kind="stable")
    return rows.loc[order.index].reset_index(drop=True)


# Whose residents share a neighbourhood of each vintage out among those of the other.
_SHARED = {"": (), "2011": (RESIDENTS["2021"][0],), "2021": (RESIDENTS["2011"][0],)}
_FROM = {"census_disability": "residents of the Census 2021", "population_by_age": "residents of mid-2020"}


def _editions(connection: "duckdb.DuckDBPyConnection") -> "Iterator[tuple[str, str, pd.DataFrame]]":
    """Give each edition, its column of neighbourhoods and its rows, those of England."""
    rows = engine.query(connection, f"select * from {SOURCE}").to_pandas()
    for period, table in rows.groupby("period", sort=True):
        column = next(name for name in LSOA_VINTAGES if table[name].notna().all())
        yield str(period), column, table.sort_values(column).reset_index(drop=True)


def _weights(
    connection: "duckdb.DuckDBPyConnection", table: pd.DataFrame, column: str
) -> "tuple[dict[str, pd.Series[Any]], dict[str, str]]":
    """Give the residents that each index weights by; the census's, or an estimate's, where the edition holds none."""
    source, key = RESIDENTS[LSOA_VINTAGES[column]]
    held = (
        engine.query(
            connection,
            f"select {key} as code, residents from {source} where period = (select max(period) from {source})",
        )
        .to_pandas()
        .set_index("code")
    )
    instead = table[column].map(held["residents"]).astype(float)
    weights, words = {}, {}
    for name in {index.population for index in INDICES.values()}:
        given = table[name].astype(float)
        missing = bool(given.isna().all())
        weights[name] = instead if missing else given
        words[name] = _FROM[source] if missing else "the edition's own residents"
    return weights, words


def _places(connection: "duckdb.DuckDBPyConnection") -> pd.DataFrame:
    """Place the neighbourhoods of both vintages in every ward of England and in the authority's named areas."""
    return engine.query(
        connection,
        "select bridge.lsoacd, bridge.lsoa_vintage, placed.area_type, placed.area_code, placed.area_name,"
        " placed.vintage, sum(cast(bridge.share as double)) as share,"
        " if(bridge.lsoa_vintage = placed.base_vintage, '', bridge.lsoa_vintage) as converted_from"
        " from placed inner join bridge on placed.base = bridge.base and placed.base_vintage = bridge.base_vintage"
        " group by all"
        " union all select lsoacd, lsoa_vintage, area_type, area_code, area_name, vintage,"
        " cast(share as double) as share, converted_from from memberships"
        " where breakdown = 'all' and area_type in ('community_partnership', 'target_area') order by all",
    ).to_pandas()


def _of_map(
    table: pd.DataFrame,
    column: str,
    weights: "dict[str, pd.Series[Any]]",
    words: dict[str, str],
    places: pd.DataFrame,
) -> "Iterator[pd.DataFrame]":
    """Summarise every index for the areas of one map; a part of a neighbourhood counts by its residents."""
    row = pd.Index(table[column]).get_indexer(places["lsoacd"])
    places, row = places[row >= 0], row[row >= 0]
    area, codes = pd.factorize(places["area_code"], sort=True)
    share = places["share"].to_numpy(dtype=np.float64)
    names = places.drop_duplicates("area_code").set_index("area_code")["area_name"].reindex(codes).to_numpy()
    split = np.bincount(area, share < 1, minlength=len(codes)) > 0
    parts = np.bincount(area, share, minlength=len(codes))
    for index, facts in INDICES.items():
        rank = table[f"{index}_rank"].to_numpy(dtype=np.float64, na_value=np.nan)
        if np.isnan(rank).any():
            continue
        score = table[f"{index}_score"].to_numpy(dtype=np.float64, na_value=np.nan)
        people = weights[facts.population].to_numpy(dtype=np.float64, na_value=np.nan)
        found = deprivation_summaries(rank[row], score[row], people[row] * share, area, len(codes), len(table))
        frame = pd.DataFrame({"index_name": index, "area_code": codes, "area_name": names, "neighbourhoods": parts})
        for name in SUMMARIES:
            values = getattr(found, name)
            frame[name] = np.where(split, np.nan, values) if name == "proportion" else values
            if name == "scale" and not _counts_people(facts, words[facts.population]):
                frame[name] = np.nan
            frame[f"rank_of_{name}"] = frame[name].round(TIE).rank(method="min", ascending=False)
        frame["areas"] = len(codes)
        frame["weighted_by"] = words[facts.population]
        frame["approximate"] = words[facts.population] in _FROM.values()
        yield frame


def _counts_people(index: Index, weighted_by: str) -> bool:
    """Say whether rate times residents gives people: not where all residents stand in for those of working age."""
    return index.counts and (index.population == "population" or weighted_by not in _FROM.values())


def agreement(summaries: pd.DataFrame, answers: pd.DataFrame, synthetic: "Mapping[str, bool]") -> pd.DataFrame:
    """Set the recomputed summaries beside the publisher's own: how many councils agree, in figure and in rank.

    Args:
        summaries: as `summarise` gives them.
        answers: the staged `iod_summaries`.
        synthetic: for each staged table, whether it rests on the generated sample.

    Returns:
        A row for each index and summary that the publisher gives and the extract allows.
    """
    ours = summaries[summaries["area_type"] == "authority"].rename(columns={"area_code": "lad19cd"})
    both = ours.merge(answers, on=["period", "index_name", "lad19cd"], suffixes=("", "_published"))
    rows = []
    for (period, index), councils in both.groupby(["period", "index_name"], sort=False):
        for name in SUMMARIES:
            known = councils[councils[f"{name}_published"].notna() & councils[name].notna()]
            if known.empty:
                continue
            apart = (known[name] - known[f"{name}_published"].astype(float)).abs()
            most, words = TOLERANCES[name]
            residents = known["scale"] / known["average_score"] if name == "scale" else 1.0
            ranks = (known[f"rank_of_{name}"] == known[f"rank_of_{name}_published"].astype(float)).sum()
            whole = len(known) == len(councils)  # where some have no figure, the ranks of the rest are others
            rows.append((
                period, index, name, len(known), words, int((apart <= most * residents).sum()), float(apart.max()),
                str(known["lad19nm"].iloc[int(apart.argmax())]), float(ranks) if whole else np.nan,
            ))  # fmt: skip
    columns = ("period", "index_name", "summary", "councils", "tolerance", "agreeing", "furthest", "furthest_council")
    table = pd.DataFrame(rows, columns=[*columns, "equal_ranks"])
    return table.assign(synthetic=synthetic[SOURCE] or synthetic[ANSWERS])


def movements(connection: "duckdb.DuckDBPyConnection", synthetic: "Mapping[str, bool]") -> pd.DataFrame:
    """Follow each of the authority's neighbourhoods of 2021 through the tenths of England, edition by edition.

    A neighbourhood that was split takes the place of that which it was part of. One that was merged has no place of its
    own in an earlier edition: tenths are never averaged.

    Returns:
        A row for each neighbourhood and edition: lsoa21cd, lsoanm, period, decile, rank, converted_from, synthetic.
    """
    rows = engine.query(
        connection,
        "with told as (select base as lsoa21cd, lsoacd, lsoa_vintage,"
        " count(*) over (partition by base, lsoa_vintage) as parts from bridge where base_vintage = '2021')"
        " select lsoas.area_code as lsoa21cd, lsoas.area_name as lsoanm, iod.period, iod.imd_decile as decile,"
        " iod.imd_rank as rank, if(told.lsoa_vintage = '2021' or told.lsoacd = told.lsoa21cd, '', '2011')"
        " as converted_from"
        " from (select distinct area_code, area_name from memberships where area_type = 'lsoa' and vintage = '2021')"
        " as lsoas inner join told on lsoas.area_code = told.lsoa21cd and told.parts = 1"
        f" inner join {SOURCE} as iod on told.lsoacd = if(told.lsoa_vintage = '2021', iod.lsoa21cd, iod.lsoa11cd)"
        " order by lsoas.area_code, iod.period",
    ).to_pandas()
    return rows.assign(synthetic=bool(synthetic[SOURCE]), sources=SOURCE)

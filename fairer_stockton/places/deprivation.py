"""Deprivation of places: the Indices' official summaries for every council and ward of England, and who moved where."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from fairer_stockton.definitions.deprivation_weights import INDICES, DeprivationFacts
from fairer_stockton.definitions.maps import LSOA_VINTAGES, RESIDENTS
from fairer_stockton.engine import duckdb as engine
from fairer_stockton.places.deprivation_weights import Weighting, choose_index_weightings
from fairer_stockton.run.vocabulary import AreaType
from fairer_stockton.statistics.deprivation import DeprivationSummaries, summarise_deprivation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import duckdb

INDICES_TABLE, PUBLISHED_TABLE = "indices_of_deprivation", "iod_summaries"
SUMMARIES = DeprivationSummaries.__slots__
MAP_COLUMNS = ["area_type", "vintage", "converted_from"]
COUNCIL_KEY = ["period", "index_name", "area_code"]
PUBLISHED = "_published"
TIE = 9  # decimals past which two summaries are the same


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


def summarise_deprivation_of_areas(
    connection: "duckdb.DuckDBPyConnection",
    declared: DeprivationFacts,
    synthetic_by_table: "Mapping[str, bool]",
    england_summaries: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Compute the summaries of every index and edition for councils, wards and the authority's own areas.

    Ranks are among all of England, 1 the most deprived. Wards are ranked among England's and only the authority's kept.

    Args:
        connection: staged tables as views, with `memberships`, `placed` and `bridge`.
        declared: by whom editions are weighted whose own residents are not held.
        synthetic_by_table: for each staged table, whether it rests on the generated sample.
        england_summaries: as `summarise_deprivation_of_england` returns it, where it is known already.

    Returns:
        Rows as `schemas.results.deprivation.Deprivation` has them.
    """
    own = set(connection.sql("select area_code from areas").df()["area_code"])
    known = summarise_deprivation_of_england(connection, declared) if england_summaries is None else england_summaries
    rows = pd.concat(
        [
            known,
            *_summarise_deprivation_by_edition(connection, declared, _read_neighbourhoods_of_named_areas(connection)),
        ],
        ignore_index=True,
    )
    rows = rows[(rows["area_type"] == AreaType.AUTHORITY) | rows["area_code"].isin(own)].reset_index(drop=True)
    rows["sources"] = [
        " ".join(sorted({INDICES_TABLE, *tables.split(), *shared}))
        for tables, shared in zip(rows.pop("weights_from"), rows["converted_from"].map(_SHARED), strict=True)
    ]
    rows["synthetic"] = [any(synthetic_by_table[name] for name in names.split()) for names in rows["sources"]]
    order = rows.assign(index_name=rows["index_name"].map({name: position for position, name in enumerate(INDICES)}))
    order = order.sort_values(["period", "index_name", "area_type", "vintage", "area_code"], kind="stable")
    return rows.loc[order.index].reset_index(drop=True)


def summarise_deprivation_of_england(
    connection: "duckdb.DuckDBPyConnection", declared: DeprivationFacts
) -> pd.DataFrame:
    """Compute the summaries of every council and ward of England, the same whichever authority the report is of."""
    return pd.concat(
        _summarise_deprivation_by_edition(
            connection, declared, _read_neighbourhoods_of_wards(connection), with_councils=True
        ),
        ignore_index=True,
    )


def _summarise_deprivation_by_edition(
    connection: "duckdb.DuckDBPyConnection",
    declared: DeprivationFacts,
    neighbourhoods_of_areas: pd.DataFrame,
    with_councils: bool = False,
) -> "Iterator[pd.DataFrame]":
    """Summarise every edition for the areas of each map, and for the councils of the edition."""
    if neighbourhoods_of_areas.empty and not with_councils:
        return  # a council without named areas: the weights of every edition are not needed
    for period, column, table in _read_editions_of_indices(connection):
        weighted = choose_index_weightings(connection, table, column, declared.weights_of(period))
        maps = [neighbourhoods_of_areas[neighbourhoods_of_areas["lsoa_vintage"] == LSOA_VINTAGES[column]]]
        maps += [_list_neighbourhoods_of_councils(table, column, period)] if with_councils else []
        for _, areas in pd.concat(maps).groupby(MAP_COLUMNS, sort=True):
            facts = {name: str(areas[name].iloc[0]) for name in MAP_COLUMNS}
            for summaries in _summarise_areas_of_map(table, column, weighted, areas):
                yield summaries.assign(period=period, **facts)


def _list_neighbourhoods_of_councils(
    edition_rows: pd.DataFrame, neighbourhood_column: str, edition: str
) -> pd.DataFrame:
    """Return which council holds each neighbourhood of an edition."""
    placed = pd.DataFrame(
        {
            "lsoacd": edition_rows[neighbourhood_column],
            "area_code": edition_rows["ladcd"],
            "area_name": "",
            "share": 1.0,
        }
    )
    return placed.assign(area_type=AreaType.AUTHORITY, vintage=edition, converted_from="")


# Whose residents share a neighbourhood of each vintage out among those of the other.
_SHARED = {"": (), "2011": (RESIDENTS["2021"][0],), "2021": (RESIDENTS["2011"][0],)}


def _read_editions_of_indices(connection: "duckdb.DuckDBPyConnection") -> "Iterator[tuple[str, str, pd.DataFrame]]":
    """Yield each edition, its column of neighbourhoods and its rows, those of England."""
    rows = engine.run_query(connection, f"select * from {INDICES_TABLE}").to_pandas()
    for period, table in rows.groupby("period", sort=True):
        column = next(name for name in LSOA_VINTAGES if table[name].notna().all())
        yield str(period), column, table.sort_values(column).reset_index(drop=True)


def _read_neighbourhoods_of_wards(connection: "duckdb.DuckDBPyConnection") -> pd.DataFrame:
    """Return which ward of England holds each neighbourhood of both vintages."""
    return engine.run_query(
        connection,
        "select bridge.lsoacd, bridge.lsoa_vintage, placed.area_type, placed.area_code, placed.area_name,"
        " placed.vintage, sum(cast(bridge.share as double)) as share,"
        " if(bridge.lsoa_vintage = placed.base_vintage, '', bridge.lsoa_vintage) as converted_from"
        " from placed inner join bridge on placed.base = bridge.base and placed.base_vintage = bridge.base_vintage"
        " where placed.area_type = 'ward' group by all order by all",
    ).to_pandas()


def _read_neighbourhoods_of_named_areas(connection: "duckdb.DuckDBPyConnection") -> pd.DataFrame:
    """Return which area that the authority names holds each neighbourhood of both vintages."""
    return engine.run_query(
        connection,
        "select lsoacd, lsoa_vintage, area_type, area_code, area_name, vintage, cast(share as double) as share,"
        " converted_from from memberships"
        " where breakdown = 'all' and area_type in ('community_partnership', 'target_area') order by all",
    ).to_pandas()


def _summarise_areas_of_map(
    edition_rows: pd.DataFrame,
    neighbourhood_column: str,
    weighting_by_index: "Mapping[str, Weighting]",
    neighbourhoods_of_areas: pd.DataFrame,
) -> "Iterator[pd.DataFrame]":
    """Summarise every index for the areas of one map; a part of a neighbourhood counts by its residents."""
    row = pd.Index(edition_rows[neighbourhood_column]).get_indexer(neighbourhoods_of_areas["lsoacd"])
    neighbourhoods_of_areas, row = neighbourhoods_of_areas[row >= 0], row[row >= 0]
    area, codes = pd.factorize(neighbourhoods_of_areas["area_code"], sort=True)
    share = neighbourhoods_of_areas["share"].to_numpy(dtype=np.float64)
    names = (
        neighbourhoods_of_areas.drop_duplicates("area_code")
        .set_index("area_code")["area_name"]
        .reindex(codes)
        .to_numpy()
    )
    split = np.bincount(area, share < 1, minlength=len(codes)) > 0
    parts = np.bincount(area, share, minlength=len(codes))
    for index in INDICES:
        rank = edition_rows[f"{index}_rank"].to_numpy(dtype=np.float64, na_value=np.nan)
        if np.isnan(rank).any():
            continue
        score = edition_rows[f"{index}_score"].to_numpy(dtype=np.float64, na_value=np.nan)
        by = weighting_by_index[index]
        summaries = summarise_deprivation(
            rank[row], score[row], by.people[row] * share, area, len(codes), len(edition_rows)
        )
        frame = pd.DataFrame({"index_name": index, "area_code": codes, "area_name": names, "neighbourhoods": parts})
        for name in SUMMARIES:
            values = getattr(summaries, name)
            frame[name] = np.where(split, np.nan, values) if name == "proportion" else values
            if name == "scale" and not by.counts_people:
                frame[name] = np.nan
            frame[f"rank_of_{name}"] = frame[name].round(TIE).rank(method="min", ascending=False)
        frame["areas"] = len(codes)
        frame["weighted_by"] = by.words
        frame["weights_from"] = " ".join(by.tables)
        frame["approximate"] = by.approximate
        yield frame


def replace_with_published_summaries(
    summaries: pd.DataFrame, published_summaries: pd.DataFrame, synthetic_by_table: "Mapping[str, bool]"
) -> pd.DataFrame:
    """Replace the figures and ranks of councils worked out here by the publisher's own.

    The proportion is a share of neighbourhoods, exact as it is. Where other residents than the edition's own weight an
    index, a council's rank is the publisher's or none; but the proportion is ranked where the publisher's summaries
    of the index are held.

    Args:
        summaries: as `summarise_deprivation_of_areas` returns them.
        published_summaries: the staged `iod_summaries`.
        synthetic_by_table: for each staged table, whether it rests on the generated sample.

    Returns:
        The same with `published`, the columns that are the publisher's, and `published_among`, the councils that its
        ranks are among.
    """
    theirs = _reshape_published_summaries(published_summaries)
    rows = summaries.merge(theirs, how="left", on=[*COUNCIL_KEY, "area_type"], suffixes=("", PUBLISHED))
    ranked = (rows["area_type"] != AreaType.AUTHORITY) | ~rows["approximate"]
    held = rows["published_among"].notna()
    names = pd.Series("", index=rows.index)
    for name in SUMMARIES:
        figure, rank = (rows.pop(f"{column}{PUBLISHED}").astype(float) for column in (name, f"rank_of_{name}"))
        may_rank = ranked | (held if name == "proportion" else False)
        if name != "proportion":
            rows[name] = figure.fillna(rows[name])
        rows[f"rank_of_{name}"] = rank.fillna(rows[f"rank_of_{name}"].where(may_rank))
        names += np.where(figure.notna(), f" {name}", "") + np.where(rank.notna(), f" rank_of_{name}", "")
    rows["published"] = names.str.strip()
    rows["sources"] = [
        " ".join(sorted({*row.split(), PUBLISHED_TABLE})) if own else row
        for row, own in zip(rows["sources"], held, strict=True)
    ]
    rows["synthetic"] |= held & synthetic_by_table[PUBLISHED_TABLE]
    return rows


def _reshape_published_summaries(published_summaries: pd.DataFrame) -> pd.DataFrame:
    """Return the publisher's summaries under the keys of ours, with the number of councils that it ranks."""
    columns = [column for name in SUMMARIES for column in (name, f"rank_of_{name}")]
    rows = published_summaries.rename(columns={"ladcd": "area_code"})[[*COUNCIL_KEY, *columns]]
    among = rows.groupby(["period", "index_name"])["area_code"].transform("size").astype(float)
    return rows.assign(area_type=AreaType.AUTHORITY, published_among=among).rename(
        columns={column: f"{column}{PUBLISHED}" for column in columns}
    )


def compare_summaries_with_publisher(
    summaries: pd.DataFrame, published_summaries: pd.DataFrame, synthetic_by_table: "Mapping[str, bool]"
) -> pd.DataFrame:
    """Compare the recomputed summaries with the publisher's own: how many councils agree, in figure and in rank.

    Args:
        summaries: as `summarise_deprivation_of_areas` returns them.
        published_summaries: the staged `iod_summaries`.
        synthetic_by_table: for each staged table, whether it rests on the generated sample.

    Returns:
        A row for each index and summary that the publisher gives and the extract allows.
    """
    ours = summaries[summaries["area_type"] == AreaType.AUTHORITY]
    theirs = published_summaries.rename(columns={"ladcd": "area_code"})
    theirs["among"] = theirs.groupby(["period", "index_name"])["area_code"].transform("size")
    both = ours.merge(theirs, on=COUNCIL_KEY, suffixes=("", PUBLISHED))
    rows = [
        {"period": period, "index_name": index, "summary": name, "weighted_by": councils["weighted_by"].iloc[0], **row}
        for (period, index), councils in both.groupby(["period", "index_name"], sort=False)
        for name in SUMMARIES
        if (row := _compare_summary_of_councils(councils, name))
    ]
    table = pd.DataFrame(rows, columns=[*AGREEMENT])
    return table.assign(synthetic=synthetic_by_table[INDICES_TABLE] or synthetic_by_table[PUBLISHED_TABLE])


AGREEMENT = (
    "period", "index_name", "summary", "weighted_by", "councils", "tolerance", "agreeing", "furthest",
    "furthest_council", "equal_ranks", "furthest_rank",
)  # fmt: skip


def _compare_summary_of_councils(councils: pd.DataFrame, summary_name: str) -> "dict[str, object]":
    """Compare one summary of the councils with the publisher's; ranks only where both are among the same councils."""
    known = councils[councils[f"{summary_name}{PUBLISHED}"].notna() & councils[summary_name].notna()]
    if known.empty:
        return {}
    apart = (known[summary_name] - known[f"{summary_name}{PUBLISHED}"].astype(float)).abs()
    most, words = TOLERANCES[summary_name]
    residents = known["scale"] / known["average_score"] if summary_name == "scale" else 1.0
    moved = (known[f"rank_of_{summary_name}"] - known[f"rank_of_{summary_name}{PUBLISHED}"].astype(float)).abs()
    whole = len(known) == known["among"].iloc[0] == known["areas"].iloc[0]
    return {
        "councils": len(known),
        "tolerance": words,
        "agreeing": int((apart <= most * residents).sum()),
        "furthest": float(apart.max()),
        "furthest_council": str(known["ladnm"].iloc[int(apart.argmax())]),
        "equal_ranks": float((moved == 0).sum()) if whole else np.nan,
        "furthest_rank": float(moved.max()) if whole else np.nan,
    }


def trace_movements_between_tenths(
    connection: "duckdb.DuckDBPyConnection", synthetic_by_table: "Mapping[str, bool]"
) -> pd.DataFrame:
    """Follow each of the authority's neighbourhoods of 2021 through the tenths of England, edition by edition.

    A neighbourhood that was split takes the place of that which it was part of. One that was merged has no place of its
    own in an earlier edition: tenths are never averaged.

    Returns:
        A row for each neighbourhood and edition: lsoa21cd, lsoanm, period, decile, rank, converted_from, synthetic.
    """
    rows = engine.run_query(
        connection,
        "with traced as (select base as lsoa21cd, lsoacd, lsoa_vintage,"
        " count(*) over (partition by base, lsoa_vintage) as parts from bridge where base_vintage = '2021')"
        " select lsoas.area_code as lsoa21cd, lsoas.area_name as lsoanm, iod.period, iod.imd_decile as decile,"
        " iod.imd_rank as rank, if(traced.lsoa_vintage = '2021' or traced.lsoacd = traced.lsoa21cd, '', '2011')"
        " as converted_from"
        " from (select distinct area_code, area_name from memberships where area_type = 'lsoa' and vintage = '2021')"
        " as lsoas inner join traced on lsoas.area_code = traced.lsoa21cd and traced.parts = 1"
        f" inner join {INDICES_TABLE} as iod"
        " on traced.lsoacd = if(traced.lsoa_vintage = '2021', iod.lsoa21cd, iod.lsoa11cd)"
        " order by lsoas.area_code, iod.period",
    ).to_pandas()
    return rows.assign(synthetic=bool(synthetic_by_table[INDICES_TABLE]), sources=INDICES_TABLE)

"""True counts of the smallest areas and groups, and which figures are sums of them."""

from collections.abc import Collection, Iterable, Mapping
from itertools import permutations
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from fairer_stockton.definitions.communities import EVERYONE_ELSE
from fairer_stockton.definitions.maps import AreaMaps
from fairer_stockton.definitions.measures import Measure, MeasureOfSums
from fairer_stockton.engine import duckdb as engine
from fairer_stockton.geography.areas import UNPLACED
from fairer_stockton.observe.sums import compile_neighbourhood_sums_statement, group_sums_by_table
from fairer_stockton.observe.surveyed import pool_waves, read_areas_of_respondents
from fairer_stockton.run.vocabulary import AreaType

if TYPE_CHECKING:
    import duckdb

COUNT = ["measure", "part", "place", "place_vintage", "period", "breakdown", "category", "amount"]
AREA = ["area_type", "area_code", "vintage"]
MEMBERSHIP = [*AREA, "breakdown", "category", "place", "place_vintage", "share"]
WITHIN = (AreaType.BOROUGH, AreaType.COMMUNITY_PARTNERSHIP, AreaType.TARGET_AREA, AreaType.WARD, AreaType.LSOA)
GROUP = ["breakdown", "category"]
NESTED = [*GROUP, "other", "other_category"]
# Respondents, their questions and their characteristics, as `surveyed.read_survey_answers` yields them.
Survey = tuple[pd.DataFrame, list[str], list[str]]


def sum_closed_tables_by_smallest_area(
    connection: "duckdb.DuckDBPyConnection", measures: Iterable[Measure], closed_tables: Collection[str], maps: AreaMaps
) -> pd.DataFrame:
    """Sum the council's own tables by the smallest areas, and by each characteristic besides: columns of `COUNT`."""
    frames = []
    for table, sums in group_sums_by_table(measures).items():
        if table not in closed_tables:
            continue
        areas = maps.smallest_areas_in(engine.list_columns(connection, table))
        for split in (
            (),
            *((name,) for name in dict.fromkeys(n for measure, _, _ in sums for n in measure.breakdowns)),
        ):
            entries = [entry for entry in sums if set(split) <= set(entry[0].breakdowns)]
            rows = engine.run_query(
                connection, compile_neighbourhood_sums_statement(table, entries, areas, group_columns=split)
            ).to_pandas()
            rows = rows.rename(columns={"lsoacd": "place", "lsoa_vintage": "place_vintage"})
            rows = rows.assign(breakdown=(split or ("all",))[0], category=rows[split[0]] if split else "all")
            frames.append(rows[rows["category"].notna()].fillna({"amount": 0.0}))
    return _join_and_sort_counts(frames)


def find_nested_groups(surveys: Iterable[Survey]) -> pd.DataFrame:
    """Return the groups that are nested in groups of another characteristic, as ethnic groups are in all minorities.

    Returns:
        Columns breakdown and category of the part, other and other_category of the whole.
    """
    pairs = []
    for rows, _, splits in surveys:
        belongs, labels = _make_group_matrix_and_labels(rows, splits)
        owner, meet = labels["breakdown"].to_numpy(), belongs.T @ belongs > 0
        for part, whole in permutations(splits, 2):
            parts, wholes = np.flatnonzero(owner == part), np.flatnonzero(owner == whole)
            block = meet[np.ix_(parts, wholes)]
            used = block.any(axis=1)
            # Every part lies in one whole, and there are fewer wholes than parts: one characteristic sums up the other.
            if (block[used].sum(axis=1) == 1).all() and used.sum() > block.any(axis=0).sum() > 1:
                of = wholes[block[used].argmax(axis=1)]
                both = labels.loc[parts[used]].reset_index(drop=True)
                pairs.append(both.join(labels.loc[of].reset_index(drop=True).set_axis(NESTED[2:], axis=1)))
    return pd.concat(pairs, ignore_index=True).drop_duplicates() if pairs else pd.DataFrame(columns=NESTED, dtype=str)


def find_near_duplicate_groups(
    surveys: Iterable[Survey], waves_pooled_by_measure: Mapping[str, int], fewest_respondents: int
) -> pd.DataFrame:
    """Return the groups that are all but a few of another characteristic's group: subtraction would reveal the few.

    Args:
        surveys: the respondents.
        waves_pooled_by_measure: how many waves each measure takes together.
        fewest_respondents: below how many are few.

    Returns:
        Columns measure, period, breakdown and category of the smaller group of each pair.
    """
    pairs = [pd.DataFrame(columns=["measure", "period", *GROUP], dtype=str)]
    for rows, names, splits in surveys:
        belongs, labels = _make_group_matrix_and_labels(rows, splits)
        # Everyone else is what is left of a community: it differs from another's by whole communities, never by a few.
        belongs, labels = belongs[:, labels["category"] != EVERYONE_ELSE], labels[labels["category"] != EVERYONE_ELSE]
        owner = labels["breakdown"].to_numpy()
        for name in names:
            for period, respondents in pool_waves(rows, waves_pooled_by_measure[name]):
                inside = belongs[respondents.index] * respondents[[name]].notna().to_numpy()
                both, size = inside.T @ inside, inside.sum(axis=0)
                few = size[None, :] - size[:, None]
                near = (
                    (both == size[:, None])
                    & (few > 0)
                    & (few < fewest_respondents)
                    & (owner[:, None] != owner[None, :])
                )
                hidden = labels[(near & (size > 0)[:, None]).any(axis=1)]
                pairs.append(hidden.assign(measure=name, period=period))
    return pd.concat(pairs, ignore_index=True)


def _make_group_matrix_and_labels(
    respondents: pd.DataFrame, characteristics: Iterable[str]
) -> tuple["np.ndarray[Any, Any]", pd.DataFrame]:
    """Return the groups (columns) to which each respondent (row) belongs, and the labels of the groups."""
    labels = [(name, category) for name in characteristics for category in sorted(respondents[name].dropna().unique())]
    belongs = [(respondents[name] == category).to_numpy(float) for name, category in labels]
    return np.array(belongs).T.reshape(len(respondents), len(labels)), pd.DataFrame(labels, columns=GROUP)


def _join_and_sort_counts(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """Return counts together, in an order of their own, so that the same counts lead to the same choice."""
    if not frames:
        return pd.DataFrame(columns=COUNT)
    return convert_to_python_text(
        pd.concat([frame[COUNT] for frame in frames], ignore_index=True).sort_values(COUNT[:-1]).reset_index(drop=True)
    )


def read_area_membership(connection: "duckdb.DuckDBPyConnection") -> pd.DataFrame:
    """Return which areas hold which places, and what part of each: columns of `MEMBERSHIP`."""
    return convert_to_python_text(
        engine.run_query(
            connection,
            "select area_type, area_code, vintage, breakdown, category, lsoacd as place, lsoa_vintage as place_vintage,"
            " cast(share as double) as share from memberships"
            f" where area_type in {engine.format_sql_list(WITHIN)} order by all",
        ).to_pandas()
    )


def read_respondent_membership(connection: "duckdb.DuckDBPyConnection") -> pd.DataFrame:
    """Return in which areas the respondents of each neighbourhood are counted, whole: columns of `MEMBERSHIP`."""
    places = read_areas_of_respondents(connection).rename(columns={"lsoa21cd": "place"})
    return convert_to_python_text(places.assign(place_vintage="2021", share=1.0)[MEMBERSHIP])


def find_largest_contributions(
    connection: "duckdb.DuckDBPyConnection", measures: Iterable[MeasureOfSums], how_many: int
) -> pd.DataFrame:
    """Return the largest single amounts of each area's sum: measure, area, period and `amounts`, a list."""
    frames = [pd.DataFrame(columns=["measure", *AREA, "breakdown", "category", "period", "amounts"])]
    for measure in measures:
        amount = measure.numerator
        statement = (
            "select area_type, area_code, vintage, breakdown, category, period,"
            f" max({amount.sum}, {how_many}) as amounts"
            f" from {amount.table} as rows inner join memberships"
            f" on coalesce(rows.lsoa21cd, '{UNPLACED}') = memberships.lsoacd"
            f" and memberships.lsoa_vintage = '2021' where {amount.where} and area_type in "
            f"{engine.format_sql_list(WITHIN)}"
            " group by all order by all"
        )
        frames.append(engine.run_query(connection, statement).to_pandas().assign(measure=measure.name))
    return pd.concat(frames, ignore_index=True)


def convert_to_python_text(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with its text as Python's own strings: many small selections from it are faster."""
    return table.astype(dict.fromkeys(table.select_dtypes(include="str").columns, object))

"""Earlier editions of the Indices of Deprivation, on the neighbourhoods of 2001: what still compares with today's."""

from typing import TYPE_CHECKING

import pandas as pd

from fairer_stockton.engine import duckdb as engine
from fairer_stockton.run.vocabulary import AreaType

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb

EARLIER_TABLE = "earlier_indices"
LOOKUP = "lsoa11_lsoa21"
INDEX_NAME = "imd"

# A former council became part of that of today which holds most of its neighbourhoods, as far as their codes run on:
# so those whose codes do not are counted too, and the shares are of all neighbourhoods of the time.
COUNTS_STATEMENT = f"""
with today as (
    select base, arg_max(holder, vintage) as holder from placed where base_vintage = '2021' group by base
),
shared as (
    select earlier.former_council, today.holder, count(distinct earlier.lsoa01cd) as neighbourhoods
    from {EARLIER_TABLE} as earlier
    inner join {LOOKUP} as lookup on earlier.lsoa01cd = lookup.lsoa11cd
    inner join today on lookup.lsoa21cd = today.base
    where earlier.former_council is not null
    group by all
),
councils as (
    select former_council, holder from shared
    qualify row_number() over (partition by former_council order by neighbourhoods desc, holder asc) = 1
),
counted as (
    select earlier.period, councils.holder as area_code, count(*) as neighbourhoods,
        avg(cast(earlier.imd_decile = 1 as integer)) as proportion,
        avg(cast(earlier.imd_decile <= 2 as integer)) as proportion_in_fifth
    from {EARLIER_TABLE} as earlier
    inner join councils on earlier.former_council = councils.former_council
    where earlier.period not in (select period from {EARLIER_TABLE} where former_council is null)
    group by all
)
select *, rank() over (partition by period order by proportion desc) as rank_of_proportion,
    count(*) over (partition by period) as areas
from counted order by period, area_code
"""


def add_earlier_editions(
    connection: "duckdb.DuckDBPyConnection", summaries: pd.DataFrame, synthetic_by_table: "Mapping[str, bool]"
) -> pd.DataFrame:
    """Add the shares of neighbourhoods among the most deprived in earlier editions, for the councils of today.

    Of the other summaries nothing is known: scores do not compare, and residents of the time are not held.

    Args:
        connection: staged tables as views, with `placed`.
        summaries: the rows of `deprivation`.
        synthetic_by_table: for each staged table, whether it rests on the generated sample; without the earlier
            editions where they are not there.

    Returns:
        Rows as `schemas.results.deprivation.Deprivation` has them, the earlier editions first.
    """
    if EARLIER_TABLE not in synthetic_by_table:
        return summaries
    counts = engine.run_query(connection, COUNTS_STATEMENT).to_pandas()
    if counts.empty:
        return summaries
    rows = counts.astype({"neighbourhoods": float, "rank_of_proportion": float}).assign(
        index_name=INDEX_NAME,
        area_type=AreaType.AUTHORITY,
        area_name="",
        vintage=counts["period"],
        converted_from="",
        weighted_by="nobody: neighbourhoods are counted, not residents",
        approximate=False,
        published="",
        synthetic=synthetic_by_table[EARLIER_TABLE] or synthetic_by_table[LOOKUP],
        sources=f"{EARLIER_TABLE} {LOOKUP}",
    )
    added = rows.reindex(columns=summaries.columns)
    figures = summaries.select_dtypes("number").columns
    return pd.concat([added.astype({name: summaries[name].dtype for name in figures}), summaries], ignore_index=True)


def select_ranks_statement(indices_table: str, with_earlier: bool) -> str:
    """Return the SQL of each neighbourhood's rank and tenth, edition by edition, on the map of 2011 or of 2021.

    An earlier edition gives those whose code of 2001 is also one of 2011: whoever redrew a neighbourhood gave it a new
    code.
    """
    later = f"select lsoa11cd, lsoa21cd, period, imd_decile, imd_rank from {indices_table}"
    earlier = (
        f" union all select lsoa01cd as lsoa11cd, null as lsoa21cd, period, imd_decile, imd_rank from {EARLIER_TABLE}"
        f" where lsoa01cd in (select lsoa11cd from {LOOKUP})"
    )
    return later + (earlier if with_earlier else "")

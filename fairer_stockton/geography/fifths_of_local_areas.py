"""Fifths of local areas: the authority's MSOAs or wards, by how deprived they are, for what comes no finer."""

from typing import TYPE_CHECKING

import numpy as np

from fairer_stockton.definitions.maps import LSOA_VINTAGES, RESIDENTS, AreaMap
from fairer_stockton.geography.areas import FEWEST_FOR_FIFTHS, FIFTHS
from fairer_stockton.statistics.quantiles import assign_quantiles

if TYPE_CHECKING:
    import duckdb

INDICES = "indices_of_deprivation"


def assign_local_areas_to_fifths(connection: "duckdb.DuckDBPyConnection", area_map: AreaMap) -> dict[str, int]:
    """Return the fifth of each of the authority's areas on a map, 1 the most deprived.

    Areas are sorted by the average score of their neighbourhoods in the latest Index of Multiple Deprivation on the
    neighbourhoods' own map, weighted by residents: ranks are never averaged. Fifths are equal in number of areas as
    far as can be. Where there are fewer areas than `FEWEST_FOR_FIFTHS` there is none.

    Args:
        connection: staged tables as views, with `placed`.
        area_map: which areas.
    """
    residents, column = RESIDENTS[LSOA_VINTAGES[area_map.parts]]
    rows = connection.sql(
        "select placed.area_code, sum(ranked.imd_score * people.residents) / sum(people.residents) as score"
        f" from placed inner join {INDICES} as ranked on placed.base = ranked.{area_map.parts}"
        f" inner join {residents} as people on placed.base = people.{column}"
        f" where placed.whole = '{area_map.whole}' and placed.holder = getvariable('authority')"
        f" and ranked.period = (select max(period) from {INDICES} where {area_map.parts} is not null)"
        f" and people.period = (select max(period) from {residents})"
        " group by placed.area_code order by placed.area_code"
    ).fetchall()
    if len(rows) < FEWEST_FOR_FIFTHS:
        return {}
    fifths = assign_quantiles(-np.array([score for _, score in rows], dtype=np.float64), FIFTHS)
    return {code: int(fifth) for (code, _), fifth in zip(rows, fifths, strict=True)}

"""How far an area that is made up of whole neighbourhoods differs in residents from the area itself."""

from typing import TYPE_CHECKING, NamedTuple

from fairer_stockton.definitions.maps import RESIDENTS
from fairer_stockton.engine import duckdb as engine

if TYPE_CHECKING:
    import duckdb

SMALLEST_COST = 0.05  # percent: less rounds to nothing


class Fit(NamedTuple):
    """How many percent more residents the neighbourhoods of an area hold than the area itself, and in which year."""

    percent: float
    year: str


def compare_residents(connection: "duckdb.DuckDBPyConnection") -> dict[str, Fit]:
    """Compare the residents of each area's neighbourhoods with those that the council counts in the area.

    Args:
        connection: with `memberships`, `named_areas` and the table of residents by neighbourhood of 2011.

    Returns:
        By code, the fit of each area whose neighbourhoods hold more or fewer people than the area itself.
    """
    vintage = "2011"
    table, column = RESIDENTS[vintage]
    areas = engine.run_query(
        connection,
        "select counted.area_code, counted.residents, counted.residents_year,"
        " sum(memberships.share * people.residents) as held"
        " from (select distinct area_type, area_code, residents, residents_year from named_areas"
        " where residents > 0) as counted"
        " inner join memberships on counted.area_type = memberships.area_type"
        " and counted.area_code = memberships.area_code and memberships.breakdown = 'all'"
        f" and memberships.lsoa_vintage = '{vintage}'"
        f" inner join {table} as people on memberships.lsoacd = people.{column}"
        " and counted.residents_year = people.period"
        " group by all order by all",
    ).to_pylist()
    fits = {
        row["area_code"]: Fit(100 * (float(row["held"]) / row["residents"] - 1), str(row["residents_year"]))
        for row in areas
    }
    return {code: fit for code, fit in fits.items() if abs(fit.percent) >= SMALLEST_COST}

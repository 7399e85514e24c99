"""How far an area made up of whole neighbourhoods differs in residents, as a note to each of its figures."""

from typing import TYPE_CHECKING

from fairer_stockton.definitions.maps import RESIDENTS
from fairer_stockton.engine import duckdb as engine

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

SMALLEST_COST = 0.05  # percent: less rounds to nothing


def make_best_fit_notes(connection: "duckdb.DuckDBPyConnection") -> dict[str, str]:
    """Compare the residents of each area's neighbourhoods with those that the council counts in the area.

    Args:
        connection: with `memberships`, `named_areas` and the table of residents by neighbourhood of 2011.

    Returns:
        A note for each area, by code, whose neighbourhoods hold more or fewer people than the area itself.
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
    costs = {row["area_code"]: (100 * (float(row["held"]) / row["residents"] - 1), row) for row in areas}
    return {
        code: f"made up of whole neighbourhoods, which in mid-{row['residents_year']} held {abs(cost):.1f} % "
        f"{'more' if cost > 0 else 'fewer'} residents than the council counted in this area"
        for code, (cost, row) in costs.items()
        if abs(cost) >= SMALLEST_COST
    }


def add_best_fit_to_notes(rows: "pd.DataFrame", notes_by_area: dict[str, str]) -> "pd.Series[str]":
    """Return the notes of figures with that of their area after them."""
    added = rows["area_code"].map(notes_by_area).where(rows["value"].notna()).fillna("")
    joined = (rows["note"] + "; " + added).str.removeprefix("; ")
    return rows["note"].where(added == "", joined)

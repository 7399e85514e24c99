"""The borough's areas: which neighbourhoods each holds, on which map, and how codes tell what they name."""

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from fairer_stockton.errors import CatalogueError
from fairer_stockton.settings import Settings

if TYPE_CHECKING:
    import duckdb

FOLDER = Path(__file__).parent
AREAS = FOLDER / "areas.toml"
LOOKUPS = ("lsoa11_lsoa21", "lsoa11_wd19", "lsoa21_wd24", "lad22_rgn22", "free_school_meals")
FIFTHS = 5
ENGLAND = "E92000001"

# Columns of neighbourhoods, whose rows are summed to every larger area, and the vintage of each.
LSOA_VINTAGES = {"lsoa11cd": "2011", "lsoa21cd": "2021"}
# Columns of the smallest areas that a table can be summed from.
SMALLEST = {**LSOA_VINTAGES, "wd24cd": "ward_2024"}
# Columns that say which area a row is of, and how the area's ONS code is found from each.
AREA_CODES = {
    "lsoa11cd": "lsoa11cd",
    "lsoa21cd": "lsoa21cd",
    "wd19cd": "wd19cd",
    "wd24cd": "wd24cd",
    "ltla21cd": "ltla21cd",
    "areacd": "areacd",
    "la_number": "(select dfe.utlacd from free_school_meals as dfe where dfe.la_number = lait.la_number)",
}

# In the order in which a reader meets them.
AREA_TYPES = ("england", "region", "borough", "community_partnership", "ward", "lsoa")
AREA_TYPE_NAMES = {
    "england": "England",
    "region": "Region",
    "borough": "Borough",
    "community_partnership": "Community Partnership",
    "ward": "Ward",
    "lsoa": "Neighbourhood (LSOA)",
}


def named_areas(path: Path = AREAS) -> list[tuple[str, str, str, str, str]]:
    """Read the areas that the council names: (area type, code, name, vintage, code of a part), a row for each part.

    Raises:
        CatalogueError: a part stands in two areas, two names give one code, or the parts are not wards of 2019.
    """
    rows = []
    for area_type, kind in tomllib.loads(path.read_text(encoding="utf-8")).items():
        if kind["made_of"] != "wd19cd":
            raise CatalogueError(
                f"{path.name}: {area_type} is made of {kind['made_of']!r}; only 'wd19cd' is known so far"
            )
        found = []
        for name, parts in kind["areas"].items():
            code = f"{area_type.split('_')[-1]}-{re.sub('[^a-z0-9]+', '-', name.lower())}"
            found += [(area_type, code, name, str(kind["vintage"]), part) for part in parts]
        parts = [row[4] for row in found]
        if twice := sorted({part for part in parts if parts.count(part) > 1}):
            raise CatalogueError(f"{path.name}: {area_type}: {twice[0]!r} stands in two areas")
        names = {row[1]: row[2] for row in found}
        if len(names) < len(kind["areas"]):
            raise CatalogueError(f"{path.name}: {area_type}: two names give one code; they are {sorted(kind['areas'])}")
        rows += found
    return rows


def _check_parts(connection: "duckdb.DuckDBPyConnection", settings: Settings) -> None:
    """Refuse a part that is no ward of the authority: its area would silently lack it."""
    unknown = connection.execute(
        "select part, area_name from named_areas where part not in (select wd19cd from lsoa11_wd19 where lad19cd = ?)"
        " order by all",
        [settings.authority],
    ).fetchall()
    if unknown and settings.authority == Settings().authority:
        listed = ", ".join(f"{part} in {name}" for part, name in unknown)
        raise CatalogueError(f"{AREAS.name}: no ward of 2019 in {settings.authority}: {listed}")


def create_memberships(connection: "duckdb.DuckDBPyConnection", settings: Settings) -> None:
    """Create `memberships` (a row for each LSOA and area that holds it) and `areas` (each published area once).

    The lookups must already be views of the connection, under their source names.
    """
    connection.execute("set variable authority = ?", [settings.authority])
    connection.execute(
        "create or replace table named_areas"
        " (area_type varchar, area_code varchar, area_name varchar, vintage varchar, part varchar)"
    )
    connection.executemany("insert into named_areas values (?, ?, ?, ?, ?)", named_areas())
    _check_parts(connection, settings)
    statement = (FOLDER / "memberships.sql").read_text(encoding="utf-8")
    connection.execute(f"create or replace table memberships as {statement}")
    connection.execute(
        "create or replace table areas as"
        " select distinct area_type, area_code, area_name, vintage from memberships order by all"
    )
    for column, vintage in LSOA_VINTAGES.items():
        _add_fifths(connection, column, vintage)


def _add_fifths(connection: "duckdb.DuckDBPyConnection", column: str, vintage: str) -> None:
    """Place the authority's neighbourhoods in fifths by their rank in the latest Indices on their map.

    A fifth is a breakdown of the borough: equal numbers of neighbourhoods, fifth 1 the most deprived.
    """
    import numpy as np
    import pyarrow as pa

    from fairer_stockton.statistics.quantiles import assign_quantiles

    ranks = connection.sql(
        f"select {column} as lsoacd, imd_rank from indices_of_deprivation"
        f" where {column} in (select lsoacd from memberships where area_type = 'borough')"
        f" and period = (select max(period) from indices_of_deprivation where {column} is not null)"
        f" order by {column}"
    ).to_arrow_table()  # not fetchnumpy, which imports pandas
    codes = ranks["lsoacd"].to_pylist()
    fifths = assign_quantiles(np.array(ranks["imd_rank"].to_pylist()), FIFTHS, tiebreak=np.array(codes))
    connection.register("fifths", pa.table({"lsoacd": codes, "fifth": fifths.astype(str).tolist()}))
    connection.execute(
        "insert into memberships select lsoacd, lsoa_vintage, area_type, area_code, area_name, vintage,"
        " 'deprivation_fifth', fifth from memberships inner join fifths using (lsoacd)"
        f" where area_type = 'borough' and breakdown = 'all' and lsoa_vintage = '{vintage}' order by all"
    )
    connection.unregister("fifths")

"""Memberships: which areas hold each neighbourhood, made from the lookups in one connection."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fairer_stockton.definitions.comparators import ComparatorCouncils
from fairer_stockton.definitions.maps import EXACT, LSOA_VINTAGES, RESIDENTS, AreaMap, AreaMaps
from fairer_stockton.definitions.named_areas import GEOJSON, NamedArea
from fairer_stockton.definitions.project import Definitions
from fairer_stockton.geography.areas import (
    FEWEST_FOR_FIFTHS,
    FIFTHS,
    REST,
    UNPLACED,
    make_council_code_sql,
    make_current_code_sql,
    refuse_unknown_authority,
)
from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.vocabulary import AreaType
from fairer_stockton.schemas.nations import UNITED_KINGDOM

if TYPE_CHECKING:
    import duckdb
STATEMENTS = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class _NamedAreaPart:
    """One part of a named area; of one drawn as a polygon, with the share of its residents that its parts hold."""

    area: NamedArea
    made_of: str
    part: str
    fit: float | None = None


def create_area_membership_tables(
    connection: "duckdb.DuckDBPyConnection", authority: str, definitions: Definitions
) -> None:
    """Create `memberships` (a row for each neighbourhood and area that holds it) and `areas` (each area once).

    `memberships.share` is the part of a neighbourhood's people that the area holds: 1 but where a neighbourhood of one
    vintage lies in several of the other; `converted_from` is the vintage of figures that an area takes from another map
    than its own. `UNPLACED` is the neighbourhood of what has none: the borough holds it. The lookups must already be
    views of the connection, under their source names.

    Args:
        connection: staged tables as views.
        authority: the ONS code of the council that the report is of.
        definitions: with the areas that it names, the councils near it, and the maps.

    Raises:
        CatalogueError: the authority has no neighbourhood, or a named area has a part that is none of its own.
    """
    wards = definitions.national.maps.latest_wards
    connection.execute("set variable authority = ?", [authority])
    _create_tables_of_maps(connection, definitions.national.maps)
    refuse_unknown_authority(authority, set(_list_councils_on_map(connection, wards)), wards)
    connection.execute("create or replace table reported_councils as select getvariable('authority') as code")
    parts = [part for area in definitions.named_areas for part in _list_parts_of_area(connection, area)]
    _refuse_foreign_or_missing_parts(connection, parts, authority, definitions)
    _create_tables_of_reported_councils(connection, definitions, parts)


def create_membership_tables_of_england(connection: "duckdb.DuckDBPyConnection", definitions: Definitions) -> list[str]:
    """Create the same tables for every English council at once, and return the codes of these.

    Which areas the report of each council shows is a table more, `areas_of_councils`: its own, those that it lies in
    and the councils that it is compared with.

    Args:
        connection: staged tables as views.
        definitions: of published extracts alone, so that no council names areas of its own.
    """
    wards = definitions.national.maps.latest_wards
    _create_tables_of_maps(connection, definitions.national.maps)
    codes = _list_councils_on_map(connection, wards)
    connection.execute("create or replace table reported_councils as select unnest(?) as code", [codes])
    _create_tables_of_reported_councils(connection, definitions, ())
    connection.execute(f"create or replace table areas_of_councils as {_areas_of_councils_sql(wards.vintage)}")
    return codes


def _list_councils_on_map(connection: "duckdb.DuckDBPyConnection", wards: AreaMap) -> list[str]:
    """Return the codes of the English councils of a map."""
    statement = "select distinct holder from placed where whole = ? order by holder"
    return [row[0] for row in connection.execute(statement, [wards.whole]).fetchall()]


def _create_tables_of_maps(connection: "duckdb.DuckDBPyConnection", maps: AreaMaps) -> None:
    """Create what the lookups say of all England: which area holds each neighbourhood, names, and the bridge."""
    bridge = (STATEMENTS / "bridge.sql").read_text(encoding="utf-8")
    connection.execute(f"create or replace table placed as {_neighbourhoods_of_each_area_sql(maps)}")
    connection.execute(f"create or replace table local_names as {_local_names_of_neighbourhoods_sql(maps)}")
    connection.execute(f"create or replace table published_names as {_published_names_sql()}")
    connection.execute(f"create or replace table bridge as {bridge}")


def _create_tables_of_reported_councils(
    connection: "duckdb.DuckDBPyConnection", definitions: Definitions, named_parts: Collection[_NamedAreaPart]
) -> None:
    """Create the areas of the councils in `reported_councils`, and which neighbourhoods each holds."""
    national, wards = definitions.national, definitions.national.maps.latest_wards
    _create_table_of_named_areas(connection, named_parts)
    statement = (STATEMENTS / "memberships.sql").read_text(encoding="utf-8")
    connection.execute(f"create or replace table memberships_of_councils as {statement}")
    # A neighbourhood of 2011 that two councils have parts of is an area of both, and one area.
    connection.execute(
        "create or replace table memberships as select distinct * exclude (council) from memberships_of_councils"
    )
    _add_listed_councils(connection, definitions.comparators.values())
    current_code = make_current_code_sql("code", national.recoded_councils)
    connection.execute(f"create or replace macro current_code(code) as {current_code}")
    council_code = make_council_code_sql("number", national.dfe_numbers)
    connection.execute(f"create or replace macro council_code(number) as {council_code}")
    comparators = (STATEMENTS / "comparators.sql").read_text(encoding="utf-8")
    connection.execute(f"create or replace table comparators as {comparators}")
    connection.execute(f"insert into memberships {_councils_to_compare_with_sql(wards)}")
    connection.execute(f"create or replace table areas as {_list_of_areas_sql(wards.vintage)}")
    for column, vintage in LSOA_VINTAGES.items():
        _add_deprivation_fifths_to_memberships(connection, column, vintage)
    connection.execute(f"insert into memberships {_target_areas_and_rest_sql()}")
    connection.execute(f"insert into memberships {_rows_without_neighbourhood_sql()}")


def _create_table_of_named_areas(
    connection: "duckdb.DuckDBPyConnection", named_parts: Collection[_NamedAreaPart]
) -> None:
    connection.execute(
        "create or replace table named_areas"
        " (area_type varchar, area_code varchar, area_name varchar, vintage varchar, made_of varchar, part varchar,"
        " entire boolean, fit double, residents bigint, residents_year varchar)"
    )
    rows = [
        (
            part.area.area_type,
            part.area.code,
            part.area.name,
            part.area.vintage,
            part.made_of,
            part.part,
            part.area.whole,
            part.fit,
            part.area.residents,
            part.area.residents_year,
        )
        for part in named_parts
    ]
    if rows:
        connection.executemany("insert into named_areas values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)


def _areas_of_councils_sql(ward_vintage: str) -> str:
    """Return the SQL that lists which areas the report of each council shows."""
    shared = ", ".join(f"('{kind}')" for kind in (AreaType.ENGLAND, AreaType.UNITED_KINGDOM))
    return (
        "select distinct council, area_type, area_code, vintage from memberships_of_councils where council <> ''"
        " union select distinct borough.council, region.area_type, region.area_code, region.vintage"
        " from memberships_of_councils as borough"
        " inner join memberships_of_councils as region using (lsoacd, lsoa_vintage)"
        " where borough.area_type = 'borough' and region.area_type = 'region' and borough.lsoa_vintage = '2021'"
        " union select reported_councils.code, areas.area_type, areas.area_code, areas.vintage"
        f" from reported_councils cross join areas where areas.area_type in (select * from (values {shared}))"
        f" union select distinct council, 'authority', area_code, '{ward_vintage}' from comparators order by all"
    )


def _add_listed_councils(connection: "duckdb.DuckDBPyConnection", sets: Iterable[ComparatorCouncils]) -> None:
    """Add the sets of councils that are listed by their codes, for each reported council that is in one itself."""
    connection.execute("create or replace table listed_codes (comparators varchar, area_code varchar, place integer)")
    rows = [
        (councils.name, code, position) for councils in sets for position, code in enumerate(councils.codes, start=1)
    ]
    if rows:
        connection.executemany("insert into listed_codes values (?, ?, ?)", rows)
    connection.execute(
        "create or replace table listed_councils as select own.area_code as council, listed.*"
        " from listed_codes as own inner join listed_codes as listed using (comparators)"
        " where own.area_code in (select code from reported_councils)"
    )


def _neighbourhoods_of_each_area_sql(maps: AreaMaps) -> str:
    """Return the SQL of which area of each map its own neighbourhoods lie in, all of England."""
    return "\nunion all\n".join(_neighbourhoods_of_map_sql(area_map, maps.latest_wards) for area_map in maps.maps)


def _neighbourhoods_of_map_sql(area_map: AreaMap, wards: AreaMap) -> str:
    """Return the SQL of which area of one map its neighbourhoods lie in, and which council holds each."""
    if area_map.holder:
        holder, holder_name, home = f"lookup.{area_map.holder}", f"lookup.{area_map.holder_name}", ""
    else:
        holder, holder_name = f"home.{wards.holder}", f"home.{wards.holder_name}"
        home = f" inner join {wards.lookup} as home on lookup.{wards.parts} = home.{wards.parts}"
    published_name = f"lookup.{area_map.name}"
    name = f"coalesce(lookup.{area_map.local_name}, {published_name})" if area_map.local_name else published_name
    return (
        f"select distinct '{area_map.area_type}' as area_type, '{area_map.vintage}' as vintage,"
        f" '{area_map.whole}' as whole, '{area_map.code}' as made_of,"
        f" '{LSOA_VINTAGES[area_map.parts]}' as base_vintage, lookup.{area_map.parts} as base,"
        f" lookup.{area_map.code} as area_code, {name} as area_name, {published_name} as published_name,"
        f" {holder} as holder, {holder_name} as holder_name"
        f" from {area_map.lookup} as lookup{home} where {holder} like 'E%'"
    )


def _local_names_of_neighbourhoods_sql(maps: AreaMaps) -> str:
    """Return the SQL of the name that residents know of the larger area that each neighbourhood lies in."""
    named = [
        f"select '{LSOA_VINTAGES[area_map.parts]}' as lsoa_vintage, {area_map.parts} as lsoacd,"
        f" min({area_map.local_name}) as local_name from {area_map.lookup} group by {area_map.parts}"
        for area_map in maps.maps
        if area_map.local_name
    ]
    nothing = "select null::varchar as lsoa_vintage, null::varchar as lsoacd, null::varchar as local_name where false"
    return "\nunion all\n".join([nothing, *named])


def _published_names_sql() -> str:
    """Return the SQL of the publisher's own name of each neighbourhood and area of a map."""
    neighbourhoods = [
        f"select distinct 'lsoa' as area_type, {column} as area_code, '{vintage}' as vintage,"
        f" {column.removesuffix('cd')}nm as published_name from {EXACT}"
        for column, vintage in LSOA_VINTAGES.items()
    ]
    areas = "select distinct area_type, area_code, vintage, published_name from placed"
    return "\nunion all\n".join([*neighbourhoods, areas])


def _councils_to_compare_with_sql(wards: AreaMap) -> str:
    """Return the SQL of which neighbourhoods lie in the councils that the authority is compared with."""
    return (
        "select bridge.lsoacd, bridge.lsoa_vintage, 'authority', placed.holder, any_value(comparators.area_name),"
        f" '{wards.vintage}', 'all', 'all', sum(bridge.share), ''"
        " from (select distinct area_code, area_name from comparators) as comparators"
        f" inner join placed on comparators.area_code = placed.holder and placed.whole = '{wards.whole}'"
        " inner join bridge on placed.base = bridge.base and placed.base_vintage = bridge.base_vintage"
        " group by bridge.lsoacd, bridge.lsoa_vintage, placed.holder"
    )


def _list_of_areas_sql(ward_vintage: str) -> str:
    """Return the SQL that lists each area once; councils to compare with have only published figures."""
    return (
        "select distinct area_type, area_code, area_name, vintage from memberships"
        f" union select 'united_kingdom', '{UNITED_KINGDOM}', 'United Kingdom', '2022'"
        f" union select distinct 'authority', area_code, area_name, '{ward_vintage}' from comparators order by all"
    )


def _target_areas_and_rest_sql() -> str:
    """Return the SQL that splits the borough into each target area and the rest: two categories of its own."""
    inside = (
        "select borough.lsoacd, borough.lsoa_vintage, borough.area_type, borough.area_code, borough.area_name,"
        " borough.vintage, target.area_code as breakdown, target.area_name as category, target.share,"
        " target.converted_from"
        " from memberships as borough inner join memberships as target using (lsoacd, lsoa_vintage)"
        " where borough.area_type = 'borough' and borough.breakdown = 'all' and target.area_type = 'target_area'"
    )
    outside = (
        "select borough.lsoacd, borough.lsoa_vintage, borough.area_type, borough.area_code, borough.area_name,"
        f" borough.vintage, target.area_code as breakdown, '{REST}' as category,"
        " cast(borough.share - coalesce(own.share, 0) as decimal(7, 6)) as share, target.converted_from"
        " from memberships as borough"
        " inner join (select distinct area_code, lsoa_vintage, converted_from from memberships"
        " where area_type = 'target_area') as target on borough.lsoa_vintage = target.lsoa_vintage"
        " left join memberships as own on own.area_type = 'target_area' and own.area_code = target.area_code"
        " and own.lsoacd = borough.lsoacd and own.lsoa_vintage = borough.lsoa_vintage"
        " where borough.area_type = 'borough' and borough.breakdown = 'all' and borough.share > coalesce(own.share, 0)"
    )
    return f"select * from ({inside} union all {outside}) order by all"


def _rows_without_neighbourhood_sql() -> str:
    """Return the SQL that puts rows without a neighbourhood in the borough and by themselves, in no smaller area."""
    return (
        f"select distinct '{UNPLACED}', lsoa_vintage, area_type, area_code, area_name, vintage, part.name, part.name,"
        " cast(1 as decimal(7, 6)), converted_from from memberships"
        f" cross join (values ('all'), ('{UNPLACED}')) as part (name)"
        " where area_type = 'borough' and breakdown = 'all' order by all"
    )


def _refuse_foreign_or_missing_parts(
    connection: "duckdb.DuckDBPyConnection",
    area_parts: Collection[_NamedAreaPart],
    authority: str,
    definitions: Definitions,
) -> None:
    """Refuse a part that is none of the authority's own, and a kind that is to cover the authority and does not."""
    path, wards = definitions.areas_file, definitions.national.maps.latest_wards
    own = {
        made_of: _read_authority_area_codes(connection, made_of, wards)
        for made_of in {row.made_of for row in area_parts}
    }
    if unknown := sorted({(row.part, row.area.name) for row in area_parts if row.part not in own[row.made_of]}):
        listed = ", ".join(f"{part} in {name}" for part, name in unknown[:5])
        raise CatalogueError(
            file=path,
            found=f"parts that are none of {authority}: {listed}",
            expected="codes of its own wards or neighbourhoods, of the map that `made_of` names",
            remedy="correct them; a polygon can be fitted only where the outlines of the authority are held",
        )
    for kind in sorted({area.area_type for area in definitions.named_areas if area.whole}):
        held = {row.part for row in area_parts if row.area.area_type == kind}
        whole = next(row.made_of for row in area_parts if row.area.area_type == kind)
        if missing := sorted(own[whole] - held):
            more = f" and {len(missing) - 5} more" if len(missing) > 5 else ""
            raise CatalogueError(
                file=path,
                kind=kind,
                found=f"no area that holds {', '.join(missing[:5])}{more}",
                expected=f"every {whole} of {authority} in one area",
                remedy="add what is missing to the areas it belongs to",
            )


def _read_authority_area_codes(connection: "duckdb.DuckDBPyConnection", code_column: str, wards: AreaMap) -> set[str]:
    if code_column in LSOA_VINTAGES:
        rows = connection.execute(
            "select bridge.lsoacd from bridge inner join placed"
            " on bridge.base = placed.base and bridge.base_vintage = placed.base_vintage"
            f" where placed.whole = '{wards.whole}' and placed.holder = getvariable('authority') and "
            f"bridge.lsoa_vintage = '{LSOA_VINTAGES[code_column]}'"
        )
    else:
        rows = connection.execute(
            "select area_code from placed where made_of = ? and holder = getvariable('authority')", [code_column]
        )
    return {row[0] for row in rows.fetchall()}


def _list_parts_of_area(connection: "duckdb.DuckDBPyConnection", area: NamedArea) -> list[_NamedAreaPart]:
    """Return an area's parts as codes: a polygon's are the neighbourhoods most of whose residents live inside it."""
    if area.made_of != GEOJSON:
        return [_NamedAreaPart(area, area.made_of, part) for part in area.parts]
    from fairer_stockton.geography.drawn_areas import fit_neighbourhoods_to_polygon

    table, column = RESIDENTS["2021"]
    residents = connection.sql(f"select {column} as code, residents from {table}").df().set_index("code")["residents"]
    fit = fit_neighbourhoods_to_polygon(Path(area.parts[0]), connection.table("lsoa_boundaries").df(), residents)
    return [_NamedAreaPart(area, "lsoa21cd", code, fit.share_held) for code in fit.codes]


def _add_deprivation_fifths_to_memberships(
    connection: "duckdb.DuckDBPyConnection", neighbourhood_column: str, lsoa_vintage: str
) -> None:
    """Assign the authority's neighbourhoods to fifths by their rank in the latest Indices on their map.

    A fifth is a breakdown of the borough: equal numbers of neighbourhoods, fifth 1 the most deprived. Where there are
    fewer than `FEWEST_FOR_FIFTHS`, there are none.
    """
    import numpy as np
    import pyarrow as pa

    from fairer_stockton.statistics.quantiles import assign_quantiles_within_groups

    ranks = connection.sql(
        f"select borough.area_code, borough.lsoacd, ranked.imd_rank from memberships as borough"
        f" inner join indices_of_deprivation as ranked on borough.lsoacd = ranked.{neighbourhood_column}"
        " where borough.area_type = 'borough' and borough.breakdown = 'all'"
        f" and borough.lsoa_vintage = '{lsoa_vintage}' and ranked.period ="
        f" (select max(period) from indices_of_deprivation where {neighbourhood_column} is not null)"
        f" qualify count(*) over (partition by borough.area_code) >= {FEWEST_FOR_FIFTHS}"
        " order by borough.area_code, borough.lsoacd"
    ).to_arrow_table()  # not fetchnumpy, which imports pandas
    if not len(ranks):
        return
    _, borough = np.unique(np.array(ranks["area_code"].to_pylist()), return_inverse=True)
    fifths = assign_quantiles_within_groups(np.array(ranks["imd_rank"].to_pylist()), borough, FIFTHS)
    fifth = pa.array(fifths.astype(str).tolist())
    connection.register("fifths", ranks.select(["area_code", "lsoacd"]).append_column("fifth", fifth))
    connection.execute(
        "insert into memberships select lsoacd, lsoa_vintage, area_type, area_code, area_name, vintage,"
        " 'deprivation_fifth', fifth, share, converted_from"
        " from memberships inner join fifths using (area_code, lsoacd)"
        f" where area_type = 'borough' and breakdown = 'all' and lsoa_vintage = '{lsoa_vintage}' order by all"
    )
    connection.unregister("fifths")

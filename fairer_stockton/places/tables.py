"""Tables of places: which areas there are, how deprived, how they moved, and which come first."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from fairer_stockton.definitions import maps
from fairer_stockton.definitions.project import Definitions
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.geography import areas
from fairer_stockton.geography.memberships import create_area_membership_tables
from fairer_stockton.observe.inputs import mark_synthetic_tables

if TYPE_CHECKING:
    import duckdb
    import pandas as pd


def compute_area_tables(
    settings: Settings, england_summaries: "pd.DataFrame | None" = None
) -> dict[str, "pd.DataFrame"]:
    """Compute the tables of `PLACE_RESULTS`: which areas there are, how deprived, how they moved, which come first.

    They rest on the tables of `Definitions.place_tables`, and no other is within reach. Summaries of all England need
    not be computed again where they are known.
    """
    from fairer_stockton.engine.duckdb import open_staged_tables
    from fairer_stockton.places import deprivation, targeting
    from fairer_stockton.places.earlier_editions import add_earlier_editions

    definitions = settings.definitions
    place_tables, facts = definitions.place_tables, definitions.national.deprivation
    synthetic = {
        name: unreal
        for name, unreal in mark_synthetic_tables(settings.staged, definitions).items()
        if name in place_tables
    }
    with open_staged_tables(settings.staged, set(place_tables)) as connection:
        create_area_membership_tables(connection, settings.authority, definitions)
        summaries = deprivation.summarise_deprivation_of_areas(connection, facts, synthetic, england_summaries)
        answers = connection.table(deprivation.PUBLISHED_TABLE).df()
        priorities = _compute_priority_list(connection, settings.authority, definitions, synthetic)
        tables = {
            "memberships": connection.sql(
                "select lsoacd, lsoa_vintage, if(breakdown = 'all', area_type, breakdown) as area_type,"
                " if(breakdown = 'all', area_code, category) as area_code,"
                " if(breakdown = 'all', area_name, 'Fifth ' || category || ' of the borough, 1 the most deprived')"
                " as area_name, if(breakdown = 'all', coalesce(published_names.published_name, area_name), '')"
                " as published_name, vintage, cast(share as double) as share, converted_from, named.fit"
                " from memberships"
                " left join published_names using (area_type, area_code, vintage)"
                " left join (select distinct area_code, fit from named_areas) as named using (area_code)"
                " where breakdown in ('all', 'deprivation_fifth') and lsoa_vintage in ('2011', '2021')"
                f" and lsoacd <> '{areas.UNPLACED}'"
                " and area_type not in ('england', 'region', 'authority') order by all"
            ).df(),
            "deprivation": add_earlier_editions(
                connection, deprivation.replace_with_published_summaries(summaries, answers, synthetic), synthetic
            ),
            "agreement": deprivation.compare_summaries_with_publisher(summaries, answers, synthetic),
            "movements": deprivation.trace_movements_between_tenths(connection, synthetic),
            "priorities": priorities,
            "targeting": targeting.compare_lists_of_places(
                connection,
                priorities,
                definitions.recipe.top if definitions.recipe else 0,
                any(synthetic[name] for name in targeting.TARGETING_SOURCES),
            ),
        }
    if not settings.sample:
        tables = {
            name: table[~table["synthetic"].astype(bool)].reset_index(drop=True) if "synthetic" in table else table
            for name, table in tables.items()
        }
    return tables


def compute_deprivation_of_england(
    connection: "duckdb.DuckDBPyConnection", definitions: Definitions, synthetic_by_table: Mapping[str, bool]
) -> "pd.DataFrame":
    """Compute how deprived every council and ward of England is, in every edition.

    Args:
        connection: staged tables as views, with the areas of every council.
        definitions: those of all councils alike.
        synthetic_by_table: for each staged table, whether it rests on the generated sample.

    Returns:
        Rows as `schemas.results.deprivation.Deprivation` has them.
    """
    from fairer_stockton.places import deprivation
    from fairer_stockton.places.earlier_editions import add_earlier_editions

    synthetic = {name: synthetic_by_table[name] for name in definitions.place_tables}
    facts = definitions.national.deprivation
    summaries = deprivation.summarise_deprivation_of_areas(connection, facts, synthetic)
    answers = connection.table(deprivation.PUBLISHED_TABLE).df()
    published = deprivation.replace_with_published_summaries(summaries, answers, synthetic)
    return add_earlier_editions(connection, published, synthetic)


def compute_england_summaries(settings: Settings) -> "pd.DataFrame":
    """Compute the summaries of deprivation that are the same whichever authority the report is of."""
    from fairer_stockton.engine.duckdb import open_staged_tables
    from fairer_stockton.places import deprivation

    definitions = settings.definitions
    with open_staged_tables(settings.staged, set(definitions.national.maps.place_tables)) as connection:
        create_area_membership_tables(connection, settings.authority, definitions)
        return deprivation.summarise_deprivation_of_england(connection, definitions.national.deprivation)


def _compute_priority_list(
    connection: "duckdb.DuckDBPyConnection",
    authority: str,
    definitions: Definitions,
    synthetic_by_table: Mapping[str, bool],
) -> "pd.DataFrame":
    import pandas as pd

    from fairer_stockton.places.priority_list import rank_priorities
    from fairer_stockton.schemas.results.priorities import PRIORITY_COLUMNS

    recipe, wards = definitions.recipe, definitions.national.maps.latest_wards
    if recipe is None:  # how places are ranked is for each council to decide
        return pd.DataFrame(columns=list(PRIORITY_COLUMNS))

    residents, column = maps.RESIDENTS["2021"]
    read = {
        # each neighbourhood by the name that it has on every page
        "indices": "select indices.* replace (coalesce(areas.area_name, indices.lsoanm) as lsoanm)"
        " from indices_of_deprivation as indices left join areas on areas.area_type = 'lsoa'"
        " and areas.vintage = '2021' and indices.lsoa21cd = areas.area_code",
        "lookup": f"select * from {maps.EXACT}",
        "wards": f"select * from {wards.lookup}",
        "residents": f"select {column}, residents from {residents}",
        "boundaries": "select * from lsoa_boundaries where lsoa21cd in (select area_code from areas)",
    }
    tables = {name: connection.sql(statement).df() for name, statement in read.items()}
    if tables["boundaries"].empty:  # they are of the authority that the project is made for
        del tables["boundaries"]
    used = ("indices_of_deprivation", residents, *(["lsoa_boundaries"] if "boundaries" in tables else []))
    return rank_priorities(
        recipe=recipe,
        **{"boundaries": None, **tables},
        authority=authority,
        synthetic=any(synthetic_by_table[name] for name in used),
        more_sources=(residents,),
    )

"""Measure: staged tables with a passing verdict become observations and gaps."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from fairer_stockton import geography
from fairer_stockton.absences import check_measures_find_rows
from fairer_stockton.catalogue import BREAKDOWNS, FRAMEWORK, Measure, load_catalogue
from fairer_stockton.claims import REGISTER, claim_table, tables_read
from fairer_stockton.communities import DEFINITIONS, community_table
from fairer_stockton.editions import earlier_editions, sums_of_earlier
from fairer_stockton.errors import MissingSourceError, ValidationError
from fairer_stockton.fingerprints import fingerprint, read_stamp, stamp_matches, write_table
from fairer_stockton.geography.memberships import create_memberships
from fairer_stockton.progress import Progress
from fairer_stockton.settings import Settings
from fairer_stockton.sources import load_sources, sources_of
from fairer_stockton.units import LEAST_DIFFERENCES
from fairer_stockton.validation import require_verdicts

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

PACKAGE = Path(__file__).parent
# What places rest on besides the tables of measures.
BESIDES = (
    *geography.LOOKUPS, *geography.WEIGHTS, *geography.NEIGHBOURS, "indices_of_deprivation", "iod_summaries",
    "iod_underlying", "lsoa_boundaries",
)  # fmt: skip


def measure(settings: Settings, progress: Progress) -> None:
    """Make what is said of places, and observations and gaps, anew where anything that they rest on has changed.

    Raises:
        ValidationError: a staged table has no passing verdict, or a result breaks its own contract.
    """
    require_verdicts(settings)
    content = content_of_results(settings)
    parts = ((PLACES, make_places), (FIGURES, make_figures))
    makers = [make for names, make in parts if not _are_current(settings, content, names)]
    if not makers:
        return
    import pyarrow as pa

    made = {name: table for make in makers for name, table in make(settings).items()}
    check_results(made)
    for name, table in made.items():
        plain = pa.Table.from_pandas(table, preserve_index=False).replace_schema_metadata()
        write_table(plain, results(settings)[name], content[name])
    if make_places in makers:
        progress.say(f"ranked {len(made['priorities']):,} neighbourhoods and groups of them")
    if make_figures in makers:
        measures, rows, gaps = made["observations"]["measure"].nunique(), len(made["observations"]), len(made["gaps"])
        progress.say(f"measured {measures} measures: {rows:,} observations, {gaps:,} gaps")


PLACES = ("memberships", "deprivation", "agreement", "movements", "priorities")
FIGURES = ("observations", "gaps", "communities", "claims", "comparators", "standings", "suppression")


def results(settings: Settings) -> dict[str, Path]:
    """Say where each table of results lies."""
    return {name: settings.measures / f"{name}.parquet" for name in (*PLACES, *FIGURES)}


def results_are_current(settings: Settings) -> bool:
    """Say whether all results are whole and made from the staged tables as they are."""
    return _are_current(settings, content_of_results(settings), (*PLACES, *FIGURES))


def _are_current(settings: Settings, content: Mapping[str, str], names: Iterable[str]) -> bool:
    return all(stamp_matches(results(settings)[name], content[name]) for name in names)


def content_of_results(settings: Settings) -> dict[str, str]:
    """Return, for each table of results, the sum of all that it rests on."""
    code = [
        *PACKAGE.glob("*.py"),
        *(
            file
            for folder in ("disclosure", "engine", "geography", "observing", "statistics")
            for file in (PACKAGE / folder).iterdir()
            if file.is_file()
        ),
        *(PACKAGE / "measures").rglob("*.toml"),
        FRAMEWORK,
        BREAKDOWNS,
        LEAST_DIFFERENCES,
        DEFINITIONS,
        REGISTER,
        PACKAGE / "deprivation.toml",
        PACKAGE / "priorities.toml",
        *(PACKAGE.parent / "schemas" / name for name in ("results.py", "places.py")),
    ]
    shared = [fingerprint([*code, *geography.area_files(settings)]), settings.authority, settings.sample]
    stamps = {name: read_stamp(settings.staged / f"{name}.parquet").get("content") for name in sources_of(settings)}
    places = fingerprint([], [shared, {name: stamps[name] for name in BESIDES}])
    figures = fingerprint([], [shared, stamps, sums_of_earlier(settings)])
    return {**dict.fromkeys(PLACES, places), **dict.fromkeys(FIGURES, figures)}


def measures_of(settings: Settings) -> dict[str, Measure]:
    """Name the measures of a report: those whose sources it has."""
    sources = sources_of(settings)
    return {name: measure for name, measure in load_catalogue().items() if sources.keys() >= set(measure.tables)}


def make_figures(settings: Settings) -> dict[str, "pd.DataFrame"]:
    """Compute the tables of `FIGURES` from the staged tables."""
    import pandas as pd

    from fairer_stockton.comparators import comparator_table
    from fairer_stockton.disclosure.protection import Protector
    from fairer_stockton.disclosure.rules import load_rules
    from fairer_stockton.engine.duckdb import staged_tables
    from fairer_stockton.gaps import find_gaps
    from fairer_stockton.observations import observe
    from fairer_stockton.standings import standing_table
    from schemas.results import SUPPRESSION_COLUMNS

    sources, measures = sources_of(settings), measures_of(settings)
    supplied = {name for name, source in sources.items() if source.supplied}
    tables = {table for measure in measures.values() for table in measure.tables}
    tables |= {*BESIDES, *(tables_read(sources) if settings.at_home else ())}
    synthetic = synthetic_tables(settings)
    with staged_tables(settings.staged, tables) as connection:
        check_measures_find_rows(connection, measures.values(), supplied)
        create_memberships(connection, settings)
        protect = Protector(
            connection,
            measures,
            supplied,
            load_rules(),
            settings.kept / "choices.json",
            earlier_editions(settings),
            sums_of_inputs(settings),
            settings.processes,
            settings.sample,
        )
        observations = observe(connection, measures, synthetic, supplied, protect)
        if not settings.sample:
            observations = observations[~observations["synthetic"]].reset_index(drop=True)
        if observations.empty:
            raise MissingSourceError(
                "found     no figure that rests on published extracts alone\n"
                "to do     run `make fetch` (or `make fetch MIRROR=folder`), or leave SAMPLE=no away"
            )
        made = {"observations": observations, "gaps": find_gaps(observations, measures)}
        claims = claim_table(connection, made, synthetic, settings.at_home)
        comparators = comparator_table(connection, observations, measures)
    standings = standing_table(observations, measures)
    communities = community_table(made["observations"], made["gaps"], measures, settings.authority)
    suppression = pd.DataFrame(protect.tally, columns=list(SUPPRESSION_COLUMNS))
    made |= {"communities": communities, "claims": claims, "comparators": comparators, "standings": standings}
    made["suppression"] = suppression
    return {name: _typed(name, table) for name, table in made.items()}


def _typed(name: str, table: "pd.DataFrame") -> "pd.DataFrame":
    """Give a table without rows the kinds of column that its contract asks for; rows bring their own."""
    from schemas.results import CONTRACTS

    if len(table):
        return table
    return table.astype({column: str(rule.dtype) for column, rule in CONTRACTS[name].to_schema().columns.items()})


def make_places(settings: Settings, england: "pd.DataFrame | None" = None) -> dict[str, "pd.DataFrame"]:
    """Compute the tables of `PLACES`: which areas there are, how deprived, how they moved, which come first.

    They rest on the tables of `BESIDES`, and no other is within reach. Summaries of all England need not be computed
    again where they are known.
    """
    from fairer_stockton import deprivation
    from fairer_stockton.engine.duckdb import staged_tables

    synthetic = {name: unreal for name, unreal in synthetic_tables(settings).items() if name in BESIDES}
    with staged_tables(settings.staged, set(BESIDES)) as connection:
        create_memberships(connection, settings)
        summaries = deprivation.summarise(connection, synthetic, england)
        answers = connection.table(deprivation.ANSWERS).df()
        made = {
            "memberships": connection.sql(
                "select lsoacd, lsoa_vintage, if(breakdown = 'all', area_type, breakdown) as area_type,"
                " if(breakdown = 'all', area_code, category) as area_code,"
                " if(breakdown = 'all', area_name, 'Fifth ' || category || ' of the borough, 1 the most deprived')"
                " as area_name, vintage, cast(share as double) as share, converted_from, named.fit from memberships"
                " left join (select distinct area_code, fit from named_areas) as named using (area_code)"
                " where breakdown in ('all', 'deprivation_fifth') and lsoa_vintage in ('2011', '2021')"
                f" and lsoacd <> '{geography.UNPLACED}'"
                " and area_type not in ('england', 'region', 'authority') order by all"
            ).df(),
            "deprivation": deprivation.with_published(summaries, answers, synthetic),
            "agreement": deprivation.agreement(summaries, answers, synthetic),
            "movements": deprivation.movements(connection, synthetic),
            "priorities": _priorities(connection, settings, synthetic),
        }
    if not settings.sample:
        made = {
            name: table[~table["synthetic"]].reset_index(drop=True) if "synthetic" in table else table
            for name, table in made.items()
        }
    return {name: _typed(name, table) for name, table in made.items()}


def summaries_of_england(settings: Settings) -> "pd.DataFrame":
    """Compute the summaries of deprivation that are the same whichever authority the report is of."""
    from fairer_stockton import deprivation
    from fairer_stockton.engine.duckdb import staged_tables

    with staged_tables(settings.staged, set(BESIDES)) as connection:
        create_memberships(connection, settings)
        return deprivation.of_england(connection)


def _priorities(
    connection: "duckdb.DuckDBPyConnection", settings: Settings, synthetic: Mapping[str, bool]
) -> "pd.DataFrame":
    from fairer_stockton.priorities import priority_table

    residents, column = geography.RESIDENTS["2021"]
    read = {
        "indices": "select * from indices_of_deprivation",
        "lookup": f"select * from {geography.EXACT}",
        "wards": f"select * from {geography.WARDS.lookup}",
        "residents": f"select {column}, residents from {residents}",
        "boundaries": "select * from lsoa_boundaries where lsoa21cd in (select area_code from areas)",
    }
    tables = {name: connection.sql(statement).df() for name, statement in read.items()}
    if tables["boundaries"].empty:  # they are of the authority that the project is made for
        del tables["boundaries"]
    used = ("indices_of_deprivation", residents, *(["lsoa_boundaries"] if "boundaries" in tables else []))
    return priority_table(
        **{"boundaries": None, **tables},
        authority=settings.authority,
        synthetic=any(synthetic[name] for name in used),
        more_sources=(residents,),
    )


def sums_of_inputs(settings: Settings) -> dict[str, set[str]]:
    """Give the sums of the files that each source was read from."""
    stamps = {name: read_stamp(settings.staged / f"{name}.parquet") for name in sources_of(settings)}
    return {name: {total for _, _, total, _ in stamp.get("inputs", ())} for name, stamp in stamps.items()}


def synthetic_tables(settings: Settings) -> dict[str, bool]:
    """Say of each staged table whether it rests on the generated sample; a sampled lookup makes all of them so."""
    stamps = {name: read_stamp(settings.staged / f"{name}.parquet") for name in load_sources()}
    lookups = (*geography.LOOKUPS, *geography.NEIGHBOURS)
    sampled = any(stamps[lookup].get("synthetic", True) for lookup in lookups)
    return {name: sampled or bool(stamp.get("synthetic", True)) for name, stamp in stamps.items()}


def check_results(made: Mapping[str, "pd.DataFrame"]) -> None:
    """Hold the results to their own contract.

    Raises:
        ValidationError: a row breaks it; the first few are shown.
    """
    import pandera.errors

    from schemas.results import CONTRACTS

    for name, table in made.items():
        model = CONTRACTS[name]
        try:
            model.validate(table, lazy=True)
        except pandera.errors.SchemaErrors as breach:
            cases = breach.failure_cases.head(10)
            rows = table.loc[sorted({int(i) for i in cases["index"].dropna()})]
            raise ValidationError(
                f"result    {model.__name__}\nfound     {cases.to_string()}\nrows      {rows.to_string()}\n"
                "to do     this is a fault of the pipeline, not of the data: report it"
            ) from None

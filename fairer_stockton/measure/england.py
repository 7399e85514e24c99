"""England: the figures and gaps of every English council, ward and neighbourhood at once, from published extracts."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fairer_stockton.definitions.measures import Measure
from fairer_stockton.definitions.project import Definitions
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.engine.duckdb import open_staged_tables
from fairer_stockton.geography.memberships import create_membership_tables_of_england
from fairer_stockton.measure.results import MEASURES
from fairer_stockton.observe.absences import check_measures_find_rows
from fairer_stockton.observe.councils import ManyCouncils, read_councils_of_areas
from fairer_stockton.observe.inputs import find_incomplete_sources, mark_synthetic_tables
from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.record import TrackedOutput
from fairer_stockton.run.vocabulary import Engine

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

OBSERVATIONS, UNJUDGED_GAPS = "observations", "gaps_by_source"  # folders: a file for measures of the same sources
GAPS, AREAS_OF_COUNCILS, DEPRIVATION = "gaps", "areas_of_councils", "deprivation"
MEASURES_AT_ONCE = 4  # of neighbourhoods, areas and years of all England, as many as fit into a gigabyte


@dataclass(frozen=True)
class EnglandInputs:
    """All that the figures of England are made from.

    Args:
        connection: the staged tables, and the areas of every council that each neighbourhood lies in.
        councils: which council shows which areas.
    """

    connection: "duckdb.DuckDBPyConnection"
    definitions: Definitions
    councils: ManyCouncils
    synthetic: Mapping[str, bool]


def refuse_cluster(settings: Settings) -> None:
    """Refuse a cluster, which would be left out of account: the sums of all England are DuckDB's, on this machine.

    Raises:
        CatalogueError: one is named.
    """
    if settings.engine != Engine.DUCKDB:
        raise CatalogueError(
            setting="ENGINE= (FAIRER_ENGINE)",
            found=f"{settings.engine}, which adds up the tables of one council at a time",
            expected="duckdb, for every council at once",
            remedy="leave ENGINE, MASTER and STORE away with `national`",
        )


def list_measures_by_sources(definitions: Definitions) -> dict[str, dict[str, Measure]]:
    """Return the measures that rest on the very same sources together, a few at a time, by a name for each group."""
    by_sources: dict[str, list[Measure]] = {}
    for measure in definitions.measures_with_sources.values():
        by_sources.setdefault("+".join(sorted({*measure.tables})), []).append(measure)
    return {
        f"{sources}-{start // MEASURES_AT_ONCE + 1}": {
            measure.name: measure for measure in measures[start : start + MEASURES_AT_ONCE]
        }
        for sources, measures in sorted(by_sources.items())
        for start in range(0, len(measures), MEASURES_AT_ONCE)
    }


def list_parts_of_england(settings: Settings, definitions: Definitions) -> dict[str, TrackedOutput]:
    """Return the two files of each group of measures, with all that they rest on."""
    # What all of them rest on is summed once, not once for each.
    of_all = _describe_what_all_rests_on(settings, definitions).content()
    observations, gaps = settings.national / OBSERVATIONS, settings.national / UNJUDGED_GAPS
    return {
        group: TrackedOutput(
            f"figures of England from {group}",
            (observations / f"{group}.parquet", gaps / f"{group}.parquet"),
            code=(),
            rests_on=tuple(
                settings.staged / f"{name}.parquet"
                for name in sorted({table for measure in measures.values() for table in measure.tables})
            ),
            choices=[of_all, sorted(measures)],
        )
        for group, measures in list_measures_by_sources(definitions).items()
    }


def _describe_what_all_rests_on(settings: Settings, definitions: Definitions) -> TrackedOutput:
    """Return the code, the measures and the lookups that every figure of England rests on."""
    lookups = tuple(settings.staged / f"{name}.parquet" for name in definitions.place_tables)
    code = ("measure/england_tables.py", "places/tables.py", MEASURES)
    return TrackedOutput("England", (), code=code, rests_on=lookups)


def describe_gaps_of_england(settings: Settings, parts: Mapping[str, TrackedOutput]) -> TrackedOutput:
    """Return the file of all gaps, each with how it has changed: judged together, so that it rests on every part."""
    return TrackedOutput(
        "gaps of England",
        (settings.national / f"{GAPS}.parquet",),
        code=(),
        choices=[part.content() for part in parts.values()],
    )


def describe_places_of_england(settings: Settings, definitions: Definitions) -> TrackedOutput:
    """Return the files of what is known of places: which areas each council's report shows, and how deprived."""
    shared = _describe_what_all_rests_on(settings, definitions)
    files = tuple(settings.national / f"{name}.parquet" for name in (AREAS_OF_COUNCILS, DEPRIVATION))
    return replace(shared, name="places of England", files=files)


@contextmanager
def open_inputs_of_england(settings: Settings, definitions: Definitions) -> Iterator[EnglandInputs]:
    """Yield the staged tables with each neighbourhood placed in the areas of every English council.

    Raises:
        CatalogueError: a measure asks for rows that its table does not hold.
    """
    sources, measures = definitions.sources, definitions.measures_with_sources
    tables = {table for measure in measures.values() for table in measure.tables}
    with open_staged_tables(settings.staged, {*tables, *definitions.place_tables}) as connection:
        incomplete = find_incomplete_sources(settings.staged, sources)
        check_measures_find_rows(connection, measures.values(), sources, incomplete)
        create_membership_tables_of_england(connection, definitions)
        synthetic = mark_synthetic_tables(settings.staged, definitions)
        yield EnglandInputs(connection, definitions, read_councils_of_areas(connection), synthetic)


def compute_figures_of_england(
    inputs: EnglandInputs, measures: Mapping[str, Measure]
) -> "tuple[pd.DataFrame, pd.DataFrame]":
    """Compute the observations of some measures in every area of England, and the gaps between them.

    No extract of a council's own is among their sources, so that there is nothing to hide.

    Returns:
        Rows as `schemas.results.observations.Observations` has them, and gaps as `gaps.compute_gaps` returns them.
    """
    from fairer_stockton.measure.gaps import compute_gaps
    from fairer_stockton.measure.observations import complete_observations, compute_observations

    definitions = replace(inputs.definitions, measures=measures)
    observed = compute_observations(inputs.connection, definitions, inputs.synthetic, councils=inputs.councils)
    rows = complete_observations(inputs.connection, observed, definitions, inputs.synthetic, (), inputs.councils)
    rows = rows[~rows["synthetic"].astype(bool)].reset_index(drop=True)
    return rows, compute_gaps(rows, definitions, inputs.councils)


def compute_observations_of_england(settings: Settings, measure_name: str) -> "pd.DataFrame":
    """Compute the observations of one measure in every area of England, from published extracts.

    Raises:
        MissingSourceError: what it rests on is only held as the generated sample.
    """
    from fairer_stockton.measure.national_check import require_published
    from fairer_stockton.validate.verdicts import require_verdicts

    definitions = settings.national_definitions
    measure = definitions.measures[measure_name]
    wanted = {*measure.tables, *definitions.place_tables}
    sources = {name: source for name, source in definitions.sources.items() if name in wanted}
    definitions = replace(definitions, measures={measure_name: measure}, sources=sources)
    require_verdicts(settings)
    require_published(settings.staged, definitions)
    with open_inputs_of_england(settings, definitions) as inputs:
        return compute_figures_of_england(inputs, {measure_name: measure})[0]

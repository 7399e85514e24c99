"""Figures: the staged tables opened for measuring, and the observations that are made of them."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fairer_stockton.definitions.project import Definitions
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.editions.record import RecordedVersion
from fairer_stockton.editions.sums import find_sum_key, list_input_files, list_known_checksums
from fairer_stockton.geography.memberships import create_area_membership_tables
from fairer_stockton.measure.claims import find_tables_read_by_claims
from fairer_stockton.measure.first_published import (
    FirstPublished,
    count_files_of_versions,
    list_facts_of_first_published,
    use_first_published_extracts,
)
from fairer_stockton.measure.results import find_versions_before, replace_by_first_published
from fairer_stockton.observe.absences import check_measures_find_rows
from fairer_stockton.observe.inputs import find_incomplete_sources, mark_synthetic_tables
from fairer_stockton.run.errors import MissingSourceError
from fairer_stockton.run.vocabulary import Engine

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

    from fairer_stockton.engine.scanner import Scanner


@dataclass(frozen=True)
class MeasuringInputs:
    """All that figures are made from: an open database of the staged tables, and the measures to be taken.

    Args:
        connection: the staged tables, and the areas that each neighbourhood lies in.
        definitions: those in force; of their measures, those whose sources there are count.
        synthetic: of each staged table whether it rests on the generated sample.
        versions: what was published before, with which the figures must agree.
        first_published: the extracts that are taken as they were published first.
        scanner: what sums the published tables by neighbourhood, where that is not the connection.
    """

    settings: Settings
    connection: "duckdb.DuckDBPyConnection"
    definitions: Definitions
    synthetic: Mapping[str, bool]
    versions: tuple[RecordedVersion, ...] = ()
    first_published: tuple[FirstPublished, ...] = ()
    scanner: "Scanner | None" = None


@contextmanager
def open_measuring_inputs(settings: Settings, *, even_if_many: bool = False) -> Iterator[MeasuringInputs]:
    """Yield the staged tables with each neighbourhood placed in its areas, and extracts as they may be published.

    Args:
        settings: those of the run.
        even_if_many: whether revised extracts are left for those that were published even if they differ by many.

    Raises:
        CatalogueError: a measure asks for rows that its table does not hold.
        DisclosureError: an extract was revised, and the one that was published is not held any more.
        ClusterError: a cluster is to sum the tables, and cannot.
    """
    from fairer_stockton.engine.duckdb import open_staged_tables

    definitions = settings.definitions
    sources, measures = definitions.sources, definitions.measures_with_sources
    tables = {table for measure in measures.values() for table in measure.tables}
    tables |= {*definitions.national.maps.place_tables, *find_tables_read_by_claims(definitions.claims, sources)}
    with open_staged_tables(settings.staged, tables) as connection:
        check_measures_find_rows(
            connection, measures.values(), sources, find_incomplete_sources(settings.staged, sources)
        )
        create_area_membership_tables(connection, settings.authority, definitions)
        versions = find_versions_before(settings)
        first_published = use_first_published_extracts(
            connection, settings, definitions, versions, even_if_many=even_if_many
        )
        synthetic = mark_synthetic_tables(settings.staged, definitions)
        with _open_scanner(settings, tables - definitions.supplied) as scanner:
            yield MeasuringInputs(settings, connection, definitions, synthetic, versions, first_published, scanner)


@contextmanager
def _open_scanner(settings: Settings, published_tables: Collection[str]) -> "Iterator[Scanner | None]":
    """Yield what sums published tables by neighbourhood, where a cluster is to do so: the council's own stay here."""
    if settings.engine != Engine.SPARK:
        yield None
        return
    from fairer_stockton.engine.copies import place_copy
    from fairer_stockton.engine.spark import open_spark_scanner

    def locate(table: str) -> str:
        return place_copy(settings.staged / f"{table}.parquet", settings.store_for_cluster)

    with open_spark_scanner(settings.master, published_tables, locate) as scanner:
        yield scanner


def compute_and_protect_observations(inputs: MeasuringInputs) -> "tuple[pd.DataFrame, pd.DataFrame]":
    """Compute the observations, hide or round what would tell of single people, and count what is hidden.

    Returns:
        Rows as `Observations` has them, and a row for each kind of figure as `Suppression` has it.

    Raises:
        MissingSourceError: only published figures are asked for, and there are none.
        DisclosureError: an earlier edition gives a figure away, whatever is hidden now.
    """
    from fairer_stockton.disclosure.inputs import ProtectionInputs
    from fairer_stockton.disclosure.protection import protect_observations
    from fairer_stockton.measure.observations import complete_observations, compute_observations

    settings, connection = inputs.settings, inputs.connection
    files = replace_by_first_published(
        list_input_files(settings.staged, inputs.definitions.sources, find_sum_key(settings)),
        list_facts_of_first_published(inputs.first_published),
    )
    sums = list_known_checksums(files)
    confidential = ProtectionInputs(
        connection,
        inputs.definitions,
        [version.folder for version in inputs.versions],
        sums,
        settings.sample,
        count_files_of_versions(connection, settings, inputs.definitions, inputs.versions, sums),
    )
    observed = compute_observations(connection, inputs.definitions, inputs.synthetic, scanner=inputs.scanner)
    choices = settings.cache / "choices.json"
    protected = protect_observations(
        observed, confidential, cache_file=choices, processes=settings.worker_process_count
    )
    # Only now: what is modelled, compared and followed over time must rest on what is left to be seen.
    observations = complete_observations(
        connection, protected.observations, inputs.definitions, inputs.synthetic, inputs.first_published
    )
    if not settings.sample:
        observations = observations[~observations["synthetic"]].reset_index(drop=True)
    if observations.empty:
        raise MissingSourceError(
            found="no figure that rests on published extracts alone",
            remedy="run `make fetch` (or `make fetch MIRROR=folder`), or leave SAMPLE=no away",
        )
    return observations, protected.suppression

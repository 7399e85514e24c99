"""Figures: the staged tables opened for measuring, and the observations that are made of them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fairer_stockton.definitions.project import Definitions
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.editions.sums import find_sum_key, list_input_files, list_known_checksums
from fairer_stockton.geography.memberships import create_area_membership_tables
from fairer_stockton.measure.claims import find_tables_read_by_claims
from fairer_stockton.measure.results import find_versions_before
from fairer_stockton.observe.absences import check_measures_find_rows
from fairer_stockton.observe.inputs import find_incomplete_sources, mark_synthetic_tables
from fairer_stockton.run.errors import MissingSourceError

if TYPE_CHECKING:
    import duckdb
    import pandas as pd


@dataclass(frozen=True)
class MeasuringInputs:
    """All that figures are made from: an open database of the staged tables, and the measures to be taken.

    Args:
        connection: the staged tables, and the areas that each neighbourhood lies in.
        definitions: those in force; of their measures, those whose sources there are count.
        synthetic: of each staged table whether it rests on the generated sample.
    """

    settings: Settings
    connection: "duckdb.DuckDBPyConnection"
    definitions: Definitions
    synthetic: Mapping[str, bool]


@contextmanager
def open_measuring_inputs(settings: Settings) -> Iterator[MeasuringInputs]:
    """Yield the staged tables with each neighbourhood placed in its areas.

    Raises:
        CatalogueError: a measure asks for rows that its table does not hold.
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
        yield MeasuringInputs(settings, connection, definitions, mark_synthetic_tables(settings.staged, definitions))


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
    confidential = ProtectionInputs(
        connection,
        inputs.definitions,
        [version.folder for version in find_versions_before(settings)],
        list_known_checksums(list_input_files(settings.staged, inputs.definitions.sources, find_sum_key(settings))),
        settings.sample,
    )
    observed = compute_observations(connection, inputs.definitions, inputs.synthetic)
    choices = settings.cache / "choices.json"
    protected = protect_observations(
        observed, confidential, cache_file=choices, processes=settings.worker_process_count
    )
    # Only now: what is modelled, compared and followed over time must rest on what is left to be seen.
    observations = complete_observations(connection, protected.observations, inputs.definitions, inputs.synthetic)
    if not settings.sample:
        observations = observations[~observations["synthetic"]].reset_index(drop=True)
    if observations.empty:
        raise MissingSourceError(
            found="no figure that rests on published extracts alone",
            remedy="run `make fetch` (or `make fetch MIRROR=folder`), or leave SAMPLE=no away",
        )
    return observations, protected.suppression

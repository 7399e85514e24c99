"""Figures: observations, gaps and what rests on them, computed from the staged tables."""

from typing import TYPE_CHECKING

from fairer_stockton.definitions.sources import sources_of
from fairer_stockton.editions.published import earlier_editions
from fairer_stockton.geography.memberships import create_memberships
from fairer_stockton.measure.claims import claim_table, tables_read
from fairer_stockton.measure.communities import community_table
from fairer_stockton.observe.absences import check_measures_find_rows
from fairer_stockton.observe.inputs import PLACE_TABLES, measures_of, sums_of_inputs, synthetic_tables
from fairer_stockton.run.errors import MissingSourceError
from fairer_stockton.run.settings import Settings

if TYPE_CHECKING:
    import pandas as pd


def make_figures(settings: Settings) -> dict[str, "pd.DataFrame"]:
    """Compute the tables of `FIGURE_RESULTS` from the staged tables."""
    import pandas as pd

    from fairer_stockton.definitions.disclosure_rules import load_rules
    from fairer_stockton.disclosure.protection import Protector
    from fairer_stockton.engine.duckdb import staged_tables
    from fairer_stockton.measure.gaps import find_gaps
    from fairer_stockton.measure.observations import observe
    from fairer_stockton.places.comparators import comparator_table
    from fairer_stockton.places.standings import standing_table
    from fairer_stockton.schemas.results.suppression import SUPPRESSION_COLUMNS

    sources, measures = sources_of(settings), measures_of(settings)
    supplied = {name for name, source in sources.items() if source.supplied}
    table_names = {table for measure in measures.values() for table in measure.tables}
    table_names |= {*PLACE_TABLES, *(tables_read(sources) if settings.at_home else ())}
    synthetic = synthetic_tables(settings)
    with staged_tables(settings.staged, table_names) as connection:
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
        tables = {"observations": observations, "gaps": find_gaps(observations, measures)}
        claims = claim_table(connection, tables, synthetic, settings.at_home)
        comparators = comparator_table(connection, observations, measures)
    standings = standing_table(observations, measures)
    communities = community_table(tables["observations"], tables["gaps"], measures, settings.authority)
    suppression = pd.DataFrame(protect.tally, columns=list(SUPPRESSION_COLUMNS))
    tables |= {"communities": communities, "claims": claims, "comparators": comparators, "standings": standings}
    tables["suppression"] = suppression
    return tables

"""Measure: staged tables with a passing verdict become observations and gaps."""

from fairer_stockton.measure.figures import make_figures
from fairer_stockton.measure.results import (
    FIGURE_RESULTS,
    PLACE_RESULTS,
    are_current,
    check_results,
    content_of_results,
    results,
)
from fairer_stockton.places.tables import make_places
from fairer_stockton.run.fingerprints import write_table
from fairer_stockton.run.progress import Progress
from fairer_stockton.run.settings import Settings
from fairer_stockton.validate.verdicts import require_verdicts


def measure(settings: Settings, progress: Progress) -> None:
    """Compute the tables of places and of figures again where anything that they rest on has changed.

    Raises:
        ValidationError: a staged table has no passing verdict, or a result breaks its own contract.
    """
    require_verdicts(settings)
    content = content_of_results(settings)
    parts = ((PLACE_RESULTS, make_places), (FIGURE_RESULTS, make_figures))
    makers = [make for names, make in parts if not are_current(settings, content, names)]
    if not makers:
        return
    import pyarrow as pa

    tables = {name: table for make in makers for name, table in make(settings).items()}
    tables = check_results(tables)
    for name, table in tables.items():
        plain = pa.Table.from_pandas(table, preserve_index=False).replace_schema_metadata()
        write_table(plain, results(settings)[name], content[name])
    if make_places in makers:
        progress.say(f"ranked {len(tables['priorities']):,} neighbourhoods and groups of them")
    if make_figures in makers:
        rows, gaps = tables["observations"], tables["gaps"]
        progress.say(f"measured {rows['measure'].nunique()} measures: {len(rows):,} observations, {len(gaps):,} gaps")

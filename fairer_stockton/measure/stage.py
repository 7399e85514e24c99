"""Measure: staged tables with a passing verdict become observations and gaps."""

from fairer_stockton.measure.figures import make_figures
from fairer_stockton.measure.results import (
    FIGURES,
    PLACES,
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
    """Make what is said of places, and observations and gaps, anew where anything that they rest on has changed.

    Raises:
        ValidationError: a staged table has no passing verdict, or a result breaks its own contract.
    """
    require_verdicts(settings)
    content = content_of_results(settings)
    parts = ((PLACES, make_places), (FIGURES, make_figures))
    makers = [make for names, make in parts if not are_current(settings, content, names)]
    if not makers:
        return
    import pyarrow as pa

    made = {name: table for make in makers for name, table in make(settings).items()}
    made = check_results(made)
    for name, table in made.items():
        plain = pa.Table.from_pandas(table, preserve_index=False).replace_schema_metadata()
        write_table(plain, results(settings)[name], content[name])
    if make_places in makers:
        progress.say(f"ranked {len(made['priorities']):,} neighbourhoods and groups of them")
    if make_figures in makers:
        measures, rows, gaps = made["observations"]["measure"].nunique(), len(made["observations"]), len(made["gaps"])
        progress.say(f"measured {measures} measures: {rows:,} observations, {gaps:,} gaps")

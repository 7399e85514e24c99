"""National check: every English council measured, and what came of each."""

from typing import TYPE_CHECKING

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.pipelines.measure import make_tables_of_figures
from fairer_stockton.run.progress import Progress

if TYPE_CHECKING:
    import pandas as pd


def national_check(settings: Settings, progress: Progress) -> None:
    """Measure every English council and write what came of each into one table."""
    from fairer_stockton.measure.national_check import measure_all_councils_and_write_page, require_published
    from fairer_stockton.places.tables import compute_england_summaries
    from fairer_stockton.validate.verdicts import require_verdicts

    require_verdicts(settings)
    require_published(settings.staged, settings.definitions)
    measure_all_councils_and_write_page(
        settings, progress, measure_council, lambda: compute_england_summaries(settings)
    )


def measure_council(settings: Settings, england: "pd.DataFrame") -> "dict[str, pd.DataFrame]":
    """Return every table of one council, held to its contract."""
    from fairer_stockton.measure.results import check_results
    from fairer_stockton.places.tables import compute_area_tables

    return check_results(compute_area_tables(settings, england) | make_tables_of_figures(settings))


if __name__ == "__main__":
    import sys

    from fairer_stockton.cli import main

    raise SystemExit(main(["national-check", *sys.argv[1:]]))

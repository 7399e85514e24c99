"""National: every English council, ward and neighbourhood measured at once."""

from typing import TYPE_CHECKING

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.run.progress import Progress

if TYPE_CHECKING:
    from fairer_stockton.run.record import TrackedOutput


def national(settings: Settings, progress: Progress) -> None:
    """Measure every English council, ward and neighbourhood at once, from published extracts."""
    from fairer_stockton.measure import england, england_tables
    from fairer_stockton.measure.national_check import require_published
    from fairer_stockton.validate.verdicts import require_verdicts

    england.refuse_cluster(settings)
    definitions = settings.national_definitions
    parts = england.list_parts_of_england(settings, definitions)
    outdated = {group: part for group, part in parts.items() if not part.is_current()}
    if outdated or not england.describe_places_of_england(settings, definitions).is_current():
        require_verdicts(settings)
        require_published(settings.staged, definitions)
        measure_england(settings, outdated, progress)
    england_tables.remove_other_files(parts.values())
    gaps = england.describe_gaps_of_england(settings, parts)
    if not gaps.is_current():
        england_tables.write_gaps_of_england(gaps, parts, definitions, progress)
    write_index(settings, parts, gaps, progress)


def measure_england(settings: Settings, outdated: "dict[str, TrackedOutput]", progress: Progress) -> None:
    """Write the parts that are out of date, and what is known of places where that is."""
    from fairer_stockton.measure import england, england_tables
    from fairer_stockton.places.tables import compute_deprivation_of_england

    definitions = settings.national_definitions
    places = england.describe_places_of_england(settings, definitions)
    with england.open_inputs_of_england(settings, definitions) as inputs:
        england_tables.write_parts_of_england(inputs, outdated, progress)
        if not places.is_current():
            deprivation = compute_deprivation_of_england(inputs.connection, definitions, inputs.synthetic)
            england_tables.write_places_of_england(inputs, places, deprivation)


def write_index(
    settings: Settings, parts: "dict[str, TrackedOutput]", gaps: "TrackedOutput", progress: Progress
) -> None:
    """Write the page of every council's headline gaps, where these or the reports that it leads to have changed."""
    import pandas as pd

    from fairer_stockton.measure.england_tables import read_figures_behind_gaps
    from fairer_stockton.report.pages.england import describe_index_of_england, write_index_of_england

    definitions = settings.national_definitions
    index = describe_index_of_england(settings, definitions, gaps.content())
    if not index.is_current():
        figures, judged = read_figures_behind_gaps(parts), pd.read_parquet(gaps.files[0])
        number = write_index_of_england(settings, index, definitions, figures, judged)
        progress.say(f"wrote {index.files[0]}: the headline gaps of {number} councils")


if __name__ == "__main__":
    import sys

    from fairer_stockton.cli import main

    raise SystemExit(main(["national", *sys.argv[1:]]))

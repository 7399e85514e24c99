"""Measure: staged tables with a passing verdict become observations, gaps and what is known of places."""

from typing import TYPE_CHECKING

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.run.errors import DisclosureError
from fairer_stockton.run.progress import Progress

if TYPE_CHECKING:
    import pandas as pd

    from fairer_stockton.measure.figures import MeasuringInputs
    from fairer_stockton.measure.first_published import FirstPublished
    from fairer_stockton.run.record import TrackedOutput


def measure(settings: Settings, progress: Progress, *, explain: str = "", area: str = "", period: str = "") -> None:
    """Make observations and gaps from the staged tables."""
    from fairer_stockton.editions.record import refuse_unrecorded_editions
    from fairer_stockton.measure.explain import explain_figure_of_measure as explain_figure
    from fairer_stockton.measure.results import list_measuring_outputs
    from fairer_stockton.measure.stage import write_results
    from fairer_stockton.places.tables import compute_area_tables
    from fairer_stockton.validate.verdicts import require_verdicts

    require_verdicts(settings)
    refuse_unrecorded_editions(settings)
    places, figures = list_measuring_outputs(settings)
    if not places.is_current():
        write_results(places, compute_area_tables(settings), progress)
    if not figures.is_current():
        measure_figures(settings, figures, progress)
    if explain:
        print(explain_figure(settings, explain, area or None, period or None), end="")


def measure_figures(settings: Settings, output: "TrackedOutput", progress: Progress) -> None:
    """Write every table of figures, and say which extracts are shown as first published."""
    from fairer_stockton.measure.first_published import describe_first_published, list_facts_of_first_published
    from fairer_stockton.measure.stage import write_results

    tables, first_published = make_protected_tables(settings)
    for line in describe_first_published(first_published):
        progress.say(line)
    write_results(output, tables, progress, first_published=list_facts_of_first_published(first_published))


def make_tables_of_figures(settings: Settings) -> "dict[str, pd.DataFrame]":
    """Return every table of figures: observed in each area, protected, and set beside the others."""
    return make_protected_tables(settings)[0]


def make_protected_tables(settings: Settings) -> "tuple[dict[str, pd.DataFrame], tuple[FirstPublished, ...]]":
    """Return every table of figures, and the extracts that are shown as first published."""
    from fairer_stockton.measure.figures import open_measuring_inputs

    try:
        with open_measuring_inputs(settings) as inputs:
            return make_tables_from_inputs(inputs), inputs.first_published
    except DisclosureError:  # what differs by many, and cannot be protected together with what it replaces
        with open_measuring_inputs(settings, even_if_many=True) as inputs:
            return make_tables_from_inputs(inputs), inputs.first_published


def make_tables_from_inputs(inputs: "MeasuringInputs") -> "dict[str, pd.DataFrame]":
    """Return every table of figures that is made from inputs."""
    from fairer_stockton.measure.claims import recompute_claims
    from fairer_stockton.measure.communities import compare_communities
    from fairer_stockton.measure.decompositions import find_and_split_gaps
    from fairer_stockton.measure.figures import compute_and_protect_observations
    from fairer_stockton.places.comparators import compare_with_other_councils
    from fairer_stockton.places.standings import compare_areas_with_borough

    settings, definitions = inputs.settings, inputs.settings.definitions
    measures = definitions.measures_with_sources
    observations, suppression = compute_and_protect_observations(inputs)
    figures = {"observations": observations, **find_and_split_gaps(inputs, observations)}
    claims = recompute_claims(
        inputs.connection, definitions.claims, figures, inputs.synthetic, definitions.absent_sources
    )
    comparators = compare_with_other_councils(inputs.connection, observations, measures, list(definitions.comparators))
    standings = compare_areas_with_borough(observations, measures, definitions.national.maps.ward_vintage)
    communities = compare_communities(observations, figures["gaps"], comparators, definitions, settings.authority)
    others = {"communities": communities, "claims": claims, "comparators": comparators, "standings": standings}
    return {**figures, **others, "suppression": suppression}


if __name__ == "__main__":
    import sys

    from fairer_stockton.cli import main

    raise SystemExit(main(["measure", *sys.argv[1:]]))

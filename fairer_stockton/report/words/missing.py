"""What is said of a measure that has no figure for the borough: its region's, where that is published, else why not."""

from collections.abc import Iterable

from fairer_stockton.definitions.framework import Domain
from fairer_stockton.definitions.measures import Measure
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.rows import ObservationRow
from fairer_stockton.report.words.figures import write_period, write_value_with_unit
from fairer_stockton.report.words.narrative import explain_no_measure
from fairer_stockton.run.vocabulary import AreaType


def explain_missing_figure(edition: Edition, domain: Domain, title: str) -> str:
    """Return what takes the place of a figure of the borough.

    Args:
        edition: the edition.
        domain: that the measure is in.
        title: of a measure, or of a measure of the framework that no measure answers here.
    """
    for measure in edition.definitions.measures.values():
        is_asked_for = measure.domain == domain.name and measure.title == title
        if is_asked_for and (regional := _describe_figures_of_region(edition, measure)):
            return regional
    return explain_no_measure(domain.needs, edition.explain_missing_figure(domain.name, title))


def _describe_figures_of_region(edition: Edition, measure: Measure) -> str:
    """Return the latest figures of the region in words, and England's of the same period; nothing without any."""
    rows = [row for row in edition.select_observations(measure.name, area_type=AreaType.REGION) if row.has_value]
    if not rows:
        return ""
    latest = [row for row in rows if row.period == max(row.period for row in rows)]
    here = f"{latest[0].area_name}, {write_period(latest[0].period)}: {_list_figures_by_group(latest)}."
    england = [
        row
        for row in edition.select_observations(measure.name, area_type=AreaType.ENGLAND, period=latest[0].period)
        if row.has_value
    ]
    compared = f" England: {_list_figures_by_group(england)}." if england else ""
    return f"Published for regions, not for councils. {here}{compared}"


def _list_figures_by_group(rows: Iterable[ObservationRow]) -> str:
    """Return figures with the groups of people that they are of, everybody first."""
    ordered = sorted(rows, key=lambda row: (row.category != "all", row.category))
    return "; ".join(
        f"{'everybody' if row.category == 'all' else row.category.lower()} {write_value_with_unit(row.value, row.unit)}"
        if len(ordered) > 1
        else write_value_with_unit(row.value, row.unit)
        for row in ordered
    )

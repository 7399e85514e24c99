"""The tables above the measures: a domain's latest figures, and every measure's fifths side by side."""

from fairer_stockton.definitions.framework import Domain
from fairer_stockton.definitions.measures import Measure
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.pages.glance import write_country_figure
from fairer_stockton.report.questions import (
    find_borough_figure,
    find_england_figure,
    find_gap_with_england,
    list_categories,
)
from fairer_stockton.report.rows import GapRow, find_latest_row_with_value
from fairer_stockton.report.table import Table, format_value_and_limits
from fairer_stockton.report.words import gap_changes, narrative
from fairer_stockton.report.words.figures import is_known, write_people_count, write_period
from fairer_stockton.run.vocabulary import AreaType, GapType, Polarity


def make_table_of_latest_figures(edition: Edition, domain: Domain, measures: list[Measure]) -> Table:
    """Return the latest figure of each measure for the borough, its region and England."""
    rows = []
    for measure in measures:
        for category in list_categories(edition, measure):
            row = find_borough_figure(edition, measure, category)
            if row is None:
                continue
            same = {"period": row.period, "category": category}
            region = find_latest_row_with_value(
                edition.select_observations(measure.name, area_type=AreaType.REGION, **same)
            )
            england = find_england_figure(edition, row)
            rows.append((
                narrative.write_measure_title(measure, row.synthetic, category),
                write_period(row.period),
                *format_value_and_limits(row),
                format_value_and_limits(region)[0],
                write_country_figure(measure, england),
                narrative.COMPARISONS[narrative.choose_comparison_verdict(row, find_gap_with_england(edition, row))],
            ))  # fmt: skip
    header = (
        "Measure",
        "Period",
        edition.borough_name,
        "95% interval",
        edition.region,
        "England",
        "Compared with England",
    )
    return Table(f"{domain.title}: the latest figures", header, tuple(rows), numbers=(2, 3, 4, 5))


def make_table_of_fifths(edition: Edition) -> Table | None:
    """Return every measure's most and least deprived fifth side by side: the heart of the focus on places."""
    rows = []
    for measure in edition.measures.values():
        gap = find_latest_row_with_value(
            edition.select_gaps(measure.name, gap_type=GapType.MOST_V_LEAST_FIFTH, area_code=edition.authority)
        )
        if gap is None or not gap.has_value:
            continue
        fifth = {"breakdown": "deprivation_fifth", "period": gap.period}
        ends = [
            find_latest_row_with_value(edition.select_observations(measure.name, category=end, **fifth))
            for end in ("1", "5")
        ]
        rows.append((
            narrative.write_measure_title(measure, gap.synthetic),
            write_period(gap.period),
            *(format_value_and_limits(end)[0] for end in ends),
            narrative.write_gap_for_table(gap),
            _write_people_in_count_if_all_fared_best(gap, measure),
            gap_changes.write_gap_change(gap, measure),
        ))  # fmt: skip
    if not rows:
        return None
    header = (
        "Measure",
        "Period",
        "Most deprived fifth",
        "Least deprived fifth",
        "Difference",
        "If all fared as the best",
        "Is it closing?",
    )
    return Table(
        "The most and the least deprived fifth of the borough's neighbourhoods", header, tuple(rows), numbers=(2, 3)
    )


def _write_people_in_count_if_all_fared_best(gap: GapRow, measure: Measure) -> str:
    if not is_known(gap.people) or not gap.excludes_zero:
        return "–"
    way = "fewer" if measure.polarity == Polarity.LOWER_IS_BETTER else "more"
    return f"about {write_people_count(gap.people)} {way} in the count"

"""The tables above the measures: a domain's latest figures, and every measure's fifths side by side."""

from fairer_stockton.definitions.framework import Domain
from fairer_stockton.definitions.measures import Measure
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.pages.glance import write_country
from fairer_stockton.report.questions import borough_row, england_gap, england_row, list_categories
from fairer_stockton.report.rows import GapRow, latest
from fairer_stockton.report.table import Table, figure_cells
from fairer_stockton.report.words import narrative
from fairer_stockton.report.words.figures import is_known, write_people, write_period
from fairer_stockton.run.vocabulary import AreaType, GapType, Polarity


def domain_table(edition: Edition, domain: Domain, measures: list[Measure]) -> Table:
    """Return the latest figure of each measure for the borough, its region and England."""
    rows = []
    for measure in measures:
        for category in list_categories(edition, measure):
            row = borough_row(edition, measure, category)
            if row is None:
                continue
            same = {"period": row.period, "category": category}
            region = latest(edition.observed(measure.name, area_type=AreaType.REGION, **same))
            england = england_row(edition, row)
            rows.append((
                narrative.write_title(measure, row.synthetic, category),
                write_period(row.period),
                *figure_cells(row),
                figure_cells(region)[0],
                write_country(measure, england),
                narrative.COMPARISONS[narrative.comparison_word(row, england_gap(edition, row))],
            ))  # fmt: skip
    header = ("Measure", "Period", edition.borough_name, "95% interval", edition.region, "England", "Beside England")
    return Table(f"{domain.title}: the latest figures", header, tuple(rows), numbers=(2, 3, 4, 5))


def fifths_overview(edition: Edition) -> Table | None:
    """Return every measure's most and least deprived fifth side by side: the heart of the focus on places."""
    rows = []
    for measure in edition.measures.values():
        gap = latest(edition.gaps_of(measure.name, gap_type=GapType.MOST_V_LEAST_FIFTH, area_code=edition.authority))
        if gap is None or not gap.has_value:
            continue
        fifth = {"breakdown": "deprivation_fifth", "period": gap.period}
        ends = [latest(edition.observed(measure.name, category=end, **fifth)) for end in ("1", "5")]
        rows.append((
            narrative.write_title(measure, gap.synthetic),
            write_period(gap.period),
            *(figure_cells(end)[0] for end in ends),
            narrative.write_gap(gap),
            _write_people(gap, measure),
            narrative.write_direction(gap),
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


def _write_people(gap: GapRow, measure: Measure) -> str:
    if not is_known(gap.people) or not gap.excludes_zero:
        return "–"
    way = "fewer" if measure.polarity == Polarity.LOWER_IS_BETTER else "more"
    return f"about {write_people(gap.people)} {way} in the count"

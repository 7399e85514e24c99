"""The domains' sections: for each measure its sentences, tables, source lines and warnings, ready for a page."""

from collections.abc import Iterator
from dataclasses import dataclass

from fairer_stockton.definitions.commentary import Comment
from fairer_stockton.definitions.framework import Domain
from fairer_stockton.definitions.maps import WEIGHTS
from fairer_stockton.definitions.measures import Measure
from fairer_stockton.definitions.sources import Source
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.pages.domain_tables import make_table_of_latest_figures
from fairer_stockton.report.pages.groups import describe_gaps_between_groups, make_table_of_groups
from fairer_stockton.report.pages.targets import TargetView, list_targets_of_measure
from fairer_stockton.report.questions import (
    find_borough_figure,
    find_england_figure,
    find_gap_with_england,
    is_by_msoa_alone,
    list_categories,
)
from fairer_stockton.report.rows import GapRow, ObservationRow, find_latest_row_with_value
from fairer_stockton.report.table import Table
from fairer_stockton.report.words import gap_changes, narrative
from fairer_stockton.report.words.figures import write_period
from fairer_stockton.report.words.ten_worst import describe_ten_worst, find_ten_worst
from fairer_stockton.run.vocabulary import AreaType, GapType
from fairer_stockton.schemas.nations import ENGLAND


@dataclass(frozen=True)
class Citation:
    """A source as a figure cites it."""

    source: Source
    periods: str
    synthetic: bool
    measured: bool = True

    @property
    def role(self) -> str:
        """What a source is used for that the measure is no sum over."""
        if self.source.name in WEIGHTS:
            return f"Figures of split neighbourhoods are shared out by the residents of: {self.source.title}"
        return f"Neighbourhoods are sorted by the {self.source.title}"


@dataclass(frozen=True)
class MeasureView:
    """All that a page says of one measure."""

    measure: Measure
    figures: tuple[str, ...]
    gaps: tuple[tuple[str, tuple[str, ...]], ...]
    table: Table | None
    citations: tuple[Citation, ...]
    synthetic: bool
    csv_rows: tuple[int, ...]
    comment: Comment | None
    targets: tuple[TargetView, ...] = ()


@dataclass(frozen=True)
class Section:
    """All that a page says of one domain."""

    domain: Domain
    table: Table | None
    measures: tuple[MeasureView, ...]
    missing: tuple[str, ...]
    comment: Comment | None = None


def make_domain_section(edition: Edition, domain_name: str) -> Section:
    """Make a domain's section; one without a measure says what it needs."""
    domain, measures = edition.framework[domain_name], edition.list_measures_with_figures(domain_name)
    return Section(
        domain=domain,
        table=make_table_of_latest_figures(edition, domain, measures) if measures else None,
        measures=tuple(make_measure_view(edition, measure) for measure in measures),
        missing=edition.missing(domain_name),
        comment=edition.commentary.domains.get(domain_name),
    )


def make_measure_view(edition: Edition, measure: Measure) -> MeasureView:
    """Gather what is said of a measure."""
    rows = [
        row
        for category in list_categories(edition, measure)
        if (row := find_borough_figure(edition, measure, category))
    ]
    figures = [sentence for row in rows for sentence in describe_figure(edition, row)]
    return MeasureView(
        measure=measure,
        figures=tuple(figures),
        gaps=tuple(_write_titled_paragraphs_on_gaps(edition, measure)),
        table=make_table_of_groups(edition, measure),
        citations=list_citations(edition, measure),
        synthetic=any(row.synthetic for row in rows),
        csv_rows=tuple(edition.find_csv_row_number(row) for row in rows),
        comment=edition.commentary.measures.get(measure.name),
        targets=list_targets_of_measure(edition, measure),
    )


def list_citations(edition: Edition, measure: Measure) -> tuple[Citation, ...]:
    """List the sources of a measure's figures, with the periods taken from them."""
    rows = edition.observations[edition.observations["measure"] == measure.name]
    names = sorted({name for cell in rows["sources"].unique() for name in cell.split()})
    periods = sorted(rows["period"].unique())
    first, last = periods[0].split(" to "), periods[-1].split(" to ")
    span = " to ".join(dict.fromkeys(write_period(end) for end in (first[0], last[-1])))
    return tuple(
        Citation(
            source=edition.sources[name],
            periods=span,
            synthetic=any(file.synthetic for file in edition.inputs.get(name, ())),
            measured=name in measure.tables,
        )
        for name in names
    )


def describe_figure(edition: Edition, row: ObservationRow) -> list[str]:
    """Write the borough's figure, how it compares with England's, and how both have moved."""
    england, gap = find_england_figure(edition, row), find_gap_with_england(edition, row)
    sentences = [
        narrative.describe_value(row),
        _explain_older_figure(edition, row),
        narrative.compare_with_england(row, england, gap, edition.measures[row.measure]),
        narrative.describe_people_at_england_rate(row, gap),
        gap_changes.describe_gap_direction(gap, edition.measures[row.measure], "the gap with England")
        if gap and gap.change_from
        else "",
        narrative.describe_trend(row),
    ]
    return [" ".join(sentence for sentence in sentences if sentence)]


def _explain_older_figure(edition: Edition, row: ObservationRow) -> str:
    """Write why a newer period's figure is not shown, where an older one is shown in its place."""
    last = edition.select_observations(
        row.measure, area_type=AreaType.BOROUGH, breakdown=row.breakdown, category=row.category
    )[-1]
    if last.period == row.period or not last.note:
        return ""
    return f"There is no figure for {write_period(last.period)} ({last.note})."


def _write_titled_paragraphs_on_gaps(edition: Edition, measure: Measure) -> list[tuple[str, tuple[str, ...]]]:
    makers = (
        (GapType.MOST_V_LEAST_FIFTH, describe_gap_between_fifths),
        (GapType.AREA_RANGE, describe_gap_between_wards),
    )
    paragraphs: list[tuple[str, tuple[str, ...]]] = []
    for kind, make in makers:
        gap = find_latest_row_with_value(edition.select_gaps(measure.name, gap_type=kind, area_code=edition.authority))
        if gap and gap.has_value:
            sentences = [sentence for sentence in make(edition, measure, gap) if sentence]
            if sentences:
                direction = measure.not_over_time or gap_changes.describe_gap_direction(gap, measure)
                paragraphs.append((narrative.GAP_TITLES[kind], (" ".join([*sentences, direction]),)))
    if measure.part_of_index and measure.is_from_neighbourhoods_or_people:
        # In first position, where the gap between the fifths would be.
        paragraphs.insert(
            0, (narrative.GAP_TITLES[GapType.MOST_V_LEAST_FIFTH], (narrative.explain_why_fifths_not_compared(measure),))
        )
    if targets := list(_compare_target_areas_with_rest_of_borough(edition, measure)):
        paragraphs.append((narrative.GAP_TITLES[GapType.TARGET_AREA_V_REST], tuple(targets)))
    if groups := _describe_gaps_between_groups(edition, measure):
        paragraphs.append((narrative.GAP_TITLES[GapType.BREAKDOWN], tuple(groups)))
    return paragraphs


def describe_gap_between_fifths(edition: Edition, measure: Measure, gap: GapRow) -> list[str]:
    """Write how the fifths differ: the two ends, what that means in people, and the line through all five."""
    period = gap.period
    fifth = {"breakdown": "deprivation_fifth", "period": period}
    most, least = (
        find_latest_row_with_value(edition.select_observations(measure.name, category=end, **fifth))
        for end in ("1", "5")
    )
    if most is None or least is None:
        return []
    of = {"area_code": edition.authority, "period": period}
    slope, relative = (
        find_latest_row_with_value(edition.select_gaps(measure.name, gap_type=kind, **of))
        for kind in (GapType.SLOPE_INDEX, GapType.RELATIVE_INDEX)
    )
    return [
        narrative.compare_fifths(gap, most, least, measure),
        narrative.describe_people_at_best_fifths_rate(
            gap, find_borough_figure(edition, measure, "all", period=period), measure
        ),
        narrative.describe_inequality_indices(slope, relative),
    ]


def _compare_target_areas_with_rest_of_borough(edition: Edition, measure: Measure) -> Iterator[str]:
    """Yield how each target area compares with the rest of the borough in its latest period."""
    for area in edition.named:
        gap = find_latest_row_with_value(
            edition.select_gaps(measure.name, gap_type=GapType.TARGET_AREA_V_REST, area_code=area.code)
        )
        if gap is None or not gap.has_value:
            continue
        own = find_latest_row_with_value(
            edition.select_observations(measure.name, area_code=area.code, period=gap.period)
        )
        rest = find_latest_row_with_value(
            edition.select_observations(measure.name, breakdown=area.code, period=gap.period)
        )
        if own and rest:
            direction = gap_changes.describe_gap_direction(gap, measure) if gap.is_moving else ""
            yield " ".join(filter(None, (narrative.compare_target_area_with_rest(gap, own, rest), direction)))


def _describe_gaps_between_groups(edition: Edition, measure: Measure) -> list[str]:
    sentences = describe_gaps_between_groups(edition, measure, edition.authority)
    england = find_latest_row_with_value(
        edition.select_gaps(measure.name, gap_type=GapType.BREAKDOWN, area_code=ENGLAND)
    )
    return (
        [*sentences, f"In England: {narrative.write_gap_for_table(england)}."] if sentences and england else sentences
    )


def describe_gap_between_wards(edition: Edition, measure: Measure, gap: GapRow) -> list[str]:
    """Write how far apart the wards are; where a measure comes by MSOA alone, the MSOAs."""
    if is_by_msoa_alone(edition, measure):
        kind: dict[str, str] = {"area_type": AreaType.MSOA}
    else:
        kind = {"area_type": AreaType.WARD, "vintage": edition.ward_vintage}
    every = edition.select_observations(measure.name, **kind, period=gap.period, breakdown="all")
    wards = {row.area_name: row for row in every if row.has_value}
    if gap.group_a not in wards or gap.group_b not in wards:
        return []
    ends = wards[gap.group_a], wards[gap.group_b]
    area_type, vintage = ends[0].area_type, ends[0].vintage
    worst = find_ten_worst(edition, measure.name, gap.period, area_type, vintage)
    on_worst = describe_ten_worst(worst, {row.area_code: row.area_name for row in every}, area_type)
    return [narrative.compare_wards(gap, *ends, len(wards), len(every) - len(wards)), *([on_worst] if on_worst else [])]

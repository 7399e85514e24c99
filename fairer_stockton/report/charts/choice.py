"""Which pictures a domain gets, chosen for the question each measure asks, with their words and their data."""

from dataclasses import replace

from fairer_stockton.definitions.measures import Measure
from fairer_stockton.report.area_profile import AREA_TITLES
from fairer_stockton.report.charts.gap_groups import has_figures_of_both_groups, make_gap_panel
from fairer_stockton.report.charts.model import QUESTIONS, Chart, ChartKind, ChartPanel, ChartSeries
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.gap_courses import GapOverTime
from fairer_stockton.report.questions import find_borough_figure, find_england_figure, is_by_msoa_alone, list_categories
from fairer_stockton.report.rows import ObservationRow, find_latest_row_with_value
from fairer_stockton.report.table import Table, format_value_and_limits
from fairer_stockton.report.targets.standings import list_target_standings
from fairer_stockton.report.words.figures import (
    write_difference,
    write_figure,
    write_limits,
    write_period,
    write_value_with_unit,
)
from fairer_stockton.report.words.narrative import mark_proxy_in_title
from fairer_stockton.run.vocabulary import AreaType, GapType

FEWEST_FOR_TIME = 3
MOST_MEASURES = 6  # in one picture; the others are in the table below it
LATEST_PERIODS = 4  # in the table of a picture of many years; the earlier ones are in the CSV
# A series of areas of one kind, a bar an area.
RANKED = "ranked"
BARS: tuple[ChartKind, ...] = ("wards", "msoas")
LINES_HEADER = ("Measure and period", "Of whom", "Figure", "95% interval")
RANKED_HEADER = ("Series", "Period", "Figure", "95% interval")


def make_domain_charts(edition: Edition, domain_name: str) -> list[Chart]:
    """Return a domain's charts: one for each kind of question that its measures can answer, its funnels last."""
    from fairer_stockton.report.charts.funnel import make_funnel_chart

    panels_by_kind: dict[ChartKind, list[ChartPanel]] = {}
    for measure in edition.list_measures_with_figures(domain_name):
        kind = choose_chart_kind(edition, measure)
        panels = (
            panel
            for category in _list_groups_with_a_panel(edition, measure, kind)
            if (panel := _make_measure_panel(edition, measure, kind, category))
        )
        panels_by_kind.setdefault(kind, []).extend(panels)
    title = edition.framework[domain_name].title
    charts = [
        _make_chart_of_panels(domain_name, title, kind, tuple(panels))
        for kind, panels in panels_by_kind.items()
        if panels
    ]
    funnels = make_funnel_chart(edition, domain_name)
    return [*charts, funnels] if funnels else charts


def choose_chart_kind(edition: Edition, measure: Measure) -> ChartKind:
    """Return the kind of chart that answers a measure's question."""
    if edition.select_gaps(measure.name, gap_type=GapType.MOST_V_LEAST_FIFTH):
        return "fifths"
    category = next(iter(list_categories(edition, measure)), "all")
    borough = edition.select_observations(measure.name, area_type=AreaType.BOROUGH, category=category)
    # Fewer points would suggest a trend where there is none.
    if not measure.not_over_time and len([row for row in borough if row.has_value]) >= FEWEST_FOR_TIME:
        return "time"
    wards = find_latest_row_with_value(
        edition.select_observations(measure.name, area_type=AreaType.WARD, vintage=edition.ward_vintage)
    )
    if is_by_msoa_alone(edition, measure):
        return "msoas"
    return (
        "wards"
        if wards and wards.has_value and not edition.select_observations(measure.name, area_type=AreaType.ENGLAND)
        else "areas"
    )


def _list_groups_with_a_panel(edition: Edition, measure: Measure, kind: ChartKind) -> list[str]:
    """List the groups of people that get a panel: over time the two that are compared share that of the first."""
    split = measure.own_breakdown.compare[:1] if measure.own_breakdown and kind == "time" else ()
    return list(split) or list_categories(edition, measure)


def _make_measure_panel(edition: Edition, measure: Measure, kind: ChartKind, category: str) -> ChartPanel | None:
    row = find_borough_figure(edition, measure, category)
    if row is None or not row.has_value:
        return None
    pair = _find_gap_of_compared_groups(edition, measure) if kind == "time" else None
    if pair and has_figures_of_both_groups(edition, pair):
        return make_gap_panel(edition, pair, pair.between)
    title = measure.title if category == "all" else f"{measure.title}: {_describe_group_of_people(measure, category)}"
    series = {
        "fifths": _make_series_of_fifths,
        "time": _make_series_over_time,
        "areas": _make_series_of_borough_and_larger_areas,
        "wards": _make_series_of_wards,
        "msoas": _make_series_of_msoas,
    }[kind](edition, measure, row)
    shown = [replace(entry, rows=_leave_out_rows_without_figure(entry.rows)) for entry in series]
    title = mark_proxy_in_title(measure, title)
    targets = _list_targets(edition, measure) if kind == "time" and category == "all" else ()
    series_shown = tuple(entry for entry in shown if entry.rows)
    return ChartPanel(measure, title, series_shown, targets=targets) if shown[0].rows else None


def _list_targets(edition: Edition, measure: Measure) -> tuple[tuple[int, float], ...]:
    standings = [each for each in list_target_standings(edition) if each.target.measure == measure.name]
    return tuple((each.target.year, each.target.value) for each in standings)


def _find_gap_of_compared_groups(edition: Edition, measure: Measure) -> GapOverTime | None:
    """Return the gap between the two groups of people that a measure is published to compare; None where none is."""
    if measure.own_breakdown is None:
        return None
    first, second = measure.own_breakdown.compare
    gaps = edition.select_gaps(
        measure.name, gap_type=GapType.BREAKDOWN, area_code=edition.authority, group_a=first, group_b=second
    )
    return GapOverTime(measure, tuple(gaps)) if gaps else None


def _leave_out_rows_without_figure(rows: tuple[ObservationRow, ...]) -> tuple[ObservationRow, ...]:
    """Leave out rows without a figure: a suppressed one must show neither by value nor by position."""
    return tuple(row for row in rows if row.has_value)


def _describe_group_of_people(measure: Measure, category: str) -> str:
    by = measure.own_breakdown.name.replace("_", " ") if measure.own_breakdown else ""
    return category.lower() if by in ("", "sex") else f"{category.lower()} for {by}"


def _make_series_of_fifths(
    edition: Edition, measure: Measure, latest_borough_figure: ObservationRow
) -> list[ChartSeries]:
    gap = find_latest_row_with_value(
        edition.select_gaps(measure.name, gap_type=GapType.MOST_V_LEAST_FIFTH, area_code=edition.authority)
    )
    period = gap.period if gap else latest_borough_figure.period
    fifths = edition.select_observations(measure.name, breakdown="deprivation_fifth", period=period)
    ends = {end: tuple(fifth for fifth in fifths if fifth.category == end) for end in ("1", "5")}
    # Of the period of the gap, which may be earlier than the latest figure of the borough.
    borough = find_borough_figure(edition, measure, "all", period=period) or latest_borough_figure
    england = find_england_figure(edition, borough)
    return [
        ChartSeries("most", "Most deprived fifth", ends["1"]),
        ChartSeries("least", "Least deprived fifth", ends["5"]),
        ChartSeries("borough", edition.borough_name, (borough,), edition.short_name),
        ChartSeries("england", "England", (england,) if england else ()),
    ]


def _make_series_over_time(edition: Edition, measure: Measure, borough_figure: ObservationRow) -> list[ChartSeries]:
    lines = [
        ChartSeries(
            _choose_series_role(kind),
            _label_series(edition, kind, rows),
            tuple(line for line in rows if line.has_value),
            edition.short_name if kind == AreaType.BOROUGH else "",
        )
        for kind in (AreaType.BOROUGH, AreaType.ENGLAND, AreaType.UNITED_KINGDOM, AreaType.REGION)
        if (rows := edition.select_observations(measure.name, area_type=kind, category=borough_figure.category))
    ]
    # The borough and the first of the others that has figures: more lines would hide each other.
    return lines[:2]


def _make_series_of_borough_and_larger_areas(
    edition: Edition, measure: Measure, borough_figure: ObservationRow
) -> list[ChartSeries]:
    same = {"category": borough_figure.category, "period": borough_figure.period}
    return [
        ChartSeries(
            _choose_series_role(kind),
            _label_series(edition, kind, rows),
            tuple(rows),
            edition.short_name if kind == AreaType.BOROUGH else "",
        )
        for kind in (AreaType.BOROUGH, AreaType.REGION, AreaType.ENGLAND, AreaType.UNITED_KINGDOM)
        if (rows := edition.select_observations(measure.name, area_type=kind, **same))
    ]


def _make_series_of_wards(edition: Edition, measure: Measure, borough_figure: ObservationRow) -> list[ChartSeries]:
    return _make_series_of_ranked_areas(edition, measure, borough_figure, AreaType.WARD)


def _make_series_of_msoas(edition: Edition, measure: Measure, borough_figure: ObservationRow) -> list[ChartSeries]:
    return _make_series_of_ranked_areas(edition, measure, borough_figure, AreaType.MSOA)


def _make_series_of_ranked_areas(
    edition: Edition, measure: Measure, borough_figure: ObservationRow, area_type: AreaType
) -> list[ChartSeries]:
    of_map = area_type == AreaType.WARD
    same = {"vintage": edition.ward_vintage} if of_map else {"category": borough_figure.category}
    areas = edition.select_observations(measure.name, area_type=area_type, period=borough_figure.period, **same)
    ranked = sorted((area for area in areas if area.has_value), key=lambda area: (-area.value, area.area_name))
    return [
        ChartSeries(RANKED, AREA_TITLES[area_type], tuple(ranked)),
        ChartSeries("borough", edition.borough_name, (borough_figure,), edition.short_name),
    ]


def _choose_series_role(area_type: str) -> str:
    """Return how an area is drawn: the United Kingdom as England, which it stands for."""
    return "england" if area_type == AreaType.UNITED_KINGDOM else area_type


def _label_series(edition: Edition, area_type: str, rows: list[ObservationRow]) -> str:
    return edition.borough_name if area_type == AreaType.BOROUGH else rows[0].area_name


def _make_chart_of_panels(
    domain_name: str, domain_title: str, kind: ChartKind, candidate_panels: tuple[ChartPanel, ...]
) -> Chart:
    panels, left_out = _select_panels_and_list_left_out(candidate_panels)
    note = f"This chart shows the {MOST_MEASURES} largest gaps for their size. "
    return Chart(
        name=f"{domain_name.replace('_', '-')}-{kind}",
        kind=kind,
        title=f"{domain_title}. {QUESTIONS[kind]}",
        question=QUESTIONS[kind],
        panels=panels,
        alt=" ".join(_describe_panel_for_alt_text(kind, panel) for panel in panels),
        table=_make_chart_table(f"{domain_title}: {QUESTIONS[kind]} The figures", kind, panels),
        note=f"{note}In the tables, not here: {'; '.join(left_out)}." if left_out else "",
    )


def _select_panels_and_list_left_out(panels: tuple[ChartPanel, ...]) -> tuple[tuple[ChartPanel, ...], list[str]]:
    """Return the panels of the measures that stand furthest apart for their size, and the other measures' titles."""
    spread_of: dict[str, float] = {}
    for panel in panels:
        spread_of[panel.measure.name] = max(spread_of.get(panel.measure.name, 0.0), _compute_relative_spread(panel))
    widest = sorted(spread_of, key=lambda name: -spread_of[name])[:MOST_MEASURES]
    left_out = dict.fromkeys(panel.measure.title for panel in panels if panel.measure.name not in widest)
    return tuple(panel for panel in panels if panel.measure.name in widest), list(left_out)


def _compute_relative_spread(panel: ChartPanel) -> float:
    shown = [row for series in panel.series for row in (series.rows if series.role == RANKED else series.rows[-1:])]
    ends = [row.value for row in shown]
    # Relative to size, since measures of different units compete for the few panels.
    largest = max(abs(end) for end in ends)
    return (max(ends) - min(ends)) / largest if largest else 0.0


def _make_chart_table(caption: str, kind: ChartKind, panels: tuple[ChartPanel, ...]) -> Table:
    """Return a picture's figures: a row a ward or MSOA, or a row for each measure and period with a column a series."""
    if kind in BARS:
        return Table(caption, RANKED_HEADER, tuple(_make_table_rows_of_ranked_areas(kind, panels)), numbers=(2, 3))
    if kind == "time":
        longer = any(len(series.rows) > LATEST_PERIODS for panel in panels for series in panel.series)
        caption += f", the latest {LATEST_PERIODS} periods; the earlier ones are in the CSV" if longer else ""
        return Table(caption, LINES_HEADER, tuple(row for panel in panels for row in _make_table_rows_of_lines(panel)))
    labels = list(dict.fromkeys(series.label for panel in panels for series in panel.series))
    rows = []
    for panel in panels:
        shown = {(series.label, row.period): row for series in panel.series for row in _select_rows_for_table(series)}
        for period in sorted({period for _, period in shown}):
            cells = (
                _format_figure_with_interval(shown[label, period]) if (label, period) in shown else "–"
                for label in labels
            )
            rows.append(
                (f"{panel.title}, {write_period(period)}", *(cell.replace("95% interval ", "") for cell in cells))
            )
    header = ("Measure and period (95% interval)", *labels)
    return Table(caption, header, tuple(rows), numbers=tuple(range(1, len(header))))


def _make_table_rows_of_lines(panel: ChartPanel) -> list[tuple[str, ...]]:
    """Return a row for each of a panel's latest periods and lines, and for England's own gap between the two."""
    shown = [(row.period, series.label, row) for series in panel.series for row in _select_rows_for_table(series)]
    englands = dict(panel.england_gaps)
    lines: list[tuple[str, ...]] = []
    for period in sorted({period for period, _, _ in shown}):
        title = f"{panel.title}, {write_period(period)}"
        lines += [(title, label, *format_value_and_limits(row)) for when, label, row in shown if when == period]
        if period in englands:
            lines.append((title, "Gap in England", write_difference(englands[period], panel.measure.unit), "–"))
    return lines


def _make_table_rows_of_ranked_areas(kind: ChartKind, panels: tuple[ChartPanel, ...]) -> list[tuple[str, ...]]:
    named = [
        (panel, series, row) for panel in panels for series in panel.series for row in _select_rows_for_table(series)
    ]
    return [
        (
            f"{panel.title}, {row.area_name if series.role == RANKED else series.label}",
            write_period(row.period),
            *format_value_and_limits(row),
        )
        for panel, series, row in named
    ]


def _select_rows_for_table(series: ChartSeries) -> tuple[ObservationRow, ...]:
    return series.rows if series.role == RANKED else series.rows[-LATEST_PERIODS:]


def _describe_panel_for_alt_text(kind: ChartKind, panel: ChartPanel) -> str:
    """State what a panel shows, with its figures, for those who do not see it."""
    if kind == "time":
        lines = [_describe_first_and_last_figure(series, panel.measure.latest_break) for series in panel.series]
        unit = panel.measure.unit
        lines += [f"the target is {write_value_with_unit(value, unit)} by {year}" for year, value in panel.targets]
    elif kind in BARS:
        ranked = panel.series[0].rows
        ends = [
            f"{word} in {row.area_name} at {write_figure(row)}"
            for word, row in zip(("highest", "lowest"), (ranked[0], ranked[-1]), strict=True)
        ]
        lines = [
            *ends,
            *(f"{series.label} {_format_figure_with_interval(series.rows[-1])}" for series in panel.series[1:]),
        ]
    else:
        lines = [f"{series.label} {_format_figure_with_interval(series.rows[-1])}" for series in panel.series]
    period = write_period(panel.series[0].rows[-1].period)
    return f"{panel.title}, {'to ' if kind == 'time' else ''}{period}: {'; '.join(lines)}."


def _describe_first_and_last_figure(series: ChartSeries, since: str) -> str:
    last = series.rows[-1]
    first = next((row for row in series.rows if row.period >= since), last)
    if first is last:
        return f"{series.label} {_format_figure_with_interval(last)}"
    start = f"{write_figure(first)} in {write_period(first.period)}"
    return f"{series.label} {start} and {_format_figure_with_interval(last)} in {write_period(last.period)}"


def _format_figure_with_interval(row: ObservationRow) -> str:
    limits = f" (95% interval {write_limits(row)})" if row.has_interval else ""
    return f"{write_figure(row)}{limits}"

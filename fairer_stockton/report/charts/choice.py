"""Which pictures a domain gets, chosen for the question each measure asks, with their words and their data."""

from dataclasses import replace

from fairer_stockton.definitions.measures import Measure
from fairer_stockton.report.charts.model import QUESTIONS, Chart, Kind, Panel, Series
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.questions import borough_row, england_row, list_categories
from fairer_stockton.report.rows import Row, latest
from fairer_stockton.report.table import Table, figure_cells
from fairer_stockton.report.words.figures import has_interval, is_known, write_figure, write_limits, write_period
from fairer_stockton.report.words.narrative import mark_stand_in
from fairer_stockton.run.vocabulary import AreaType, GapType

FEWEST_FOR_TIME = 3
MOST_MEASURES = 6  # in one picture; the others are in the table below it
LATEST_PERIODS = 4  # in the table of a picture of many years; the earlier ones are in the CSV
WARDS_HEADER = ("Series", "Period", "Figure", "95% interval")


def charts_of(edition: Edition, domain: str) -> list[Chart]:
    """Return a domain's charts: one for each kind of question that its measures can answer, its funnels last."""
    from fairer_stockton.report.charts.funnel import funnel_chart

    panels_by_kind: dict[Kind, list[Panel]] = {}
    for measure in edition.of_domain(domain):
        kind = kind_of(edition, measure)
        panels = (
            panel
            for category in _categories_shown(edition, measure, kind)
            if (panel := _panel(edition, measure, kind, category))
        )
        panels_by_kind.setdefault(kind, []).extend(panels)
    title = edition.framework[domain].title
    charts = [_chart(domain, title, kind, tuple(panels)) for kind, panels in panels_by_kind.items() if panels]
    funnels = funnel_chart(edition, domain)
    return [*charts, funnels] if funnels else charts


def kind_of(edition: Edition, measure: Measure) -> Kind:
    """Return the kind of chart that answers a measure's question."""
    if edition.gaps_of(measure.name, gap_type=GapType.MOST_V_LEAST_FIFTH):
        return "fifths"
    category = next(iter(list_categories(edition, measure)), "all")
    borough = edition.observed(measure.name, area_type=AreaType.BOROUGH, category=category)
    # Fewer points would suggest a trend where there is none.
    if not measure.not_over_time and len([row for row in borough if is_known(row["value"])]) >= FEWEST_FOR_TIME:
        return "time"
    wards = latest(edition.observed(measure.name, area_type=AreaType.WARD, vintage=edition.ward_vintage))
    return (
        "wards"
        if wards and is_known(wards["value"]) and not edition.observed(measure.name, area_type=AreaType.ENGLAND)
        else "areas"
    )


def _categories_shown(edition: Edition, measure: Measure, kind: Kind) -> list[str]:
    """List the groups of people that get a panel: over time the two that are compared, else everybody."""
    split = measure.breakdown.compare if measure.breakdown and kind == "time" else ()
    return list(split) or list_categories(edition, measure)


def _panel(edition: Edition, measure: Measure, kind: Kind, category: str) -> Panel | None:
    row = borough_row(edition, measure, category)
    if row is None or not is_known(row["value"]):
        return None
    title = measure.title if category == "all" else f"{measure.title}: {_group_words(measure, category)}"
    series = {"fifths": _fifths_series, "time": _series_over_time, "areas": _area_series, "wards": _ward_series}[kind](
        edition, measure, row
    )
    shown = [replace(entry, rows=_rows_with_a_value(entry.rows)) for entry in series]
    title = mark_stand_in(measure, title)
    return Panel(measure, title, tuple(entry for entry in shown if entry.rows)) if shown[0].rows else None


def _rows_with_a_value(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Leave out rows without a figure: a suppressed one must show neither by value nor by position."""
    return tuple(row for row in rows if is_known(row["value"]))


def _group_words(measure: Measure, category: str) -> str:
    by = measure.breakdown.name.replace("_", " ") if measure.breakdown else ""
    return category.lower() if by in ("", "sex") else f"{category.lower()} for {by}"


def _fifths_series(edition: Edition, measure: Measure, row: Row) -> list[Series]:
    gap = latest(edition.gaps_of(measure.name, gap_type=GapType.MOST_V_LEAST_FIFTH, area_code=edition.authority))
    period = gap["period"] if gap else row["period"]
    fifths = edition.observed(measure.name, breakdown="deprivation_fifth", period=period)
    ends = {end: tuple(fifth for fifth in fifths if fifth["category"] == end) for end in ("1", "5")}
    # Of the period of the gap, which may be earlier than the latest figure of the borough.
    borough = borough_row(edition, measure, "all", period=period) or row
    england = england_row(edition, borough)
    return [
        Series("most", "Most deprived fifth", ends["1"]),
        Series("least", "Least deprived fifth", ends["5"]),
        Series("borough", edition.borough_name, (borough,), edition.short_name),
        Series("england", "England", (england,) if england else ()),
    ]


def _series_over_time(edition: Edition, measure: Measure, row: Row) -> list[Series]:
    lines = [
        Series(
            _series_role(kind),
            _series_label(edition, kind, rows),
            tuple(line for line in rows if is_known(line["value"])),
            edition.short_name if kind == AreaType.BOROUGH else "",
        )
        for kind in (AreaType.BOROUGH, AreaType.ENGLAND, AreaType.UNITED_KINGDOM, AreaType.REGION)
        if (rows := edition.observed(measure.name, area_type=kind, category=row["category"]))
    ]
    # The borough and the first of the others that has figures: more lines would hide each other.
    return lines[:2]


def _area_series(edition: Edition, measure: Measure, row: Row) -> list[Series]:
    same = {"category": row["category"], "period": row["period"]}
    return [
        Series(
            _series_role(kind),
            _series_label(edition, kind, rows),
            tuple(rows),
            edition.short_name if kind == AreaType.BOROUGH else "",
        )
        for kind in (AreaType.BOROUGH, AreaType.REGION, AreaType.ENGLAND, AreaType.UNITED_KINGDOM)
        if (rows := edition.observed(measure.name, area_type=kind, **same))
    ]


def _ward_series(edition: Edition, measure: Measure, row: Row) -> list[Series]:
    wards = edition.observed(measure.name, area_type=AreaType.WARD, vintage=edition.ward_vintage, period=row["period"])
    ranked = sorted(
        (ward for ward in wards if is_known(ward["value"])), key=lambda ward: (-ward["value"], ward["area_name"])
    )
    return [
        Series("wards", "Wards", tuple(ranked)),
        Series("borough", edition.borough_name, (row,), edition.short_name),
    ]


def _series_role(kind: str) -> str:
    """Return how an area is drawn: the United Kingdom as England, which it stands for."""
    return "england" if kind == AreaType.UNITED_KINGDOM else kind


def _series_label(edition: Edition, kind: str, rows: list[Row]) -> str:
    return edition.borough_name if kind == AreaType.BOROUGH else str(rows[0]["area_name"])


def _chart(domain: str, title: str, kind: Kind, every: tuple[Panel, ...]) -> Chart:
    panels, left_out = _select_panels(every)
    note = f"Shown are the {MOST_MEASURES} measures that stand furthest apart for their size. "
    return Chart(
        name=f"{domain.replace('_', '-')}-{kind}",
        kind=kind,
        title=f"{title}. {QUESTIONS[kind]}",
        question=QUESTIONS[kind],
        panels=panels,
        alt=" ".join(_alt_text(kind, panel) for panel in panels),
        table=_table(f"{title}: {QUESTIONS[kind]} The figures", kind, panels),
        note=f"{note}In the tables, not here: {'; '.join(left_out)}." if left_out else "",
    )


def _select_panels(panels: tuple[Panel, ...]) -> tuple[tuple[Panel, ...], list[str]]:
    """Return the panels of the measures that stand furthest apart for their size, and the other measures' titles."""
    spread_of: dict[str, float] = {}
    for panel in panels:
        spread_of[panel.measure.name] = max(spread_of.get(panel.measure.name, 0.0), _relative_spread(panel))
    widest = sorted(spread_of, key=lambda name: -spread_of[name])[:MOST_MEASURES]
    left_out = dict.fromkeys(panel.measure.title for panel in panels if panel.measure.name not in widest)
    return tuple(panel for panel in panels if panel.measure.name in widest), list(left_out)


def _relative_spread(panel: Panel) -> float:
    shown = [row for series in panel.series for row in (series.rows if series.role == "wards" else series.rows[-1:])]
    ends = [row["value"] for row in shown]
    # Relative to size, since measures of different units compete for the few panels.
    largest = max(abs(end) for end in ends)
    return (max(ends) - min(ends)) / largest if largest else 0.0


def _table(caption: str, kind: Kind, panels: tuple[Panel, ...]) -> Table:
    """Return a picture's figures: a row a ward, or a row for each measure and period with a column a series."""
    if kind == "wards":
        return Table(caption, WARDS_HEADER, tuple(_table_rows(kind, panels)), numbers=(2, 3))
    labels = list(dict.fromkeys(series.label for panel in panels for series in panel.series))
    rows = []
    for panel in panels:
        shown = {(series.label, row["period"]): row for series in panel.series for row in _latest_rows(series)}
        for period in sorted({period for _, period in shown}):
            cells = (_figure_words(shown[label, period]) if (label, period) in shown else "–" for label in labels)
            rows.append(
                (f"{panel.title}, {write_period(period)}", *(cell.replace("95% interval ", "") for cell in cells))
            )
    header = ("Measure and period (95% interval)", *labels)
    longer = any(len(series.rows) > LATEST_PERIODS for panel in panels for series in panel.series)
    caption += f", the latest {LATEST_PERIODS} periods; the earlier ones are in the CSV" if longer else ""
    return Table(caption, header, tuple(rows), numbers=tuple(range(1, len(header))))


def _table_rows(kind: Kind, panels: tuple[Panel, ...]) -> list[tuple[str, ...]]:
    named = [(panel, series, row) for panel in panels for series in panel.series for row in _latest_rows(series)]
    return [
        (
            f"{panel.title}, {row['area_name'] if series.role == 'wards' else series.label}",
            write_period(row["period"]),
            *figure_cells(row),
        )
        for panel, series, row in named
    ]


def _latest_rows(series: Series) -> tuple[Row, ...]:
    return series.rows if series.role == "wards" else series.rows[-LATEST_PERIODS:]


def _alt_text(kind: Kind, panel: Panel) -> str:
    """State what a panel shows, with its figures, for those who do not see it."""
    if kind == "time":
        lines = [_course_words(series) for series in panel.series]
    elif kind == "wards":
        ranked = panel.series[0].rows
        ends = [
            f"{word} in {row['area_name']} at {write_figure(row)}"
            for word, row in zip(("highest", "lowest"), (ranked[0], ranked[-1]), strict=True)
        ]
        lines = [*ends, *(f"{series.label} {_figure_words(series.rows[-1])}" for series in panel.series[1:])]
    else:
        lines = [f"{series.label} {_figure_words(series.rows[-1])}" for series in panel.series]
    period = write_period(panel.series[0].rows[-1]["period"])
    return f"{panel.title}, {'to ' if kind == 'time' else ''}{period}: {'; '.join(lines)}."


def _course_words(series: Series) -> str:
    first, last = series.rows[0], series.rows[-1]
    if first is last:
        return f"{series.label} {_figure_words(last)}"
    start = f"{write_figure(first)} in {write_period(first['period'])}"
    return f"{series.label} {start} and {_figure_words(last)} in {write_period(last['period'])}"


def _figure_words(row: Row) -> str:
    limits = f" (95% interval {write_limits(row)})" if has_interval(row) else ""
    return f"{write_figure(row)}{limits}"

"""Which pictures a domain gets, chosen for the question each measure asks, with their words and their data."""

from dataclasses import dataclass
from typing import Any, Literal

from fairer_stockton.catalogue import Measure
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.figures import has_interval, known, write, write_limits, write_period
from fairer_stockton.report.glance import borough_row, categories, england_row
from fairer_stockton.report.sections import WARD_MAP
from fairer_stockton.report.tables import Table, figure_cells, latest

Kind = Literal["fifths", "time", "areas", "wards"]
FEWEST_FOR_TIME = 3
HEADER = ("Series", "Period", "Figure", "95% interval")
QUESTIONS: dict[Kind, str] = {
    "fifths": "How far apart are our most and least deprived neighbourhoods?",
    "time": "How have the figures moved over the years?",
    "areas": "How does the borough stand beside the region and England?",
    "wards": "How do our wards differ?",
}


@dataclass(frozen=True)
class Series:
    """One line or one mark of a panel: what it is of, and its observations, oldest first."""

    role: str
    label: str
    rows: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Panel:
    """One small picture: a measure, or one group of people in it."""

    measure: Measure
    title: str
    series: tuple[Series, ...]


@dataclass(frozen=True)
class Chart:
    """One picture file: its panels, its alternative text and its data as a table."""

    name: str
    kind: Kind
    title: str
    question: str
    panels: tuple[Panel, ...]
    alt: str
    table: Table


def charts_of(edition: Edition, domain: str) -> list[Chart]:
    """Choose a domain's pictures: one for each kind of question that its measures can answer."""
    chosen: dict[Kind, list[Panel]] = {}
    for measure in edition.of_domain(domain):
        kind = kind_of(edition, measure)
        panels = (
            panel for category in _shown(edition, measure, kind) if (panel := _panel(edition, measure, kind, category))
        )
        chosen.setdefault(kind, []).extend(panels)
    title = edition.framework[domain].title
    return [_chart(domain, title, kind, tuple(panels)) for kind, panels in chosen.items() if panels]


def kind_of(edition: Edition, measure: Measure) -> Kind:
    """Choose the picture that answers a measure's question."""
    if edition.gaps_of(measure.name, gap_type="most_v_least_fifth"):
        return "fifths"
    borough = edition.observed(measure.name, area_type="borough", category=categories(edition, measure)[0])
    if len([row for row in borough if known(row["value"])]) >= FEWEST_FOR_TIME:
        return "time"
    wards = edition.observed(measure.name, area_type="ward", vintage=WARD_MAP)
    return "wards" if wards and not edition.observed(measure.name, area_type="england") else "areas"


def _shown(edition: Edition, measure: Measure, kind: Kind) -> list[str]:
    """List the groups of people that get a panel: over time the two that are compared, else everybody."""
    split = measure.breakdown.compare if measure.breakdown and kind == "time" else ()
    return list(split) or categories(edition, measure)


def _panel(edition: Edition, measure: Measure, kind: Kind, category: str) -> Panel | None:
    row = borough_row(edition, measure, category)
    if row is None or not known(row["value"]):
        return None
    title = measure.title if category == "all" else f"{measure.title}: {_group(measure, category)}"
    series = {"fifths": _fifths, "time": _over_time, "areas": _areas, "wards": _wards}[kind](edition, measure, row)
    return Panel(measure, title, tuple(entry for entry in series if entry.rows))


def _group(measure: Measure, category: str) -> str:
    by = measure.breakdown.name.replace("_", " ") if measure.breakdown else ""
    return category.lower() if by in ("", "sex") else f"{category.lower()} for {by}"


def _fifths(edition: Edition, measure: Measure, row: dict[str, Any]) -> list[Series]:
    gap = latest(edition.gaps_of(measure.name, gap_type="most_v_least_fifth", area_code=edition.authority))
    period = gap["period"] if gap else row["period"]
    fifths = edition.observed(measure.name, breakdown="deprivation_fifth", period=period)
    ends = {end: tuple(fifth for fifth in fifths if fifth["category"] == end) for end in ("1", "5")}
    borough = borough_row(edition, measure, "all", period=period) or row
    england = england_row(edition, borough)
    return [
        Series("most", "Most deprived fifth", ends["1"]),
        Series("least", "Least deprived fifth", ends["5"]),
        Series("borough", edition.place, (borough,)),
        Series("england", "England", (england,) if england else ()),
    ]


def _over_time(edition: Edition, measure: Measure, row: dict[str, Any]) -> list[Series]:
    found = [
        Series(kind, _name(edition, kind, rows), tuple(line for line in rows if known(line["value"])))
        for kind in ("borough", "england", "region")
        if (rows := edition.observed(measure.name, area_type=kind, category=row["category"]))
    ]
    return found[:2]


def _areas(edition: Edition, measure: Measure, row: dict[str, Any]) -> list[Series]:
    same = {"category": row["category"], "period": row["period"]}
    return [
        Series(kind, _name(edition, kind, rows), tuple(rows))
        for kind in ("borough", "region", "england")
        if (rows := edition.observed(measure.name, area_type=kind, **same))
    ]


def _wards(edition: Edition, measure: Measure, row: dict[str, Any]) -> list[Series]:
    wards = edition.observed(measure.name, area_type="ward", vintage=WARD_MAP, period=row["period"])
    ranked = sorted(
        (ward for ward in wards if known(ward["value"])), key=lambda ward: (-ward["value"], ward["area_name"])
    )
    return [Series("wards", "Wards", tuple(ranked)), Series("borough", edition.place, (row,))]


def _name(edition: Edition, kind: str, rows: list[dict[str, Any]]) -> str:
    return edition.place if kind == "borough" else str(rows[0]["area_name"])


def _chart(domain: str, title: str, kind: Kind, panels: tuple[Panel, ...]) -> Chart:
    return Chart(
        name=f"{domain.replace('_', '-')}-{kind}",
        kind=kind,
        title=f"{title}. {QUESTIONS[kind]}",
        question=QUESTIONS[kind],
        panels=panels,
        alt=" ".join(_finding(kind, panel) for panel in panels),
        table=Table(f"{title}: {QUESTIONS[kind]} The figures", HEADER, tuple(_data(kind, panels)), numbers=(2, 3)),
    )


def _data(kind: Kind, panels: tuple[Panel, ...]) -> list[tuple[str, ...]]:
    named = [(panel, series, row) for panel in panels for series in panel.series for row in series.rows]
    return [
        (
            f"{panel.title}, {row['area_name'] if series.role == 'wards' else series.label}",
            write_period(row["period"]),
            *figure_cells(row),
        )
        for panel, series, row in named
    ]


def _finding(kind: Kind, panel: Panel) -> str:
    """State what a panel shows, with its figures, for those who do not see it."""
    if kind == "time":
        lines = [_course(series) for series in panel.series]
    elif kind == "wards":
        ranked = panel.series[0].rows
        ends = [
            f"{word} in {row['area_name']} at {write(row['value'], row['unit'])}"
            for word, row in zip(("highest", "lowest"), (ranked[0], ranked[-1]), strict=True)
        ]
        lines = [*ends, *(f"{series.label} {_said(series.rows[-1])}" for series in panel.series[1:])]
    else:
        lines = [f"{series.label} {_said(series.rows[-1])}" for series in panel.series]
    period = write_period(panel.series[0].rows[-1]["period"])
    return f"{panel.title}, {'to ' if kind == 'time' else ''}{period}: {'; '.join(lines)}."


def _course(series: Series) -> str:
    first, last = series.rows[0], series.rows[-1]
    if first is last:
        return f"{series.label} {_said(last)}"
    start = f"{write(first['value'], first['unit'])} in {write_period(first['period'])}"
    return f"{series.label} {start} and {_said(last)} in {write_period(last['period'])}"


def _said(row: dict[str, Any]) -> str:
    limits = f" (95% interval {write_limits(row)})" if has_interval(row) else ""
    return f"{write(row['value'], row['unit'])}{limits}"

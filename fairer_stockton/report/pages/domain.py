"""The domains' sections: for each measure its sentences, tables, source lines and warnings, ready for a page."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fairer_stockton.definitions.commentary import Comment
from fairer_stockton.definitions.framework import Domain
from fairer_stockton.definitions.maps import WARD_MAP, WEIGHTS
from fairer_stockton.definitions.measures import Measure
from fairer_stockton.definitions.sources import Source
from fairer_stockton.geography.areas import ENGLAND
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.pages.domain_tables import domain_table
from fairer_stockton.report.pages.groups import groups_said, parts_table
from fairer_stockton.report.questions import borough_row, categories, england_gap, england_row
from fairer_stockton.report.rows import latest
from fairer_stockton.report.table import Table
from fairer_stockton.report.words import narrative
from fairer_stockton.report.words.figures import known, write_period


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


@dataclass(frozen=True)
class Section:
    """All that a page says of one domain."""

    domain: Domain
    table: Table | None
    measures: tuple[MeasureView, ...]
    missing: tuple[str, ...]


def section(edition: Edition, name: str) -> Section:
    """Make a domain's section; one without a measure says what it needs."""
    domain, measures = edition.framework[name], edition.of_domain(name)
    return Section(
        domain=domain,
        table=domain_table(edition, domain, measures) if measures else None,
        measures=tuple(measure_view(edition, measure) for measure in measures),
        missing=edition.missing(name),
    )


def measure_view(edition: Edition, measure: Measure) -> MeasureView:
    """Gather what is said of a measure."""
    rows = [row for category in categories(edition, measure) if (row := borough_row(edition, measure, category))]
    figures = [sentence for row in rows for sentence in figure_said(edition, row)]
    return MeasureView(
        measure=measure,
        figures=tuple(figures),
        gaps=tuple(_gaps(edition, measure)),
        table=parts_table(edition, measure),
        citations=citations(edition, measure),
        synthetic=any(row["synthetic"] for row in rows),
        csv_rows=tuple(edition.csv_row(row) for row in rows),
        comment=edition.commentary.get(measure.name),
    )


def citations(edition: Edition, measure: Measure) -> tuple[Citation, ...]:
    """Name the sources of a measure's figures and the periods taken from them."""
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


def figure_said(edition: Edition, row: dict[str, Any]) -> list[str]:
    """Say the borough's figure, how it stands to England's, and how both have moved."""
    england, gap = england_row(edition, row), england_gap(edition, row)
    said = [
        narrative.value(row),
        _unshown(edition, row),
        narrative.against_england(row, england, gap, edition.measures[row["measure"]]),
        narrative.people_against_england(row, gap),
        narrative.direction(gap, "the gap with England")
        if gap and gap["direction"] not in ("too_few_periods", "not_calculated")
        else "",
        narrative.trend(row),
    ]
    return [" ".join(sentence for sentence in said if sentence)]


def _unshown(edition: Edition, row: dict[str, Any]) -> str:
    """Say that a newer period's figure may not be shown, where an older one stands for it."""
    last = edition.observed(row["measure"], area_type="borough", breakdown=row["breakdown"], category=row["category"])[
        -1
    ]
    if last["period"] == row["period"] or not last["note"]:
        return ""
    return f"There is no figure for {write_period(last['period'])} ({last['note']})."


def _gaps(edition: Edition, measure: Measure) -> list[tuple[str, tuple[str, ...]]]:
    makers = (("most_v_least_fifth", fifths_said), ("area_range", wards_said))
    said: list[tuple[str, tuple[str, ...]]] = []
    for kind, make in makers:
        gap = latest(edition.gaps_of(measure.name, gap_type=kind, area_code=edition.authority))
        if gap and known(gap["value"]):
            sentences = [sentence for sentence in make(edition, measure, gap) if sentence]
            if sentences:
                moving = measure.not_over_time or narrative.direction(gap)
                said.append((narrative.GAP_TITLES[kind], (" ".join([*sentences, moving]),)))
    if measure.part_of_index and measure.by_neighbourhood:
        said.insert(0, (narrative.GAP_TITLES["most_v_least_fifth"], (narrative.circular(measure),)))
    if targets := list(_targets(edition, measure)):
        said.append((narrative.GAP_TITLES["target_area_v_rest"], tuple(targets)))
    if groups := _groups(edition, measure):
        said.append((narrative.GAP_TITLES["breakdown"], tuple(groups)))
    return said


def fifths_said(edition: Edition, measure: Measure, gap: dict[str, Any]) -> list[str]:
    """Say how the fifths differ: the two ends, what that means in people, and the line through all five."""
    period = gap["period"]
    fifth = {"breakdown": "deprivation_fifth", "period": period}
    most, least = (latest(edition.observed(measure.name, category=end, **fifth)) for end in ("1", "5"))
    if most is None or least is None:
        return []
    of = {"area_code": edition.authority, "period": period}
    slope, relative = (
        latest(edition.gaps_of(measure.name, gap_type=kind, **of)) for kind in ("slope_index", "relative_index")
    )
    return [
        narrative.between_fifths(gap, most, least, measure),
        narrative.people_between_fifths(gap, borough_row(edition, measure, "all", period=period), measure),
        narrative.gradient(slope, relative),
    ]


def _targets(edition: Edition, measure: Measure) -> Iterator[str]:
    """Say how each target area stands to the rest of the borough in its latest period."""
    for area in edition.named:
        gap = latest(edition.gaps_of(measure.name, gap_type="target_area_v_rest", area_code=area.code))
        if gap is None or not known(gap["value"]):
            continue
        own = latest(edition.observed(measure.name, area_code=area.code, period=gap["period"]))
        rest = latest(edition.observed(measure.name, breakdown=area.code, period=gap["period"]))
        if own and rest:
            direction = narrative.direction(gap) if gap["direction"] in ("closing", "widening") else ""
            yield " ".join(filter(None, (narrative.target_against_rest(gap, own, rest), direction)))


def _groups(edition: Edition, measure: Measure) -> list[str]:
    said = groups_said(edition, measure, edition.authority)
    england = latest(edition.gaps_of(measure.name, gap_type="breakdown", area_code=ENGLAND))
    return [*said, f"In England: {narrative.gap_in_short(england)}."] if said and england else said


def wards_said(edition: Edition, measure: Measure, gap: dict[str, Any]) -> list[str]:
    """Say how far apart the wards are."""
    same = {"area_type": "ward", "vintage": WARD_MAP, "period": gap["period"], "breakdown": "all"}
    every = edition.observed(measure.name, **same)
    wards = {row["area_name"]: row for row in every if known(row["value"])}
    if gap["group_a"] not in wards or gap["group_b"] not in wards:
        return []
    ends = wards[gap["group_a"]], wards[gap["group_b"]]
    return [narrative.between_wards(gap, *ends, len(wards), len(every) - len(wards))]

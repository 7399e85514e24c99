"""The nine domains at a glance: a row for each measure, one for each framework measure that has none, and the sums."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from fairer_stockton.definitions.framework import Domain
from fairer_stockton.definitions.measures import Measure
from fairer_stockton.geography.areas import FEWEST_FOR_FIFTHS
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.questions import (
    borough_row,
    categories,
    clear_fifths,
    england_gap,
    england_row,
    headline_gap,
)
from fairer_stockton.report.words import narrative
from fairer_stockton.report.words.figures import (
    counted,
    known,
    write,
    write_figure,
    write_limits,
    write_period,
)

TILES = {
    **{"worse": "▼", "similar": "=", "about_the_same": "≈", "better": "▲"},
    **{"higher": "↑", "lower": "↓", "not_compared": "·"},
}
ALIKE = ("similar", "about_the_same")


@dataclass(frozen=True)
class GlanceRow:
    """One measure (or one group of people in it) in the table at a glance."""

    measure: Measure
    category: str
    value: str
    limits: str
    england: str
    comparison: str
    gap_title: str
    gap: str
    direction: str
    period: str
    synthetic: bool

    @property
    def title(self) -> str:
        """The measure's title, with the group of people where it is of one."""
        return self.measure.title_of(self.category)

    @property
    def comparison_title(self) -> str:
        """The comparison in words."""
        return narrative.COMPARISONS[self.comparison]


@dataclass(frozen=True)
class GlanceDomain:
    """A domain's rows, and its framework measures that nothing measures yet."""

    domain: Domain
    rows: tuple[GlanceRow, ...]
    missing: tuple[str, ...]


def write_country(measure: Measure, country: dict[str, Any] | None) -> str:
    """Write England's figure; the United Kingdom's says that it is."""
    if country is None:
        return "not comparable" if measure.unlike_england else "no figure"
    figure = write(country["value"], country["unit"])
    return figure if country["area_type"] == "england" else f"{figure} ({country['area_name']})"


def glance_row(edition: Edition, measure: Measure, category: str) -> GlanceRow:
    """Make the row of a measure."""
    row = borough_row(edition, measure, category)
    if row is None:
        raise LookupError(f"{measure.name}: no observation of the borough for {category}")
    england, gap = england_row(edition, row), headline_gap(edition, measure, row)
    return GlanceRow(
        measure=measure,
        category=category,
        value=write_figure(row),
        limits=write_limits(row) or ("no interval" if known(row["value"]) else row["note"]),
        england=write_country(measure, england),
        comparison=narrative.verdict(row, england_gap(edition, row)),
        gap_title=_titled(gap, row) if gap else "",
        gap=narrative.gap_in_short(gap) if gap else "none measured",
        direction=narrative.direction_in_short(gap) if gap else "–",
        period=write_period(row["period"]),
        synthetic=bool(row["synthetic"]),
    )


def _titled(gap: dict[str, Any], row: dict[str, Any]) -> str:
    """Name a gap, with its period where that is not the figure's."""
    when = "" if gap["period"] == row["period"] else f", {write_period(gap['period'])}"
    return narrative.gap_title(gap) + when


def glance(edition: Edition) -> list[GlanceDomain]:
    """Make the whole table, every domain of the framework in its order."""
    domains = []
    for name, domain in edition.framework.items():
        domains.append(GlanceDomain(domain, glance_rows(edition, name), edition.missing(name)))
    return domains


def glance_rows(edition: Edition, domain: str) -> tuple[GlanceRow, ...]:
    """Make the rows of a domain."""
    every = [(measure, category) for measure in edition.of_domain(domain) for category in categories(edition, measure)]
    return tuple(glance_row(edition, *one) for one in every)


def summary(edition: Edition, domains: list[GlanceDomain], where: str = "in the table below") -> list[str]:
    """Say what the whole table, which stands `where` it is said to, comes to, in sentences that only count."""
    rows = [row for domain in domains for row in domain.rows]
    said = [_compared(edition, rows)]
    judged = judged_fifths(edition, domains)
    said += [_fifths(judged)] if judged else too_few_for_fifths(edition)
    said.append(_directions(rows, where))
    missing = sum(len(domain.missing) for domain in domains)
    if missing:
        said.append(f"{counted(missing, 'measure is', 'measures are')} not measured here; each says why.")
    return said


def too_few_for_fifths(edition: Edition) -> list[str]:
    """Write why nothing is compared between fifths, where the council has too few neighbourhoods to make them of."""
    rows = edition.memberships
    own = rows[(rows["area_type"] == "borough") & (rows["lsoa_vintage"] == "2021")]
    number = own["lsoacd"].nunique()
    if number >= FEWEST_FOR_FIFTHS or (edition.observations["breakdown"] == "deprivation_fifth").any():
        return []
    return [
        f"{edition.borough_name} has {counted(number, 'neighbourhood', 'neighbourhoods')}. Fifths by deprivation need "
        f"at least {FEWEST_FOR_FIFTHS}, so no figure here compares fifths."
    ]


def domain_said(edition: Edition, name: str) -> list[str]:
    """Say what a domain asks for, and what its figures come to."""
    domain = edition.framework[name]
    said = [] if domain.context else [f"The framework asks for: {'; '.join(domain.measures)}."]
    if domain.focus:
        said += too_few_for_fifths(edition)
    rows = glance_rows(edition, name)
    worse, similar, better = beside_england(rows)
    if judged := worse + similar + better:
        counts = f"{worse or 'none'} worse, {similar or 'none'} similar or about the same, {better or 'none'} better"
        others = f" The other {len(rows) - judged} cannot be." if judged < len(rows) else ""
        said.append(f"{judged} of {len(rows)} figures can be judged beside England: {counts}.{others}")
    return said


def judged_fifths(edition: Edition, domains: list[GlanceDomain]) -> list[bool]:
    """Say of each measure whose fifths can be judged whether the most deprived one clearly fares worse."""
    measures = {row.measure.name: row.measure for domain in domains for row in domain.rows}
    found = [clear_fifths(edition, measure) for measure in measures.values()]
    return [clear for clear in found if clear is not None]


def beside_england(rows: Iterable[GlanceRow]) -> tuple[int, int, int]:
    """Count the figures that are worse than England's, similar (or about the same) and better."""
    found = [row.comparison for row in rows]
    return found.count("worse"), sum(word in ALIKE for word in found), found.count("better")


def moving(rows: Iterable[GlanceRow]) -> tuple[int, int, int, int]:
    """Count the gaps that are closing, widening, show no clear change, and those of which it cannot be told."""
    found = [row.direction for row in rows if row.gap_title]
    closing, widening, same = (
        found.count(narrative.DIRECTIONS[word]) for word in ("closing", "widening", "no_clear_change")
    )
    return closing, widening, same, len(found) - closing - widening - same


def _compared(edition: Edition, rows: list[GlanceRow]) -> str:
    kinds = [row.comparison for row in rows]
    compared = len(kinds) - kinds.count("not_compared")
    worse, similar, better = beside_england(rows)
    neither = kinds.count("higher") + kinds.count("lower")
    aside = f"; for {neither}, neither way is good or bad" if neither else ""
    lacking = len(kinds) - compared
    rest = (
        f" For the other {lacking} at least one of these is missing, or the figure rests on a model, so we say neither "
        "better nor worse."
    )
    figures = counted(len(kinds), "figure", "figures")
    return (
        f"This report holds {figures} for {edition.borough_name}. For {compared} there is both an interval and a "
        f"figure for England: {worse or 'none'} worse than England, {similar or 'none'} similar or about the same, and "
        f"{better or 'none'} better{aside}."
        f"{rest if lacking else ''}"
    )


def _fifths(judged: list[bool]) -> str:
    """Say on how many measures the most deprived fifth clearly fares worse."""
    return (
        "The borough's neighbourhoods can be sorted into fifths by deprivation. Of the "
        f"{counted(len(judged), 'measure', 'measures')} that can be split so, and where one way is better, the most "
        f"deprived fifth clearly fares worse than the least on {sum(judged) or 'none'}."
    )


def _directions(rows: list[GlanceRow], where: str) -> str:
    closing, widening, same, untold = moving(rows)
    gaps = counted(closing + widening + same + untold, "gap", "gaps")
    said = (
        f"Of the {gaps} {where}, {closing or 'none'} can be said to be closing and {widening or 'none'} to be widening."
    )
    if same:
        said += f" {counted(same, 'shows', 'show')} no clear change."
    if untold:
        said += f" For the other {untold} there are too few periods, or no intervals, to tell."
    return said

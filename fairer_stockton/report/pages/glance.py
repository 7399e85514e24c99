"""Every domain at a glance: a row for each measure, one for each framework measure that has none, and the sums."""

from collections.abc import Iterable
from dataclasses import dataclass

from fairer_stockton.definitions.framework import Domain
from fairer_stockton.definitions.measures import Measure
from fairer_stockton.geography.areas import FEWEST_FOR_FIFTHS
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.questions import (
    find_borough_figure,
    find_england_figure,
    find_gap_with_england,
    find_preferred_gap,
    is_most_deprived_fifth_worse,
    list_categories,
)
from fairer_stockton.report.rows import GapRow, ObservationRow
from fairer_stockton.report.words import gap_changes, narrative
from fairer_stockton.report.words.figures import (
    write_count_with_noun,
    write_figure,
    write_limits,
    write_period,
    write_value_with_unit,
)
from fairer_stockton.run.vocabulary import AreaType, Comparison, Direction

TILES = {
    **{Comparison.WORSE: "▼", Comparison.SIMILAR: "=", Comparison.ABOUT_THE_SAME: "≈", Comparison.BETTER: "▲"},
    **{Comparison.HIGHER: "↑", Comparison.LOWER: "↓", Comparison.NOT_COMPARED: "·"},
}
LIKE_ENGLAND = (Comparison.SIMILAR, Comparison.ABOUT_THE_SAME)


@dataclass(frozen=True)
class GlanceRow:
    """One measure (or one group of people in it) in the table at a glance."""

    measure: Measure
    category: str
    value: str
    limits: str
    england: str
    comparison: Comparison
    gap_title: str
    gap: str
    direction: Direction | None
    change: str
    size_of_change: str
    period: str
    synthetic: bool

    @property
    def title(self) -> str:
        """The measure's title, with the group of people where it is of one."""
        return self.measure.make_title_of_group(self.category)

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

    @property
    def summary(self) -> str:
        """How many figures the domain has, how many are worse or better than England's, and how many it lacks."""
        worse, _, better = count_worse_similar_and_better(self.rows)
        counts = [
            write_count_with_noun(len(self.rows), "figure", "figures") if self.rows else "",
            f"{worse} worse than England" if worse else "",
            f"{better} better" if better and worse else f"{better} better than England" if better else "",
            f"no data yet for {write_count_with_noun(len(self.missing), 'measure', 'measures')}"
            if self.missing
            else "",
        ]
        return ", ".join(filter(None, counts))


def write_country_figure(measure: Measure, country_figure: ObservationRow | None) -> str:
    """Write England's figure; the United Kingdom's says that it is."""
    if country_figure is None:
        return "not comparable" if measure.unlike_england else "no figure"
    figure = write_value_with_unit(country_figure.value, country_figure.unit)
    return figure if country_figure.area_type == AreaType.ENGLAND else f"{figure} ({country_figure.area_name})"


def make_glance_row(edition: Edition, measure: Measure, category: str) -> GlanceRow:
    """Make the row of a measure in the table at a glance.

    Raises:
        LookupError: the borough has no observation for this category.
    """
    row = find_borough_figure(edition, measure, category)
    if row is None:
        raise LookupError(f"{measure.name}: no observation of the borough for {category}")
    england, gap = find_england_figure(edition, row), find_preferred_gap(edition, measure, row)
    return GlanceRow(
        measure=measure,
        category=category,
        value=write_figure(row),
        limits=write_limits(row) or ("no interval" if row.has_value else row.note),
        england=write_country_figure(measure, england),
        comparison=narrative.choose_comparison_verdict(row, find_gap_with_england(edition, row)),
        gap_title=_write_title_of_gap(gap, row) if gap else "",
        gap=narrative.write_gap_for_table(gap) if gap else "No gap can be calculated",
        direction=gap.direction if gap else None,
        change=gap_changes.write_gap_direction(gap) if gap else "–",
        size_of_change=gap_changes.write_gap_change(gap, measure) if gap else "–",
        period=write_period(row.period),
        synthetic=row.synthetic,
    )


def _write_title_of_gap(gap: GapRow, row: ObservationRow) -> str:
    """Write which two are compared, with the gap's period where that is not the figure's."""
    when = "" if gap.period == row.period else f", {write_period(gap.period)}"
    return narrative.write_gap_title(gap) + when


def make_glance_domains(edition: Edition) -> list[GlanceDomain]:
    """Make the whole table, every domain of the framework in its order."""
    domains = []
    for name, domain in edition.framework.items():
        domains.append(GlanceDomain(domain, make_glance_rows_of_domain(edition, name), edition.missing(name)))
    return domains


def make_glance_rows_of_domain(edition: Edition, domain_name: str) -> tuple[GlanceRow, ...]:
    """Make the rows of a domain."""
    every = [
        (measure, category)
        for measure in edition.list_measures_with_figures(domain_name)
        for category in list_categories(edition, measure)
    ]
    return tuple(make_glance_row(edition, *pair) for pair in every)


def summarise_domains(
    edition: Edition, domains: list[GlanceDomain], table_location: str = "in the table below"
) -> list[str]:
    """Write what the whole table comes to, in sentences that only count; `table_location` says where it is."""
    rows = [row for domain in domains for row in domain.rows]
    sentences = [_describe_comparisons_with_england(edition, rows)]
    judged = judge_fifths_of_each_measure(edition, domains)
    sentences += [_describe_how_often_fifth_is_worse(judged)] if judged else explain_too_few_for_fifths(edition)
    baseline = edition.definitions.gap_changes.baseline_year
    sentences.append(gap_changes.describe_gap_counts(count_gap_directions(rows), table_location, baseline))
    missing = sum(len(domain.missing) for domain in domains)
    if missing:
        sentences.append(
            f"We have no data yet for {write_count_with_noun(missing, 'measure', 'measures')}; this report says "
            "why for each."
        )
    return sentences


def explain_too_few_for_fifths(edition: Edition) -> list[str]:
    """Write why nothing is compared between fifths, where the council has too few neighbourhoods to make them of."""
    rows = edition.memberships
    own = rows[(rows["area_type"] == AreaType.BOROUGH) & (rows["lsoa_vintage"] == "2021")]
    number = own["lsoacd"].nunique()
    if number >= FEWEST_FOR_FIFTHS or (edition.observations["breakdown"] == "deprivation_fifth").any():
        return []
    return [
        f"{edition.borough_name} has {write_count_with_noun(number, 'neighbourhood', 'neighbourhoods')}. "
        "Fifths by deprivation "
        f"need at least {FEWEST_FOR_FIFTHS}, so no figure here compares fifths."
    ]


def describe_domain(edition: Edition, domain_name: str) -> list[str]:
    """Write what a domain asks for, and what its figures come to."""
    domain = edition.framework[domain_name]
    sentences = [] if domain.context else [f"The framework asks for: {'; '.join(domain.measures)}."]
    if domain.focus:
        sentences += explain_too_few_for_fifths(edition)
    rows = make_glance_rows_of_domain(edition, domain_name)
    worse, similar, better = count_worse_similar_and_better(rows)
    if judged := worse + similar + better:
        counts = f"{worse or 'none'} worse, {similar or 'none'} similar or about the same, {better or 'none'} better"
        others = f" The other {len(rows) - judged} cannot be." if judged < len(rows) else ""
        sentences.append(f"{judged} of {len(rows)} figures can be compared with England: {counts}.{others}")
    return sentences


def judge_fifths_of_each_measure(edition: Edition, domains: list[GlanceDomain]) -> list[bool]:
    """List, for each measure whose fifths can be judged, whether the most deprived one is clearly worse off."""
    measures = {row.measure.name: row.measure for domain in domains for row in domain.rows}
    judgements = [is_most_deprived_fifth_worse(edition, measure) for measure in measures.values()]
    return [clear for clear in judgements if clear is not None]


def count_worse_similar_and_better(rows: Iterable[GlanceRow]) -> tuple[int, int, int]:
    """Count the figures that are worse than England's, similar (or about the same) and better."""
    comparisons = [row.comparison for row in rows]
    return (
        comparisons.count(Comparison.WORSE),
        sum(word in LIKE_ENGLAND for word in comparisons),
        comparisons.count(Comparison.BETTER),
    )


def count_gap_directions(rows: Iterable[GlanceRow]) -> gap_changes.GapCounts:
    """Count the gaps of the rows by how they have changed."""
    return gap_changes.count_directions(row.direction for row in rows if row.direction)


def _describe_comparisons_with_england(edition: Edition, rows: list[GlanceRow]) -> str:
    kinds = [row.comparison for row in rows]
    compared = len(kinds) - kinds.count(Comparison.NOT_COMPARED)
    worse, similar, better = count_worse_similar_and_better(rows)
    neither = kinds.count(Comparison.HIGHER) + kinds.count(Comparison.LOWER)
    aside = f"; for {neither}, neither way is good or bad" if neither else ""
    lacking = len(kinds) - compared
    rest = (
        f" For the other {lacking} at least one of these is missing, or the figure rests on a model, so we say neither "
        "better nor worse."
    )
    figures = write_count_with_noun(len(kinds), "figure", "figures")
    return (
        f"This report holds {figures} for {edition.borough_name}. For {compared} there is both an interval and a "
        f"figure for England: {worse or 'none'} worse than England, {similar or 'none'} similar or about the same, and "
        f"{better or 'none'} better{aside}."
        f"{rest if lacking else ''}"
    )


def _describe_how_often_fifth_is_worse(is_fifth_worse_by_measure: list[bool]) -> str:
    """Write on how many measures the most deprived fifth is clearly worse off."""
    return (
        "The borough's neighbourhoods can be sorted into fifths by deprivation. Of the "
        f"{write_count_with_noun(len(is_fifth_worse_by_measure), 'measure', 'measures')} that can be split "
        "so, and where one way "
        "is better, the "
        f"most deprived fifth clearly fares worse than the least on {sum(is_fifth_worse_by_measure) or 'none'}."
    )

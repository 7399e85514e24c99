"""The disadvantaged communities and the six gaps: a table of all, and for each gap its figures and what is lacking."""

from collections.abc import Mapping
from dataclasses import dataclass

from fairer_stockton.definitions.communities import EVERYONE_ELSE, NO_PUBLIC_SOURCE, WHOLE_MEASURE, Community, SixGap
from fairer_stockton.observe.comparing import differs_enough
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.rows import Amount, CommunityRow, read_rows
from fairer_stockton.report.table import Table
from fairer_stockton.report.words import gap_changes, narrative
from fairer_stockton.report.words.figures import (
    LOW_BASE,
    write_difference,
    write_difference_size,
    write_limits,
    write_period,
    write_value_with_unit,
)
from fairer_stockton.run.vocabulary import Polarity

NOT_SHOWN = "not shown"
NO_DATA = "no data"
ALONE = "its own figure alone"
NOT_PUBLISHED = NO_PUBLIC_SOURCE.lower()
NO_CLEAR_DIFFERENCE = "no clear difference"
ABOUT_THE_SAME = "about the same"
WORSE_OFF, BETTER_OFF, NOT_TESTED = "worse off", "better off", "not tested"
Cells = Mapping[tuple[str, str], list[CommunityRow]]  # the rows of each pair of a community and a gap


@dataclass(frozen=True)
class CommunityOutcome:
    """What is known of a community in one of the six gaps: a verdict or why there is none, and its figures in words."""

    community: str
    gap: str
    outcome: str
    words: str


@dataclass(frozen=True)
class GapView:
    """One of the six gaps: its figures against everyone else, those of communities alone, and what is not there."""

    gap: SixGap
    compared: Table | None
    alone: Table | None
    lacking: Table | None


@dataclass(frozen=True)
class CommunitiesView:
    """All that the page of the communities says."""

    sentences: tuple[str, ...]
    overview: Table
    gaps: tuple[GapView, ...]
    communities: tuple[Community, ...]
    synthetic: bool


def make_communities_view(edition: Edition) -> CommunitiesView:
    """Make the tables and sentences."""
    six, communities = edition.definitions.six_gaps, edition.definitions.communities
    series = _group_rows_by_community_and_gap(edition)
    cells = _select_latest_rows(series)
    lines = [
        (community.title, *(_write_overview_cell(edition, cells[community.name, gap.name]) for gap in six.values()))
        for community in communities.values()
    ]
    caption = "Each community and each gap, by the measure that answers the gap best"
    return CommunitiesView(
        sentences=tuple(_write_sentences_on_communities(edition, list(cells.values()))),
        overview=Table(caption, ("Community", *(gap.title for gap in six.values())), tuple(lines)),
        gaps=tuple(_make_gap_view(edition, gap, communities, series) for gap in six.values()),
        communities=tuple(communities.values()),
        synthetic=bool(edition.communities["synthetic"].any()),
    )


def list_verdicts_on_communities(edition: Edition) -> list[str]:
    """List the verdict of every pair of a community and a gap that has a comparison, by the gap's best measure."""
    cells = _select_latest_rows(_group_rows_by_community_and_gap(edition))
    best = [_choose_best_row(rows) for rows in cells.values()]
    return [judge_community(edition, row) for row in best if row and row.has_value]


def list_outcomes_of_communities(edition: Edition) -> list[CommunityOutcome]:
    """List what is known of every community in every gap, by the gap's best measure, gap by gap."""
    six, communities = edition.definitions.six_gaps, edition.definitions.communities
    cells = _select_latest_rows(_group_rows_by_community_and_gap(edition))
    return [
        CommunityOutcome(
            community.title,
            gap.title,
            _choose_outcome(edition, cells[community.name, gap.name]),
            _write_overview_cell(edition, cells[community.name, gap.name]),
        )
        for gap in six.values()
        for community in communities.values()
    ]


def _choose_outcome(edition: Edition, rows: list[CommunityRow]) -> str:
    best = _choose_best_row(rows)
    if best is None:
        return _explain_why_no_gap_is_shown(rows)
    return ALONE if best.is_alone else judge_community(edition, best)


def _choose_best_row(rows: list[CommunityRow]) -> CommunityRow | None:
    """Return the first row that compares the community with everyone else; else the first of the community alone."""
    return next((row for row in rows if row.has_value), None) or next((row for row in rows if row.is_alone), None)


def _group_rows_by_community_and_gap(edition: Edition) -> dict[tuple[str, str], list[CommunityRow]]:
    rows: dict[tuple[str, str], list[CommunityRow]] = {}
    for row in read_rows(edition.communities, CommunityRow):
        rows.setdefault((row.community, row.gap), []).append(row)
    return rows


def _select_latest_rows(rows_of_each_pair: Cells) -> dict[tuple[str, str], list[CommunityRow]]:
    return {pair: _select_latest_row_of_each_measure(figures) for pair, figures in rows_of_each_pair.items()}


def _write_sentences_on_communities(edition: Edition, rows_of_each_pair: list[list[CommunityRow]]) -> list[str]:
    """Count what the overview shows, and say what chance alone would do."""
    best = [_choose_best_row(rows) for rows in rows_of_each_pair]
    figures = [row for row in best if row]
    verdicts = [judge_community(edition, row) for row in figures if row.has_value]
    alone = len(figures) - len(verdicts)
    why = [_explain_why_no_gap_is_shown(rows) for row, rows in zip(best, rows_of_each_pair, strict=True) if row is None]
    few, none = why.count(NOT_SHOWN), len(why) - why.count(NOT_SHOWN)
    if not figures:
        return ["No source has a figure for any of these communities in this edition."]
    tested = len(verdicts) - verdicts.count(NOT_TESTED)
    parts = [
        _write_counts_of_tests(verdicts) if tested else "",
        f"{len(verdicts) - tested} cannot be tested, because no margin of error is published"
        if tested < len(verdicts)
        else "",
        f"{alone} {'is' if alone == 1 else 'are'} of the community alone, with no figure for everyone else"
        if alone
        else "",
    ]
    sentences = [
        f"Of {len(best)} pairs of a community and a gap, {len(figures)} have a figure: "
        f"{'; '.join(filter(None, parts))}."
    ]
    names = [row.area_name for row in figures if _is_of_larger_area(edition, row)]
    if names:
        sentences.append(f"For {len(names)} the figure is of the {names[0]} as a whole, not of the borough.")
    if few:
        sentences.append(f"For {few} there is a figure that is not shown, so that nobody can be recognised.")
    if none:
        unpublished = (
            f"; for {why.count(NOT_PUBLISHED)} of these there is no public source" if NOT_PUBLISHED in why else ""
        )
        sentences.append(f"This report has no data for {none} of the {len(best)}{unpublished}.")
    if few or none:
        sentences.append("See below for the data we would need.")
    if tested > 1:
        sentences.append(
            "With so many comparisons about one in twenty looks clear by chance alone. No clear difference does not "
            "mean that there is none: most groups are small, and their intervals wide."
        )
    return sentences


def _write_counts_of_tests(verdicts: list[str]) -> str:
    worse, better, unclear = (verdicts.count(word) or "none" for word in (WORSE_OFF, BETTER_OFF, NO_CLEAR_DIFFERENCE))
    same = f"; in {verdicts.count(ABOUT_THE_SAME)} the two are about the same" if ABOUT_THE_SAME in verdicts else ""
    return (
        f"in {worse} the community is clearly worse off than everyone else, in {better} better off, and in {unclear} "
        f"there is no clear difference{same}"
    )


def _is_of_larger_area(edition: Edition, row: CommunityRow) -> bool:
    return row.area_code not in ("", edition.authority)


def _select_latest_row_of_each_measure(rows: list[CommunityRow]) -> list[CommunityRow]:
    """Return of each measure its latest period with the most to show, in the order of the gap's measures."""
    newest: dict[str, CommunityRow] = {}
    for row in rows:
        if row.measure not in newest or _rank_by_figures(row) >= _rank_by_figures(newest[row.measure]):
            newest[row.measure] = row
    return list(newest.values())


def _rank_by_figures(row: CommunityRow) -> int:
    return 2 if row.has_value else int(row.is_alone)


def judge_community(edition: Edition, row: CommunityRow) -> str:
    """Return the verdict on a community compared with everyone else, as far as the interval allows one."""
    if not row.has_interval:
        return NOT_TESTED
    if row.interval_contains(0.0):
        return NO_CLEAR_DIFFERENCE
    measure = edition.measures[row.measure]
    if not differs_enough(row.group_value, row.else_value, measure):
        return ABOUT_THE_SAME
    return WORSE_OFF if (row.value > 0) == (measure.polarity == Polarity.LOWER_IS_BETTER) else BETTER_OFF


def _explain_why_no_gap_is_shown(rows: list[CommunityRow]) -> str:
    if any(row.is_suppressed for row in rows):
        return NOT_SHOWN
    return NOT_PUBLISHED if rows[0].needs.startswith(NO_PUBLIC_SOURCE) else NO_DATA


def _write_overview_cell(edition: Edition, rows: list[CommunityRow]) -> str:
    """Write a cell of the overview: by the gap's best measure that has a figure for the community."""
    row = _choose_best_row(rows)
    if row is None:
        return _explain_why_no_gap_is_shown(rows)
    measure = edition.measures[row.measure]
    # The survey asks all communities the same; of published figures each cell names its own measure.
    start = "" if row.category == row.title else f"{measure.title}: "
    if _is_of_larger_area(edition, row):
        start = f"{start}{row.area_name}, "
    if row.is_alone:
        own = write_value_with_unit(row.group_value, row.unit)
        return f"{start}{own}, {ALONE} ({_write_what_it_is_compared_with(row, row.unit)})"
    verdict = judge_community(edition, row)
    mark = f" ({LOW_BASE})" if row.is_low_base else ""
    if verdict in (NO_CLEAR_DIFFERENCE, ABOUT_THE_SAME):
        return f"{start}{verdict}{mark}"
    if verdict == NOT_TESTED:
        return f"{start}{_write_untested_difference(edition, row)}; {verdict}{mark}"
    return f"{start}{verdict}: {write_difference_size(row.value, row.unit)}{mark}"


def _write_untested_difference(edition: Edition, row: CommunityRow) -> str:
    """Write which side of everyone else the community's figure is on, which chance alone may have made so."""
    polarity = edition.measures[row.measure].polarity
    if polarity == Polarity.NEUTRAL or row.value == 0:
        return write_difference(row.value, row.unit)
    is_worse = (row.value > 0) == (polarity == Polarity.LOWER_IS_BETTER)
    return f"{write_difference_size(row.value, row.unit)} {'worse' if is_worse else 'better'}"


def _make_gap_view(edition: Edition, gap: SixGap, communities: Mapping[str, Community], series: Cells) -> GapView:
    compared: list[tuple[str, ...]] = []
    alone: list[tuple[str, ...]] = []
    lacking: list[tuple[str, ...]] = []
    for community in communities.values():
        rows = series[community.name, gap.name]
        latest = _select_latest_row_of_each_measure(rows)
        of_measure = {row.measure: [other for other in rows if other.measure == row.measure] for row in latest}
        compared += [_make_compared_line(edition, row, of_measure[row.measure]) for row in latest if row.has_value]
        alone += [
            _make_line_of_community_alone(edition, row, of_measure[row.measure]) for row in latest if row.is_alone
        ]
        if not _choose_best_row(latest):
            why = _explain_why_no_gap_is_shown(latest)
            needs = latest[0].needs.removeprefix(f"{NO_PUBLIC_SOURCE}. ")
            lacking.append((community.title, f"{why[:1].upper()}{why[1:]}", needs))
    return GapView(
        gap,
        _make_table_if_any(
            f"{gap.title}: communities compared with everyone else, 95% intervals in brackets",
            ("Community", "Measure", "Period", "Its figure", "Everyone else", "Difference", "First year",
             "Is it closing?"),
            compared,
        ),
        _make_table_if_any(
            f"{gap.title}: figures of a community alone, with no figure for everyone else",
            ("Community", "Measure", "Period", "Its figure", "Compared with", "First year", "About this figure"),
            alone,
        ),
        _make_table_if_any(
            f"{gap.title}: communities that we have no figure for", ("Community", "Why", "What would fill it"), lacking
        ),
    )  # fmt: skip


def _make_table_if_any(caption: str, header: tuple[str, ...], lines: list[tuple[str, ...]]) -> Table | None:
    return Table(caption, header, tuple(lines)) if lines else None


def _make_compared_line(edition: Edition, row: CommunityRow, rows_of_measure: list[CommunityRow]) -> tuple[str, ...]:
    measure = edition.measures[row.measure]
    others = Amount(row.else_value, row.else_lower_95, row.else_upper_95, measure.unit)
    verdict = judge_community(edition, row)
    marks = [verdict] * (verdict in (WORSE_OFF, BETTER_OFF)) + [LOW_BASE] * row.is_low_base + [row.note]
    earlier = [
        (other.period, write_difference(other.value, other.unit)) for other in rows_of_measure if other.has_value
    ]
    return (
        _write_community_and_area(edition, row),
        measure.title,
        write_period(row.period),
        _write_figure_of_group(_read_own_amount(edition, row), "" if row.category == row.title else row.category),
        _write_figure_of_group(others, "" if row.else_category == EVERYONE_ELSE else row.else_category),
        "; ".join(filter(None, [narrative.write_gap_for_table(row), *marks])),
        _write_first_year(edition, row, earlier),
        gap_changes.write_gap_direction(row),
    )


def _make_line_of_community_alone(
    edition: Edition, row: CommunityRow, rows_of_measure: list[CommunityRow]
) -> tuple[str, ...]:
    measure = edition.measures[row.measure]
    earlier = [
        (other.period, write_value_with_unit(other.group_value, measure.unit))
        for other in rows_of_measure
        if other.is_alone
    ]
    return (
        _write_community_and_area(edition, row),
        measure.title,
        write_period(row.period),
        _write_figure_of_group(_read_own_amount(edition, row), "" if row.category == WHOLE_MEASURE else row.category),
        _write_what_it_is_compared_with(row, measure.unit),
        _write_first_year(edition, row, earlier),
        f"{row.note[:1].upper()}{row.note[1:]}",
    )


def _write_community_and_area(edition: Edition, row: CommunityRow) -> str:
    return f"{row.title}, {row.area_name} as a whole" if _is_of_larger_area(edition, row) else row.title


def _read_own_amount(edition: Edition, row: CommunityRow) -> Amount:
    return Amount(row.group_value, row.group_lower_95, row.group_upper_95, edition.measures[row.measure].unit)


def _write_what_it_is_compared_with(row: CommunityRow, unit: str) -> str:
    """Write England's figure of the same group, else the middle of the councils most like the borough."""
    if row.england_value == row.england_value:
        return f"England: {write_value_with_unit(row.england_value, unit)}"
    if row.median_of_councils == row.median_of_councils:
        middle = write_value_with_unit(row.median_of_councils, unit)
        return f"{middle}, the middle of {row.councils:.0f} similar councils"
    return "no other figure"


def _write_first_year(edition: Edition, row: CommunityRow, figures: list[tuple[str, str]]) -> str:
    """Write the earliest of a measure's figures that can be compared with the latest, and how many there are."""
    since = [(period, figure) for period, figure in figures if period >= edition.measures[row.measure].latest_break]
    if len(since) < 2:
        return "one year only"
    period, figure = since[0]
    return f"{figure} in {write_period(period)}, the first of {len(since)}"


def _write_figure_of_group(figure: Amount, group: str) -> str:
    limits = f" ({write_limits(figure)})" if figure.has_interval else ""
    return f"{write_value_with_unit(figure.value, figure.unit)}{limits}{f'; {group}' if group else ''}"

"""The disadvantaged communities against the six gaps: one table of all, and one a gap with every figure."""

from collections.abc import Mapping
from dataclasses import dataclass

from fairer_stockton.definitions.communities import Community, SixGap
from fairer_stockton.observe.comparing import differs_enough
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.rows import Amount, CommunityRow, read_rows
from fairer_stockton.report.table import Table
from fairer_stockton.report.words import narrative
from fairer_stockton.report.words.figures import (
    LOW_BASE,
    write_difference_size,
    write_limits,
    write_period,
    write_value_with_unit,
)
from fairer_stockton.run.vocabulary import Polarity

NOT_SHOWN = "not shown"
NO_DATA = "no data"
NO_CLEAR_DIFFERENCE = "no clear difference"
ABOUT_THE_SAME = "about the same"
FARES_WORSE, FARES_BETTER, NOT_TESTED = "fares worse", "fares better", "not tested"


@dataclass(frozen=True)
class GapView:
    """One of the six gaps: its table, and the communities that it has no figure for, by the reason."""

    gap: SixGap
    table: Table | None
    unshown: tuple[str, ...]


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
    cells = _group_rows_by_community_and_gap(edition)
    lines = [
        (community.title, *(_write_overview_cell(edition, cells[community.name, gap.name]) for gap in six.values()))
        for community in communities.values()
    ]
    caption = "Each community against everyone else in the borough, by the measure that answers each gap best"
    return CommunitiesView(
        sentences=tuple(_write_sentences_on_communities(edition, list(cells.values()))),
        overview=Table(caption, ("Community", *(gap.title for gap in six.values())), tuple(lines)),
        gaps=tuple(_make_gap_view(edition, gap, communities, cells) for gap in six.values()),
        communities=tuple(communities.values()),
        synthetic=bool(edition.communities["synthetic"].any()),
    )


def list_verdicts_on_communities(edition: Edition) -> list[str]:
    """List the verdict of every pair of a community and a gap that has a figure, by the gap's best measure."""
    return [
        judge_community(edition, row)
        for row in _choose_first_known_row_of_each_pair(list(_group_rows_by_community_and_gap(edition).values()))
        if row
    ]


def _choose_first_known_row_of_each_pair(rows_of_each_pair: list[list[CommunityRow]]) -> list[CommunityRow | None]:
    return [next((row for row in rows if row.has_value), None) for rows in rows_of_each_pair]


def _group_rows_by_community_and_gap(edition: Edition) -> dict[tuple[str, str], list[CommunityRow]]:
    """Return the latest figure of each measure, by the pair of community and gap."""
    rows: dict[tuple[str, str], list[CommunityRow]] = {}
    for row in read_rows(edition.communities, CommunityRow):
        rows.setdefault((row.community, row.gap), []).append(row)
    return {pair: _select_latest_row_of_each_measure(figures) for pair, figures in rows.items()}


def _write_sentences_on_communities(edition: Edition, rows_of_each_pair: list[list[CommunityRow]]) -> list[str]:
    """Count what the overview shows, and say what chance alone would do."""
    best = _choose_first_known_row_of_each_pair(rows_of_each_pair)
    verdicts = [judge_community(edition, row) for row in best if row]
    few = sum(
        row is None and _explain_why_no_gap_is_shown(rows) == NOT_SHOWN
        for row, rows in zip(best, rows_of_each_pair, strict=True)
    )
    none = len(best) - len(verdicts) - few
    if not verdicts:
        return ["No source tells any of these communities apart in this edition."]
    worse, better, unclear = (
        verdicts.count(word) or "none" for word in (FARES_WORSE, FARES_BETTER, NO_CLEAR_DIFFERENCE)
    )
    same = f"; in {verdicts.count(ABOUT_THE_SAME)} the two are about the same" if ABOUT_THE_SAME in verdicts else ""
    tested = len(verdicts) - verdicts.count(NOT_TESTED)
    clear = (
        f"in {worse} the community clearly fares worse than everyone else, in {better} better, and in {unclear} there "
        f"is no clear difference{same}"
    )
    untested = (
        f"{verdicts.count(NOT_TESTED)} cannot be tested for want of an interval" if tested < len(verdicts) else ""
    )
    sentences = [
        f"Of {len(best)} pairs of a community and a gap, {len(verdicts)} have a figure: "
        + "; ".join(filter(None, [clear if tested else "", untested]))
        + "."
    ]
    if few:
        sentences.append(f"For {few} there is a figure that is not shown, so that nobody can be recognised.")
    if none:
        sentences.append(f"This report has no data for {none} of the {len(best)}.")
    if few or none:
        sentences.append("See below for the data we would need.")
    if tested > 1:
        sentences.append(
            "With so many comparisons about one in twenty looks clear by chance alone. No clear difference does not "
            "mean that there is none: most groups are small, and their intervals wide."
        )
    return sentences


def _select_latest_row_of_each_measure(rows: list[CommunityRow]) -> list[CommunityRow]:
    """Return of each measure its latest period with a figure, else its latest, in the order of the gap's measures."""
    newest: dict[str, CommunityRow] = {}
    for row in rows:
        if row.measure not in newest or row.has_value or not newest[row.measure].has_value:
            newest[row.measure] = row
    return list(newest.values())


def judge_community(edition: Edition, row: CommunityRow) -> str:
    """Return the verdict on a community compared with everyone else, as far as the interval allows one."""
    if not row.has_interval:
        return NOT_TESTED
    if row.interval_contains(0.0):
        return NO_CLEAR_DIFFERENCE
    measure = edition.measures[row.measure]
    if not differs_enough(row.group_value, row.else_value, measure):
        return ABOUT_THE_SAME
    return FARES_WORSE if (row.value > 0) == (measure.polarity == Polarity.LOWER_IS_BETTER) else FARES_BETTER


def _explain_why_no_gap_is_shown(rows: list[CommunityRow]) -> str:
    return NOT_SHOWN if any(row.is_suppressed for row in rows) else NO_DATA


def _write_overview_cell(edition: Edition, rows: list[CommunityRow]) -> str:
    """Write a cell of the overview: by the gap's best measure that has a figure for the community."""
    row = next((row for row in rows if row.has_value), None)
    if row is None:
        return _explain_why_no_gap_is_shown(rows)
    verdict = judge_community(edition, row)
    size = "" if verdict in (NO_CLEAR_DIFFERENCE, ABOUT_THE_SAME) else f": {write_difference_size(row.value, row.unit)}"
    return f"{verdict}{size}{f' ({LOW_BASE})' if row.is_low_base else ''}"


def _make_gap_view(
    edition: Edition,
    gap: SixGap,
    communities: Mapping[str, Community],
    rows_by_community_and_gap: dict[tuple[str, str], list[CommunityRow]],
) -> GapView:
    lines: list[tuple[str, ...]] = []
    lacking: dict[str, list[str]] = {NOT_SHOWN: [], NO_DATA: []}
    for community in communities.values():
        rows = rows_by_community_and_gap[community.name, gap.name]
        shown = [_make_community_table_line(edition, community, row) for row in rows if row.has_value]
        lines += shown
        if not shown:
            lacking[_explain_why_no_gap_is_shown(rows)].append(community.title)
    header = ("Community", "Measure", "Period", "Its figure", "Everyone else", "Difference", "Is it closing?")
    caption = f"{gap.title}: each community that has a figure against everyone else, 95% intervals in brackets"
    unshown = [f"{reason[:1].upper()}{reason[1:]}: {'; '.join(names)}." for reason, names in lacking.items() if names]
    return GapView(gap, Table(caption, header, tuple(lines)) if lines else None, tuple(unshown))


def _make_community_table_line(edition: Edition, community: Community, row: CommunityRow) -> tuple[str, ...]:
    measure = edition.measures[row.measure]
    own = Amount(row.group_value, row.group_lower_95, row.group_upper_95, measure.unit)
    others = Amount(row.else_value, row.else_lower_95, row.else_upper_95, measure.unit)
    verdict = judge_community(edition, row)
    marks = [verdict] * (verdict in (FARES_WORSE, FARES_BETTER)) + [LOW_BASE] * row.is_low_base + [row.note]
    return (
        community.title,
        measure.title,
        write_period(row.period),
        _write_figure_with_limits(own),
        _write_figure_with_limits(others),
        "; ".join(filter(None, [narrative.write_gap_for_table(row), *marks])),
        narrative.write_gap_direction(row),
    )


def _write_figure_with_limits(figure: Amount) -> str:
    limits = f" ({write_limits(figure)})" if figure.has_interval else ""
    return f"{write_value_with_unit(figure.value, figure.unit)}{limits}"

"""The disadvantaged communities against the six gaps: one table of all, and one a gap with every figure."""

from collections.abc import Mapping
from dataclasses import dataclass

from fairer_stockton.definitions.communities import Community, SixGap
from fairer_stockton.observe.comparing import differs_enough
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.table import Table
from fairer_stockton.report.words import narrative
from fairer_stockton.report.words.figures import (
    LOW_BASE,
    Row,
    has_interval,
    interval_contains,
    is_known,
    write_difference_size,
    write_limits,
    write_period,
    write_value_with_unit,
)
from fairer_stockton.run.vocabulary import GapType, Polarity, Status

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
        for row in _choose_row_of_each_cell(list(_group_rows_by_community_and_gap(edition).values()))
        if row
    ]


def _choose_row_of_each_cell(cells: list[list[Row]]) -> list[Row | None]:
    return [next((row for row in rows if is_known(row["value"])), None) for rows in cells]


def _group_rows_by_community_and_gap(edition: Edition) -> dict[tuple[str, str], list[Row]]:
    """Return the latest figure of each measure, by the pair of community and gap."""
    rows: dict[tuple[str, str], list[Row]] = {}
    for row in edition.communities.to_dict("records"):
        rows.setdefault((str(row["community"]), str(row["gap"])), []).append({str(key): row[key] for key in row})
    return {pair: _latest_of_each_measure(figures) for pair, figures in rows.items()}


def _write_sentences_on_communities(edition: Edition, cells: list[list[Row]]) -> list[str]:
    """Count what the overview shows, and say what chance alone would do."""
    best = _choose_row_of_each_cell(cells)
    verdicts = [judge_community(edition, row) for row in best if row]
    few = sum(
        row is None and _explain_why_no_gap_is_shown(rows) == NOT_SHOWN for row, rows in zip(best, cells, strict=True)
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


def _latest_of_each_measure(rows: list[Row]) -> list[Row]:
    """Return of each measure its latest period with a figure, else its latest, in the order of the gap's measures."""
    newest: dict[str, Row] = {}
    for row in rows:
        if row["measure"] not in newest or is_known(row["value"]) or not is_known(newest[row["measure"]]["value"]):
            newest[row["measure"]] = row
    return list(newest.values())


def judge_community(edition: Edition, row: Row) -> str:
    """Return the verdict on a community compared with everyone else, as far as the interval allows one."""
    if not has_interval(row):
        return NOT_TESTED
    if interval_contains(row, 0.0):
        return NO_CLEAR_DIFFERENCE
    measure = edition.measures[row["measure"]]
    if not differs_enough(row["group_value"], row["else_value"], measure):
        return ABOUT_THE_SAME
    return FARES_WORSE if (row["value"] > 0) == (measure.polarity == Polarity.LOWER_IS_BETTER) else FARES_BETTER


def _explain_why_no_gap_is_shown(rows: list[Row]) -> str:
    return NOT_SHOWN if any(row["status"] == Status.SUPPRESSED for row in rows) else NO_DATA


def _write_overview_cell(edition: Edition, rows: list[Row]) -> str:
    """Write a cell of the overview: by the gap's best measure that has a figure for the community."""
    row = next((row for row in rows if is_known(row["value"])), None)
    if row is None:
        return _explain_why_no_gap_is_shown(rows)
    verdict = judge_community(edition, row)
    size = (
        ""
        if verdict in (NO_CLEAR_DIFFERENCE, ABOUT_THE_SAME)
        else f": {write_difference_size(row['value'], row['unit'])}"
    )
    return f"{verdict}{size}{f' ({LOW_BASE})' if row['status'] == Status.LOW_BASE else ''}"


def _make_gap_view(
    edition: Edition, gap: SixGap, communities: Mapping[str, Community], cells: dict[tuple[str, str], list[Row]]
) -> GapView:
    lines: list[tuple[str, ...]] = []
    lacking: dict[str, list[str]] = {NOT_SHOWN: [], NO_DATA: []}
    for community in communities.values():
        rows = cells[community.name, gap.name]
        shown = [_make_community_table_line(edition, community, row) for row in rows if is_known(row["value"])]
        lines += shown
        if not shown:
            lacking[_explain_why_no_gap_is_shown(rows)].append(community.title)
    header = ("Community", "Measure", "Period", "Its figure", "Everyone else", "Difference", "Is it closing?")
    caption = f"{gap.title}: each community that has a figure against everyone else, 95% intervals in brackets"
    unshown = [f"{reason[:1].upper()}{reason[1:]}: {'; '.join(names)}." for reason, names in lacking.items() if names]
    return GapView(gap, Table(caption, header, tuple(lines)) if lines else None, tuple(unshown))


def _make_community_table_line(edition: Edition, community: Community, row: Row) -> tuple[str, ...]:
    measure = edition.measures[row["measure"]]
    verdict = judge_community(edition, row)
    marks = (
        [verdict] * (verdict in (FARES_WORSE, FARES_BETTER))
        + [LOW_BASE] * (row["status"] == Status.LOW_BASE)
        + [row["note"]]
    )
    return (
        community.title,
        measure.title,
        write_period(row["period"]),
        *(_write_figure_of_side(row, side, measure.unit) for side in ("group", "else")),
        "; ".join(filter(None, [narrative.write_gap_for_table({"gap_type": GapType.COMMUNITY, **row}), *marks])),
        narrative.write_gap_direction(row),
    )


def _write_figure_of_side(row: Row, side: str, unit: str) -> str:
    figure = {name: row[f"{side}_{name}"] for name in ("value", "lower_95", "upper_95")} | {"unit": unit}
    limits = f" ({write_limits(figure)})" if has_interval(figure) else ""
    return f"{write_value_with_unit(figure['value'], unit)}{limits}"

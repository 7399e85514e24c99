"""The disadvantaged communities against the six gaps: one table of all, and one a gap with every figure."""

from dataclasses import dataclass
from typing import Any

from fairer_stockton.definitions.communities import Community, SixGap, load_communities
from fairer_stockton.observe.comparing import differs_enough
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.table import Table
from fairer_stockton.report.words import narrative
from fairer_stockton.report.words.figures import (
    LOW_BASE,
    has_interval,
    holds,
    known,
    write,
    write_limits,
    write_period,
    write_size,
)

Row = dict[str, Any]
HIDDEN = "not shown"
NO_SOURCE = "no data"
NO_CLEAR = "no clear difference"
SAME = "about the same"
WORSE, BETTER, UNTESTED = "fares worse", "fares better", "not tested"


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


def communities_view(edition: Edition) -> CommunitiesView:
    """Make the tables and sentences."""
    six, communities = load_communities()
    cells = _cells(edition)
    lines = [
        (one.title, *(_short(edition, cells[one.name, gap.name]) for gap in six.values()))
        for one in communities.values()
    ]
    caption = "Each community against everyone else in the borough, by the measure that answers each gap best"
    return CommunitiesView(
        sentences=tuple(_sentences(edition, list(cells.values()))),
        overview=Table(caption, ("Community", *(gap.title for gap in six.values())), tuple(lines)),
        gaps=tuple(_gap_view(edition, gap, communities, cells) for gap in six.values()),
        communities=tuple(communities.values()),
        synthetic=bool(edition.communities["synthetic"].any()),
    )


def verdicts(edition: Edition) -> list[str]:
    """Give the verdict of every pair of a community and a gap that has a figure, by the gap's best measure."""
    return [verdict(edition, row) for row in _best(list(_cells(edition).values())) if row]


def _best(cells: list[list[Row]]) -> list[Row | None]:
    return [next((row for row in rows if known(row["value"])), None) for rows in cells]


def _cells(edition: Edition) -> dict[tuple[str, str], list[Row]]:
    """Give each pair of a community and a gap its measures' latest figures."""
    rows: dict[tuple[str, str], list[Row]] = {}
    for row in edition.communities.to_dict("records"):
        rows.setdefault((str(row["community"]), str(row["gap"])), []).append({str(key): row[key] for key in row})
    return {place: _latest(found) for place, found in rows.items()}


def _sentences(edition: Edition, cells: list[list[Row]]) -> list[str]:
    """Count what the overview shows, and say what chance alone would do."""
    best = _best(cells)
    said = [verdict(edition, row) for row in best if row]
    few = sum(row is None and _lacks(rows) == HIDDEN for row, rows in zip(best, cells, strict=True))
    none = len(best) - len(said) - few
    if not said:
        return ["No source tells any of these communities apart in this edition."]
    worse, better, unclear = (said.count(word) or "none" for word in (WORSE, BETTER, NO_CLEAR))
    same = f"; in {said.count(SAME)} the two are about the same" if SAME in said else ""
    tested = len(said) - said.count(UNTESTED)
    clear = (
        f"in {worse} the community clearly fares worse than everyone else, in {better} better, and in {unclear} there "
        f"is no clear difference{same}"
    )
    untested = f"{said.count(UNTESTED)} cannot be tested for want of an interval" if tested < len(said) else ""
    sentences = [
        f"Of {len(best)} pairs of a community and a gap, {len(said)} have a figure: "
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


def _latest(rows: list[Row]) -> list[Row]:
    """Keep of each measure its latest period with a figure, else its latest; in the order of the gap's measures."""
    chosen: dict[str, Row] = {}
    for row in rows:
        if row["measure"] not in chosen or known(row["value"]) or not known(chosen[row["measure"]]["value"]):
            chosen[row["measure"]] = row
    return list(chosen.values())


def verdict(edition: Edition, row: Row) -> str:
    """Say how a community fares beside everyone else, as far as the interval allows."""
    if not has_interval(row):
        return UNTESTED
    if holds(row, 0.0):
        return NO_CLEAR
    measure = edition.measures[row["measure"]]
    if not differs_enough(row["group_value"], row["else_value"], measure):
        return SAME
    return WORSE if (row["value"] > 0) == (measure.polarity == "lower_is_better") else BETTER


def _lacks(rows: list[Row]) -> str:
    return HIDDEN if any(row["status"] == "suppressed" for row in rows) else NO_SOURCE


def _short(edition: Edition, rows: list[Row]) -> str:
    """Say a cell of the overview: by the gap's best measure that has a figure for the community."""
    row = next((row for row in rows if known(row["value"])), None)
    if row is None:
        return _lacks(rows)
    said = verdict(edition, row)
    size = "" if said in (NO_CLEAR, SAME) else f": {write_size(row['value'], row['unit'])}"
    return f"{said}{size}{f' ({LOW_BASE})' if row['status'] == 'low_base' else ''}"


def _gap_view(
    edition: Edition, gap: SixGap, communities: dict[str, Community], cells: dict[tuple[str, str], list[Row]]
) -> GapView:
    lines: list[tuple[str, ...]] = []
    lacking: dict[str, list[str]] = {HIDDEN: [], NO_SOURCE: []}
    for community in communities.values():
        rows = cells[community.name, gap.name]
        shown = [_line(edition, community, row) for row in rows if known(row["value"])]
        lines += shown
        if not shown:
            lacking[_lacks(rows)].append(community.title)
    header = ("Community", "Measure", "Period", "Its figure", "Everyone else", "Difference", "Is it closing?")
    caption = f"{gap.title}: each community that has a figure against everyone else, 95% intervals in brackets"
    unshown = [f"{reason[:1].upper()}{reason[1:]}: {'; '.join(names)}." for reason, names in lacking.items() if names]
    return GapView(gap, Table(caption, header, tuple(lines)) if lines else None, tuple(unshown))


def _line(edition: Edition, community: Community, row: Row) -> tuple[str, ...]:
    measure = edition.measures[row["measure"]]
    said = verdict(edition, row)
    marks = [said] * (said in (WORSE, BETTER)) + [LOW_BASE] * (row["status"] == "low_base") + [row["note"]]
    return (
        community.title,
        measure.title,
        write_period(row["period"]),
        *(_figure(row, side, measure.unit) for side in ("group", "else")),
        "; ".join(filter(None, [narrative.gap_in_short({"gap_type": "community", **row}), *marks])),
        narrative.direction_in_short(row),
    )


def _figure(row: Row, side: str, unit: str) -> str:
    figure = {name: row[f"{side}_{name}"] for name in ("value", "lower_95", "upper_95")} | {"unit": unit}
    limits = f" ({write_limits(figure)})" if has_interval(figure) else ""
    return f"{write(figure['value'], unit)}{limits}"

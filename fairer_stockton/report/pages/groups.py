"""Groups of people and of neighbourhoods: the table of a measure's parts, and its gaps against references."""

from collections.abc import Iterable
from typing import Any

from fairer_stockton.definitions.framework import load_breakdowns
from fairer_stockton.definitions.measures import Measure
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.rows import latest
from fairer_stockton.report.table import Table, figure_cells
from fairer_stockton.report.words import narrative
from fairer_stockton.report.words.figures import has_interval, holds, known, write_period

Row = dict[str, Any]
FIFTHS = {"1": "Fifth 1 (most deprived)", "5": "Fifth 5 (least deprived)"}
FEWEST = 2  # figures that a part must have to be listed; else one line says why it is not


def called(name: str) -> str:
    """Give a characteristic's title, as it stands within a sentence."""
    kinds = load_breakdowns()
    return kinds[name].title.lower() if name in kinds else name.replace("_", " ")


def gaps_between_groups(edition: Edition, measure: Measure, area: str) -> list[Row]:
    """Give the gaps of the latest period between groups of people, in the order in which they stand."""
    found: dict[tuple[str, str], list[Row]] = {}
    for gap in edition.gaps_of(measure.name, gap_type="breakdown", area_code=area):
        found.setdefault((gap["group_a"], gap["group_b"]), []).append(gap)
    newest = [latest(gaps) for gaps in found.values()]
    last = [gap for gap in newest if gap and known(gap["value"])]
    return [gap for gap in last if gap["period"] == max(other["period"] for other in last)]


def group_row(edition: Edition, measure: Measure, gap: Row, group: str) -> Row | None:
    """Give the borough's figure for one of a gap's two groups."""
    wanted = {"area_type": "borough", "breakdown": gap["breakdown"], "period": gap["period"]}
    return latest(edition.observed(measure.name, category=gap[group], **wanted))


def groups_said(edition: Edition, measure: Measure, area: str) -> list[str]:
    """Say each clear difference between groups of people in a sentence, and name the rest in one."""
    said, unclear = [], []
    for gap in gaps_between_groups(edition, measure, area):
        first, second = (group_row(edition, measure, gap, group) for group in ("group_a", "group_b"))
        if first is None or second is None:
            continue
        by = called(gap["breakdown"])
        if has_interval(gap) and holds(gap, 0.0) and not measure.breakdown:
            unclear.append(
                f"{narrative.group(gap['group_a'], by)} against {narrative.group(gap['group_b'], by)} ({by})"
            )
        else:
            sentences = (narrative.between_groups(gap, first, second, measure, by), _moving(gap))
            said.append(" ".join(filter(None, sentences)))
    if unclear:
        said.append(f"No clear difference: {'; '.join(unclear)}.")
    return said


def _moving(gap: Row) -> str:
    return narrative.direction(gap) if gap["direction"] in ("closing", "widening") else ""


def parts_table(edition: Edition, measure: Measure) -> Table | None:
    """Give a measure's deprivation fifths and groups of people, each of its latest period."""
    parts = list(_parts(edition, measure))
    if not parts:
        return None
    newest = max(rows[0]["period"] for _, _, rows in parts)
    compared = any(narrative.verdict(row, None) != "not_compared" for _, _, rows in parts for row in rows)
    lines = []
    for title, label, rows in parts:
        when = "" if rows[0]["period"] == newest else f", {write_period(rows[0]['period'])}"
        if sum(known(row["value"]) for row in rows) < FEWEST:
            lines.append((f"{title}{when}", figure_cells(rows[0])[0], "–", rows[0]["note"], "–"))
            continue
        lines += [
            (
                f"{label(row)}{when}",
                *figure_cells(row),
                _rests_on(row, measure),
                narrative.COMPARISONS[narrative.verdict(row, None)],
            )
            for row in rows
            if known(row["value"])
        ]
        unshown = [row for row in rows if not known(row["value"])]
        if unshown:
            names = [label(unshown[0]), *(label(row).split(": ")[-1] for row in unshown[1:])]
            lines.append(
                (f"{', '.join(names)}{when}", figure_cells(unshown[0])[0], "–", unshown[0]["note"] or "–", "–")
            )
    header = ("Part of the borough", "Figure", "95% interval", "Rests on", "Beside England")
    columns = len(header) if compared else len(header) - 1
    caption = f"{measure.title}: deprivation fifths and groups of people, {write_period(newest)}"
    return Table(caption, header[:columns], tuple(line[:columns] for line in lines), numbers=(1, 2, 3))


def _parts(edition: Edition, measure: Measure) -> Iterable[tuple[str, Any, list[Row]]]:
    """Give each split of the borough: its title, how to name a row of it, and its rows."""
    inside = edition.observed(measure.name, area_type="borough")
    fifths = _of_latest_period([row for row in inside if row["breakdown"] == "deprivation_fifth"])
    if fifths:
        yield "Deprivation fifths", lambda row: FIFTHS.get(row["category"], f"Fifth {row['category']}"), fifths
    for name, kind in load_breakdowns().items():
        groups = _of_latest_period([row for row in inside if row["breakdown"] == name])
        if groups and not measure.breakdown:
            yield (
                kind.title,
                lambda row, kind=kind: f"{kind.title}: {narrative.group(row['category'], kind.title)}",
                groups,
            )


def _of_latest_period(rows: list[Row]) -> list[Row]:
    """Keep the rows of the latest period that has a figure; else of the latest."""
    last = latest(rows)
    return [row for row in rows if last and row["period"] == last["period"]]


def _rests_on(row: Row, measure: Measure) -> str:
    if measure.answer and known(row["base"]):
        return f"{row['base']:,.0f} {'answers' if measure.answer.rows == 'respondents' else measure.answer.rows}"
    if row["statistic"] == "proportion" and known(row["numerator"]) and known(row["denominator"]):
        return f"{row['numerator']:,.0f} of {row['denominator']:,.0f}"
    return row["note"] or "–"

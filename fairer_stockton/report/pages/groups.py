"""Groups of people and of neighbourhoods: the table of a measure's parts, and its gaps against references."""

from collections.abc import Iterable
from typing import Any

from fairer_stockton.definitions.measures import Measure, SurveyMeasure
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.rows import GapRow, ObservationRow, find_latest_row_with_value
from fairer_stockton.report.table import Table, format_value_and_limits
from fairer_stockton.report.words import gap_changes, narrative
from fairer_stockton.report.words.figures import is_known, write_period
from fairer_stockton.run.vocabulary import AreaType, Comparison, GapType, Statistic

FIFTH_TITLES = {"1": "Fifth 1 (most deprived)", "5": "Fifth 5 (least deprived)"}
FEWEST_FIGURES = 2  # figures that a part must have to be listed; else one line says why it is not


def write_characteristic_title(edition: Edition, characteristic_name: str) -> str:
    """Return a characteristic's title as it is written within a sentence."""
    kinds = edition.definitions.breakdowns
    return (
        kinds[characteristic_name].title.lower()
        if characteristic_name in kinds
        else characteristic_name.replace("_", " ")
    )


def list_gaps_between_groups(edition: Edition, measure: Measure, area_code: str) -> list[GapRow]:
    """Return the gaps of the latest period between groups of people, in the order in which they stand."""
    by_pair: dict[tuple[str, str], list[GapRow]] = {}
    for gap in edition.select_gaps(measure.name, gap_type=GapType.BREAKDOWN, area_code=area_code):
        by_pair.setdefault((gap.group_a, gap.group_b), []).append(gap)
    newest = [find_latest_row_with_value(gaps) for gaps in by_pair.values()]
    last = [gap for gap in newest if gap and gap.has_value]
    return [gap for gap in last if gap.period == max(other.period for other in last)]


def find_figure_of_group_in_gap(
    edition: Edition, measure: Measure, gap: GapRow, group_column: str
) -> ObservationRow | None:
    """Return the borough's figure for one of the two groups of a gap, in the gap's period."""
    wanted = {"area_type": AreaType.BOROUGH, "breakdown": gap.breakdown, "period": gap.period}
    return find_latest_row_with_value(edition.select_observations(measure.name, category=group_column, **wanted))


def describe_gaps_between_groups(edition: Edition, measure: Measure, area_code: str) -> list[str]:
    """Write a sentence for each clear difference between groups of people, and a last one that lists the rest."""
    sentences, unclear = [], []
    for gap in list_gaps_between_groups(edition, measure, area_code):
        first, second = (
            find_figure_of_group_in_gap(edition, measure, gap, group) for group in (gap.group_a, gap.group_b)
        )
        if first is None or second is None:
            continue
        by = write_characteristic_title(edition, gap.breakdown)
        if gap.interval_contains(0.0) and not measure.own_breakdown:
            pair = " against ".join(
                narrative.write_group_within_sentence(group, by) for group in (gap.group_a, gap.group_b)
            )
            unclear.append(f"{pair} ({by})")
        else:
            parts = (narrative.compare_groups(gap, first, second, measure, by), _describe_clear_direction(gap, measure))
            sentences.append(" ".join(filter(None, parts)))
    if unclear:
        sentences.append(f"No clear difference: {'; '.join(unclear)}.")
    return sentences


def _describe_clear_direction(gap: GapRow, measure: Measure) -> str:
    return gap_changes.describe_gap_direction(gap, measure) if gap.is_moving else ""


def make_table_of_groups(edition: Edition, measure: Measure) -> Table | None:
    """Return a measure's deprivation fifths and groups of people, each of its latest period."""
    parts = list(_list_splits_with_labels_and_rows(edition, measure))
    if not parts:
        return None
    newest = max(rows[0].period for _, _, rows in parts)
    compared = any(
        narrative.choose_comparison_verdict(row, None) != Comparison.NOT_COMPARED
        for _, _, rows in parts
        for row in rows
    )
    lines = []
    for title, label, rows in parts:
        when = "" if rows[0].period == newest else f", {write_period(rows[0].period)}"
        if sum(row.has_value for row in rows) < FEWEST_FIGURES:
            lines.append((f"{title}{when}", format_value_and_limits(rows[0])[0], "–", rows[0].note, "–"))
            continue
        lines += [
            (
                f"{label(row)}{when}",
                *format_value_and_limits(row),
                _write_base_of_figure(row, measure),
                narrative.COMPARISONS[narrative.choose_comparison_verdict(row, None)],
            )
            for row in rows
            if row.has_value
        ]
        unshown = [row for row in rows if not row.has_value]
        if unshown:
            names = [label(unshown[0]), *(label(row).split(": ")[-1] for row in unshown[1:])]
            lines.append(
                (f"{', '.join(names)}{when}", format_value_and_limits(unshown[0])[0], "–", unshown[0].note or "–", "–")
            )
    header = ("Part of the borough", "Figure", "95% interval", "Rests on", "Compared with England")
    # Where no part is compared with England, the last column would be empty throughout.
    columns = len(header) if compared else len(header) - 1
    caption = f"{measure.title}: deprivation fifths and groups of people, {write_period(newest)}"
    return Table(caption, header[:columns], tuple(line[:columns] for line in lines), numbers=(1, 2, 3))


def _list_splits_with_labels_and_rows(
    edition: Edition, measure: Measure
) -> Iterable[tuple[str, Any, list[ObservationRow]]]:
    """Yield each split of the borough: its title, the function that labels a row of it, and its rows."""
    inside = edition.select_observations(measure.name, area_type=AreaType.BOROUGH)
    fifths = _select_rows_of_latest_period([row for row in inside if row.breakdown == "deprivation_fifth"])
    if fifths:
        yield "Deprivation fifths", lambda row: FIFTH_TITLES.get(row.category, f"Fifth {row.category}"), fifths
    for name, kind in edition.definitions.breakdowns.items():
        groups = _select_rows_of_latest_period([row for row in inside if row.breakdown == name])
        if groups and not measure.own_breakdown:
            yield (
                kind.title,
                lambda row, kind=kind: (
                    f"{kind.title}: {narrative.write_group_within_sentence(row.category, kind.title)}"
                ),
                groups,
            )


def _select_rows_of_latest_period(rows: list[ObservationRow]) -> list[ObservationRow]:
    """Return the rows of the latest period that has a figure; else of the latest."""
    last = find_latest_row_with_value(rows)
    return [row for row in rows if last and row.period == last.period]


def _write_base_of_figure(row: ObservationRow, measure: Measure) -> str:
    if isinstance(measure, SurveyMeasure) and is_known(row.base):
        return f"{row.base:,.0f} {'answers' if measure.answer.rows == 'respondents' else measure.answer.rows}"
    if row.statistic == Statistic.PROPORTION and is_known(row.numerator) and is_known(row.denominator):
        return f"{row.numerator:,.0f} of {row.denominator:,.0f}"
    return row.note or "–"

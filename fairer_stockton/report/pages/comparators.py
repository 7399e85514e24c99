"""Councils beside the borough in words and tables: position, range and median on every measure."""

from dataclasses import dataclass

from fairer_stockton.definitions.comparators import ComparatorCouncils
from fairer_stockton.definitions.measures import Measure
from fairer_stockton.report.charts.comparators import BoroughPosition, CouncilsChart, Stand, make_councils_chart
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.place_rows import ComparatorRow
from fairer_stockton.report.rows import read_rows
from fairer_stockton.report.table import Table
from fairer_stockton.report.words.figures import is_known, write_ordinal, write_period, write_value_with_unit
from fairer_stockton.run.vocabulary import Polarity


@dataclass(frozen=True)
class ComparatorSet:
    """One set of councils: who they are, what their figures come to, and the table."""

    comparators: ComparatorCouncils
    members: str
    sentence: str
    table: Table
    chart: CouncilsChart | None
    synthetic: bool


COMPARATOR_COLUMNS = (
    "Position (1st is best)",
    "Middle value (median)",
    "Lowest of the others",
    "Highest of the others",
)


def make_comparator_sets(edition: Edition) -> list[ComparatorSet]:
    """Make a table for each set of councils, with every measure's latest period."""
    table = edition.comparators
    # Sorted by period, so the last row of each group is its latest.
    latest = (
        table.sort_values("period").groupby(["comparators", "measure", "breakdown", "category"], sort=False).tail(1)
    )
    places = {name: position for position, name in enumerate(edition.measures)}
    sets = []
    for name, comparators in edition.definitions.comparators.items():
        rows = latest[latest["comparators"] == name]
        rows = rows.assign(place=rows["measure"].map(places)).sort_values(["place", "breakdown", "category"])
        if rows.empty:
            continue
        records_of_set = read_rows(rows, ComparatorRow)
        lines = tuple(_make_comparator_table_line(edition.measures[row.measure], row) for row in records_of_set)
        caption = f"{comparators.title}: where {edition.borough_name} stands on each measure"
        members = ", ".join(sorted({name for names in rows["names"] for name in names.split("; ")}))
        synthetic = bool(rows["synthetic"].any())
        header = ("Measure", "Period", edition.borough_name, *COMPARATOR_COLUMNS, "Others that clearly differ")
        sentence = _write_counts_of_clear_differences(edition, records_of_set)
        chart = make_councils_chart(
            name,
            caption,
            sentence,
            [standing for row in records_of_set if (standing := _make_borough_position(edition, row))],
        )
        sets.append(ComparatorSet(comparators, members, sentence, Table(caption, header, lines), chart, synthetic))
    return sets


def _make_comparator_table_line(measure: Measure, row: ComparatorRow) -> tuple[str, ...]:
    title = measure.make_title_of_group(row.category)
    ends = (
        f"{write_value_with_unit(value, row.unit)}, {council}" if is_known(value) else "–"
        for value, council in ((row.lowest, row.lowest_council), (row.highest, row.highest_council))
    )
    words = ("higher", "lower") if measure.polarity == Polarity.NEUTRAL else ("better", "worse")
    clear = (
        f"{row.clearly_better:.0f} {words[0]}, {row.clearly_worse:.0f} {words[1]}{_write_how_many_were_tested(row)}"
        if row.is_tested
        else "not tested"
    )
    position = f"{write_ordinal(row.position)} of {row.councils}"
    if measure.polarity == Polarity.NEUTRAL:
        position += " from the highest"
    own, middle = (write_value_with_unit(value, row.unit) for value in (row.value, row.median))
    return (title, write_period(row.period), own, position, middle, *ends, clear)


def _make_borough_position(edition: Edition, row: ComparatorRow) -> BoroughPosition | None:
    """Return the borough's position for the picture; none for a measure that is neither good nor bad in itself."""
    measure = edition.measures[row.measure]
    if measure.polarity == Polarity.NEUTRAL:
        return None
    half = row.tested / 2  # “most” councils: more than half of those that can be tested
    ahead, behind = row.is_tested and row.clearly_worse > half, row.is_tested and row.clearly_better > half
    stand: Stand = "untested" if not row.is_tested else "ahead" if ahead else "behind" if behind else "between"
    return BoroughPosition(measure.make_title_of_group(row.category), row.position, row.councils, stand)


def _write_how_many_were_tested(row: ComparatorRow) -> str:
    return f" (of {row.tested} tested)" if row.tested < row.councils - 1 else ""


def _write_counts_of_clear_differences(edition: Edition, rows: list[ComparatorRow]) -> str:
    """Write where the borough is clearly better or worse than most of a set, as far as intervals allow."""
    judged = [row for row in rows if row.is_tested and edition.measures[row.measure].polarity != Polarity.NEUTRAL]
    if not judged:
        return "No measure has intervals for enough of these councils to say who is clearly better off."
    most = [row for row in judged if row.clearly_worse > row.tested / 2]
    fewest = [row for row in judged if row.clearly_better > row.tested / 2]
    return (
        f"Of {len(judged)} figures that can be tested, {edition.borough_name} is clearly better off than most of these "
        f"councils on {len(most) or 'none'}, and clearly worse than most on {len(fewest) or 'none'}. On the rest it "
        "is not clearly ahead of or behind most of them."
    )

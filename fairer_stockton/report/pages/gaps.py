"""Are the gaps closing? Every gap with its first and its latest period, what can be said of it, and the counts."""

from collections import Counter
from dataclasses import dataclass

from fairer_stockton.measure.gaps import FEWEST_PERIODS
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.gap_courses import INDEX_GAPS, JUDGED_DIRECTIONS, GapOverTime, list_gaps_over_time
from fairer_stockton.report.pages.site import list_domains_in_reading_order
from fairer_stockton.report.table import Table
from fairer_stockton.report.words import narrative
from fairer_stockton.report.words.figures import write_period
from fairer_stockton.run.vocabulary import Direction


@dataclass(frozen=True)
class GapsView:
    """All that the page of gaps says."""

    sentences: tuple[str, ...]
    counts: Table | None
    closing: tuple[str, ...]
    widening: tuple[str, ...]
    tables: tuple[tuple[str, Table], ...]


def make_gaps_view(edition: Edition) -> GapsView:
    """Gather every gap of the authority, domain by domain."""
    every_course = list_gaps_over_time(edition)
    gaps = [course for course in every_course if course.kind not in INDEX_GAPS]
    parts = []
    for domain in list_domains_in_reading_order(edition):
        lines = tuple(_make_gap_table_line(course) for course in every_course if course.measure.domain == domain.name)
        header = (
            "Measure",
            "Between",
            "First period",
            "The gap then",
            "Latest period",
            "The gap now",
            "Is it closing?",
        )
        if lines:
            parts.append((domain.title, Table(f"{domain.title}: every gap, with its 95% interval", header, lines)))
    return GapsView(
        sentences=tuple(_write_sentences_on_gap_directions(gaps)),
        counts=_make_table_of_gap_directions(gaps),
        closing=tuple(_describe_how_gap_moved(course) for course in gaps if course.last.direction == Direction.CLOSING),
        widening=tuple(
            _describe_how_gap_moved(course) for course in gaps if course.last.direction == Direction.WIDENING
        ),
        tables=tuple(parts),
    )


def _make_gap_table_line(gap_over_time: GapOverTime) -> tuple[str, ...]:
    first, last = gap_over_time.first, gap_over_time.last
    return (
        narrative.write_measure_title(gap_over_time.measure, last.synthetic),
        gap_over_time.between,
        write_period(first.period) if first else "–",
        narrative.write_gap_for_table(first) if first else "–",
        write_period(last.period),
        narrative.write_gap_for_table(last) if last.has_value else (last.note or "not available"),
        gap_over_time.direction,
    )


def _describe_how_gap_moved(gap_over_time: GapOverTime) -> str:
    """Write how a gap has moved: from what to what, and that it is more than chance."""
    first, last = gap_over_time.first, gap_over_time.last
    title = narrative.write_measure_title(gap_over_time.measure, last.synthetic)
    shown = [f"in {write_period(row.period)}, {narrative.write_gap_for_table(row)}" for row in (first, last) if row]
    return f"{title}. {gap_over_time.between}: {'; '.join(shown)}. {narrative.describe_gap_direction(last)}"


def _write_sentences_on_gap_directions(gaps: list[GapOverTime]) -> list[str]:
    if not gaps:
        return ["No gap is measured in this edition."]
    counts = Counter(course.last.direction for course in gaps)
    closing, widening, same = (counts[word] for word in JUDGED_DIRECTIONS)
    unknown = len(gaps) - closing - widening - same
    return [
        f"This report measures {len(gaps)} gaps. It can be told how {closing + widening + same} of them move: "
        f"{closing or 'none'} closing, {widening or 'none'} widening, {same or 'none'} without a clear change.",
        f"For the other {unknown} there are too few periods, or no intervals, to tell.",
        f"A gap is said to close or to widen only where at least {FEWEST_PERIODS} periods that share no year, each "
        "with its interval, show it beyond chance.",
        "The slope and the relative index of inequality restate the gap between the fifths: they are listed below, and "
        "not counted here.",
    ]


def _make_table_of_gap_directions(gaps: list[GapOverTime]) -> Table | None:
    """Count the gaps of each kind by what can be said of them."""
    kinds: dict[str, Counter[str]] = {}
    for course in gaps:
        kinds.setdefault(course.last.gap_type, Counter())[course.last.direction] += 1
    rows = tuple(
        (narrative.GAP_TITLES[kind], *(str(kinds[kind][word] or "–") for word in narrative.DIRECTION_TITLES))
        for kind in narrative.GAP_TITLES
        if kind in kinds
    )
    header = ("Kind of gap", *narrative.DIRECTION_TITLES.values())
    return Table("Gaps of each kind, by what can be said of them", header, rows, (1, 2, 3, 4, 5)) if rows else None

"""Are the gaps closing? Every gap then and now, how it has changed and how surely, and the counts."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from fairer_stockton.measure.communities import COUNCILS_MOST_ALIKE
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.gap_courses import GapOverTime, list_gaps_over_time
from fairer_stockton.report.pages.site import list_domains_in_reading_order
from fairer_stockton.report.rows import GapRow
from fairer_stockton.report.table import Table
from fairer_stockton.report.words import gap_changes, narrative
from fairer_stockton.report.words.figures import is_known, write_difference, write_ordinal, write_period
from fairer_stockton.run.vocabulary import INDEX_GAPS, MOVED_DIRECTIONS, Direction, GapType


@dataclass(frozen=True)
class GapsView:
    """All that the page of gaps says. Each list has its title, its sentences, and what is said where it is empty."""

    sentences: tuple[str, ...]
    counts: Table | None
    lists: tuple[tuple[str, tuple[str, ...], str], ...]
    tables: tuple[tuple[str, Table], ...]


def make_gaps_view(edition: Edition) -> GapsView:
    """Gather every gap of the authority, domain by domain."""
    every_course = list_gaps_over_time(edition)
    gaps = [course for course in every_course if course.kind not in INDEX_GAPS]
    header = ("Measure and groups", "At the start", "Latest", "Change (95% interval)", "To compare")
    places = _find_places_among_councils(edition)
    parts = []
    for domain in list_domains_in_reading_order(edition):
        courses = (course for course in every_course if course.measure.domain == domain.name)
        lines = tuple(_make_gap_table_line(course, places) for course in courses)
        if lines:
            parts.append((domain.title, Table(f"{domain.title}: every gap, and how it has changed", header, lines)))
    return GapsView(
        sentences=tuple(_write_sentences_on_gap_directions(edition, gaps)),
        counts=_make_table_of_gap_directions(gaps),
        lists=(
            _make_list("Narrowed", gaps, (Direction.CLOSING,), "No gap has clearly narrowed."),
            _make_list("Widened", gaps, (Direction.WIDENING,), "No gap has clearly widened."),
            _make_list("Clearly changed in another way", gaps, gap_changes.OTHERWISE, "No gap has."),
            _make_list("Moved, with no margin of error published", gaps, MOVED_DIRECTIONS, "No gap has."),
        ),
        tables=tuple(parts),
    )


def _make_list(
    title: str, gaps: list[GapOverTime], words: tuple[Direction, ...], otherwise: str
) -> tuple[str, tuple[str, ...], str]:
    """Return a list of gaps with its title: real figures first, then what moved furthest for what is usual."""
    listed = sorted(
        (course for course in gaps if course.last.direction in words),
        key=lambda course: (course.last.synthetic, -abs(course.last.change) / course.last.usual_movement),
    )
    return title, tuple(_describe_how_gap_moved(course) for course in listed), otherwise


def _find_places_among_councils(edition: Edition) -> dict[tuple[str, ...], str]:
    """Return where the borough stands among the councils most like it, by measure, period, breakdown and category."""
    rows = edition.comparators[edition.comparators["comparators"] == COUNCILS_MOST_ALIKE]
    keys = zip(*(rows[name] for name in ("measure", "period", "breakdown", "category")), strict=True)
    places = zip(keys, rows["position"], rows["councils"], strict=True)
    return {key: f"{write_ordinal(place)} of {councils} similar councils" for key, place, councils in places}


def _make_gap_table_line(gap_over_time: GapOverTime, places: dict[tuple[str, ...], str]) -> tuple[str, ...]:
    start, last = gap_over_time.start, gap_over_time.last
    title = narrative.write_measure_title(gap_over_time.measure, last.synthetic)
    return (
        f"{title}. {gap_over_time.between}",
        _write_gap_of_period(start) if start else "–",
        _write_gap_of_period(last) if last.has_value else (last.note or "not available"),
        gap_changes.write_gap_change(last, gap_over_time.measure),
        _write_what_to_compare_with(last, places),
    )


def _write_what_to_compare_with(gap: GapRow, places: dict[tuple[str, ...], str]) -> str:
    """Write the same gap within England, or where the borough stands among similar councils; or that none is held."""
    if is_known(gap.england_value):
        return f"England: {write_difference(gap.england_value, gap.unit)}"
    if gap.gap_type == GapType.BOROUGH_V_ENGLAND:
        return places.get((gap.measure, gap.period, gap.breakdown, gap.category), "–")
    return "–"


def _write_gap_of_period(gap: GapRow) -> str:
    return f"{write_period(gap.period)}: {narrative.write_gap_for_table(gap)}"


def _describe_how_gap_moved(gap_over_time: GapOverTime) -> str:
    """Write how a gap has moved: from what to what, and how surely."""
    start, last = gap_over_time.start, gap_over_time.last
    title = narrative.write_measure_title(gap_over_time.measure, last.synthetic)
    shown = [f"in {write_period(row.period)}, {narrative.write_gap_for_table(row)}" for row in (start, last) if row]
    change = gap_changes.describe_gap_direction(last, gap_over_time.measure)
    return f"{title}. {gap_over_time.between}: {'; '.join(shown)}. {change}"


def _write_sentences_on_gap_directions(edition: Edition, gaps: list[GapOverTime]) -> list[str]:
    if not gaps:
        return ["No gap is measured in this edition."]
    return [
        *_count_real_and_sample_gaps(gaps, edition.definitions.gap_changes.baseline_year),
        "A change is called only where it is beyond chance, allowing for how many gaps are looked at.",
        "The fifths, and the wards at the ends of a range, are those of each period, so a part of a change may be that "
        "they are other neighbourhoods.",
        "The slope and the relative index of inequality restate the gap between the fifths: they are listed below, and "
        "not counted here.",
    ]


def _count_real_and_sample_gaps(gaps: list[GapOverTime], baseline_year: int) -> Iterator[str]:
    """Yield how many gaps have changed in which way: what is invented is counted apart from what is real."""
    titles = {False: "from real figures", True: "from the sample"}
    kinds = sorted({course.last.synthetic for course in gaps})
    for synthetic in kinds:
        words = (course.last.direction for course in gaps if course.last.synthetic == synthetic)
        which = titles[synthetic] if len(kinds) > 1 else "that this report measures"
        yield gap_changes.describe_gap_counts(gap_changes.count_directions(words), which, baseline_year)


def _make_table_of_gap_directions(gaps: list[GapOverTime]) -> Table | None:
    """Count the gaps by how they have changed, each word with its meaning."""
    counts = Counter(course.last.direction for course in gaps)
    rows = tuple(
        (title, gap_changes.MEANINGS[word], str(counts[word]))
        for word, title in gap_changes.DIRECTION_TITLES.items()
        if counts[word]
    )
    return Table("What each word means, and how many gaps", ("Word", "Meaning", "Gaps"), rows, (2,)) if rows else None

"""The sentences and table lines of an area's profile: its residents, clear differences, and every measure."""

from collections.abc import Iterable

from fairer_stockton.report.area_profile import AreaFigure, ProfiledArea, can_figure_only_be_yes_or_no
from fairer_stockton.report.rows import GapRow
from fairer_stockton.report.words import narrative
from fairer_stockton.report.words.figures import (
    LOW_BASE,
    is_known,
    mark_sample,
    write_count_with_noun,
    write_figure,
    write_limits,
    write_ordinal,
    write_people_count,
    write_period,
    write_value_with_unit,
)
from fairer_stockton.report.words.ten_worst import AREA_PLURALS, TEN_WORST_CELLS
from fairer_stockton.run.vocabulary import AmongTenWorst, AreaType, Comparison, Polarity, Trend

CUT_NEIGHBOURHOOD = "not available: a neighbourhood lies in it only in part"
TREND_TITLES = {
    Trend.IMPROVING: "Improving",
    Trend.WORSENING: "Worsening",
    Trend.INCREASING: "Rising",
    Trend.DECREASING: "Falling",
    Trend.NO_SIGNIFICANT_CHANGE: "No clear change",
    Trend.NOT_CALCULATED: "–",
}


def list_notes_before_figures(area: ProfiledArea, figures: list[AreaFigure], note_of_named_area: str) -> Iterable[str]:
    """Yield the notes on an area's map that a reader needs before its figures."""
    if note_of_named_area:
        yield note_of_named_area
    for shared in list_shared_notes(figures):
        yield f"{shared[:1].upper()}{shared[1:]}. This holds for every figure here."
    converted = sorted({figure.row.converted_from for figure in figures} - {""})
    if converted:
        yield (
            f"Some figures come for the neighbourhoods of {' and '.join(converted)}, so we fit them to this map. Where "
            "a neighbourhood was split, we share its figures out by where people live."
        )
    if is_known(area.fit):
        yield (
            "It is drawn as a shape on the map. We count the neighbourhoods most of whose people live inside it: they "
            f"hold {area.fit:.0%} of its people, if people are spread evenly in each."
        )
    if area.area_type == AreaType.WARD:
        yield (
            f"The ward is that of the map of {area.vintage}. Older wards of the same name have other codes and borders."
        )


def list_shared_notes(figures: Iterable[AreaFigure]) -> list[str]:
    """List the notes that every figure of an area bears: its page says them once."""
    noted = [figure.row.note.split("; ") for figure in figures]
    return [note for note in noted[0] if note and all(note in notes for notes in noted)] if noted else []


def describe_residents(figure: AreaFigure, borough_name: str) -> str:
    """Write a figure about who lives in an area, with the borough's and England's."""
    england = (
        f", {write_value_with_unit(figure.england.value, figure.england.unit)} in England" if figure.england else ""
    )
    return (
        f"{figure.measure.title}: {write_value_with_unit(figure.row.value, figure.row.unit)} "
        f"({figure.row.numerator:,.0f} of "
        f"{figure.row.denominator:,.0f}, {write_period(figure.row.period)}); "
        f"{write_value_with_unit(figure.standing.borough_value, figure.row.unit)} in "
        f"{borough_name}{england}.{_write_marks_of_figure(figure)}"
    )


def describe_clear_difference_from_borough(figure: AreaFigure, borough_name: str) -> str:
    """Write a figure that is clearly different from the borough's."""
    areas = AREA_PLURALS.get(figure.standing.area_type, "areas")
    rank = (
        f" It ranks {_write_rank_among_areas(figure)} {areas} (1st is best)." if is_known(figure.standing.rank) else ""
    )
    if figure.standing.among_ten_worst == AmongTenWorst.SURELY:
        areas = f"{figure.standing.ranked_with_interval:.0f} {AREA_PLURALS[figure.standing.area_type]}"
        rank += f" It is almost certainly among the ten worst of {areas}."
    return (
        f"{figure.measure.title}: {write_value_with_unit(figure.row.value, figure.row.unit)} "
        f"(95% interval {write_limits(figure.row)}), "
        f"against {write_value_with_unit(figure.standing.borough_value, figure.row.unit)} in {borough_name} "
        f"({write_period(figure.row.period)}).{rank}{_write_marks_of_figure(figure)}"
    )


def explain_figures_not_compared_with_borough(figures: Iterable[AreaFigure]) -> str:
    """Return how many measures cannot be compared with the borough, and why."""
    not_compared = [figure for figure in figures if figure.standing.against_borough == Comparison.NOT_COMPARED]
    without_interval = sum(not figure.row.has_interval for figure in not_compared)
    sentences = []
    if without_interval:
        measures = write_count_with_noun(without_interval, "more measure has", "more measures have")
        sentences.append(
            f"{measures} no margin of error here, so we cannot say if they really differ from the borough."
        )
    if otherwise := len(not_compared) - without_interval:
        measures = write_count_with_noun(otherwise, "more measure is", "more measures are")
        sentences.append(f"{measures} not compared, for the borough’s figure is made in another way.")
    return " ".join(sentences)


def write_people_in_gap(gap: GapRow) -> str:
    """Write how many people or homes a gap amounts to; nothing where it is not clear."""
    if not is_known(gap.people) or gap.people < 1 or not gap.excludes_zero:
        return "–"
    return f"about {write_people_count(gap.people)} {'more' if gap.value > 0 else 'fewer'}"


def make_profile_table_line(area: ProfiledArea, figure: AreaFigure) -> tuple[str, ...]:
    """Make a measure's line of the profile's tables."""
    row, standing = figure.row, figure.standing
    yes_or_no = {0.0: "No", 100.0: "Yes"} if can_figure_only_be_yes_or_no(area, figure) else {}
    shown = yes_or_no.get(row.value, write_figure(row))
    return (
        narrative.write_measure_title(figure.measure, row.synthetic),
        write_period(row.period),
        shown,
        write_limits(row) if row.has_interval else "none",
        write_value_with_unit(standing.borough_value, row.unit),
        write_value_with_unit(figure.england.value, figure.england.unit) if figure.england else "no figure",
        narrative.COMPARISONS[standing.against_borough],
        narrative.COMPARISONS[row.comparison],
        TREND_TITLES[row.trend],
        "–"
        if can_figure_only_be_yes_or_no(area, figure) or not is_known(standing.rank)
        else f"{_write_rank_among_areas(figure)}{_write_limits_of_rank(figure)}",
        TEN_WORST_CELLS[standing.among_ten_worst],
    )


def _write_rank_among_areas(figure: AreaFigure) -> str:
    joint = "joint " if figure.joint else ""
    highest = " from the highest" if figure.measure.polarity == Polarity.NEUTRAL else ""
    return f"{joint}{write_ordinal(figure.standing.rank)} of {figure.standing.areas:.0f}{highest}"


def _write_limits_of_rank(figure: AreaFigure) -> str:
    """Write between which ranks the area surely lies, and among how many areas where some have no interval."""
    standing = figure.standing
    if not is_known(standing.rank_lower_95):
        return ""
    limits = f"{standing.rank_lower_95:.0f} to {standing.rank_upper_95:.0f}"
    among = f" of {standing.ranked_with_interval:.0f}" if standing.ranked_with_interval != standing.areas else ""
    return f" ({limits}{among})"


def _write_marks_of_figure(figure: AreaFigure) -> str:
    low = f" ({LOW_BASE})" if figure.row.is_low_base else ""
    return mark_sample(low, figure.row.synthetic)

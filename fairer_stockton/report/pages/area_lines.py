"""What is said of an area in its profile: its residents, what stands out, and a line for each measure."""

from collections.abc import Iterable

from fairer_stockton.definitions.maps import WARD_MAP
from fairer_stockton.report.area_profile import Area, Figure, Row, yes_or_no
from fairer_stockton.report.words import narrative
from fairer_stockton.report.words.figures import (
    LOW_BASE,
    counted,
    has_interval,
    holds,
    known,
    marked,
    ordinal,
    write,
    write_figure,
    write_limits,
    write_people,
    write_period,
)

CUT = "not available: a neighbourhood lies in it only in part"
TRENDS = {
    "improving": "Improving",
    "worsening": "Worsening",
    "increasing": "Rising",
    "decreasing": "Falling",
    "no_significant_change": "No clear change",
    "not_calculated": "–",
}


def notes(area: Area, figures: list[Figure], note: str) -> Iterable[str]:
    """Say what to know of an area's map before its figures are read."""
    if note:
        yield note
    for shared in shared_notes(figures):
        yield f"{shared[:1].upper()}{shared[1:]}. This holds for every figure here."
    converted = sorted({one.row["converted_from"] for one in figures} - {""})
    if converted:
        yield (
            f"Some figures come by neighbourhoods of {' and '.join(converted)} and are fitted to this map: a "
            "neighbourhood that lies in one area belongs to it whole, and one that was split is shared out by where "
            "its residents live."
        )
    if known(area.fit):
        yield (
            "It is drawn as a polygon and made of the neighbourhoods most of whose residents live inside; they hold "
            f"{area.fit:.0%} of the residents inside it, taken as evenly spread within each neighbourhood."
        )
    if area.area_type == "ward":
        yield f"The ward is that of the map of {WARD_MAP}. Older wards of the same name have other codes and borders."


def shared_notes(figures: Iterable[Figure]) -> list[str]:
    """List the notes that every figure of an area bears: its page says them once."""
    noted = [one.row["note"].split("; ") for one in figures]
    return [note for note in noted[0] if note and all(note in notes for notes in noted)] if noted else []


def resident(one: Figure, place: str) -> str:
    """Say who lives in an area, beside the borough and England."""
    england = f", {write(one.england['value'], one.england['unit'])} in England" if one.england else ""
    return (
        f"{one.measure.title}: {write(one.row['value'], one.row['unit'])} ({one.row['numerator']:,.0f} of "
        f"{one.row['denominator']:,.0f}, {write_period(one.row['period'])}); "
        f"{write(one.standing['borough_value'], one.row['unit'])} in {place}{england}.{_marks(one)}"
    )


def stands_out(one: Figure, place: str) -> str:
    """Say a figure that lies clear of the borough's."""
    rank = f" It is {_rank(one)}, counted from the best." if known(one.standing["rank"]) else ""
    return (
        f"{one.measure.title}: {write(one.row['value'], one.row['unit'])} (95% interval {write_limits(one.row)}), "
        f"against {write(one.standing['borough_value'], one.row['unit'])} in {place} "
        f"({write_period(one.row['period'])}).{rank}{_marks(one)}"
    )


def untested(figures: Iterable[Figure]) -> str:
    """Return how many measures cannot be compared with the borough, and why."""
    left = [one for one in figures if one.standing["against_borough"] == "not_compared"]
    bare = sum(not has_interval(one.row) for one in left)
    said = []
    if bare:
        measures = counted(bare, "more measure has", "more measures have")
        said.append(f"{measures} no interval here, so we cannot say whether they really differ from the borough.")
    if other := len(left) - bare:
        measures = counted(other, "more measure is", "more measures are")
        said.append(f"{measures} not compared with the borough, whose figure is made up in another way.")
    return " ".join(said)


def people(gap: Row) -> str:
    """Say how many people or homes a gap amounts to; nothing where it is not clear."""
    if not known(gap["people"]) or gap["people"] < 1 or not has_interval(gap) or holds(gap, 0.0):
        return "–"
    return f"about {write_people(gap['people'])} {'more' if gap['value'] > 0 else 'fewer'}"


def line(area: Area, one: Figure) -> tuple[str, ...]:
    """Give a measure's line of the profile's tables."""
    row, standing = one.row, one.standing
    said = {0.0: "No", 100.0: "Yes"} if yes_or_no(area, one) else {}
    figure = said.get(row["value"], write_figure(row))
    return (
        narrative.titled(one.measure, row["synthetic"]),
        write_period(row["period"]),
        figure,
        write_limits(row) if has_interval(row) else "none",
        write(standing["borough_value"], row["unit"]),
        write(one.england["value"], one.england["unit"]) if one.england else "no figure",
        narrative.COMPARISONS[standing["against_borough"]],
        narrative.COMPARISONS[row["comparison"]],
        TRENDS[row["trend"]],
        "–" if yes_or_no(area, one) or not known(standing["rank"]) else _rank(one),
    )


def _rank(one: Figure) -> str:
    joint = "joint " if one.joint else ""
    highest = " from the highest" if one.measure.polarity == "neutral" else ""
    return f"{joint}{ordinal(one.standing['rank'])} of {one.standing['areas']:.0f}{highest}"


def _marks(one: Figure) -> str:
    low = f" ({LOW_BASE})" if one.row["status"] == "low_base" else ""
    return marked(low, one.row["synthetic"])

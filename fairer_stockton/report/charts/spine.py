"""The spine chart of an area: on every measure, where it stands among its like, with the borough down the middle."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fairer_stockton.definitions.framework import Domain
from fairer_stockton.report.area_profile import SHORT_AREA_TITLES, Area, Figure, is_yes_or_no
from fairer_stockton.report.table import Table, filled
from fairer_stockton.report.words.figures import has_interval, is_known, write, write_bare, write_figure, write_period
from fairer_stockton.report.words.narrative import write_title

if TYPE_CHECKING:
    from fairer_stockton.report.edition import Edition

FEWEST_FOR_RANGE = 4  # areas with a figure, lest the range tell no more than their figures do
MIDDLE, REACH = 50.0, 46.0  # per cent of a row's width: where the borough stands, and how far the furthest mark lies
NAMED = 2  # measures named in the words for those who do not see the picture, on either side
SHOWN = ("published", "low_base")
WAYS = {True: ("worse", "better"), False: ("lower", "higher")}
NEITHER = "Neither good nor bad in itself"
Key = tuple[str, str, str, str]
Span = tuple[float, float]


@dataclass(frozen=True)
class Spread:
    """What all areas of a kind that have a figure come to, on one measure and in one period."""

    lowest: float
    quarter: float
    three_quarters: float
    highest: float
    areas: int


@dataclass(frozen=True)
class SpineRow:
    """One measure: its words, and where its marks stand, in per cent of the width from the left."""

    title: str
    here: str
    borough: str
    verdict: str
    dot: float
    interval: Span | None
    england: float | None
    whole: Span | None
    half: Span | None


@dataclass(frozen=True)
class SpinePart:
    """The rows of a domain, or those of which no way is better, and what left and right mean in them."""

    title: str
    ways: tuple[str, str]
    rows: tuple[SpineRow, ...]


@dataclass(frozen=True)
class Spine:
    """An area's chart and its words; `like` names the areas that the ranges are of, where there are ranges."""

    question: str
    alt: str
    parts: tuple[SpinePart, ...]
    like: str
    table: Table


def spreads(edition: "Edition") -> dict[Key, Spread]:
    """Sum up the figures of every kind of area that may be shown, by measure, period, kind and map."""
    rows = edition.observations
    rows = rows[(rows["breakdown"] == "all") & rows["value"].notna() & rows["status"].isin(SHOWN)]
    rows = rows[rows["area_type"].isin(list(SHORT_AREA_TITLES))]
    grouped = rows.groupby(["measure", "period", "area_type", "vintage"])["value"]
    ends = [grouped.quantile(part) for part in (0.0, 0.25, 0.75, 1.0)]
    sums = zip(grouped.groups, *(end.tolist() for end in ends), grouped.size().tolist(), strict=True)
    return {key: Spread(*spread) for key, *spread in sums if spread[-1] >= FEWEST_FOR_RANGE}


def spine(
    area: Area,
    figures: Sequence[Figure],
    spread: Mapping[Key, Spread],
    framework: Mapping[str, Domain],
    place: str,
) -> Spine | None:
    """Make an area's chart; nothing where no figure stands beside the borough's."""
    shown = [one for one in figures if is_known(one.standing["borough_value"]) and not is_yes_or_no(area, one)]
    if not shown:
        return None
    parts = [
        SpinePart(domain.title, WAYS[True], tuple(_row(one, spread.get(_key(one))) for one in chosen))
        for name, domain in framework.items()
        if (chosen := [one for one in shown if one.measure.domain == name and _judged(one)])
    ]
    if neither := [one for one in shown if not _judged(one)]:
        parts.append(SpinePart(NEITHER, WAYS[False], tuple(_row(one, spread.get(_key(one))) for one in neither)))
    ranged = any(row.whole for part in parts for row in part.rows)
    like = SHORT_AREA_TITLES[area.area_type] if ranged else ""
    beside = f"{place}, England and the other {like}" if ranged else f"{place} and England"
    return Spine(
        question=f"Where does {area.name} stand beside {beside}?",
        alt=_finding(area, shown, place),
        parts=tuple(parts),
        like=like,
        table=_table(area, shown, spread, place),
    )


def _judged(one: Figure) -> bool:
    return one.measure.polarity != "neutral"


def _key(one: Figure) -> Key:
    row = one.row
    return str(row["measure"]), str(row["period"]), str(row["area_type"]), str(row["vintage"])


def _row(one: Figure, spread: Spread | None) -> SpineRow:
    """Place a measure's marks: the one that lies furthest from the borough reaches the edge, worse to the left."""
    row, borough = one.row, float(one.standing["borough_value"])
    sign = -1.0 if one.measure.polarity == "lower_is_better" else 1.0
    limits = [row["lower_95"], row["upper_95"]] if has_interval(row) else []
    england = one.england["value"] if one.england and is_known(one.england["value"]) else None
    ends = [spread.lowest, spread.highest] if spread else []
    marks = [row["value"], *limits, *ends, *([] if england is None else [england])]
    furthest = max(abs(mark - borough) for mark in marks) or 1.0

    def at(*values: float) -> Span:
        places = [round(MIDDLE + REACH * sign * (value - borough) / furthest, 1) for value in values]
        return min(places), max(places)

    return SpineRow(
        title=write_title(one.measure, row["synthetic"]),
        here=write_figure(row),
        borough=write(borough, row["unit"]),
        verdict=str(one.standing["against_borough"]),
        dot=at(row["value"])[0],
        interval=at(*limits) if limits else None,
        england=None if england is None else at(england)[0],
        whole=at(spread.lowest, spread.highest) if spread else None,
        half=at(spread.quarter, spread.three_quarters) if spread else None,
    )


def _finding(area: Area, shown: Sequence[Figure], place: str) -> str:
    """Say how often the area fares worse and better than the borough, and on what it does so most."""
    judged = [one for one in shown if _judged(one)]
    found = Counter(str(one.standing["against_borough"]) for one in judged)
    found["similar"] += found.pop("about_the_same", 0)
    counts = ", ".join(
        f"{word} on {found[verdict] or 'none'}"
        for verdict, word in (("worse", "clearly worse"), ("similar", "similar"), ("better", "clearly better"))
    )
    untested = f"; {found['not_compared']} cannot be tested" if found["not_compared"] else ""
    said = f"{area.name} beside {place}, on {len(judged)} measures of which one way is better: {counts}{untested}."
    for verdict in ("worse", "better"):
        clear = [one for one in judged if one.standing["against_borough"] == verdict]
        furthest = [one for one in clear if is_known(one.standing["distance"])]
        furthest.sort(key=lambda one: (one.is_weak, -abs(one.standing["distance"]), one.measure.name))
        if named := "; ".join(_beside(one) for one in furthest[:NAMED]):
            said += f" Furthest to the {verdict}: {named}."
    return said


def _beside(one: Figure) -> str:
    unit = one.row["unit"]
    borough = write_bare(one.standing["borough_value"], unit)
    return f"{write_title(one.measure, one.row['synthetic'])} {write(one.row['value'], unit)} against {borough}"


def _table(area: Area, shown: Iterable[Figure], spread: Mapping[Key, Spread], place: str) -> Table:
    like = SHORT_AREA_TITLES[area.area_type]
    header = (
        *("Measure", "Period", "Here", place, "England"),
        *(f"The middle half of the {like}", f"All {like} with a figure", f"How many {like} these are"),
    )
    rows = tuple(_cells(one, spread.get(_key(one))) for one in shown)
    return filled(Table(f"{area.name} at a glance", header, rows, numbers=tuple(range(2, 8))))


def _cells(one: Figure, spread: Spread | None) -> tuple[str, ...]:
    row, unit = one.row, one.row["unit"]
    between = ("–", "–", "–")
    if spread:
        pairs = ((spread.quarter, spread.three_quarters), (spread.lowest, spread.highest))
        low, whole = (f"{write_bare(start, unit)} to {write_bare(end, unit)}" for start, end in pairs)
        between = (low, whole, str(spread.areas))
    england: dict[str, Any] | None = one.england
    return (
        write_title(one.measure, row["synthetic"]),
        write_period(row["period"]),
        write_figure(row),
        write(one.standing["borough_value"], unit),
        write(england["value"], unit) if england else "–",
        *between,
    )

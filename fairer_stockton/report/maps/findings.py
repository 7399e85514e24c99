"""What a map shows, in a sentence or two: its extremes by name, the whole borough, and where the worst class lies."""

from typing import TYPE_CHECKING

from fairer_stockton.report.maps.classes import MapClass, are_map_classes_yes_or_no
from fairer_stockton.report.maps.mapped_kinds import MappedKind
from fairer_stockton.report.rows import FigureRow
from fairer_stockton.report.words.figures import write_figure
from fairer_stockton.run.vocabulary import Status

if TYPE_CHECKING:
    import pandas as pd

HIDDEN_COUNTS = {
    Status.SUPPRESSED: ("{}’s figure is suppressed", "{}’ figures are suppressed"),
    Status.NOT_AVAILABLE: ("{} has no figure", "{} have no figure"),
}


def describe_map(
    areas: "pd.DataFrame",
    kind: MappedKind,
    classes: tuple[MapClass, ...],
    borough_name: str,
    borough_figure: FigureRow | None,
) -> str:
    """Return what the map shows; `areas` is a choropleth's frame, `borough_figure` the borough's own row."""
    shown = areas[areas["group"] >= 0]
    borough = (
        f"{borough_name} as a whole: {write_figure(borough_figure)}."
        if borough_figure and borough_figure.has_value
        else ""
    )
    if are_map_classes_yes_or_no(classes):
        sentences = [_describe_areas_with_yes(shown, kind), borough]
    else:
        sentences = [
            f"{_describe_highest_and_lowest(shown)}{'; ' + borough if borough else '.'}",
            _describe_darkest_class(shown, kind, classes),
        ]
    return " ".join(part for part in (*sentences, _describe_areas_without_figure(areas, kind)) if part)


def _describe_highest_and_lowest(shown_areas: "pd.DataFrame") -> str:
    high, low = shown_areas["value"].max(), shown_areas["value"].min()
    highest, lowest = (_list_areas_at(shown_areas, value) for value in (high, low))
    return f"Highest in {highest}; lowest in {lowest}"


def _list_areas_at(shown_areas: "pd.DataFrame", value: float) -> str:
    """Return which area has a value as it is written, and how many others have the same."""
    # By the figure as written: areas that read the same are not ranked by digits that nobody sees.
    figure = shown_areas.loc[shown_areas["value"] == value, "figure"].iloc[0]
    rows = shown_areas[shown_areas["figure"] == figure].sort_values(["name", "code"])
    first = rows.iloc[0]
    ward = f" ({first['ward']} ward)" if first["ward"] else ""
    others = f" and {len(rows) - 1} other{'s' if len(rows) > 2 else ''}" if len(rows) > 1 else ""
    return f"{first['name']}{ward}{others}, {figure}"


def _describe_darkest_class(shown_areas: "pd.DataFrame", kind: MappedKind, classes: tuple[MapClass, ...]) -> str:
    """Return where the darkest class lies; empty where all are in one class."""
    if len(classes) < 2:
        return ""
    worst, inside = classes[-1], shown_areas[shown_areas["group"] == len(classes) - 1]
    counted = f"{len(inside)} {kind.plural if len(inside) > 1 else kind.singular}"
    return f"The {worst.rank_words} ({worst.label}) holds {counted}{_write_counts_by_partnership(inside)}."


def _describe_areas_with_yes(shown_areas: "pd.DataFrame", kind: MappedKind) -> str:
    """Return how many areas a yes-or-no measure holds for, and where they lie."""
    inside = shown_areas[shown_areas["figure"] == "yes"]
    partnerships = _write_counts_by_partnership(inside)
    return f"Yes for {len(inside) or 'none'} of {len(shown_areas)} {kind.plural}{partnerships}."


def _write_counts_by_partnership(areas: "pd.DataFrame") -> str:
    """Count areas by Community Partnership, most first; empty where these are not known."""
    if areas.empty or not areas["partnership"].all():
        return ""
    counts = areas["partnership"].value_counts()
    ranked = sorted(counts.items(), key=lambda count_of: (-count_of[1], str(count_of[0])))
    if len(ranked) == 1:
        return f", {'all ' if ranked[0][1] > 1 else ''}in {ranked[0][0]}"
    parts = [f"{count} in {name}" for name, count in ranked]
    return f": {', '.join(parts[:-1])} and {parts[-1]}"


def _describe_areas_without_figure(areas: "pd.DataFrame", kind: MappedKind) -> str:
    counts = {status: int((areas["status"] == status).sum()) for status in HIDDEN_COUNTS}
    words = (kind.singular, kind.plural)
    parts = [
        f"{count} {HIDDEN_COUNTS[status][count > 1].format(words[count > 1])}"
        for status, count in counts.items()
        if count
    ]
    return f"{' and '.join(parts)}." if parts else ""

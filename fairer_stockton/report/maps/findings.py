"""What a map shows, in a sentence or two: its extremes by name, the whole borough, and where the worst class lies."""

from typing import TYPE_CHECKING

from fairer_stockton.report.maps.classes import MapClass, are_map_classes_yes_or_no
from fairer_stockton.report.rows import FigureRow
from fairer_stockton.report.words.figures import write_figure
from fairer_stockton.run.vocabulary import Status

if TYPE_CHECKING:
    import pandas as pd

HIDDEN_COUNTS = {
    Status.SUPPRESSED: ("neighbourhood’s figure is suppressed", "neighbourhoods’ figures are suppressed"),
    Status.NOT_AVAILABLE: ("neighbourhood has no figure", "neighbourhoods have no figure"),
}


def describe_map(
    neighbourhoods: "pd.DataFrame", classes: tuple[MapClass, ...], borough_name: str, borough_figure: FigureRow | None
) -> str:
    """Return what the map shows; `neighbourhoods` is a choropleth's, `borough_figure` the borough's own row."""
    shown = neighbourhoods[neighbourhoods["group"] >= 0]
    borough = (
        f"{borough_name} as a whole: {write_figure(borough_figure)}."
        if borough_figure and borough_figure.has_value
        else ""
    )
    if are_map_classes_yes_or_no(classes):
        sentences = [_describe_neighbourhoods_with_yes(shown), borough]
    else:
        sentences = [
            f"{_describe_highest_and_lowest(shown)}{'; ' + borough if borough else '.'}",
            _describe_darkest_class(shown, classes),
        ]
    return " ".join(part for part in (*sentences, _describe_neighbourhoods_without_figure(neighbourhoods)) if part)


def _describe_highest_and_lowest(shown_neighbourhoods: "pd.DataFrame") -> str:
    high, low = shown_neighbourhoods["value"].max(), shown_neighbourhoods["value"].min()
    highest, lowest = (_list_neighbourhoods_at(shown_neighbourhoods, value) for value in (high, low))
    return f"Highest in {highest}; lowest in {lowest}"


def _list_neighbourhoods_at(shown_neighbourhoods: "pd.DataFrame", value: float) -> str:
    """Return who has a value as it is written: one neighbourhood, and how many others have the same."""
    # By the figure as written: neighbourhoods that read the same are not ranked by digits that nobody sees.
    figure = shown_neighbourhoods.loc[shown_neighbourhoods["value"] == value, "figure"].iloc[0]
    rows = shown_neighbourhoods[shown_neighbourhoods["figure"] == figure].sort_values(["name", "code"])
    first = rows.iloc[0]
    ward = f" ({first['ward']} ward)" if first["ward"] else ""
    others = f" and {len(rows) - 1} other{'s' if len(rows) > 2 else ''}" if len(rows) > 1 else ""
    return f"{first['name']}{ward}{others}, {figure}"


def _describe_darkest_class(shown_neighbourhoods: "pd.DataFrame", classes: tuple[MapClass, ...]) -> str:
    """Return where the darkest class lies; empty where all are in one class."""
    if len(classes) < 2:
        return ""
    worst, inside = classes[-1], shown_neighbourhoods[shown_neighbourhoods["group"] == len(classes) - 1]
    counted = f"{len(inside)} neighbourhood{'s' if len(inside) > 1 else ''}"
    return f"The {worst.rank_words} ({worst.label}) holds {counted}{_write_counts_by_partnership(inside)}."


def _describe_neighbourhoods_with_yes(shown_neighbourhoods: "pd.DataFrame") -> str:
    """Return how many neighbourhoods a yes-or-no measure holds for, and where they lie."""
    inside = shown_neighbourhoods[shown_neighbourhoods["figure"] == "yes"]
    partnerships = _write_counts_by_partnership(inside)
    return f"Yes for {len(inside) or 'none'} of {len(shown_neighbourhoods)} neighbourhoods{partnerships}."


def _write_counts_by_partnership(neighbourhoods: "pd.DataFrame") -> str:
    """Count neighbourhoods by Community Partnership, most first; empty where these are not known."""
    if neighbourhoods.empty or not neighbourhoods["partnership"].all():
        return ""
    counts = neighbourhoods["partnership"].value_counts()
    ranked = sorted(counts.items(), key=lambda count_of: (-count_of[1], str(count_of[0])))
    if len(ranked) == 1:
        return f", {'all ' if ranked[0][1] > 1 else ''}in {ranked[0][0]}"
    parts = [f"{count} in {name}" for name, count in ranked]
    return f": {', '.join(parts[:-1])} and {parts[-1]}"


def _describe_neighbourhoods_without_figure(neighbourhoods: "pd.DataFrame") -> str:
    counts = {status: int((neighbourhoods["status"] == status).sum()) for status in HIDDEN_COUNTS}
    parts = [f"{count} {HIDDEN_COUNTS[status][count > 1]}" for status, count in counts.items() if count]
    return f"{' and '.join(parts)}." if parts else ""

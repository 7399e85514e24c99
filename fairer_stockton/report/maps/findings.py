"""What a map shows, in a sentence or two: its extremes by name, the whole borough, and where the worst class lies."""

from typing import TYPE_CHECKING

from fairer_stockton.report.maps.classes import MapClass, are_yes_no
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
    frame: "pd.DataFrame", classes: tuple[MapClass, ...], borough_name: str, whole: FigureRow | None
) -> str:
    """Return what the map shows; `frame` is a choropleth's, `whole` the borough's own row of the same period."""
    shown = frame[frame["group"] >= 0]
    borough = f"{borough_name} as a whole: {write_figure(whole)}." if whole and whole.has_value else ""
    if are_yes_no(classes):
        sentences = [_yes_words(shown), borough]
    else:
        sentences = [f"{_extremes(shown)}{'; ' + borough if borough else '.'}", _worst_class(shown, classes)]
    return " ".join(part for part in (*sentences, _hidden_words(frame)) if part)


def _extremes(shown: "pd.DataFrame") -> str:
    high, low = shown["value"].max(), shown["value"].min()
    return f"Highest in {_who_has(shown, high)}; lowest in {_who_has(shown, low)}"


def _who_has(shown: "pd.DataFrame", value: float) -> str:
    """Return who has a value as it is written: one neighbourhood, and how many others have the same."""
    # By the figure as written: neighbourhoods that read the same are not ranked by digits that nobody sees.
    figure = shown.loc[shown["value"] == value, "figure"].iloc[0]
    rows = shown[shown["figure"] == figure].sort_values(["name", "code"])
    first = rows.iloc[0]
    ward = f" ({first['ward']} ward)" if first["ward"] else ""
    others = f" and {len(rows) - 1} other{'s' if len(rows) > 2 else ''}" if len(rows) > 1 else ""
    return f"{first['name']}{ward}{others}, {figure}"


def _worst_class(shown: "pd.DataFrame", classes: tuple[MapClass, ...]) -> str:
    """Return where the darkest class lies; empty where all are in one class."""
    if len(classes) < 2:
        return ""
    worst, inside = classes[-1], shown[shown["group"] == len(classes) - 1]
    counted = f"{len(inside)} neighbourhood{'s' if len(inside) > 1 else ''}"
    return f"The {worst.rank_words} ({worst.label}) holds {counted}{_by_partnership(inside)}."


def _yes_words(shown: "pd.DataFrame") -> str:
    """Return how many neighbourhoods a yes-or-no measure holds for, and where they lie."""
    inside = shown[shown["figure"] == "yes"]
    return f"Yes for {len(inside) or 'none'} of {len(shown)} neighbourhoods{_by_partnership(inside)}."


def _by_partnership(inside: "pd.DataFrame") -> str:
    """Count neighbourhoods by Community Partnership, most first; empty where these are not known."""
    if inside.empty or not inside["partnership"].all():
        return ""
    counts = inside["partnership"].value_counts()
    ranked = sorted(counts.items(), key=lambda count_of: (-count_of[1], str(count_of[0])))
    if len(ranked) == 1:
        return f", {'all ' if ranked[0][1] > 1 else ''}in {ranked[0][0]}"
    parts = [f"{count} in {name}" for name, count in ranked]
    return f": {', '.join(parts[:-1])} and {parts[-1]}"


def _hidden_words(frame: "pd.DataFrame") -> str:
    counts = {status: int((frame["status"] == status).sum()) for status in HIDDEN_COUNTS}
    parts = [f"{count} {HIDDEN_COUNTS[status][count > 1]}" for status, count in counts.items() if count]
    return f"{' and '.join(parts)}." if parts else ""

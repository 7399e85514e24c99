"""The explorer's rows as columns: numbers to draw with, and the place of each text among all texts."""

import math
from collections.abc import Sequence
from typing import Any

from fairer_stockton.report.pages.groups import FIFTHS
from fairer_stockton.report.table import figure_cells
from fairer_stockton.report.words.figures import SAMPLE, known
from fairer_stockton.report.words.narrative import COMPARISONS, verdict

Row = dict[str, Any]
LAST = ("Everyone else", "All pupils")  # groups that stand after those they are compared with
WHOLE = ("borough", "region", "england", "united_kingdom")
MODELLED = "[modelled]"


class Words:
    """Texts, each held once: the data name them by their place."""

    def __init__(self) -> None:
        self.places: dict[str, int] = {}

    def __call__(self, text: str) -> int:
        """Give the place of a text."""
        return self.places.setdefault(text, len(self.places))


def columns(rows: Sequence[Row], areas: Sequence[int], words: Words) -> dict[str, Any]:
    """Write rows as columns; a column that holds one thing throughout is that thing. `status` is a letter a row."""
    cells = [figure_cells(row) for row in rows]
    found: dict[str, list[Any]] = {
        "area": list(areas),
        "value": [number(row["value"]) for row in rows],
        "lower": [number(row["lower_95"]) for row in rows],
        "upper": [number(row["upper_95"]) for row in rows],
        "figure": [words(figure) for figure, _ in cells],
        "limits": [words(limits) for _, limits in cells],
        "marks": [words(marks(row)) for row in rows],
        "note": [words(note(row)) for row in rows],
        "beside": [words(beside(row)) for row in rows],
    }
    once = {name: column[0] for name, column in found.items() if len(rows) > 1 and len(set(column)) == 1}
    return {**found, **once, "status": "".join(row["status"][0] for row in rows)}


def number(value: float) -> float | None:
    """Give a number to draw with: five digits are finer than a line is wide."""
    return float(f"{value:.5g}") if known(value) else None


def marks(row: Row) -> str:
    """Say what a figure is marked with wherever it stands, besides a low base."""
    return " ".join([SAMPLE] * bool(row["synthetic"]) + [MODELLED] * (row["breakdown"] == "modelled"))


def note(row: Row) -> str:
    """Say what to know of a figure."""
    fitted = f"fitted to this map from the neighbourhoods of {row['converted_from']}" if row["converted_from"] else ""
    said = "; ".join(filter(None, (row["note"], fitted)))
    return f"{said[:1].upper()}{said[1:]}"


def beside(row: Row) -> str:
    """Say how a figure stands to England's."""
    word = verdict(row, None)
    return "–" if word == "not_compared" else COMPARISONS[word]


def by_rank(row: Row) -> tuple[bool, float, str, str]:
    """Order areas from the highest figure to the lowest; those without one by name alone."""
    shown = known(row["value"])
    return not shown, -row["value"] if shown else math.inf, row["area_name"], row["area_code"]


def among_groups(row: Row) -> tuple[bool, str, int]:
    """Order groups of people by name, in each the borough, the region and England."""
    return row["category"] in LAST, row["category"], WHOLE.index(row["area_type"])


def group_of(row: Row) -> str:
    """Name the group of people that a row is of."""
    if row["breakdown"] == "deprivation_fifth":
        return FIFTHS.get(row["category"], f"Fifth {row['category']}")
    return str(row["category"])

"""Frames small enough to count by hand: areas, what they hold, and what is counted in them."""

from dataclasses import replace

import numpy as np
import pandas as pd

from fairer_stockton.definitions.measures import KINDS, MeasureOfSums, MeasureSum
from fairer_stockton.disclosure.atoms import LinkedSystem
from fairer_stockton.disclosure.counts import AREA, COUNT, MEMBERSHIP, NESTED
from fairer_stockton.disclosure.linked_tables import LinkedTables
from fairer_stockton.disclosure.rounding import round_counts
from fairer_stockton.disclosure.secondary import add_secondary_suppression
from tests.conftest import DEFINITIONS

RULES = replace(DEFINITIONS.rules, fewest_counted=5, fewest_respondents=30, dominant=2, dominant_share=0.9, p_ratio=0.1)
AREAS = {"L1": ["L1"], "L2": ["L2"], "L3": ["L3"], "W": ["L1", "L2"], "W3": ["L3"], "B": ["L1", "L2", "L3"]}
TYPES = {"L": "lsoa", "W": "ward", "B": "borough"}
NO_AMOUNTS = pd.DataFrame(columns=["measure", *AREA, "breakdown", "category", "period", "amounts"])
NO_NESTED_GROUPS = pd.DataFrame(columns=NESTED, dtype=object)
NOTHING_HIDDEN = pd.Index([], dtype=int)


def measure(name: str, above: str, below: str = "true", statistic: str = "proportion", **given: str) -> MeasureOfSums:
    """A measure of one table: rows of one kind, of rows of another."""
    kind = KINDS[statistic]
    assert issubclass(kind, MeasureOfSums)
    return kind(
        name=name, domain="income", title=name, question="", framework="", statistic=statistic, polarity="neutral",
        unit="percent", least_difference=DEFINITIONS.least_differences["percent"], examples=(),
        numerator=MeasureSum("homes", given.get("sum", "1"), above), denominator=MeasureSum("homes", "1", below),
    )  # fmt: skip


DAMP = measure("damp", "damp")


def figures(areas: str, name: str = "damp", breakdown: str = "all", categories: str = "all") -> pd.DataFrame:
    """The observations of areas, or of groups in each."""
    rows = [
        {"measure": name, "area_type": TYPES[area[0]], "area_code": area, "vintage": "2024",
         "breakdown": breakdown, "category": category, "period": "2025"}
        for area in areas.split() for category in categories.split()
    ]  # fmt: skip
    return pd.DataFrame(rows).astype(object)


def together(*frames: pd.DataFrame) -> pd.DataFrame:
    return pd.concat(frames, ignore_index=True)


def membership(parts: dict[tuple[str, str], float] | None = None) -> pd.DataFrame:
    """Which areas hold which neighbourhoods: whole, unless a part is given."""
    rows = [
        (TYPES[area[0]], area, "2024", "all", "all", place, "2021", (parts or {}).get((area, place), 1.0))
        for area, places in AREAS.items()
        for place in places
    ]
    return pd.DataFrame(rows, columns=MEMBERSHIP)


def counts(name: str, part: str, breakdown: str = "all", **amounts: dict[str, float]) -> pd.DataFrame:
    """What is counted in each neighbourhood: of everyone, or of each group."""
    rows = [
        (name, part, place, "2021", "2025", breakdown, category, amount)
        for category, given in amounts.items()
        for place, amount in given.items()
    ]
    return pd.DataFrame(rows, columns=COUNT)


def damp(yes: list[float], of: list[float]) -> pd.DataFrame:
    places = ["L1", "L2", "L3"]
    return together(
        counts("damp", "numerator", all=dict(zip(places, yes, strict=False))),
        counts("damp", "denominator", all=dict(zip(places, of, strict=False))),
    )


def only(systems) -> LinkedSystem:
    (system,) = systems
    return system


def hide(system: LinkedSystem, cost: list[float], rules=RULES) -> list[int]:
    """The rows of the figures that are hidden."""
    cells = system.cells
    chosen = add_secondary_suppression(cells, cells.mark_sensitive_figures() | system.dominated, np.array(cost, float))
    return system.rows[chosen].tolist()


BASE = 5  # to whose multiples counts are rounded
# Two maps that cut four neighbourhoods differently, and the borough.
CROSSED = {
    "L1": [0], "L2": [1], "L3": [2], "L4": [3],
    "W1": [0, 1], "W2": [2, 3], "W3": [0], "W4": [1, 2], "W5": [3], "B": [0, 1, 2, 3],
}  # fmt: skip
MOULDY = measure("mouldy", "damp and mould", below="damp")


def whole_membership(areas: dict[str, list[int]], town: str = "") -> pd.DataFrame:
    """Which areas hold which neighbourhoods, all of them whole."""
    rows = [
        (TYPES[area[0]], area + town, "2024", "all", "all", f"L{place + 1}{town}", "2021", 1.0)
        for area, inside in areas.items()
        for place in inside
    ]
    return pd.DataFrame(rows, columns=MEMBERSHIP)


def by_area(shown: LinkedTables, known=None) -> dict[str, tuple[float, float]]:
    """The rounded count and what it is out of, an area (or a group)."""
    rounded = round_counts(shown, known or {}, BASE)
    above, below = shown.parts["damp"].numerator, shown.parts["damp"].denominator
    return {
        (key[2] if key[5] == "all" else key[5]): (rounded[above, *key[1:]], rounded[below, *key[1:]]) for key in rounded
    }

"""The classes of a map: up to five groups of neighbourhoods by value, with breaks that can be read at a glance."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from fairer_stockton.definitions.units import UNITS
from fairer_stockton.report.words.figures import write_value_with_unit, write_value_without_unit
from fairer_stockton.run.vocabulary import Polarity

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST_CLASSES = 5
NUMBER_WORDS = ("no", "one", "two", "three", "four", "five")
# Light to dark, each step the same in contrast; the edge is whichever of ink and paper stands out from the fill.
CLASS_SHADES = {1: "#edf5fc", 2: "#92bde0", 3: "#4a86c0", 4: "#1f578f", 5: "#0b2645"}
CLASS_EDGES = {1: "#1a1f24", 2: "#1a1f24", 3: "#1a1f24", 4: "#ffffff", 5: "#ffffff"}
SHADES_BY_COUNT = {1: (3,), 2: (1, 5), 3: (1, 3, 5), 4: (1, 2, 4, 5), 5: (1, 2, 3, 4, 5)}
YES_NO_LABELS = {0.0: "No", 100.0: "Yes"}


@dataclass(frozen=True)
class MapClass:
    """One class: its range in words, where it stands among the others, its shade (5 the darkest) and its size."""

    label: str
    rank_words: str
    shade: int
    count: int


def are_all_values_yes_or_no(values: "NDArray[np.float64]", unit: str) -> bool:
    """Return whether these are shares of single neighbourhoods, each of which is in or out."""
    return unit == "percent" and set(values.tolist()) <= set(YES_NO_LABELS)


def are_map_classes_yes_or_no(classes: tuple[MapClass, ...]) -> bool:
    """Return whether classes are of a measure that each neighbourhood meets or not."""
    return {map_class.label for map_class in classes} <= set(YES_NO_LABELS.values())


def classify_values_for_map(
    values: "NDArray[np.float64]", unit: str, polarity: str
) -> "tuple[tuple[MapClass, ...], NDArray[np.int64]]":
    """Return the classes of some known values, lightest first, and the class (from 0) that each value is in.

    Values are taken as they are written, so that two that read alike are never parted.
    """
    import numpy as np

    if not len(values):
        return (), np.zeros(0, dtype=np.int64)
    steps = np.array([_convert_value_to_smallest_steps(value, unit) for value in values.tolist()], dtype=np.int64)
    breaks = find_class_breaks(steps)
    group = np.searchsorted(np.array(breaks, dtype=np.int64), steps, side="right").astype(np.int64)
    labels = _label_map_classes(steps, breaks, unit, are_classes_yes_or_no=are_all_values_yes_or_no(values, unit))
    # Dark is always worse: where higher is better, the lowest values are darkest.
    if polarity == Polarity.HIGHER_IS_BETTER:
        labels, group = labels[::-1], len(breaks) - group
    shades = (
        (1, 5)[int(values[0] > 0) :]
        if are_all_values_yes_or_no(values, unit) and len(labels) == 1
        else SHADES_BY_COUNT[len(labels)]
    )
    ends = ("lowest", "highest") if polarity == Polarity.NEUTRAL else ("best", "worst")
    return tuple(
        MapClass(label, _describe_rank_of_class(rank, len(labels), ends), shades[rank], int((group == rank).sum()))
        for rank, label in enumerate(labels)
    ), group


def find_class_breaks(values_in_steps: "NDArray[np.int64]") -> list[int]:
    """Return where each class but the lowest begins: near the fifths of the values, as round as keeps classes even.

    Where few values differ each has its class; where many are equal there are fewer classes than five.
    """
    import numpy as np

    distinct = np.unique(values_in_steps)
    if len(distinct) <= MOST_CLASSES:
        return [int(step) for step in distinct[1:]]
    cuts = np.quantile(values_in_steps, np.arange(1, MOST_CLASSES) / MOST_CLASSES)
    size = 10 ** len(str(int(distinct[-1] - distinct[0])))
    while size >= 1:
        # Steps of 1, 5 and 2 times a power of ten, the coarsest first: breaks that are easy to read.
        for round_size in (size, size // 2, size // 5):
            breaks = np.unique(np.rint(cuts / max(round_size, 1)).astype(np.int64) * max(round_size, 1))
            if _are_classes_even(values_in_steps, breaks):
                return [int(step) for step in breaks]
        size //= 10
    # No round step leaves even classes: break at values that occur, near the fifths.
    met = distinct[np.searchsorted(distinct, np.ceil(cuts))]
    return [int(step) for step in np.unique(met) if step > distinct[0]]


def _are_classes_even(values_in_steps: "NDArray[np.int64]", breaks: "NDArray[np.int64]") -> bool:
    """Return whether breaks make five classes, none much smaller or larger than a fifth."""
    import numpy as np

    sizes = np.bincount(np.searchsorted(breaks, values_in_steps, side="right"), minlength=MOST_CLASSES)
    share = len(values_in_steps) / MOST_CLASSES
    return len(breaks) == MOST_CLASSES - 1 and bool((sizes >= share * 0.7).all() and (sizes <= share * 1.4).all())


def _label_map_classes(
    values_in_steps: "NDArray[np.int64]", breaks: list[int], unit: str, are_classes_yes_or_no: bool
) -> list[str]:
    lows = [int(values_in_steps.min()), *breaks]
    highs = [*(step - 1 for step in breaks), int(values_in_steps.max())]
    # Each value has a class of its own, which is labelled by the value and not by a range.
    if len(set(values_in_steps.tolist())) == len(lows):
        highs = lows
    scale = 10.0 ** _count_decimals_of_unit(unit)
    ends = [(low / scale, high / scale) for low, high in zip(lows, highs, strict=True)]
    if are_classes_yes_or_no:
        return [YES_NO_LABELS[low] for low, _ in ends]
    return [
        write_value_with_unit(low, unit)
        if low == high
        else f"{write_value_without_unit(low, unit)} to {write_value_with_unit(high, unit)}"
        for low, high in ends
    ]


def _describe_rank_of_class(rank: int, class_count: int, end_words: tuple[str, str]) -> str:
    low, high = end_words
    if class_count == 1:
        return "the only group"
    names = {0: low, class_count - 1: high}
    if class_count > 3:
        names |= {1: f"second {low}", class_count - 2: f"second {high}"}
    return f"{names.get(rank, 'middle')} of {NUMBER_WORDS[class_count]} groups"


def _convert_value_to_smallest_steps(value: float, unit: str) -> int:
    """Return a value in the smallest steps of its unit as written: tenths of a per cent, pence."""
    decimals = _count_decimals_of_unit(unit)
    return int(Decimal(f"{value:.{decimals}f}").scaleb(decimals))


def _count_decimals_of_unit(unit: str) -> int:
    return int(UNITS[unit].form.split(".")[1][0])

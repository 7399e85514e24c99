"""The units of figures: how a figure, its column, its axis and a difference are written, and which of these matter."""

from dataclasses import dataclass
from pathlib import Path

from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.toml_file import open_toml_tables


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit: a figure with it, its words in a table, on an axis and after a difference, and the signs in words."""

    form: str
    words: str
    axis: str = ""
    difference: str = ""
    signs: tuple[str, str] = ("higher", "lower")
    has_true_zero: bool = True  # so that one figure can be called so many times another


MORE_OR_LESS, MORE_OR_FEWER = ("more", "less"), ("more", "fewer")
UNITS = {
    "percent": Unit("{:,.1f}%", "per cent"),
    "percentage_points": Unit("{:,.1f} percentage points", "percentage points", signs=MORE_OR_LESS),
    "per_1000": Unit("{:,.1f} per 1,000", "per 1,000"),
    "per_10000": Unit("{:,.1f} per 10,000", "per 10,000"),
    "per_100000": Unit("{:,.1f} per 100,000", "per 100,000"),
    "patients": Unit("{:,.0f} patients", "patients", signs=MORE_OR_FEWER),
    "gbp": Unit("£{:,.2f}", "pounds sterling", axis="pounds", signs=MORE_OR_LESS),
    "years": Unit("{:,.1f} years", "years", signs=MORE_OR_FEWER),
    "kilometres": Unit("{:,.2f} km", "kilometres", axis="km", signs=MORE_OR_LESS),
    "minutes": Unit("{:,.1f} minutes", "minutes", signs=MORE_OR_FEWER),
    "score": Unit("{:,.1f}", "score", difference="points", has_true_zero=False),
    "score_out_of_10": Unit(
        "{:,.2f} out of 10", "score out of 10", difference="points on the scale of 0 to 10", has_true_zero=False
    ),
    "quality_of_life": Unit("{:,.3f}", "quality of life, where 1 is ideal", difference="points", has_true_zero=False),
    "micrograms": Unit("{:,.1f} micrograms", "micrograms per cubic metre", signs=MORE_OR_FEWER),
    "index_indicator": Unit("{:,.1f}", "index indicator", difference="points", has_true_zero=False),
    "kwh": Unit("{:,.0f} kWh", "kilowatt hours", signs=MORE_OR_LESS),
    "ratio": Unit("{:,.2f} times", "ratio"),
}


def write_with_unit(figure: float, unit: str) -> str:
    """Write a figure with its unit; a minus sign stands before a pound sign."""
    text = UNITS[unit].form.format(abs(figure))
    return f"−{text}" if figure < 0 and text.strip("£%0., abcdefghijklmnopqrstuvwxyz") else text


@dataclass(frozen=True, slots=True)
class LeastDifference:
    """The least difference that matters: one that reaches both bounds.

    `relative` is a part of the figure compared with; of a share, of the smaller of it and the rest of the `whole`.
    """

    absolute: float
    relative: float
    whole: float = float("inf")


def load_least_differences(path: Path) -> dict[str, LeastDifference]:
    """Read the least difference that matters in each unit that measures have.

    Raises:
        CatalogueError: a unit is not known, or a bound is not a number from zero up.
    """
    with open_toml_tables(path) as bounds:
        return {unit: read_least_difference(unit, numbers, path.name) for unit, numbers in bounds.items()}


def read_least_difference(unit: str, bounds: object, file_name: str) -> LeastDifference:
    """Read the two bounds of a unit, or of one measure that has its own.

    Raises:
        CatalogueError: the unit is not known, or `absolute` and `relative` are not both there, numbers from zero up.
    """
    if unit not in UNITS:
        raise CatalogueError(f"{file_name}: unit {unit!r} is not one of {', '.join(UNITS)}")
    numbers = bounds if isinstance(bounds, dict) else {}
    plain = all(type(number) in (int, float) and number >= 0 for number in numbers.values())
    if set(numbers) != {"absolute", "relative"} or not plain:
        raise CatalogueError(
            f"{file_name}: the least difference of {unit} needs absolute and relative, each a number from 0 up; "
            f"found {bounds!r}"
        )
    whole = 100.0 if unit == "percent" else float("inf")
    return LeastDifference(float(numbers["absolute"]), float(numbers["relative"]), whole)

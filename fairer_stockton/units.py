"""The units of figures: one row each says how a figure, its column, its axis and a difference are written."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit: a figure with it, its words in a table, on an axis and after a difference, and the signs in words."""

    form: str
    words: str
    axis: str = ""
    difference: str = ""
    signs: tuple[str, str] = ("higher", "lower")


MORE_OR_LESS, MORE_OR_FEWER = ("more", "less"), ("more", "fewer")
UNITS = {
    "percent": Unit("{:,.1f}%", "per cent"),
    "percentage_points": Unit("{:,.1f} percentage points", "percentage points", signs=MORE_OR_LESS),
    "per_1000": Unit("{:,.1f} per 1,000", "per 1,000"),
    "per_10000": Unit("{:,.1f} per 10,000", "per 10,000"),
    "patients": Unit("{:,.0f} patients", "patients", signs=MORE_OR_FEWER),
    "gbp": Unit("£{:,.2f}", "pounds sterling", axis="pounds", signs=MORE_OR_LESS),
    "years": Unit("{:,.1f} years", "years", signs=MORE_OR_FEWER),
    "minutes": Unit("{:,.1f} minutes", "minutes", signs=MORE_OR_FEWER),
    "score": Unit("{:,.1f}", "score", difference="points"),
    "score_out_of_10": Unit("{:,.2f} out of 10", "score out of 10", difference="points on the scale of 0 to 10"),
    "ratio": Unit("{:,.2f} times", "ratio"),
}


def say(figure: float, unit: str) -> str:
    """Write a figure with its unit; a minus sign stands before a pound sign."""
    text = UNITS[unit].form.format(abs(figure))
    return f"−{text}" if figure < 0 and text.strip("£%0., abcdefghijklmnopqrstuvwxyz") else text

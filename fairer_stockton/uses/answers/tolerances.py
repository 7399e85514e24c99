"""How closely a number in prose must be a published one: as closely as it is stated, or as its hedge allows."""

from fairer_stockton.definitions.claims import ClaimedFigure
from fairer_stockton.run.vocabulary import ClaimVerdict
from fairer_stockton.run.vocabulary_of_uses import Hedge
from fairer_stockton.uses.answers.quoted_numbers import QuotedNumber

# Percentage points by which a part in words, such as a third, may be off; below it and above it.
FRACTION_BOUNDS = {
    Hedge.NONE: (2.5, 2.5),
    Hedge.ABOUT: (3.5, 3.5),
    Hedge.MORE: (0.0, 15.0),
    Hedge.JUST_OVER: (0.0, 4.0),
    Hedge.LESS: (20.0, 0.0),
    Hedge.NEARLY: (5.0, 0.5),
}
# Parts of the ratio by which twice, half or three times may be off.
TIMES_BOUNDS = {
    Hedge.NONE: (0.1, 0.1),
    Hedge.ABOUT: (0.15, 0.15),
    Hedge.MORE: (0.0, 0.3),
    Hedge.JUST_OVER: (0.0, 0.15),
    Hedge.LESS: (0.3, 0.0),
    Hedge.NEARLY: (0.15, 0.02),
}
MORE_BOUND = 0.1  # of a figure: how far above "just over" it can be
LESS_BOUNDS = {Hedge.LESS: 0.3, Hedge.NEARLY: 0.1}  # of a figure: how far below "under" or "almost" it can be
ROUND_TO = (100, 50, 10, 5)  # what "about" may round to


def agrees(number: QuotedNumber, value: float) -> bool:
    """Return whether a quoted number can be this value."""
    if number.is_part:
        below, above = FRACTION_BOUNDS[number.hedge]
        return number.value - below - 1e-9 <= value <= number.value + above + 1e-9
    if number.is_times:
        below, above = TIMES_BOUNDS[number.hedge]
        return number.value * (1 - below) - 1e-9 <= value <= number.value * (1 + above) + 1e-9
    if number.hedge in LESS_BOUNDS:
        return number.value * (1 - LESS_BOUNDS[number.hedge]) - 1e-9 <= value <= number.value
    if number.hedge == Hedge.JUST_OVER:
        return number.value - 1e-9 <= value <= number.value * (1 + MORE_BOUND) + 1e-9
    return _make_claim(number).verdict(value) == ClaimVerdict.REPRODUCED


def _make_claim(number: QuotedNumber) -> ClaimedFigure:
    """Return the number as a claimed figure: papers are judged as the council's own figures are."""
    return ClaimedFigure(
        of="",
        stated=number.stated,
        unit=number.unit,
        at_least=number.hedge == Hedge.MORE,
        nearest=_find_round_step(number) if number.hedge == Hedge.ABOUT else 0,
    )


def _find_round_step(number: QuotedNumber) -> int:
    """Return the step that a number after "about" is rounded to: a tenth of it at the most; 0 where it is exact."""
    if number.value % 1:
        return 0
    steps = (step for step in ROUND_TO if number.value % step == 0 and step <= max(5, number.value / 4))
    return next(steps, 0)

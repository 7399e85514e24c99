"""A scale for figures drawn side by side: where it starts and ends, and its marks as they are written."""

import math
from collections.abc import Iterable
from typing import Any

from fairer_stockton.report.charts.scale import FROM_ZERO
from fairer_stockton.report.rows import Amount
from fairer_stockton.report.words.figures import write_axis_tick

STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
PARTS_OF_SCALE = 5  # about so many parts
FINEST = 0.1  # the smallest step that a mark can show

Scale = dict[str, Any]


def make_axis_scale(rows: Iterable[Amount]) -> Scale | None:
    """Make a scale that holds every shown figure with its interval; nothing where none is shown.

    It starts at zero unless all figures lie so far from it that they could not be told apart; then `from_zero` is 0.
    """
    shown = [row for row in rows if row.has_value]
    if not shown:
        return None
    ends = [row.value for row in shown]
    ends += [end for row in shown if row.has_interval for end in (row.lower_95, row.upper_95)]
    low, high = min(ends), max(ends)
    from_zero = low < FROM_ZERO * high or low == high
    low, high = (min(low, 0.0), max(high, 0.0)) if from_zero else (low, high)
    step = _choose_step_between_marks(high - low)
    # Rounded first, since 0.3 / 0.1 is a little under 3 and would add a mark below the lowest figure.
    first, last = math.floor(round(low / step, 9)), max(math.ceil(round(high / step, 9)), 1)
    marks = [round(multiple * step, 6) for multiple in range(first, last + 1)]
    return {
        "low": marks[0],
        "high": marks[-1],
        "marks": marks,
        "texts": [write_axis_tick(mark, shown[0].unit) for mark in marks],
        "from_zero": int(from_zero),
    }


def _choose_step_between_marks(axis_length: float) -> float:
    rough = max(axis_length / PARTS_OF_SCALE, FINEST)
    size = 10.0 ** math.floor(math.log10(rough))
    steps = (round(step * size, 6) for step in STEPS)
    return next(step for step in steps if step >= rough * (1 - 1e-9) and step == round(step, 1))

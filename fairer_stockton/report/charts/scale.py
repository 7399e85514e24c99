"""Where the scale of a chart starts and ends: at zero where that hides nothing, and never too close."""

import math

FROM_ZERO = 0.65  # a scale starts at zero where the lowest figure is below this share of the highest
LEAST_SPAN = 0.2  # and else spans this share of the highest, lest a flicker look like a fall


def choose_scale_start(lowest: float, highest: float) -> float:
    """Return where a scale of marks, which have no length, starts: at zero where that hides nothing."""
    if lowest < FROM_ZERO * highest:
        return min(0.0, lowest)
    step = 10.0 ** math.floor(math.log10(LEAST_SPAN * highest))
    return math.floor((lowest - LEAST_SPAN * highest / 2) / step) * step


def choose_shared_scale(low: float, high: float) -> tuple[float, float]:
    """Return the start and the end of a scale that holds these figures: from zero where that hides nothing."""
    if low < FROM_ZERO * high or high <= 0:
        spare = 0.06 * (max(high, 0.0) - min(low, 0.0)) or 1.0
        return (low - spare if low < 0 else 0.0), max(high, 0.0) + spare
    # A range of at least `LEAST_SPAN` of the highest figure, and 6% of air above and below.
    spare = max(0.0, LEAST_SPAN * high - (high - low)) / 2 + 0.06 * (high - low)
    step = 10.0 ** math.floor(math.log10(LEAST_SPAN * high))
    return math.floor((low - spare) / step) * step, high + spare

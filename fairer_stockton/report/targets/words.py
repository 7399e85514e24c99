"""Targets in words: what each verdict is called, how it is reached, and how a target stands."""

from collections import Counter
from collections.abc import Iterator, Sequence

from fairer_stockton.report.targets.standings import LIKELY, UNLIKELY, Judged, TargetStanding
from fairer_stockton.report.words.figures import (
    write_count_with_noun,
    write_figure,
    write_period,
    write_value_with_unit,
    write_value_without_unit,
)
from fairer_stockton.run.vocabulary import TargetVerdict
from fairer_stockton.statistics.trajectory import FEWEST_PERIODS

LEAST_PROBABILITY = 0.01  # that is written: nothing to come is certain
WORDS_OF_TARGETS = {
    TargetVerdict.REACHED: "Reached",
    TargetVerdict.ON_TRACK: "On track",
    TargetVerdict.OFF_TRACK: "Off track",
    TargetVerdict.MISSED: "Missed",
    TargetVerdict.CANNOT_TELL: "Cannot tell",
}
HOW_TO_READ_TARGETS = (
    f"A target is on track if the series, going on as it went, reaches it with a probability of at least {LIKELY:.0%}, "
    f"and off track below {UNLIKELY:.0%}. That needs {FEWEST_PERIODS} figures of years that do not overlap, on one "
    "definition, that reach back as far as the target lies ahead. It says nothing of what the council does from now on."
)


def describe_target(standing: TargetStanding) -> tuple[str, ...]:
    """Return a target and how it stands, in sentences."""
    target, unit = standing.target, standing.measure.unit
    aim = f"{write_value_with_unit(target.value, unit)} or {'less' if standing.is_lower_better else 'more'}"
    judged = standing.judge()
    sentence = f"{WORDS_OF_TARGETS[judged.verdict]}{_explain(standing, judged)}."
    return f"Target: {aim} by {target.year} ({target.owner}).", *_describe_course(standing), sentence


def _describe_course(standing: TargetStanding) -> Iterator[str]:
    """Yield the figure that a target starts from and the latest, as far as there are any."""
    start, now = standing.start, standing.now
    if start and start is now:
        yield f"At the start, in {write_period(start.period)}: {write_figure(start)}, the latest figure."
        return
    if start:
        yield f"At the start, in {write_period(start.period)}: {write_figure(start)}."
    else:
        yield f"There is no figure of the start, in {write_period(standing.target.baseline)}."
    if now and now.has_value:
        yield f"Now: {write_figure(now)}, in {write_period(now.period)}."


def _explain(standing: TargetStanding, judged: Judged) -> str:
    if judged.why:
        return f": {judged.why}"
    unit, projection = standing.measure.unit, judged.projection
    if projection:
        low, high = (write_value_without_unit(end, unit) for end in (projection.lower_95, projection.upper_95))
        value = write_value_with_unit(projection.value, unit)
        return (
            f": if it goes on as it went, it will be {value} ({low} to {high}) in {standing.target.year}. "
            f"The probability of reaching the target is {_write_probability(projection.probability)}"
        )
    return ""


def _write_probability(probability: float) -> str:
    """Write a probability in per cent, which is never certain."""
    if probability < LEAST_PROBABILITY:
        return f"below {LEAST_PROBABILITY:.0%}"
    return f"above {1 - LEAST_PROBABILITY:.0%}" if probability > 1 - LEAST_PROBABILITY else f"{probability:.0%}"


def count_targets(standings: Sequence[TargetStanding]) -> str:
    """Return how many targets there are of each verdict, in a sentence."""
    counts = Counter(standing.judge().verdict for standing in standings)
    counted = [f"{WORDS_OF_TARGETS[verdict].lower()} {counts[verdict]}" for verdict in TargetVerdict if counts[verdict]]
    return f"Of {write_count_with_noun(len(standings), 'target', 'targets')}: {', '.join(counted)}."

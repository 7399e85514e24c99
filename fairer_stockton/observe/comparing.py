"""Comparison of figures with a benchmark, by their intervals and by the least difference that matters."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from fairer_stockton.definitions.measures import POLARITIES, Measure
from fairer_stockton.observe.columns import look_up_words
from fairer_stockton.run.vocabulary import Comparison
from fairer_stockton.statistics.comparison import Bools, compare_interval_with_point, is_difference_large_enough

CLEAR = (Comparison.BETTER, Comparison.WORSE, Comparison.HIGHER, Comparison.LOWER)


def compare_with_benchmark(
    rows: pd.DataFrame, benchmark: "pd.Series[Any]", measures: Mapping[str, Measure]
) -> "pd.Series[str]":
    """Compare each row's interval with a benchmark, by the polarity of its measure.

    A clear difference that is smaller than matters is "about_the_same"; what a model of the publisher's makes is not
    compared, whatever its interval.

    Args:
        rows: with `measure`, `value` and the limits.
        benchmark: what each is compared with, by the same index; missing where there is nothing.
        measures: the catalogue.
    """
    asked = {name: measures[name] for name in rows["measure"].unique()}
    polarity = look_up_words(rows["measure"], {name: measure.polarity for name, measure in asked.items()})
    estimated = [name for name, measure in asked.items() if measure.estimated]
    words = pd.Series(Comparison.NOT_COMPARED, index=rows.index, dtype=object)
    for direction in POLARITIES:
        group = rows[polarity == direction]
        limits = group["lower_95"], group["upper_95"], benchmark.loc[group.index]
        words.loc[group.index] = compare_interval_with_point(*limits, direction)
    small = words.isin(CLEAR) & ~each_differs_enough(rows["value"], benchmark, rows["measure"], measures)
    words = words.mask(small, Comparison.ABOUT_THE_SAME)
    return words.mask(rows["measure"].isin(estimated), Comparison.NOT_COMPARED).astype("str")


def differs_enough(value: float, benchmark: float, measure: Measure) -> bool:
    """Return whether one figure of a measure differs from another by as much as matters."""
    least = measure.least_difference
    return bool(is_difference_large_enough(value, benchmark, least.absolute, least.relative, least.whole))


def each_differs_enough(
    value: "pd.Series[Any]",
    benchmark: "pd.Series[Any]",
    measure_names: "pd.Series[str]",
    measures: Mapping[str, Measure],
) -> Bools:
    """Return whether each figure differs from its benchmark by as much as matters for its measure."""
    least = {name: measures[name].least_difference for name in measure_names.unique()}
    bounds = (
        look_up_words(measure_names, {name: getattr(bound, part) for name, bound in least.items()})
        for part in ("absolute", "relative", "whole")
    )
    return is_difference_large_enough(value, benchmark, *(np.asarray(bound, dtype=float) for bound in bounds))

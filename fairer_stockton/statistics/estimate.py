"""An estimate: a value, its 95 % and 99.8 % limits and, where it cannot be given, the reason why."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from fairer_stockton.run.vocabulary import Reason

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Texts = NDArray[np.object_]
Limits = tuple[Floats, Floats]

Z_95 = 1.959963984540054
Z_998 = 3.090232306167813
ALPHA_95 = 0.05
ALPHA_998 = 0.002


@dataclass(frozen=True, slots=True)
class Estimate:
    """Values with their limits, all of one shape.

    `reason` is "" where the estimate is available; elsewhere a `Reason` says why it is not, and the five numbers are
    nan. A published value may come without limits: then only the limits are nan.
    """

    value: Floats
    lower_95: Floats
    upper_95: Floats
    lower_998: Floats
    upper_998: Floats
    reason: Texts

    def __post_init__(self) -> None:
        """Refuse parts of different shapes."""
        shapes = {part.shape for part in (*self.value_and_limits, self.reason)}
        if len(shapes) != 1:
            raise ValueError(f"the parts of an estimate must have one shape, found {sorted(shapes)}")

    @property
    def value_and_limits(self) -> tuple[Floats, Floats, Floats, Floats, Floats]:
        """Return value, 95 % limits and 99.8 % limits, in that order."""
        return self.value, self.lower_95, self.upper_95, self.lower_998, self.upper_998

    @property
    def available(self) -> Bools:
        """Return true where there is a value to publish."""
        return ~has_text(self.reason)

    @classmethod
    def of(cls, value_and_limits: Iterable[Floats], missing_reason: Texts) -> Self:
        """Build an estimate from its five numbers in the order of `value_and_limits`."""
        value, low, high, low_998, high_998 = (np.asarray(number, dtype=np.float64) for number in value_and_limits)
        return cls(value, low, high, low_998, high_998, np.asarray(missing_reason, dtype=object))

    @classmethod
    def with_missing_values_blanked(
        cls, value: Floats, limits_95: Limits, limits_998: Limits, missing_reason: Texts
    ) -> Self:
        """Build an estimate, blanking every number that has a reason against it."""
        numbers: Iterable[Floats] = (value, *limits_95, *limits_998)
        blocked = has_text(missing_reason)
        if blocked.any():
            numbers = [np.where(blocked, np.nan, number) for number in numbers]
        return cls.of(numbers, missing_reason)

    @classmethod
    def from_limits_at_both_levels(
        cls, value: Floats, compute_limits: Callable[[float], Limits], missing_reason: Texts
    ) -> Self:
        """Build an estimate whose limits are a function of the normal deviate z."""
        return cls.with_missing_values_blanked(value, compute_limits(Z_95), compute_limits(Z_998), missing_reason)

    @classmethod
    def normal(cls, value: Floats, standard_error: Floats, missing_reason: Texts) -> Self:
        """Build an estimate with limits value ± z × standard error."""
        return cls.from_limits_at_both_levels(
            value, lambda z: (value - z * standard_error, value + z * standard_error), missing_reason
        )

    @classmethod
    def published(
        cls,
        value: ArrayLike,
        lower_95: ArrayLike | None = None,
        upper_95: ArrayLike | None = None,
        lower_998: ArrayLike | None = None,
        upper_998: ArrayLike | None = None,
    ) -> Self:
        """Build an estimate from a value and whichever limits its publisher gives; a missing value is not available."""
        values = np.asarray(value, dtype=np.float64)
        limits = (lower_95, upper_95, lower_998, upper_998)
        low, high, low_998, high_998 = (
            np.full(values.shape, np.nan) if limit is None else np.asarray(limit, dtype=np.float64) for limit in limits
        )
        reason = find_text_of_first_failure(values.shape, (~np.isfinite(values), Reason.NO_PUBLISHED_VALUE))
        return cls.with_missing_values_blanked(values, (low, high), (low_998, high_998), reason)

    def scaled(self, factor: float) -> Estimate:
        """Multiply by a factor; a negative one swaps lower and upper limits."""
        value, low, high, low_998, high_998 = (np.asarray(number * factor) for number in self.value_and_limits)
        if factor < 0:
            low, high, low_998, high_998 = high, low, high_998, low_998
        return Estimate(value, low, high, low_998, high_998, self.reason)


def find_text_of_first_failure(
    shape: tuple[int, ...], *failures_with_text: tuple[NDArray[np.bool_] | np.bool_, Reason]
) -> Texts:
    """Return, per element, the reason of the first check that is true, or "" where none is."""
    reason = make_empty_texts(shape)
    for failed, text in reversed(failures_with_text):
        if np.any(failed):
            reason = reason if reason.flags.writeable else np.full(shape, "", dtype=object)
            reason[np.broadcast_to(failed, shape)] = text
    return reason


def make_empty_texts(shape: tuple[int, ...]) -> Texts:
    """Return "" everywhere, as a read-only view of one text: filling a million cells costs more than a statistic."""
    return np.broadcast_to(np.array("", dtype=object), shape)


def fill_empty_texts(texts: Texts, texts_where_empty: Texts) -> Texts:
    """Return the first text where there is one, else the second."""
    if texts.shape == texts_where_empty.shape:
        if not has_text(texts).any():
            return texts_where_empty
        if not has_text(texts_where_empty).any():
            return texts
    return np.asarray(np.where(texts != "", texts, texts_where_empty), dtype=object)


def read_arrays_of_equal_shape(**arrays: ArrayLike) -> list[Floats]:
    """Read arrays as float64, refusing unequal shapes by name; scalars fit any shape.

    Raises:
        ValueError: two arrays, neither a scalar, have different shapes.
    """
    read = {name: np.asarray(array, dtype=np.float64) for name, array in arrays.items()}
    shapes = {name: array.shape for name, array in read.items() if array.ndim}
    if len(set(shapes.values())) > 1:
        raise ValueError(f"arrays must have one shape, found {', '.join(f'{n} {s}' for n, s in shapes.items())}")
    shape = next(iter(shapes.values()), ())
    return [np.broadcast_to(array, shape) if array.shape != shape else array for array in read.values()]


def has_text(texts: Texts) -> Bools:
    """Return True where there is a reason."""
    if texts.size and not any(texts.strides):
        # One text stands for all: look at it once.
        return np.full(texts.shape, bool(texts.flat[0] != ""))
    return np.asarray(texts != "", dtype=np.bool_)

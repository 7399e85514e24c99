"""Random draws of the sample: a stream and distributions of our own, so that no library's next version changes them.

NumPy promises its raw bits for ever, but not what its distributions make of them. Here every draw is made of uniform
numbers by additions and comparisons, which are the same to the last bit on every machine. Logarithms are the exception
(`exponential`, `gumbel`): their last bit may differ, and what they feed is rounded or compared before it is written.
"""

import hashlib
from typing import Any

import numpy as np

from fairer_stockton.sample.extracts import SEED

Shape = int | tuple[int, ...]
UNIFORMS_IN_A_NORMAL = 12  # whose sum has a variance of one (Irwin 1927; Hall 1927)
STEP = np.uint64(0x9E3779B97F4A7C15)
MIXERS = ((30, np.uint64(0xBF58476D1CE4E5B9)), (27, np.uint64(0x94D049BB133111EB)))


class RandomDraws:
    """The random numbers of one topic: SplitMix64 (Steele, Lea and Flood 2014), read in order."""

    def __init__(self, topic: str) -> None:
        """Start the topic's own stream, so that a change to one source leaves the bytes of the others alone."""
        digest = hashlib.sha256(f"{SEED} {topic}".encode()).digest()
        self._start = np.frombuffer(digest[:8], "<u8")
        self._drawn = 0

    def random(self, size: Shape = ()) -> Any:
        """Return numbers from 0 to below 1, each of 53 bits; a single one where no size is given."""
        count = int(np.prod(size, dtype=int))
        positions = np.arange(self._drawn + 1, self._drawn + 1 + count, dtype=np.uint64)
        self._drawn += count
        bits = self._start + positions * STEP  # wraps at 64 bits, as it should
        for shift, mixer in MIXERS:
            bits = (bits ^ (bits >> np.uint64(shift))) * mixer
        bits ^= bits >> np.uint64(31)
        return ((bits >> np.uint64(11)) * 2.0**-53).reshape(size)[()]

    def uniform(self, low: float, high: float, size: Shape = ()) -> Any:
        """Return numbers spread evenly from `low` to `high`."""
        return low + (high - low) * self.random(size)

    def integers(self, low: int, high: int, size: Shape = ()) -> Any:
        """Return whole numbers from `low` to below `high`."""
        return low + np.floor(self.random(size) * (high - low)).astype(np.int64)

    def normal(self, mean: Any, deviation: float, size: Shape | None = None) -> Any:
        """Return sums of twelve uniform numbers, centred and scaled: within six deviations of the mean."""
        shape = np.shape(mean) if size is None else (size if isinstance(size, tuple) else (size,))
        sums = np.zeros(shape)
        for _ in range(UNIFORMS_IN_A_NORMAL):  # one after another: a library may add in another order
            sums = sums + self.random(shape)
        return mean + deviation * (sums - UNIFORMS_IN_A_NORMAL / 2)

    def exponential(self, mean: Any) -> Any:
        """Return waiting times of these means."""
        return -np.asarray(mean) * np.log(1 - self.random(np.shape(mean)))

    def gumbel(self, size: Shape) -> Any:
        """Return standard Gumbel numbers: the largest of scores with one each is drawn as a softmax would."""
        return -np.log(-np.log(np.maximum(self.random(size), 2.0**-53)))

    def permutation(self, values: Any) -> np.ndarray:
        """Return the values in another order."""
        return np.array(values)[np.argsort(self.random(len(values)), kind="stable")]

    def choice(self, values: Any, size: int, probabilities: Any = None, *, replace: bool = True) -> np.ndarray:
        """Return values drawn from a sequence, or from 0 to below a number, each as likely as `probabilities` says."""
        options = np.arange(values) if isinstance(values, int) else np.array(values)
        if not replace:
            return self.permutation(options)[:size]
        edges = np.cumsum(np.full(len(options), 1 / len(options)) if probabilities is None else probabilities)
        return options[np.searchsorted(edges[:-1], self.random(size), side="right")]

    def binomial(self, trials: Any, chance: Any) -> Any:
        """Count the successes among trials: each of them is drawn."""
        trials, chance = np.broadcast_arrays(trials, chance)
        owner = np.repeat(np.arange(trials.size), trials.ravel())
        success = self.random(len(owner)) < chance.ravel()[owner]
        return np.bincount(owner[success], minlength=trials.size).reshape(trials.shape)[()]

    def multinomial(self, units: Any, shares: np.ndarray) -> np.ndarray:
        """Share units among classes, each unit drawn; `shares` has a row for each number of units, or one for all."""
        units, classes = np.atleast_1d(units), shares.shape[-1]
        edges = np.cumsum(np.broadcast_to(shares, (len(units), classes)), axis=1)
        edges[:, -1] = 1.0
        owner = np.repeat(np.arange(len(units)), units)
        # Each row's edges lie between its own whole number and the next, so that one search serves all rows.
        edges += np.arange(len(units))[:, None]
        class_number = np.searchsorted(edges.ravel(), owner + self.random(len(owner)), side="right")
        class_number = np.clip(class_number, owner * classes, owner * classes + classes - 1)
        return np.bincount(class_number, minlength=edges.size).reshape(edges.shape)

"""Choices of what to hide, kept between runs: the same cells under the same rules need not be chosen from again."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from fairer_stockton.disclosure.linked import Flags, Floats, LinkedCells
from fairer_stockton.disclosure.secondary import choose
from fairer_stockton.fingerprints import fingerprint, read_json


class Choices:
    """A file of choices by the sum of all that each was made from; only those used in a run are kept."""

    def __init__(self, path: Path | None = None) -> None:
        """Read what was chosen before; without a file, nothing is kept."""
        self.path = path
        self.before = read_json(path) if path else {}
        self.now: dict[str, list[int]] = {}
        self.code = fingerprint(Path(__file__).parent.glob("*.py"))

    def choose(self, cells: LinkedCells, small: Flags, cost: Floats, *, fixed: Flags, zeros: bool) -> Flags:
        """Choose as `secondary.choose` does, or as it did."""
        return self._kept(
            lambda: choose(cells, small, cost, fixed=fixed, zeros=zeros), cells, small, cost, fixed, zeros
        )

    def save(self) -> None:
        """Write the choices of this run."""
        if self.path:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.path.write_text(json.dumps(self.now, sort_keys=True), encoding="utf-8")

    def _kept(self, make: Callable[[], Flags], cells: LinkedCells, *given: Any) -> Flags:
        held = (cells.holds.data, cells.holds.indices, cells.holds.indptr)
        numbers = (*held, cells.counts, cells.figure, cells.low, cells.high, cells.width, cells.below, *given)
        digest = hashlib.sha256(self.code.encode())
        for array in numbers:
            digest.update(np.ascontiguousarray(array).tobytes() + b"|")
        key = digest.hexdigest()
        found = self.before.get(key)
        hidden = np.zeros(cells.figures, bool)
        if found is not None and all(isinstance(place, int) and 0 <= place < cells.figures for place in found):
            hidden[found] = True
        else:
            hidden = make()
        self.now[key] = np.flatnonzero(hidden).tolist()
        return hidden

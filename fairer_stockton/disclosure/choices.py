"""Choices of what to hide, kept between runs: the same cells under the same rules need not be chosen from again."""

import hashlib
import json
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
        """Choose as `secondary.choose` does, or as it did; a kept choice that shows something small is not believed."""
        key = self._sum(*cells.arrays, small, cost, fixed, zeros)
        kept, hidden = self.before.get(key), np.zeros(cells.figures, bool)
        believed = isinstance(kept, list) and all(type(one) is int and 0 <= one < cells.figures for one in kept)
        hidden[kept if believed else []] = True
        if not believed or (small & ~hidden).any():
            hidden = choose(cells, small, cost, fixed=fixed, zeros=zeros)
        self.now[key] = np.flatnonzero(hidden).tolist()
        return hidden

    def save(self) -> None:
        """Write the choices of this run."""
        if self.path:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.path.write_text(json.dumps(self.now, sort_keys=True), encoding="utf-8")

    def _sum(self, *arrays: Any) -> str:
        digest = hashlib.sha256(self.code.encode())
        for array in arrays:
            digest.update(np.ascontiguousarray(array).tobytes() + b"|")
        return digest.hexdigest()

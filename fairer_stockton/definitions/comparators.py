"""Comparators: the sets of councils that an authority is set beside."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from fairer_stockton.run.package import COUNCIL


@dataclass(frozen=True, slots=True)
class Comparators:
    """One set of councils that an authority is set beside."""

    name: str
    title: str
    note: str
    codes: tuple[str, ...] = ()


@cache
def load_comparators(path: Path = COUNCIL / "comparators.toml") -> dict[str, Comparators]:
    """Read the sets of councils, in the order in which a reader meets them."""
    sets = {name: entry for name, entry in read_comparators(path).items() if name != "recoded"}
    return {
        name: Comparators(name, entry["title"], entry["note"], tuple(entry.get("codes", ())))
        for name, entry in sets.items()
    }


@cache
def read_comparators(path: Path) -> dict[str, dict[str, Any]]:
    """Read the file as it is, with the codes that changed."""
    return tomllib.loads(path.read_text(encoding="utf-8"))

"""Comparators: the sets of councils that an authority is set beside."""

import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ComparatorCouncils:
    """One set of councils that an authority is set beside."""

    name: str
    title: str
    note: str
    codes: tuple[str, ...] = ()


def load_comparators(path: Path) -> dict[str, ComparatorCouncils]:
    """Read the sets of councils, in the order in which a reader meets them."""
    sets = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        name: ComparatorCouncils(name, entry["title"], entry["note"], tuple(entry.get("codes", ())))
        for name, entry in sets.items()
    }

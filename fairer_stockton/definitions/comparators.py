"""Comparators: the sets of councils that an authority is set beside."""

from dataclasses import dataclass
from pathlib import Path

from fairer_stockton.run.toml_file import check_texts, open_toml_tables


@dataclass(frozen=True, slots=True)
class ComparatorCouncils:
    """One set of councils that an authority is set beside."""

    name: str
    title: str
    note: str
    codes: tuple[str, ...] = ()


def load_comparators(path: Path) -> dict[str, ComparatorCouncils]:
    """Read the sets of councils, in the order in which a reader meets them.

    Raises:
        CatalogueError: a key is missing or of another kind.
    """
    with open_toml_tables(path) as sets:
        return {
            name: check_texts(ComparatorCouncils(name, entry["title"], entry["note"], tuple(entry.get("codes", ()))))
            for name, entry in sets.items()
        }

"""Framework: the domains and their measures, and the characteristics by which figures are broken down."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from fairer_stockton.run.toml_file import check_texts, open_toml_tables


@dataclass(frozen=True, slots=True)
class Domain:
    """One domain of the framework, its focus on places, or the context that figures are read in."""

    name: str
    title: str
    measures: tuple[str, ...]
    needs: str
    focus: bool = False
    context: bool = False


@dataclass(frozen=True, slots=True)
class Characteristic:
    """One characteristic of people: its title and the group that the others are compared with, if any.

    `groups` is how its groups are named within a sentence, where their own names would not tell who is meant.
    """

    title: str
    reference: str = ""
    groups: Mapping[str, str] = field(default_factory=dict)


def load_framework(path: Path) -> dict[str, Domain]:
    """Read the domains, in the framework's own order."""
    with open_toml_tables(path) as domains:
        return {
            name: check_texts(
                Domain(
                    name,
                    entry["title"],
                    tuple(entry["measures"]),
                    entry["needs"],
                    entry.get("focus", False),
                    entry.get("context", False),
                )
            )
            for name, entry in domains.items()
        }


def load_breakdowns(path: Path) -> dict[str, Characteristic]:
    """Read the characteristics by which people are told apart."""
    with open_toml_tables(path) as characteristics:
        return {name: check_texts(Characteristic(**entry)) for name, entry in characteristics.items()}

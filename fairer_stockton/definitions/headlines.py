"""By which rule the headline gaps of the first page are chosen."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.toml_file import open_toml_tables
from fairer_stockton.run.vocabulary import GapType


@dataclass(frozen=True, slots=True)
class CertaintyWeights:
    """What the size of a gap is multiplied by, for how sure its change, or else the gap itself, is."""

    clear_change: float
    larger_than_usual: float
    clear_gap: float
    within_chance: float
    modelled: float


@dataclass(frozen=True, slots=True)
class HeadlineRules:
    """How many gaps are headlines, of which kinds, and how certainty counts."""

    number: int
    gaps: tuple[GapType, ...]
    without_breakdowns: tuple[str, ...]
    certainty: CertaintyWeights


def load_headline_rules(path: Path) -> HeadlineRules:
    """Read the rule.

    Raises:
        CatalogueError: a key is missing or unknown, a kind of gap is not known, or a number is not above zero.
    """
    with open_toml_tables(path) as rules:
        return _read_rules(rules, path.name)


def _read_rules(rules: Mapping[str, Any], file_name: str) -> HeadlineRules:
    _refuse_other_keys(rules, HeadlineRules, file_name)
    _refuse_other_keys(rules["certainty"], CertaintyWeights, f"{file_name}, certainty")
    numbers = {"number": rules["number"], **rules["certainty"]}
    for name, number in numbers.items():
        if type(number) not in (int, float) or not number > 0:
            raise CatalogueError(f"{file_name}: {name} must be a number above zero, found {number!r}")
    if unknown := sorted(set(rules["gaps"]) - set(GapType)):
        raise CatalogueError(f"{file_name}: gap {unknown[0]!r} is not one of {', '.join(GapType)}")
    return HeadlineRules(
        number=int(rules["number"]),
        gaps=tuple(map(GapType, rules["gaps"])),
        without_breakdowns=tuple(rules["without_breakdowns"]),
        certainty=CertaintyWeights(**rules["certainty"]),
    )


def _refuse_other_keys(table: Mapping[str, Any], kind: type[Any], where: str) -> None:
    """Refuse keys that a table of the rule lacks, or that it cannot have."""
    wanted = [field.name for field in fields(kind)]
    if sorted(table) != sorted(wanted):
        raise CatalogueError(f"{where}: expected the keys {', '.join(wanted)}, found {', '.join(table)}")

"""Targets: what a measure is to reach, by when, and who answers for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from fairer_stockton.definitions.measures import Measure
from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.toml_file import check_texts, open_toml_tables, read_table
from fairer_stockton.run.vocabulary import Polarity

TARGETS = "targets.toml"
YEARS = range(1990, 2100)


@dataclass(frozen=True, slots=True)
class Target:
    """One target of the borough: from which period it counts, what is to be reached, by when, and who owns it."""

    name: str
    measure: str
    baseline: str
    value: float
    year: int
    owner: str


def load_targets(path: Path, measures: Mapping[str, Measure]) -> tuple[Target, ...]:
    """Read the targets, in the file's order.

    Args:
        path: the council's file.
        measures: the catalogue.

    Raises:
        CatalogueError: a key is missing or unknown, a measure is not known or has no better way, or a number is none.
    """
    with open_toml_tables(path) as tables:
        return tuple(_read_target(name, entry, path.name, measures) for name, entry in tables.items())


def _read_target(name: str, entry: object, file_name: str, measures: Mapping[str, Measure]) -> Target:
    target: Target = check_texts(Target(name, **read_table(Target, file_name, name, entry)))
    if target.measure not in measures:
        raise CatalogueError(f"{file_name}: [{name}] measure: {target.measure!r} is no measure")
    if measures[target.measure].polarity == Polarity.NEUTRAL:
        raise CatalogueError(f"{file_name}: [{name}] measure: {target.measure!r} is called neither better nor worse")
    if type(target.value) not in (int, float):
        raise CatalogueError(f"{file_name}: [{name}] value: {target.value!r} is no number")
    if type(target.year) is not int or target.year not in YEARS:
        raise CatalogueError(f"{file_name}: [{name}] year: {target.year!r} is no year from 1990 to 2099")
    return target

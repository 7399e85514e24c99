"""What is decided beforehand of changes in gaps: the year they are judged from, and how far gaps usually move."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fairer_stockton.definitions.measures import Measure
from fairer_stockton.definitions.units import UNITS
from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.toml_file import open_toml_tables


@dataclass(frozen=True, slots=True)
class GapChangeRules:
    """The baseline year, and by how much a gap usually moves in a year, by measure and group and else by unit."""

    baseline_year: int
    usual_of_group: Mapping[str, Mapping[str, float]]  # by measure, and by group of people in it
    usual_of_measure: Mapping[str, float]
    usual_of_unit: Mapping[str, float]

    def find_usual_movement(self, measure: Measure, group: str = "all") -> float:
        """Return how far the gap of a group of people usually moves in a year, in the measure's unit.

        Of a group that has no movement of its own it is that of the most restless group of its measure; of a measure
        that has none it is that of its unit, or the least difference that matters where that is more.
        """
        groups = self.usual_of_group.get(measure.name, {})
        if group != "all" and groups:
            return groups.get(group, max(groups.values()))
        if measure.name in self.usual_of_measure:
            return self.usual_of_measure[measure.name]
        return max(self.usual_of_unit.get(measure.unit, 0.0), measure.least_difference.absolute)


def load_gap_change_rules(path: Path) -> GapChangeRules:
    """Read the baseline year and the usual movements.

    Raises:
        CatalogueError: the year is not a whole number of four digits, a unit is not known, or a movement is not a
            number above zero.
    """
    with open_toml_tables(path) as rules:
        return _read_rules(rules, path.name)


def _read_rules(rules: Mapping[str, Any], file_name: str) -> GapChangeRules:
    year = rules.get("baseline_year")
    if type(year) is not int or not 1000 <= year <= 9999:
        raise CatalogueError(f"{file_name}: baseline_year must be a year such as 2021, found {year!r}")
    usual = rules.get("usual_yearly_movement", {})
    of_unit = _read_movements(usual.get("unit", {}), file_name)
    if unknown := sorted(of_unit.keys() - UNITS.keys()):
        raise CatalogueError(f"{file_name}: unit {unknown[0]!r} is not one of {', '.join(UNITS)}")
    of_group = {name: _read_movements(groups, file_name) for name, groups in usual.get("group", {}).items()}
    return GapChangeRules(year, of_group, _read_movements(usual.get("measure", {}), file_name), of_unit)


def _read_movements(movements: Mapping[str, Any], file_name: str) -> dict[str, float]:
    for name, number in movements.items():
        if type(number) not in (int, float) or not number > 0:
            raise CatalogueError(f"{file_name}: the usual movement of {name} must be above zero, found {number!r}")
    return {name: float(number) for name, number in movements.items()}

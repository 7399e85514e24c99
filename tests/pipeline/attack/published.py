"""What anyone has of an edition: its figures, which neighbourhoods its areas hold, and the catalogue of measures."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from fairer_stockton.definitions.measures import Measure, MeasureByAge, MeasureOfSums

NUMBERS = ("numerator", "denominator", "value", "base", "left_out", "rounded_to")
NOWHERE = "nowhere"  # the neighbourhood of rows that have none: the borough alone counts them
REST = "Rest of the borough"
FIFTHS = "deprivation_fifth"

Quantity = tuple[str, str, str]  # the table, what is summed, and the condition on its rows
Parts = Mapping[str, float]  # which part of each neighbourhood's people an area holds


@dataclass(frozen=True)
class Published:
    """One version of an edition.

    Attributes:
        observations: every figure, numbers empty where none is published.
        memberships: a row for each neighbourhood and area that holds it, as `csv/memberships.csv` has them.
        measures: the catalogue.
        vintages: the sources that are not open, and on which map their rows have their neighbourhoods.
        files: the sums of the files that each source was read from.
        edition: its name.
    """

    observations: pd.DataFrame
    memberships: pd.DataFrame
    measures: Mapping[str, Measure]
    vintages: Mapping[str, str]
    files: Mapping[str, Collection[str]]
    edition: str = ""

    def list_rows(self, source: str) -> pd.DataFrame:
        """Return the figures of a source's measures that anyone in the borough is counted in."""
        names = [name for name, measure in self.measures.items() if source in measure.tables]
        rows = self.observations[self.observations["measure"].isin(names)]
        return rows[~rows["breakdown"].str.startswith("modelled")]

    def find_parts(self, row: "pd.Series", source: str) -> Parts:
        """Return which neighbourhoods a figure counts, and which part of each."""
        areas = self._parts_of_areas[self.vintages[source]]
        borough = areas[("borough", row["area_code"], row["vintage"])] if row["area_type"] == "borough" else {}
        if row["breakdown"] == FIFTHS:
            return areas.get((FIFTHS, row["category"], row["vintage"]), {})
        if row["breakdown"] in self._target_areas:
            inside = areas.get(("target_area", row["breakdown"], self._target_areas[row["breakdown"]]), {})
            if row["category"] != REST:
                return inside
            rest = {place: share - inside.get(place, 0.0) for place, share in borough.items()}
            return {place: share for place, share in rest.items() if share > 1e-9}
        if row["area_type"] == "borough":
            return {**borough, NOWHERE: 1.0}
        return areas.get((row["area_type"], row["area_code"], row["vintage"]), {})

    def is_of_area(self, row: "pd.Series") -> bool:
        """Return whether a figure is of everyone in an area, and not of a group of people."""
        return row["breakdown"] in ("all", FIFTHS) or row["breakdown"] in self._target_areas

    def list_areas(self, source: str, area_type: str, vintage: str) -> set[str]:
        """Return the codes of all areas of one map."""
        areas = self._parts_of_areas[self.vintages[source]]
        return {code for kind, code, of in areas if (kind, of) == (area_type, vintage)}

    @cached_property
    def _target_areas(self) -> dict[str, str]:
        targets = self.memberships[self.memberships["area_type"] == "target_area"]
        return dict(zip(targets["area_code"], targets["vintage"], strict=True))

    @cached_property
    def _parts_of_areas(self) -> dict[str, dict[tuple[str, str, str], dict[str, float]]]:
        """The neighbourhoods of each area, by the map that the neighbourhoods are of."""
        found: dict[str, dict[tuple[str, str, str], dict[str, float]]] = {}
        columns = ["lsoa_vintage", "area_type", "area_code", "vintage", "lsoacd", "share"]
        for of, kind, code, vintage, place, share in self.memberships[columns].itertuples(index=False):
            found.setdefault(of, {}).setdefault((kind, code, vintage), {})[place] = float(share)
        return found


def read_published(folder: Path, measures: Mapping[str, Measure], vintages: Mapping[str, str]) -> Published:
    """Read an edition from its folder, as anyone can who has it."""
    observations, memberships = (
        pd.read_csv(folder / "csv" / f"{name}.csv", dtype=str, keep_default_na=False, encoding="utf-8-sig")
        for name in ("observations", "memberships")
    )
    for column in NUMBERS:
        observations[column] = pd.to_numeric(observations[column], errors="coerce")
    observations["apportioned"] = observations["apportioned"] == "True"
    files: dict[str, set[str]] = {}
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    for entry in manifest["inputs"]:
        files.setdefault(entry["source"], set()).add(entry["sha256"])
    return Published(observations, memberships, measures, vintages, files, manifest["edition"])


def list_quantities(measure: Measure, source: str) -> Iterator[tuple[str, Quantity]]:
    """Yield which of a measure's two numbers are sums over a source, and of what; residents by age are public."""
    if isinstance(measure, MeasureOfSums):
        for part, of in measure.parts.items():
            if of.table == source and not (part == "denominator" and isinstance(measure, MeasureByAge)):
                yield part, (of.table, of.sum, of.where)


def is_within(part: Quantity, whole: Quantity) -> bool:
    """Return whether each row that one quantity counts is counted by another: it has all its conditions, or more."""
    more, less = (set(where.split(" and ")) - {"true"} for where in (part[2], whole[2]))
    # Who said "yes" has said something.
    more |= {f"{condition.split()[0]} is not null" for condition in more}
    return part[:2] == whole[:2] and part != whole and less <= more

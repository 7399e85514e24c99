"""A small borough whose figures can be counted by hand, some of its rows without a neighbourhood."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pandas as pd

from fairer_stockton.auditor.audit import bound_and_judge_puzzle
from fairer_stockton.auditor.knowledge import list_puzzle_makers
from fairer_stockton.auditor.quantities import RequiredRangeWidths
from fairer_stockton.definitions.measures import Measure
from fairer_stockton.disclosure.inputs import ProtectionInputs
from fairer_stockton.disclosure.protection import protect_observations
from fairer_stockton.editions.cells import write_cells
from fairer_stockton.geography.memberships import _rows_without_neighbourhood_sql, _target_areas_and_rest_sql
from fairer_stockton.measure.observations import complete_observations, compute_observations
from fairer_stockton.schemas.results.observations import OBSERVATION_COLUMNS
from tests.conftest import DEFINITIONS, definitions_with, empty_table
from tests.databases import create_memberships

HOMES = {"L1": "W1", "L2": "W1", "L3": "W2", "L4": "W2"}
WIDTHS = RequiredRangeWidths(5, 30)


@dataclass
class Council:
    """A borough of two wards of two neighbourhoods each, and what its figures come to."""

    connection: duckdb.DuckDBPyConnection
    own: str = "customer_contacts"  # the table that is not open
    homes: Mapping[str, str] = field(default_factory=lambda: HOMES)  # the ward of each neighbourhood
    target: tuple[str, ...] = ()  # the neighbourhoods of a target area

    def __post_init__(self) -> None:
        maps = [
            (kind, code, vintage, place, 1.0)
            for place, ward in self.homes.items()
            for kind, code, vintage in (("lsoa", place, "2021"), ("ward", ward, "2024"), ("borough", "B", "2022"))
        ]
        maps += [("target_area", "T", "2021", place, 1.0) for place in self.target]
        create_memberships(self.connection, maps)
        if self.target:
            self.connection.execute(f"insert into memberships {_target_areas_and_rest_sql()}")
        self.connection.execute(f"insert into memberships {_rows_without_neighbourhood_sql()}")
        self.table(
            "census_ts067", [{"lsoa21cd": place, "period": "2021", "residents_16_plus": 1000} for place in self.homes]
        )

    def table(self, name: str, rows: list[dict[str, object]]) -> None:
        empty = empty_table(name)
        self.connection.register("given", pd.DataFrame(rows, columns=list(empty.columns)).astype(empty.dtypes))
        self.connection.execute(f"create or replace table {name} as select * from given")

    def observe(self, *asked: str | Measure, protected: bool = True) -> pd.DataFrame:
        measures = by_name(asked)
        definitions = definitions_with(measures, {self.own})
        rows = compute_observations(self.connection, definitions, {})
        if protected:
            rows = protect_observations(rows, ProtectionInputs(self.connection, definitions)).observations
        return complete_observations(self.connection, rows, definitions, {})

    def published_memberships(self) -> pd.DataFrame:
        return self.connection.sql("select * from memberships where lsoacd <> 'unplaced'").df().astype({"share": float})

    def audited(self, found: pd.DataFrame, *unlisted: Measure) -> list[str]:
        """What the auditor finds in figures, from what is published and nothing else."""
        measures = by_name([*found["measure"].unique(), *unlisted])
        set_out = list_puzzle_makers(found, self.published_memberships(), measures, {self.own: "2021"}, WIDTHS)
        return [fault for one in set_out for fault in bound_and_judge_puzzle(one)["faults"]]


def write_version(folder: Path, found: pd.DataFrame, council: Council, edition: str = "2025", **sums: str) -> Path:
    """Write figures as the record holds a version of an edition, made from files of these sums, by their sources."""
    (folder / "csv").mkdir(parents=True)
    write_cells(found.reindex(columns=[*OBSERVATION_COLUMNS])).to_csv(folder / "csv/observations.csv", index=False)
    held = council.published_memberships().query("breakdown == 'all'")
    held.drop(columns=["breakdown", "category"]).to_csv(folder / "csv/memberships.csv", index=False)
    facts = {"file": "a.csv", "period": edition, "synthetic": True}
    inputs = [{"source": source, "sha256": total, **facts} for source, total in sums.items()]
    (folder / "manifest.json").write_text(json.dumps({"edition": edition, "content": edition * 3, "inputs": inputs}))
    return folder


def by_name(asked: Iterable[str | Measure]) -> dict[str, Measure]:
    """Measures of the catalogue by name, and measures that it does not list; the latter are meant where both are."""
    every = [one if isinstance(one, Measure) else DEFINITIONS.measures.get(one) for one in asked]
    return {one.name: one for one in every if one}


def of(found: pd.DataFrame, name: str, area: str) -> pd.Series:
    return found[(found["measure"] == name) & (found["area_code"] == area) & (found["breakdown"] == "all")].iloc[0]
